// The rules of architecture section 2 on the manager's side: references, suspension, hang-up, ends of clients.
#include <sys/wait.h>

#include "table_fixture.h"

namespace openras::manager {
namespace {

using testing::ElementsAre;

TEST_F(Table, ASynchronousDialCanBePolledAndEndsTheWait) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    EXPECT_EQ(status(*process, handle).state, static_cast<std::uint32_t>(RASCS_Connected));
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(status(*process, handle).error, static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
    EXPECT_EQ(hang_up(*process, handle), static_cast<std::uint32_t>(ERROR_NO_CONNECTION)) << "it is gone";
    EXPECT_EQ(hang_up(*process, handle + 1), static_cast<std::uint32_t>(ERROR_INVALID_HANDLE)) << "it never was";
    EXPECT_EQ(hang_up(*process, handle | 0x80000000), static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
    EXPECT_EQ(hang_up(*process, 0), static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
}

TEST_F(Table, ADialIsSuspendedUntilItsHandlerHasReturned) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    announce(handle, RASCS_PortOpened);
    const auto [notification, message] = next(*channel);
    EXPECT_EQ(notification.state, static_cast<std::uint32_t>(RASCS_PortOpened));
    // The status has the announced state already; the dial has not gone on.
    EXPECT_EQ(status(*process, handle).state, static_cast<std::uint32_t>(RASCS_PortOpened));
    EXPECT_EQ(dialler_.count("go 1"), 0);
    channel->reply(message.get(), bus::NotificationReply{true});
    EXPECT_TRUE(dialler_.wait_for("go 1"));
}

TEST_F(Table, AnEntryThatIsConnectedIsSharedAndCounted) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    const bus::DialReply again = dial(*process, request("isp"));
    EXPECT_TRUE(again.existing);
    EXPECT_EQ(again.handle, handle);
    EXPECT_EQ(call(*process, bus::method::wait, handle), 0u);
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(dialler_.count("hang up"), 0);
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(dialler_.count("hang up"), 1);
}

TEST_F(Table, AnAsynchronousCallerOfAConnectedEntryHearsOneConnected) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    const auto channel = connect(ConnectionKind::Channel);
    ASSERT_TRUE(dial(*process, request("isp", channel->id())).existing);
    ASSERT_EQ(start(*process, handle, channel->id()), 0u);
    EXPECT_EQ(next(*channel).first.state, static_cast<std::uint32_t>(RASCS_Connected));
}

TEST_F(Table, AnEntryThatIsBeingDialledIs756) {
    const auto process = connect(ConnectionKind::Process);
    ASSERT_EQ(dial(*process, request("isp")).error, 0u);
    EXPECT_EQ(dial(*process, request("isp")).error, static_cast<std::uint32_t>(ERROR_DIAL_ALREADY_IN_PROGRESS));
    EXPECT_EQ(dial(*process, request("other")).error, 0u);
}

TEST_F(Table, AFailedDialKeepsItsCauseAndFreesItsEntry) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    announce(handle, RASCS_AuthNotify);
    channel->reply(next(*channel).second.get(), bus::NotificationReply{true});
    ASSERT_TRUE(dialler_.wait_for("go 6"));
    table_->ended(handle, {{ERROR_AUTHENTICATION_FAILURE, "refused", "go away"}, ppp::EndedBy::Peer});
    const auto [last, message] = next(*channel);
    EXPECT_EQ(last.state, static_cast<std::uint32_t>(RASCS_AuthNotify));
    EXPECT_EQ(last.error, static_cast<std::uint32_t>(ERROR_AUTHENTICATION_FAILURE));
    const bus::StatusReply now = status(*process, handle);
    EXPECT_EQ(now.state, static_cast<std::uint32_t>(RASCS_Disconnected));
    EXPECT_EQ(now.dial_error, static_cast<std::uint32_t>(ERROR_AUTHENTICATION_FAILURE));
    const auto cause = process->call<bus::HandleRequest, bus::CauseReply>(bus::method::get_cause, {handle});
    EXPECT_EQ(cause->peer_text, "go away");
    EXPECT_EQ(cause->state, static_cast<std::uint32_t>(RASCS_AuthNotify));
    EXPECT_FALSE(dial(*process, request("isp")).existing);
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(status(*process, handle).error, static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
}

TEST_F(Table, AHangUpDoesNotWaitForAHandlerAndIsTheLastWord) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    announce(handle, RASCS_ConnectDevice);
    const auto unanswered = next(*channel);
    EXPECT_EQ(hang_up(*process, handle), 0u);
    const auto [last, message] = next(*channel);
    EXPECT_EQ(last.state, static_cast<std::uint32_t>(RASCS_ConnectDevice));
    EXPECT_EQ(last.error, static_cast<std::uint32_t>(ERROR_USER_DISCONNECTION));
    channel->reply(unanswered.second.get(), bus::NotificationReply{true});
    EXPECT_EQ(status(*process, handle).error, static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
    EXPECT_EQ(dialler_.count("go 2"), 0);
}

TEST_F(Table, AHangUpInsideAHandlerTakesEffectWhenItHasReturned) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    announce(handle, RASCS_ConnectDevice);
    const auto in_handler = next(*channel);
    EXPECT_EQ(hang_up(*process, handle, true), 0u);
    EXPECT_EQ(status(*process, handle).error, 0u);
    EXPECT_EQ(dialler_.count("hang up"), 0);
    channel->reply(in_handler.second.get(), bus::NotificationReply{true});
    EXPECT_TRUE(dialler_.wait_for("hang up"));
    EXPECT_EQ(dialler_.count("go 2"), 0);
}

