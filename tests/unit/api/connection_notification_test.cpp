// Event objects that are signalled when connections come and go.
#include <poll.h>
#include <sys/wait.h>

#include "api/connection_watch.h"
#include "api/text.h"
#include "api_fixture.h"
#include "event_fd.h"

namespace openras::test {
namespace {

constexpr DWORD invalid_handle = ERROR_INVALID_HANDLE;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;
auto* const all = reinterpret_cast<HRASCONN>(UINTPTR_MAX);  // INVALID_HANDLE_VALUE

class ConnectionNotification : public ApiTest {
  protected:
    ConnectionNotification() {
        manager_.connections = {connection(1, RASCS_Connected)};
        EventFd any;
        EXPECT_EQ(RasConnectionNotificationA(all, any.handle(), RASCN_Connection), 0U);
        publish(2, RASCS_Connected);
        settle();
    }

    static bus::ConnectionInfo connection(std::uint32_t handle, RASCONNSTATE state) {
        bus::ConnectionInfo info;
        info.handle = handle;
        info.state = static_cast<std::uint32_t>(state);
        return info;
    }
    void publish(std::uint32_t handle, RASCONNSTATE state, bool gone = false) {
        manager_.publish({gone, connection(handle, state)});
    }
    /// Every change so far has been told: a connection that came after them has come and gone.
    void settle() {
        EventFd last;
        publish(next_, RASCS_Connected);
        while (RasConnectionNotificationA(api::to_hrasconn(next_), last.handle(), RASCN_Disconnection) ==
               invalid_handle) {
        }
        publish(next_++, RASCS_Disconnected, true);
        ASSERT_EQ(last.take(), 1U);
    }

