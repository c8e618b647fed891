#include <gtest/gtest.h>

#include "peer.h"

namespace openras::ppp::test {
namespace {

/// A client past LCP, without authentication, its first IPCP request out.
struct AtIpcp : ByHand {
    explicit AtIpcp(Config config = client_config(), Ipv4Settings ipv4 = {})
        : ByHand(std::move(config), nullptr, ipv4) {
        open_lcp();
    }
    ByteVector request() { return bytes(last(protocol_ipcp, code::configure_request).data); }
    std::uint8_t id() { return last(protocol_ipcp, code::configure_request).id; }
};

Config only_ipv4() {
    Config config;
    config.ipv6 = false;
    return config;
}
Config quiet(Config config = client_config()) {
    config.echo_interval = 0s;
    return config;
}

TEST(Ipcp, AsksForAnAddressAndTwoNameServers) {
    AtIpcp peer;
    EXPECT_EQ(peer.request(), bytes({3, 6, 0, 0, 0, 0, 129, 6, 0, 0, 0, 0, 131, 6, 0, 0, 0, 0}));
}

TEST(Ipcp, RejectedNameServersAreLeftOut) {
    AtIpcp peer(only_ipv4());
    peer.give(protocol_ipcp, code::configure_reject, peer.id(), bytes({131, 6, 0, 0, 0, 0}));
    EXPECT_EQ(peer.request(), bytes({3, 6, 0, 0, 0, 0, 129, 6, 0, 0, 0, 0}));
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9, 129, 6, 8, 8, 8, 8}));
    EXPECT_EQ(peer.request(), bytes({3, 6, 10, 0, 0, 9, 129, 6, 8, 8, 8, 8}));
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    ASSERT_EQ(peer.end.count<event::Ipv4Up>(), 1);
    EXPECT_EQ(peer.end.find<event::Ipv4Up>()->ipv4, (Ipv4Result{{10, 0, 0, 9}, {10, 0, 0, 1}, {8, 8, 8, 8}, {}}));
    EXPECT_TRUE(peer.end.session.network_up(Network::Ipv4));
    EXPECT_FALSE(peer.end.session.network_up(Network::Ipv6));
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 1);
}

TEST(Ipcp, VanJacobsonIsRejected) {
    AtIpcp peer;
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({2, 6, 0, 0x2d, 15, 1, 3, 6, 10, 0, 0, 1}));
    EXPECT_EQ(bytes(peer.last(protocol_ipcp, code::configure_reject).data), bytes({2, 6, 0, 0x2d, 15, 1}));
}

TEST(Ipcp, APeerWithoutAnAddressIsTaken) {
    AtIpcp peer(only_ipv4());
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9}));
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1);
    EXPECT_TRUE(peer.end.session.network_up(Network::Ipv4));
    EXPECT_EQ(peer.end.find<event::Ipv4Up>()->ipv4.peer, Ipv4Address{});
}

TEST(Ipcp, AStaticAddressThatIsRefusedIs735) {
    Ipv4Settings wanted;
    wanted.local = {192, 168, 7, 7};
    AtIpcp peer(only_ipv4(), wanted);
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9}));
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 735u);
    peer.pass(2s);
    EXPECT_EQ(peer.end.down_code(), 735u);
}

TEST(Ipcp, NoAddressIs738) {
    AtIpcp peer(only_ipv4());
    peer.acknowledge(protocol_ipcp);  // of 0.0.0.0
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 738u);
    AtIpcp rejected(only_ipv4());
    rejected.give(protocol_ipcp, code::configure_reject, rejected.id(), bytes({3, 6, 0, 0, 0, 0}));
    EXPECT_EQ(rejected.end.find<event::NetworkFailed>()->error.code, 738u);
}

class UnusableAddress : public testing::TestWithParam<Ipv4Address> {};
INSTANTIATE_TEST_SUITE_P(Ipcp, UnusableAddress,
                         testing::Values(Ipv4Address{127, 0, 0, 1}, Ipv4Address{224, 0, 0, 1},
                                         Ipv4Address{255, 255, 255, 255}, Ipv4Address{0, 1, 2, 3},
                                         Ipv4Address{240, 0, 0, 1}));

ByteVector address_option(const Ipv4Address& address) {
    ByteVector out = bytes({3, 6});
    out.insert(out.end(), address.begin(), address.end());
    return out;
}