TEST_F(Table, AChannelThatClosesAbortsItsDialsAndNoOther) {
    const auto process = connect(ConnectionKind::Process);
    auto channel = connect(ConnectionKind::Channel);
    const Handle up = connected(*process, "up");
    started(*process, *channel);
    channel.reset();
    EXPECT_TRUE(dialler_.wait_for("hang up"));
    EXPECT_EQ(status(*process, up).state, static_cast<std::uint32_t>(RASCS_Connected));
    EXPECT_EQ(dialler_.count("hang up"), 1);
}

TEST_F(Table, AConnectedThatWasSentIsEstablishedThoughTheChannelCloses) {
    const auto process = connect(ConnectionKind::Process);
    auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    announce(handle, RASCS_Connected);
    (void)next(*channel);
    channel.reset();
    const auto other = connect(ConnectionKind::Process);
    EXPECT_EQ(status(*other, handle).state, static_cast<std::uint32_t>(RASCS_Connected));
    EXPECT_EQ(dialler_.count("hang up"), 0);
}

TEST_F(Table, AClientThatDoesNotPumpIsNoticed) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    announce(handle, RASCS_OpenPort);
    bus::MessagePtr signal;
    while (!signal) {
        process->wait_readable(std::nullopt);
        signal = std::move(process->take().value());
    }
    bus::NotPumping body;
    ASSERT_GE(bus::read_body(signal.get(), body), 0);
    EXPECT_EQ(body.handle, handle);
    EXPECT_EQ(body.entry, "isp");
    const auto all = process->call<bus::EnumRequest, bus::EnumReply>(bus::method::enum_connections, {true});
    ASSERT_EQ(all->connections.size(), 1u);
    EXPECT_TRUE(all->connections[0].waiting_for_client);
}

TEST_F(Table, APausedDialIsResumedByAnotherChannel) {
    const auto process = connect(ConnectionKind::Process);
    const auto first = connect(ConnectionKind::Channel);
    const auto second = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *first);
    bus::DialRequest resume = request("isp", second->id());
    resume.resume = handle;
    resume.user = "bob";
    EXPECT_EQ(dial(*process, resume).error, static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER));
    announce(handle, RASCS_RetryAuthentication);
    const auto paused = next(*first);
    EXPECT_EQ(dial(*process, resume).error, static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER))
        << "handler still runs";
    first->reply(paused.second.get(), bus::NotificationReply{true});
    ASSERT_TRUE(dialler_.wait_for("go 4097"));
    ASSERT_EQ(dial(*process, resume).error, 0u);
    ASSERT_EQ(start(*process, handle, second->id()), 0u);
    EXPECT_TRUE(dialler_.wait_for("resume bob"));
    announce(handle, RASCS_AuthRetry);
    EXPECT_EQ(next(*second).first.state, static_cast<std::uint32_t>(RASCS_AuthRetry));
}

TEST_F(Table, ReferencesOfADeadProcessCountNothing) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    const pid_t child = fork();
    if (child == 0) {
        auto mine = bus::Connection::open(config_.socket, ConnectionKind::Process);
        _exit(mine && dial(**mine, request("isp")).existing ? 0 : 1);
    }
    int result = -1;
    ASSERT_EQ(waitpid(child, &result, 0), child);
    ASSERT_EQ(result, 0);
    // The child's reference has gone with it as soon as the manager sees its end.
    std::uint32_t references = 2;
    while (references == 2) {
        const auto all = process->call<bus::EnumRequest, bus::EnumReply>(bus::method::enum_connections, {true});
        references = all->connections.at(0).references;
    }
    EXPECT_EQ(references, 1u);
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(dialler_.count("hang up"), 1);
}

