#include <gtest/gtest.h>

#include "peer.h"

namespace openras::ppp::test {
namespace {

class EachMethod : public testing::TestWithParam<AuthMethod> {};
INSTANTIATE_TEST_SUITE_P(Session, EachMethod,
                         testing::Values(AuthMethod::Pap, AuthMethod::ChapMd5, AuthMethod::MsChapV2));

TEST_P(EachMethod, AuthenticatesAndOpensBothNetworks) {
    Pair pair(client_config(), server_config(GetParam()));
    pair.start();
    EXPECT_TRUE(pair.up());
    EXPECT_TRUE(pair.client.session.network_up(Network::Ipv6));
    ASSERT_NE(pair.client.find<event::Ipv4Up>(), nullptr);
    EXPECT_EQ(pair.client.find<event::Ipv4Up>()->ipv4,
              (Ipv4Result{{10, 0, 0, 2}, {10, 0, 0, 1}, {10, 0, 0, 53}, {10, 0, 1, 53}}));
    EXPECT_EQ(pair.server.find<event::Authenticated>()->user, "alice");
    EXPECT_EQ(pair.client.session.lcp().auth, GetParam());
    EXPECT_EQ(pair.client.count<event::NetworkDone>(), 1);
    EXPECT_EQ(pair.client.find<event::Ipv6Up>()->ipv6.local, pair.server.find<event::Ipv6Up>()->ipv6.peer);
    EXPECT_LE(pair.frames, 30);
}

class BadLine : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Session, BadLine, testing::Range(0, 60));

TEST_P(BadLine, LossDuplicationAndReorderingOnlyCostTime) {
    Config client = client_config();
    Config server = server_config(static_cast<AuthMethod>(GetParam() % 3));
    Pair pair(client, server);
    pair.dice = SeededRandom(static_cast<std::uint64_t>(GetParam()));
    pair.latency = 3ms;
    pair.loss = 0.2;
    pair.duplication = 0.2;
    pair.reordering = 0.2;
    pair.start();
    pair.run(19s);
    EXPECT_TRUE(pair.up());
    EXPECT_TRUE(pair.client.session.network_up(Network::Ipv6));
    EXPECT_EQ(pair.client.count<event::LcpUp>(), 1);
    EXPECT_EQ(pair.client.count<event::Authenticated>(), 1);
    EXPECT_EQ(pair.client.count<event::NetworkDone>(), 1);
    EXPECT_EQ(pair.client.count<event::Down>(), 0);
}

TEST(Session, ARoundTripLongerThanTheRestartTimerSettles) {
    Pair pair(client_config(), server_config(AuthMethod::MsChapV2));
    pair.latency = 400ms;  // 800 ms there and back: by satellite and more
    pair.start();
    pair.run(15s);
    EXPECT_TRUE(pair.up());
    EXPECT_TRUE(pair.client.session.network_up(Network::Ipv6));
    const int frames = pair.frames;
    pair.run(5s);
    EXPECT_EQ(pair.frames, frames);  // nobody still talks
}

TEST(Session, IsQuickWhereTheLineIs) {
    Pair pair;
    pair.latency = 1ms;
    pair.start();
    pair.run(12ms);
    EXPECT_TRUE(pair.up());
}

TEST(Session, StandsStillBetweenPhasesAndKeepsWhatThePeerSaysEarly) {
    Pair pair(client_config(), server_config(AuthMethod::ChapMd5));
    pair.client.automatic = false;
    pair.start();
    pair.run(8s);
    EXPECT_EQ(pair.client.count<event::LcpUp>(), 1);
    EXPECT_EQ(pair.client.count<event::Authenticated>(), 0);
    EXPECT_EQ(pair.server.count<event::Down>(), 0);
    pair.client.session.start_authentication(pair.now);
    pair.pump();
    EXPECT_EQ(pair.client.count<event::Authenticated>(), 1);
    // The server has begun IPCP; we have not.
    pair.run(8s);
    EXPECT_EQ(pair.client.count<event::Ipv4Up>(), 0);
    pair.client.session.start_network(pair.now);
    pair.run(1s);
    EXPECT_TRUE(pair.up());
}

TEST(Session, EchoGoesOnWhileThePhaseIsSuspended) {
    Config server = server_config();
    server.auth_timeout = 1h;
    server.echo_interval = 1s;
    Pair pair(client_config(), server);
    pair.client.automatic = false;
    pair.start();
    pair.run(60s);
    EXPECT_EQ(pair.server.count<event::Down>(), 0);
    EXPECT_EQ(pair.client.count<event::Down>(), 0);
}

TEST(Session, FramesBeforeStartLcpAreAnsweredThen) {
    Pair pair;
    pair.server.session.start_lcp(pair.now);
    pair.pump();
    pair.run(100ms);
    EXPECT_TRUE(pair.client.events.empty());
    pair.client.session.start_lcp(pair.now);
    pair.pump();
    EXPECT_TRUE(pair.up());
}

TEST(Session, EarlyFramesAreBounded) {
    ByHand peer(client_config());
    peer.open_lcp(bytes({3, 4, 0xc0, 0x23}));
    for (int i = 0; i < 1000; ++i) peer.give(protocol_ipcp, static_cast<std::uint8_t>(i), 1, ByteVector(1500, 1));
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST(Session, LossOfEchoIs628) {
    Pair pair;
    pair.start();
    pair.server_mute = true;
    pair.run(39s);
    EXPECT_EQ(pair.client.count<event::Down>(), 0);
    pair.run(2s);
    EXPECT_EQ(pair.client.down_code(), 628u);
    EXPECT_EQ(pair.client.find<event::Down>()->by, EndedBy::EchoLoss);
    EXPECT_FALSE(pair.client.session.network_up(Network::Ipv4));
    EXPECT_EQ(pair.client.session.next_deadline(), std::nullopt);
}

TEST(Session, DataCountsAsLife) {
    Pair pair;
    pair.start();
    pair.server_mute = true;
    for (int i = 0; i < 20; ++i) {
        pair.run(5s);
        pair.client.session.peer_heard(pair.now);
    }
    EXPECT_EQ(pair.client.count<event::Down>(), 0);
}

TEST(Session, ThePeersTerminateRequestKeepsItsWords) {
    Pair pair;
    pair.start();
    pair.server.session.close({ERROR_USER_DISCONNECTION, "", ""}, EndedBy::User, "maintenance\ntonight", pair.now);
    pair.pump();
    EXPECT_EQ(pair.client.down_code(), 629u);
    EXPECT_EQ(pair.client.find<event::Down>()->error.peer_text, "maintenance\\ntonight");
    EXPECT_EQ(pair.client.find<event::Down>()->by, EndedBy::Peer);
    EXPECT_EQ(pair.server.down_code(), 631u);
    EXPECT_EQ(pair.server.find<event::Down>()->by, EndedBy::User);
}

TEST(Session, CloseWithASilentPeerTakesUnderASecond) {
    Pair pair;
    pair.start();
    pair.server_mute = true;
    pair.client.session.close({ERROR_USER_DISCONNECTION, "", ""}, EndedBy::User, "bye", pair.now);
    pair.run(1s);
    EXPECT_EQ(pair.client.down_code(), 631u);
    EXPECT_EQ(pair.client.count<event::Down>(), 1);
}

TEST(Session, CloseInEachPhase) {
    for (const auto method : {AuthMethod::Pap, AuthMethod::MsChapV2})
        for (int frames = 0; frames < 30; ++frames) {
            Pair pair(client_config(), server_config(method));
            pair.latency = 1ms;
            pair.start();
            pair.run(frames * 500us);
            pair.client.session.close({ERROR_USER_DISCONNECTION, "", ""}, EndedBy::User, "bye", pair.now);
            pair.client.session.close({ERROR_UNKNOWN, "", ""}, EndedBy::User, "twice", pair.now);
            pair.run(2s);
            EXPECT_EQ(pair.client.down_code(), 631u) << frames;
            EXPECT_EQ(pair.client.count<event::Down>(), 1) << frames;
        }
}

TEST(Session, CloseBeforeTheStartIsDownAtOnce) {
    ByHand peer(client_config());
    peer.end.session.close({ERROR_USER_DISCONNECTION, "", ""}, EndedBy::User, "bye", peer.now);
    EXPECT_EQ(peer.end.down_code(), 631u);
    EXPECT_TRUE(peer.end.out.empty());
}

TEST(Session, TheMediumsEndIsTheSessions) {
    Pair pair;
    pair.start();
    pair.client.session.medium_down({ERROR_REMOTE_DISCONNECTION, "PADT", ""}, EndedBy::Peer, pair.now);
    pair.client.session.medium_down({ERROR_UNKNOWN, "again", ""}, EndedBy::Line, pair.now);
    EXPECT_EQ(pair.client.down_code(), 629u);
    EXPECT_EQ(pair.client.count<event::Down>(), 1);
}

TEST(Session, ARenegotiationOfLcpGoesThroughWithoutTheDriver) {
    Pair pair(client_config(), server_config(AuthMethod::ChapMd5));
    pair.start();
    ASSERT_TRUE(pair.up());
    // The concentrator hands over to another one (L2TP): a new Configure-Request in the middle of everything.
    End other(server_config(AuthMethod::ChapMd5), {}, server_addresses(), 9, &pair.users);
    other.session.start_lcp(pair.now);
    for (int i = 0; i < 100; ++i) {
        other.drive(pair.now);
        pair.client.drive(pair.now);
        for (auto& frame : std::exchange(other.out, {})) pair.client.session.receive(frame, pair.now);
        for (auto& frame : std::exchange(pair.client.out, {})) other.session.receive(frame, pair.now);
    }
    EXPECT_TRUE(other.session.network_up(Network::Ipv4));
    EXPECT_TRUE(pair.client.session.network_up(Network::Ipv4));
    EXPECT_EQ(pair.client.count<event::LcpUp>(), 1);
    EXPECT_EQ(pair.client.count<event::Authenticated>(), 1);
    EXPECT_EQ(pair.client.count<event::Ipv4Up>(), 1);
}

TEST(Session, AnyBytesAreSafe) {
    SeededRandom random(99);
    for (int run = 0; run < 200; ++run) {
        Pair pair(client_config(), server_config(static_cast<AuthMethod>(run % 3)));
        pair.on_frame = [&](End&, ByteVector& frame) {
            if (random.u32() % 4 == 0 && !frame.empty()) frame[random.u32() % frame.size()] ^= 1 << (random.u32() % 8);
        };
        pair.start();
        pair.run(30s);
    }
}

}  // namespace
}  // namespace openras::ppp::test