TEST_P(UnusableAddress, FromTheServerFailsIpv4Alone) {
    AtIpcp peer;
    peer.acknowledge(protocol_ipv6cp);
    peer.give(protocol_ipv6cp, code::configure_request, 1, bytes({1, 10, 1, 2, 3, 4, 5, 6, 7, 8}));
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), address_option(GetParam()));
    ASSERT_EQ(peer.end.count<event::NetworkFailed>(), 1);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->network, Network::Ipv4);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 735u);
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 1);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
    EXPECT_TRUE(peer.end.session.network_up(Network::Ipv6));
}

TEST_P(UnusableAddress, OfAnEntryFailsToo) {
    Ipv4Settings wanted;
    wanted.local = GetParam();
    AtIpcp peer(only_ipv4(), wanted);
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 735u);
}

TEST_P(UnusableAddress, OfTheServerItselfIsRejectedAndThenFailsIpv4Alone) {
    AtIpcp peer;
    for (std::uint8_t id = 1; id < 20 && peer.end.count<event::NetworkFailed>() == 0; ++id) {
        peer.give(protocol_ipcp, code::configure_request, id, address_option(GetParam()));
        EXPECT_TRUE(peer.has_sent(protocol_ipcp, code::configure_reject));
    }
    ASSERT_EQ(peer.end.count<event::NetworkFailed>(), 1);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 735u);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST_P(UnusableAddress, OfANameServerIsNone) {
    AtIpcp peer(only_ipv4());
    ByteVector nak = bytes({3, 6, 10, 0, 0, 9, 129, 6});
    nak.insert(nak.end(), GetParam().begin(), GetParam().end());
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), nak);
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    ASSERT_EQ(peer.end.count<event::Ipv4Up>(), 1);
    EXPECT_EQ(peer.end.find<event::Ipv4Up>()->ipv4, (Ipv4Result{{10, 0, 0, 9}, {10, 0, 0, 1}, {}, {}}));
}

TEST(Ipcp, ANameServerThatIsNakedWithNoneIsNotAskedForAThirdTime) {
    AtIpcp peer(only_ipv4());
    for (int i = 0; i < 2; ++i)
        peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9, 131, 6, 0, 0, 0, 0}));
    EXPECT_EQ(peer.request(), bytes({3, 6, 10, 0, 0, 9, 129, 6, 0, 0, 0, 0}));
}

TEST(Ipcp, AServerThatNaksWithNoAddressTwiceIs738) {
    AtIpcp peer(only_ipv4());
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 0, 0, 0, 0}));
    EXPECT_EQ(peer.end.count<event::NetworkFailed>(), 0);
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 0, 0, 0, 0}));
    ASSERT_EQ(peer.end.count<event::NetworkFailed>(), 1);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 738u);
}

TEST(Ipcp, AServersAddressThatTheClientNaksTwiceIsLeftOut) {
    Config config = server_config();
    config.auth_methods.clear();
    AtIpcp peer(config, server_addresses());
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 99}));
    EXPECT_EQ(peer.request(), bytes({3, 6, 10, 0, 0, 1}));
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 99}));
    EXPECT_TRUE(peer.request().empty());
}

TEST(Ipv6cp, AnIdentifierThatIsNakedWithItselfIsReplaced) {
    AtIpcp peer;
    const auto request = peer.last(protocol_ipv6cp, code::configure_request);
    const auto id = request.id;
    const auto ours = bytes(request.data);
    peer.give(protocol_ipv6cp, code::configure_nak, id, ours);
    EXPECT_NE(bytes(peer.last(protocol_ipv6cp, code::configure_request).data), ours);
}

TEST(Ipcp, TheServerTellsAClientThatNamesNoAddress) {
    Users users;
    Config config = server_config();
    config.auth_methods.clear();
    ByHand peer(config, &users, server_addresses());
    peer.open_lcp();
    peer.give(protocol_ipcp, code::configure_request, 1);
    EXPECT_EQ(bytes(peer.last(protocol_ipcp, code::configure_nak).data), bytes({3, 6, 10, 0, 0, 2}));
    peer.give(protocol_ipcp, code::configure_request, 2, bytes({3, 6, 0, 0, 0, 0, 129, 6, 1, 2, 3, 4}));
    EXPECT_EQ(bytes(peer.last(protocol_ipcp, code::configure_nak).data),
              bytes({3, 6, 10, 0, 0, 2, 129, 6, 10, 0, 0, 53}));
}