TEST_F(Table, OneWhoHoldsNoReferenceEndsTheConnection) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    (void)dial(*process, request("isp"));
    const pid_t child = fork();
    if (child == 0) {
        auto mine = bus::Connection::open(config_.socket, ConnectionKind::Process);
        _exit(mine && hang_up(**mine, handle) == 0 ? 0 : 1);
    }
    int result = -1;
    ASSERT_EQ(waitpid(child, &result, 0), child);
    EXPECT_EQ(result, 0);
    EXPECT_EQ(status(*process, handle).error, static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
}

TEST_F(Table, TwoThreadsOfAProcessThatFindAnEntryConnectedBothHearSo) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    const auto one = connect(ConnectionKind::Channel);
    const auto two = connect(ConnectionKind::Channel);
    ASSERT_TRUE(dial(*process, request("isp", one->id())).existing);
    ASSERT_TRUE(dial(*process, request("isp", two->id())).existing);
    EXPECT_EQ(start(*process, handle, one->id()), 0u);
    EXPECT_EQ(start(*process, handle, two->id()), 0u);
    EXPECT_EQ(next(*one).first.state, static_cast<std::uint32_t>(RASCS_Connected));
    EXPECT_EQ(next(*two).first.state, static_cast<std::uint32_t>(RASCS_Connected));
}

TEST_F(Table, AHangUpWithdrawsAConnectedThatNobodyHasHandled) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    announce(handle, RASCS_Connected);
    EXPECT_TRUE(dialler_.wait_for("dial isp"));
    while (status(*process, handle).state != RASCS_Connected) continue;
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(next(*channel).first.error, 0u);
    EXPECT_EQ(next(*channel).first.error, static_cast<std::uint32_t>(ERROR_USER_DISCONNECTION));
}

TEST_F(Table, AHangUpThatDoesNotWaitIsNotDeferred) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    announce(handle, RASCS_ConnectDevice);
    const auto unanswered = next(*channel);
    EXPECT_EQ(hang_up(*process, handle, false, true), 0u);
    EXPECT_TRUE(dialler_.wait_for("hang up"));
    EXPECT_EQ(next(*channel).first.error, static_cast<std::uint32_t>(ERROR_USER_DISCONNECTION));
}