    std::uint32_t next_ = 1000;
};

TEST_F(ConnectionNotification, OfAllConnections) {
    EventFd up;
    EventFd down;
    EventFd both;
    EventFd band;
    ASSERT_EQ(RasConnectionNotificationA(all, up.handle(), RASCN_Connection), 0U);
    ASSERT_EQ(RasConnectionNotificationW(all, down.handle(), RASCN_Disconnection), 0U);
    ASSERT_EQ(RasConnectionNotificationA(all, both.handle(), RASCN_Connection | RASCN_Disconnection), 0U);
    ASSERT_EQ(RasConnectionNotificationA(all, band.handle(), RASCN_BandwidthAdded | RASCN_BandwidthRemoved), 0U);
    publish(3, RASCS_Authenticate);
    publish(3, RASCS_Connected);
    publish(3, RASCS_Connected);  // something else about it has changed
    EXPECT_EQ(up.take(), 1U);
    publish(1, RASCS_Disconnected);
    publish(1, RASCS_Disconnected, true);
    EXPECT_EQ(down.take(), 1U);
    publish(4, RASCS_Authenticate);
    publish(4, RASCS_Disconnected);  // failed: it never was a connection
    settle();
    EXPECT_EQ(up.taken(), 1U) << "the one of settle()";
    EXPECT_EQ(both.taken(), 4U);
    EXPECT_EQ(band.taken(), 4U);
}

TEST_F(ConnectionNotification, NoneIsLostBetweenTwoWaits) {
    EventFd event;
    ASSERT_EQ(RasConnectionNotificationA(all, event.handle(), RASCN_Connection | RASCN_Disconnection), 0U);
    for (std::uint32_t i = 0; i < 100; ++i) {
        publish(100 + i, RASCS_Connected);
        publish(100 + i, RASCS_Disconnected, true);
    }
    settle();
    EXPECT_EQ(event.taken(), 202U);
}

TEST_F(ConnectionNotification, OfOneConnection) {
    EventFd one;
    EventFd other;
    ASSERT_EQ(RasConnectionNotificationA(api::to_hrasconn(1), one.handle(), RASCN_Disconnection), 0U);
    ASSERT_EQ(RasConnectionNotificationA(api::to_hrasconn(2), other.handle(), RASCN_Disconnection), 0U);
    publish(1, RASCS_Disconnected);
    EXPECT_EQ(one.take(), 1U);
    publish(1, RASCS_Disconnected, true);
    settle();
    EXPECT_EQ(one.taken(), 0U);
    EXPECT_EQ(other.taken(), 0U);
    publish(5, RASCS_Disconnected);
    settle();
    EXPECT_EQ(RasConnectionNotificationA(api::to_hrasconn(5), other.handle(), RASCN_Disconnection), 0U);
    EXPECT_EQ(other.take(), 1U) << "it had ended just before";
}

TEST_F(ConnectionNotification, TheManagersDeathEndsAllThatWasUpAndTheNextOneIsWatched) {
    EventFd down;
    EventFd up;
    EventFd one;
    ASSERT_EQ(RasConnectionNotificationA(all, down.handle(), RASCN_Disconnection), 0U);
    ASSERT_EQ(RasConnectionNotificationA(all, up.handle(), RASCN_Connection), 0U);
    ASSERT_EQ(RasConnectionNotificationA(api::to_hrasconn(2), one.handle(), RASCN_Disconnection), 0U);
    manager_.kill();
    EXPECT_EQ(one.take(), 1U);
    std::uint64_t ended = 0;
    while (ended < 2) ended += down.take();
    EXPECT_EQ(ended, 2U);
    EventFd late;
    EXPECT_EQ(RasConnectionNotificationA(all, late.handle(), RASCN_Connection),
              static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
    manager_.connections = {connection(7, RASCS_Connected)};
    manager_.start();
    EXPECT_EQ(up.take(), 1U) << "made while nobody watched";
    ASSERT_TRUE(manager_.wait_for_subscriber());
    publish(7, RASCS_Disconnected);
    EXPECT_EQ(down.take(), 1U);
}

TEST_F(ConnectionNotification, AManagerThatHasCutUsOffIsAskedWhatThereStillIs) {
    EventFd down;
    EventFd gone;
    EventFd there;
    ASSERT_EQ(RasConnectionNotificationA(all, down.handle(), RASCN_Disconnection), 0U);
    ASSERT_EQ(RasConnectionNotificationA(api::to_hrasconn(1), gone.handle(), RASCN_Disconnection), 0U);
    ASSERT_EQ(RasConnectionNotificationA(api::to_hrasconn(2), there.handle(), RASCN_Disconnection), 0U);
    manager_.connections = {connection(2, RASCS_Connected)};  // the other has ended, and nobody could be told
    manager_.cut_off_subscribers();
    EXPECT_EQ(gone.take(), 1U);
    EXPECT_EQ(down.take(), 1U);
    ASSERT_TRUE(manager_.wait_for_subscriber());
    publish(2, RASCS_Disconnected, true);
    EXPECT_EQ(there.take(), 1U) << "not before";
    EXPECT_EQ(down.take(), 1U);
}

TEST_F(ConnectionNotification, EndsWhenTheCallerClosesItsEvent) {
    EventFd event;
    const UniqueFd kept(dup(event.fd()));
    const int number = event.fd();
    ASSERT_EQ(RasConnectionNotificationA(all, event.handle(), RASCN_Connection), 0U);
    event.close();
    settle();
    std::uint64_t count = 0;
    EXPECT_LT(read(kept.get(), &count, sizeof count), 0) << "the registration was of that descriptor";
    ASSERT_EQ(dup2(kept.get(), number), number);
    settle();
    EXPECT_LT(read(kept.get(), &count, sizeof count), 0) << "it has ended for good";
    close(number);
}

TEST_F(ConnectionNotification, AFullEventKeepsNobodyWaiting) {
    EventFd event;
    const std::uint64_t most = 0xfffffffffffffffe;
    ASSERT_EQ(write(event.fd(), &most, sizeof most), static_cast<ssize_t>(sizeof most));
    ASSERT_EQ(RasConnectionNotificationA(all, event.handle(), RASCN_Connection), 0U);
    settle();
    EXPECT_EQ(event.taken(), most);
}

TEST_F(ConnectionNotification, WrongArguments) {
    EventFd event;
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    for (auto* function : {&RasConnectionNotificationA, &RasConnectionNotificationW}) {
        EXPECT_EQ(function(all, event.handle(), 0), invalid);
        EXPECT_EQ(function(all, event.handle(), 0x80), invalid);
        EXPECT_EQ(function(nullptr, event.handle(), RASCN_Disconnection), invalid_handle);
        EXPECT_EQ(function(api::to_hrasconn(99), event.handle(), RASCN_Disconnection), invalid_handle);
        EXPECT_EQ(function(all, nullptr, RASCN_Connection), invalid_handle);
        EXPECT_EQ(function(all, INVALID_HANDLE_VALUE, RASCN_Connection), invalid_handle);
        EXPECT_EQ(function(all, RasEventFromFd(pipe_ends[0]), RASCN_Connection), invalid_handle) << "a pipe";
    }
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

TEST_F(ConnectionNotification, AChildHasNone) {
    EventFd event;
    ASSERT_EQ(RasConnectionNotificationA(all, event.handle(), RASCN_Connection), 0U);
    const auto descriptors = [] {
        std::size_t count = 0;
        for (const auto& one : std::filesystem::directory_iterator("/proc/self/fd")) count += !one.path().empty();
        return count;
    };
    const std::size_t before = descriptors();
    const pid_t child = fork();
    if (child == 0) {
        const bool less = descriptors() < before;  // what the library had of its own is closed
        EventFd own;
        DWORD error = 0;
#ifndef __SANITIZE_THREAD__  // which allows no new thread in such a child
        error = RasConnectionNotificationA(all, own.handle(), RASCN_Connection);
#endif
        _exit(less && error == 0 ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    settle();
    EXPECT_EQ(event.taken(), 1U) << "the parent's goes on";
}

}  // namespace
}  // namespace openras::test