TEST(Ncp, ARejectedProtocolFailsAlone) {
    AtIpcp peer;
    ASSERT_TRUE(peer.has_sent(protocol_ipv6cp, code::configure_request));
    peer.give(protocol_lcp, code::protocol_reject, 1, bytes({0x80, 0x57, 1, 1, 0, 4}));
    ASSERT_EQ(peer.end.count<event::NetworkFailed>(), 1);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->network, Network::Ipv6);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 733u);
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 0);
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9}));
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 1);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST(Ncp, AllRejectedIs720) {
    AtIpcp peer;
    peer.give(protocol_lcp, code::protocol_reject, 1, bytes({0x80, 0x57, 1, 1, 0, 4}));
    peer.give(protocol_lcp, code::protocol_reject, 2, bytes({0x80, 0x21, 1, 1, 0, 4}));
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::terminate_request));
    peer.give(protocol_lcp, code::terminate_ack, peer.last(protocol_lcp, code::terminate_request).id);
    EXPECT_EQ(peer.end.down_code(), 720u);
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 0);
}

TEST(Ncp, ASilentProtocolBesideOneThatIsUpIsGivenUpSoon) {
    AtIpcp peer;
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9}));
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    peer.pass(2900ms);
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 0);
    peer.pass(200ms);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 718u);
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 1);
}

TEST(Ncp, TerminateRequestOfOneIs736WithItsWords) {
    AtIpcp peer;
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    peer.give(protocol_ipcp, code::terminate_request, 2, bytes("no address left"));
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 736u);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.peer_text, "no address left");
}

TEST(Ncp, OnceUpTheLastToEndIsTheCause) {
    AtIpcp peer(quiet());
    peer.give(protocol_lcp, code::protocol_reject, 1, bytes({0x80, 0x57, 1, 1, 0, 4}));
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9}));
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    ASSERT_EQ(peer.end.count<event::NetworkDone>(), 1);
    peer.give(protocol_ipcp, code::terminate_request, 2, bytes("maintenance"));
    peer.pass(60s);
    peer.give(protocol_lcp, code::terminate_ack, peer.last(protocol_lcp, code::terminate_request).id);
    ASSERT_EQ(peer.end.count<event::Down>(), 1);
    EXPECT_EQ(peer.end.find<event::Down>()->error.code, 736u);
    EXPECT_EQ(peer.end.find<event::Down>()->error.peer_text, "maintenance");
}

/// IPCP is up (and IPv6CP where `config` has it); nobody sends echoes.
struct AtIpv4 : AtIpcp {
    explicit AtIpv4(Config config) : AtIpcp(quiet(std::move(config))) {
        agree();
        ask();
        if (end.config->ipv6) {
            acknowledge(protocol_ipv6cp);
            give(protocol_ipv6cp, code::configure_request, 1, bytes({1, 10, 1, 2, 3, 4, 5, 6, 7, 8}));
        }
    }
    /// Our request's part of the negotiation.
    void agree() {
        give(protocol_ipcp, code::configure_nak, id(), bytes({3, 6, 10, 0, 0, 9}));
        acknowledge(protocol_ipcp);
    }
    void ask() { give(protocol_ipcp, code::configure_request, ++number, bytes({3, 6, 10, 0, 0, 1})); }
    void close() { give(protocol_ipcp, code::terminate_request, ++number, bytes("later")); }
    std::uint8_t number = 10;
};

TEST(Ncp, OneThatThePeerHasClosedCanBeOpenedAgain) {
    AtIpv4 peer(client_config());
    ASSERT_EQ(peer.end.count<event::Ipv4Up>(), 1);
    peer.close();
    EXPECT_TRUE(peer.has_sent(protocol_ipcp, code::terminate_ack));
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 736u);
    EXPECT_FALSE(peer.end.session.network_up(Network::Ipv4));
    peer.pass(500ms);
    peer.take();
    peer.ask();  // RFC 1661 section 4.1, Stopped and RCR+: irc, scr, sca
    EXPECT_TRUE(peer.has_sent(protocol_ipcp, code::configure_request));
    EXPECT_TRUE(peer.has_sent(protocol_ipcp, code::configure_ack));
    EXPECT_FALSE(peer.has_sent(protocol_lcp, code::protocol_reject));
    peer.agree();
    EXPECT_TRUE(peer.end.session.network_up(Network::Ipv4));
    EXPECT_EQ(peer.end.count<event::Ipv4Up>(), 2);  // told anew, since its end was told
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 1);
    peer.pass(5min);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
    EXPECT_EQ(peer.end.count<event::NetworkFailed>(), 1);
}