TEST_F(Table, AnAbortedDialThatIsHungUpIsGone) {
    dialler_.answers = false;
    const auto process = connect(ConnectionKind::Process);
    auto channel = connect(ConnectionKind::Channel);
    const Handle handle = started(*process, *channel);
    channel.reset();
    ASSERT_TRUE(dialler_.wait_for("hang up"));
    EXPECT_EQ(hang_up(*process, handle, false, true), 0u);
    table_->hung_up(handle);
    while (status(*process, handle).error == 0) continue;
    EXPECT_EQ(status(*process, handle).error, static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
}

TEST_F(Table, ADroppedConnectionIsKeptForTheOtherHolder) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    ASSERT_TRUE(dial(*process, request("isp")).existing);
    table_->ended(handle, {{ERROR_REMOTE_DISCONNECTION, "", "maintenance"}, ppp::EndedBy::Peer});
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(status(*process, handle).dial_error, static_cast<std::uint32_t>(ERROR_REMOTE_DISCONNECTION));
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(status(*process, handle).error, static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
}

TEST_F(Table, ASecondHelloEndsTheConnection) {
    const auto process = connect(ConnectionKind::Process);
    EXPECT_FALSE((process->call<bus::HelloRequest, bus::HelloReply>(bus::method::hello, {})).has_value());
}

TEST_F(Table, ASubscriberSeesEachChange) {
    const auto watcher = connect(ConnectionKind::Call);
    ASSERT_TRUE((watcher->call<bus::Empty, bus::EnumReply>(bus::method::subscribe, {})).has_value());
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    ASSERT_EQ(hang_up(*process, handle), 0u);
    std::vector<std::pair<std::uint32_t, bool>> seen;
    while (seen.empty() || !seen.back().second) {
        auto message = watcher->take();
        ASSERT_TRUE(message.has_value());
        if (!*message) {
            watcher->wait_readable(std::nullopt);
            continue;
        }
        bus::StateChanged body;
        ASSERT_GE(bus::read_body(message->get(), body), 0);
        seen.emplace_back(body.connection.state, body.gone);
    }
    EXPECT_THAT(seen, ElementsAre(std::pair(8192u, false), std::pair(8193u, false), std::pair(8193u, true)));
}

TEST_F(Table, AHangUpThatHangsIsGivenUp) {
    config_.hang_up_limit = std::chrono::milliseconds(50);
    dialler_.answers = false;
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    EXPECT_EQ(hang_up(*process, handle), 0u);
    EXPECT_EQ(status(*process, handle).error, static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
}

TEST_F(Table, AChannelThatDoesNotReadWhatItSubscribedToIsCutOff) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    ASSERT_TRUE((channel->call<bus::Empty, bus::EnumReply>(bus::method::subscribe, {})));
    // Each dial of its own that ends is one more message for it, until the socket and its share of memory are full.
    bool cut_off = false;
    for (unsigned i = 0; i < 20000 && !cut_off; ++i) {
        const auto reply = dial(*process, request("isp", channel->id()));
        cut_off = reply.error != 0;
        if (!cut_off) hang_up(*process, reply.handle);  // or it has ended with the channel
    }
    EXPECT_TRUE(cut_off);
    const auto left = process->call<bus::EnumRequest, bus::EnumReply>(bus::method::enum_connections, {true});
    ASSERT_TRUE(left);
    EXPECT_TRUE(left->connections.empty());
}

class LostConnection : public Table {
  protected:
    const DialEnd by_peer_{{ERROR_REMOTE_DISCONNECTION, "", "maintenance"}, ppp::EndedBy::Peer};

    static std::size_t listed(bus::Connection& client) {
        const auto list = client.call<bus::EnumRequest, bus::EnumReply>(bus::method::enum_connections, {false});
        return list ? list->connections.size() : 99;
    }
    /// The loss is known and the table has heard so; the rest is being torn down.
    void lose(bus::Connection& client, Handle handle) {
        table_->ending(handle);
        while (listed(client) != 0) continue;
    }
    void end(bus::Connection& client, Handle handle) {
        table_->ended(handle, by_peer_);
        while (status(client, handle).state != RASCS_Disconnected) continue;
    }
};

TEST_F(LostConnection, SatisfiesNoNewDialWhichBeginsWhenAllIsTornDown) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle old = connected(*process, "isp");
    lose(*process, old);
    const bus::DialReply again = dial(*process, request("isp", channel->id()));
    EXPECT_EQ(again.error, 0u);
    EXPECT_FALSE(again.existing);
    EXPECT_NE(again.handle, old);
    EXPECT_EQ(start(*process, again.handle, channel->id()), 0u);
    EXPECT_EQ(dialler_.count("dial isp"), 1);
    EXPECT_EQ(dial(*process, request("isp")).error, static_cast<std::uint32_t>(ERROR_DIAL_ALREADY_IN_PROGRESS));
    table_->ended(old, by_peer_);
    EXPECT_TRUE(dialler_.wait_for("dial isp", 2));
    announce(again.handle, RASCS_Connected);
    EXPECT_EQ(next(*channel).first.handle, again.handle);
    EXPECT_TRUE(dial(*process, request("isp")).existing);
}

TEST_F(LostConnection, ADialThatWaitsForItsTeardownCanBeHungUp) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle old = connected(*process, "isp");
    lose(*process, old);
    const Handle waiting = started(*process, *channel);
    EXPECT_EQ(hang_up(*process, waiting), 0u);
    EXPECT_EQ(next(*channel).first.error, static_cast<std::uint32_t>(ERROR_USER_DISCONNECTION));
    const Handle last = started(*process, *channel);
    EXPECT_EQ(hang_up(*process, old), 0u);
    EXPECT_TRUE(dialler_.wait_for("dial isp", 2));
    EXPECT_EQ(status(*process, last).error, 0u);
    EXPECT_EQ(status(*process, waiting).error, static_cast<std::uint32_t>(ERROR_INVALID_HANDLE));
}

TEST_F(LostConnection, ADialThatIsStartedAfterTheTeardownWaitsForNothing) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle old = connected(*process, "isp");
    lose(*process, old);
    const Handle handle = dial(*process, request("isp", channel->id())).handle;
    end(*process, old);
    EXPECT_EQ(dialler_.count("dial isp"), 1);
    EXPECT_EQ(start(*process, handle, channel->id()), 0u);
    EXPECT_TRUE(dialler_.wait_for("dial isp", 2));
}

TEST_F(LostConnection, WhoFoundItConnectedHearsItsEnd) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = connected(*process, "isp");
    ASSERT_TRUE(dial(*process, request("isp", channel->id())).existing);
    end(*process, handle);
    ASSERT_EQ(start(*process, handle, channel->id()), 0u);
    const auto [last, message] = next(*channel);
    EXPECT_EQ(last.state, static_cast<std::uint32_t>(RASCS_Connected)) << "the state in which it happened";
    EXPECT_EQ(last.error, static_cast<std::uint32_t>(ERROR_REMOTE_DISCONNECTION));
}

TEST_F(LostConnection, WhoFoundItConnectedHearsItsEndWhenAllIsTornDown) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const Handle handle = connected(*process, "isp");
    ASSERT_TRUE(dial(*process, request("isp", channel->id())).existing);
    lose(*process, handle);
    ASSERT_EQ(start(*process, handle, channel->id()), 0u);
    EXPECT_FALSE(channel->take().value());
    table_->ended(handle, by_peer_);
    const auto [last, message] = next(*channel);
    EXPECT_EQ(last.error, static_cast<std::uint32_t>(ERROR_REMOTE_DISCONNECTION));
    EXPECT_EQ(status(*process, handle).state, static_cast<std::uint32_t>(RASCS_Disconnected));
}

class Greeting : public Table {
  protected:
    /// The channel has been told that "isp" is connected, and has not answered.
    std::pair<Handle, bus::MessagePtr> told(bus::Connection& process, bus::Connection& channel) {
        const Handle handle = connected(process, "isp");
        EXPECT_TRUE(dial(process, request("isp", channel.id())).existing);
        EXPECT_EQ(start(process, handle, channel.id()), 0u);
        auto [notification, message] = next(channel);
        EXPECT_EQ(notification.error, 0u);
        EXPECT_EQ(hang_up(process, handle), 0u) << "one of two references";
        return {handle, std::move(message)};
    }
};

TEST_F(Greeting, ThatNobodyHasHandledIsWithdrawnByAHangUp) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const auto [handle, message] = told(*process, *channel);
    EXPECT_EQ(hang_up(*process, handle), 0u);
    const auto [last, ignored] = next(*channel);
    EXPECT_EQ(last.state, static_cast<std::uint32_t>(RASCS_Connected));
    EXPECT_EQ(last.error, static_cast<std::uint32_t>(ERROR_USER_DISCONNECTION));
}

TEST_F(Greeting, ThatWasHandledIsTheLastWord) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const auto [handle, message] = told(*process, *channel);
    channel->reply(message.get(), bus::NotificationReply{true});
    EXPECT_EQ(status(*channel, handle).error, 0u);  // the answer has arrived with this call
    const Handle other = dial(*process, request("other", channel->id())).handle;
    EXPECT_EQ(start(*process, other, channel->id()), 0u);
    EXPECT_EQ(hang_up(*process, handle), 0u);
    announce(other, RASCS_OpenPort);
    EXPECT_EQ(next(*channel).first.handle, other);
}

TEST_F(Greeting, AHangUpInItsHandlerTakesEffectWhenThatHasReturned) {
    const auto process = connect(ConnectionKind::Process);
    const auto channel = connect(ConnectionKind::Channel);
    const auto [handle, message] = told(*process, *channel);
    EXPECT_EQ(hang_up(*process, handle, true), 0u);
    EXPECT_EQ(status(*process, handle).state, static_cast<std::uint32_t>(RASCS_Connected));
    channel->reply(message.get(), bus::NotificationReply{true});
    EXPECT_TRUE(dialler_.wait_for("hang up"));
}

TEST_F(Greeting, AHangUpInItsHandlerTakesEffectWhenItsThreadEnds) {
    const auto process = connect(ConnectionKind::Process);
    auto channel = connect(ConnectionKind::Channel);
    const auto [handle, message] = told(*process, *channel);
    EXPECT_EQ(hang_up(*process, handle, true), 0u);
    channel.reset();
    EXPECT_TRUE(dialler_.wait_for("hang up"));
}

TEST_F(Table, AProjectionThatHasChangedIsTheOneThatIsRead) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    bus::ProjectionReply changed;
    changed.ipv4_local = "10.64.0.9";
    table_->projected(handle, changed);
    const auto read = [&] {
        return process->call<bus::HandleRequest, bus::ProjectionReply>(bus::method::get_projection, {handle})
            ->ipv4_local;
    };
    while (read().empty()) continue;
    EXPECT_EQ(read(), "10.64.0.9");
}

}  // namespace
}  // namespace openras::manager