TEST(Ncp, TheLastOneMayReturnWithinTheTimeForIt) {
    AtIpv4 peer(only_ipv4());
    for (int i = 0; i < 3; ++i) {
        peer.close();
        peer.pass(59s);
        ASSERT_EQ(peer.end.count<event::Down>(), 0);
        peer.take();
        peer.ask();
        peer.agree();
        EXPECT_TRUE(peer.end.session.network_up(Network::Ipv4));
        peer.pass(90s);
    }
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST(Ncp, TheLastOneThatDoesNotReturnIs736) {
    for (const Duration patience : {Duration(60s), Duration(2s), Duration(0s)}) {
        Config config = only_ipv4();
        config.reopen_timeout = patience;
        AtIpv4 peer(config);
        peer.close();
        if (patience > 0s) {
            peer.pass(patience - 1ms);
            EXPECT_FALSE(peer.has_sent(protocol_lcp, code::terminate_request));
            peer.pass(1ms);
        }
        EXPECT_TRUE(peer.has_sent(protocol_lcp, code::terminate_request));
        peer.give(protocol_lcp, code::terminate_ack, peer.last(protocol_lcp, code::terminate_request).id);
        EXPECT_EQ(peer.end.down_code(), 736u);
        EXPECT_EQ(peer.end.find<event::Down>()->error.peer_text, "later");
        EXPECT_EQ(peer.end.find<event::Down>()->by, EndedBy::Peer);
        EXPECT_EQ(peer.end.session.next_deadline(), std::nullopt);
    }
}

TEST(Ncp, AReturnThatComesToNothingDoesNotKeepTheLink) {
    AtIpv4 peer(only_ipv4());
    peer.close();
    peer.pass(55s);
    peer.take();
    peer.ask();      // and not a word more
    peer.pass(20s);  // what has begun may go on
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
    EXPECT_FALSE(peer.has_sent(protocol_lcp, code::terminate_request));
    peer.pass(10s);
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::terminate_request));
    EXPECT_LE(peer.end.sent(protocol_ipcp, code::configure_request).size(), 10u);
}

TEST(Ncp, BothClosedAndOneBackIsEnough) {
    AtIpv4 peer(client_config());
    peer.give(protocol_ipv6cp, code::terminate_request, 9);
    peer.close();
    peer.pass(30s);
    peer.take();
    peer.ask();
    peer.agree();
    peer.pass(10min);
    EXPECT_TRUE(peer.end.session.network_up(Network::Ipv4));
    EXPECT_FALSE(peer.end.session.network_up(Network::Ipv6));
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST(Ncp, AServersClientMayReturnToo) {
    Config config = server_config();
    config.auth_methods.clear();
    config.ipv6 = false;
    config.echo_interval = 0s;
    Users users;
    ByHand peer(config, &users, server_addresses());
    peer.open_lcp();
    const auto negotiate = [&](std::uint8_t id) {
        peer.give(protocol_ipcp, code::configure_request, id, bytes({3, 6, 10, 0, 0, 2}));
        peer.acknowledge(protocol_ipcp);
    };
    negotiate(1);
    ASSERT_TRUE(peer.end.session.network_up(Network::Ipv4));
    peer.give(protocol_ipcp, code::terminate_request, 2);
    EXPECT_FALSE(peer.end.session.network_up(Network::Ipv4));
    peer.pass(500ms);
    peer.take();
    negotiate(3);
    EXPECT_TRUE(peer.end.session.network_up(Network::Ipv4));
    EXPECT_FALSE(peer.has_sent(protocol_lcp, code::protocol_reject));
}

TEST(Ncp, OneThatStartsLateStillComesUp) {
    AtIpcp peer(quiet());
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9}));
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    peer.pass(6s);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->network, Network::Ipv6);
    EXPECT_EQ(peer.end.count<event::NetworkDone>(), 1);
    peer.take();
    peer.pass(60s);
    EXPECT_TRUE(peer.take().empty());  // nobody is pestered meanwhile
    peer.give(protocol_ipv6cp, code::configure_request, 1, bytes({1, 10, 1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_TRUE(peer.has_sent(protocol_ipv6cp, code::configure_ack));
    peer.acknowledge(protocol_ipv6cp);
    EXPECT_EQ(peer.end.count<event::Ipv6Up>(), 1);
    EXPECT_TRUE(peer.end.session.network_up(Network::Ipv6));
}

TEST(Ncp, OneWithAnUnusableResultIsClosedInOrder) {
    AtIpcp peer;
    peer.acknowledge(protocol_ipcp);  // of 0.0.0.0
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    ASSERT_TRUE(peer.has_sent(protocol_ipcp, code::terminate_request));
    peer.give(protocol_ipcp, code::terminate_ack, peer.last(protocol_ipcp, code::terminate_request).id);
    EXPECT_FALSE(peer.has_sent(protocol_lcp, code::protocol_reject));
}

TEST(Ncp, APeerThatNeverAnswersIs718) {
    AtIpcp peer;
    peer.end.config->echo_interval = 0s;
    peer.pass(40s);
    EXPECT_EQ(peer.end.count<event::NetworkFailed>(), 2);
    EXPECT_EQ(peer.end.down_code(), 720u);
}

/// Acknowledges whatever we ask for, and never asks for anything itself.
void acknowledge_only(ByHand& peer, std::initializer_list<std::uint16_t> protocols, Duration span) {
    const TimePoint until = peer.now + span;
    while (peer.now < until && peer.end.count<event::Down>() == 0) {
        for (const auto protocol : protocols)
            if (peer.has_sent(protocol, code::configure_request)) peer.acknowledge(protocol);
        if (peer.has_sent(protocol_lcp, code::terminate_request))
            peer.give(protocol_lcp, code::terminate_ack, peer.last(protocol_lcp, code::terminate_request).id);
        peer.take();
        peer.pass(100ms);
    }
}

TEST(Ncp, APeerThatOnlyAcknowledgesIs718) {
    AtIpcp peer;
    peer.end.config->echo_interval = 0s;
    const TimePoint begin = peer.now;
    acknowledge_only(peer, {protocol_ipcp, protocol_ipv6cp}, 29s);
    EXPECT_EQ(peer.end.count<event::NetworkFailed>(), 0);
    acknowledge_only(peer, {protocol_ipcp, protocol_ipv6cp}, 3s);
    EXPECT_EQ(peer.end.count<event::NetworkFailed>(), 2);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 718u);
    EXPECT_EQ(peer.end.down_code(), 720u);
    EXPECT_LE(peer.now - begin, 31s);
    EXPECT_EQ(peer.end.session.next_deadline(), std::nullopt);
}

TEST(Ncp, AProtocolThatIsOnlyAcknowledgedBesideOneThatIsUpIsGivenUpSoon) {
    AtIpcp peer;
    peer.give(protocol_ipcp, code::configure_nak, peer.id(), bytes({3, 6, 10, 0, 0, 9}));
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    acknowledge_only(peer, {protocol_ipv6cp}, 4s);
    ASSERT_NE(peer.end.find<event::NetworkFailed>(), nullptr);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->network, Network::Ipv6);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST(Ncp, ANetworkThatThePeerNegotiatesAnewMustConcludeToo) {
    Config config;
    config.ipv6 = false;
    config.echo_interval = 0s;
    ByHand peer(config);
    peer.open_lcp();
    peer.take();
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    peer.pass(250ms);
    peer.give(protocol_ipcp, code::configure_nak, peer.last(protocol_ipcp, code::configure_request).id,
              bytes({3, 6, 10, 0, 0, 9}));
    peer.acknowledge(protocol_ipcp);
    ASSERT_TRUE(peer.end.session.network_up(Network::Ipv4));
    peer.pass(60s);
    peer.take();
    // Another request than before, which we refuse, and from then on acknowledgements only.
    peer.give(protocol_ipcp, code::configure_request, 2, bytes({2, 6, 0, 0x2d, 15, 1}));
    ASSERT_FALSE(peer.end.session.network_up(Network::Ipv4));
    acknowledge_only(peer, {protocol_ipcp}, 35s);
    EXPECT_EQ(peer.end.down_code(), 718u);
}

TEST(Ncp, NoNetworkProtocolConfiguredIs720) {
    Config config;
    config.ipv4 = config.ipv6 = false;
    ByHand peer(config);
    peer.open_lcp();
    peer.pass(5s);
    EXPECT_EQ(peer.end.down_code(), 720u);
}

TEST(Ipv6cp, EqualAndZeroIdentifiersAreNaked) {
    AtIpcp peer;
    const auto ours = bytes(peer.last(protocol_ipv6cp, code::configure_request).data);
    peer.give(protocol_ipv6cp, code::configure_request, 1, ours);
    EXPECT_TRUE(peer.has_sent(protocol_ipv6cp, code::configure_nak));
    const auto better = bytes(peer.last(protocol_ipv6cp, code::configure_nak).data);
    EXPECT_NE(better, ours);
    peer.give(protocol_ipv6cp, code::configure_request, 2, bytes({1, 10, 0, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(peer.end.sent(protocol_ipv6cp, code::configure_nak).size(), 2u);
    peer.give(protocol_ipv6cp, code::configure_request, 3, better);
    EXPECT_TRUE(peer.has_sent(protocol_ipv6cp, code::configure_ack));
}

}  // namespace
}  // namespace openras::ppp::test
