// Peers that do the same thing for ever: what we send is counted, and how and when it ends.
#include <gtest/gtest.h>

#include "peer.h"
#include "ppp/allowance.h"
#include "ppp/chap.h"
#include "ppp/pap.h"

namespace openras::ppp::test {
namespace {

constexpr Duration for_ever = 60s;
constexpr Duration beat = 1ms;

const ByteVector auth_pap = bytes({3, 4, 0xc0, 0x23});
const ByteVector auth_md5 = bytes({3, 5, 0xc2, 0x23, 5});
const ByteVector our_address = bytes({3, 6, 10, 0, 0, 1});

/// Does `what` once each beat until the link is down or for ever has passed.
/// @return the frames that we have sent
template <typename What>
std::size_t repeat(ByHand& peer, What what, Duration span = for_ever) {
    std::size_t sent = peer.take().size();
    for (const TimePoint end = peer.now + span; peer.now < end && peer.end.count<event::Down>() == 0;) {
        what();
        sent += peer.take().size();
        peer.pass(beat);
        sent += peer.take().size();
    }
    return sent;
}

/// Most frames that answers alone can be in `span`.
std::size_t most(const Bound& bound, Duration span = for_ever) {
    return bound.at_once + static_cast<std::size_t>(span / bound.interval) + 1;
}

/// A peer that asks for `options` of `protocol` with a new identifier each time and hears nothing.
struct Asks {
    ByHand& peer;
    std::uint16_t protocol;
    ByteVector options;
    std::uint8_t id = 0;
    void operator()() { peer.give(protocol, code::configure_request, ++id, options); }
};

struct Offence {
    const char* name;
    std::uint16_t protocol;
    ByteVector options;
    std::uint32_t error = 732;
};
void PrintTo(const Offence& offence, std::ostream* out) {
    *out << offence.name;
}

class LcpOffence : public testing::TestWithParam<Offence> {};
INSTANTIATE_TEST_SUITE_P(Bounds, LcpOffence,
                         testing::Values(Offence{"eap", protocol_lcp, bytes({3, 4, 0xc2, 0x27}), 919},
                                         Offence{"mschapv1", protocol_lcp, bytes({3, 5, 0xc2, 0x23, 0x80}), 919},
                                         Offence{"unknown option", protocol_lcp, bytes({99, 4, 1, 2})},
                                         Offence{"small mru", protocol_lcp, bytes({1, 4, 0, 64})},
                                         Offence{"mru of three bytes", protocol_lcp, bytes({1, 5, 0, 64, 0})},
                                         Offence{"magic number zero", protocol_lcp, bytes({5, 6, 0, 0, 0, 0})},
                                         Offence{"pfc", protocol_lcp, bytes({7, 2})},
                                         Offence{"accm", protocol_lcp, bytes({2, 6, 0, 0, 0, 0})}));

TEST_P(LcpOffence, IsRefusedMaxFailureTimesEachWayAndEndsTheLink) {
    ByHand peer(client_config());
    peer.end.session.start_lcp(peer.now);
    const TimePoint begin = peer.now;
    std::size_t naks = 0;
    std::size_t rejects = 0;
    Asks asks{peer, protocol_lcp, GetParam().options};
    repeat(peer, [&] {
        asks();
        naks += peer.end.sent(protocol_lcp, code::configure_nak).size();
        rejects += peer.end.sent(protocol_lcp, code::configure_reject).size();
    });
    EXPECT_EQ(peer.end.down_code(), GetParam().error);
    EXPECT_LE(naks, client_config().max_failure);
    EXPECT_EQ(rejects, client_config().max_failure);
    EXPECT_LE(peer.now - begin, 1s);
}

TEST_P(LcpOffence, EndsTheServersLinkToo) {
    Config config = server_config();
    config.auth_methods.clear();
    ByHand peer(config);
    peer.end.session.start_lcp(peer.now);
    EXPECT_LE(repeat(peer, Asks{peer, protocol_lcp, GetParam().options}), 15u);
    EXPECT_EQ(peer.end.down_code(), GetParam().error);
}

TEST_P(LcpOffence, EndsTheLinkAlsoWhereOurRequestIsAcknowledged) {
    ByHand peer(client_config());
    peer.end.session.start_lcp(peer.now);
    peer.acknowledge(protocol_lcp);
    EXPECT_LE(repeat(peer, Asks{peer, protocol_lcp, GetParam().options}), 15u);
    EXPECT_EQ(peer.end.down_code(), GetParam().error);
}

class NcpOffence : public testing::TestWithParam<Offence> {};
INSTANTIATE_TEST_SUITE_P(Bounds, NcpOffence,
                         testing::Values(Offence{"address zero", protocol_ipcp, bytes({3, 6, 0, 0, 0, 0})},
                                         Offence{"vj", protocol_ipcp, bytes({2, 6, 0, 0x2d, 15, 1})},
                                         Offence{"unknown", protocol_ipcp, bytes({77, 2})},
                                         Offence{"name servers", protocol_ipcp, bytes({129, 6, 0, 0, 0, 0})},
                                         Offence{"identifier zero", protocol_ipv6cp,
                                                 bytes({1, 10, 0, 0, 0, 0, 0, 0, 0, 0})},
                                         Offence{"compression", protocol_ipv6cp, bytes({2, 4, 0, 1})}));

TEST_P(NcpOffence, FailsThatProtocolAlone) {
    const auto protocol = GetParam().protocol;
    ByHand peer(client_config());
    peer.open_lcp();
    const TimePoint begin = peer.now;
    Asks asks{peer, protocol, GetParam().options};
    std::size_t frames = repeat(peer, asks, 1s);
    ASSERT_EQ(peer.end.count<event::NetworkFailed>(), 1);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->network,
              protocol == protocol_ipcp ? Network::Ipv4 : Network::Ipv6);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, GetParam().error);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
    // Negotiations of both protocols, 10 refusals, a Terminate-Request, Protocol-Rejects.
    EXPECT_LE(frames, 20u + most_rejects.at_once);
    // The other one comes up, whatever this one goes on with.
    peer.end.config->echo_interval = 0s;
    if (protocol == protocol_ipcp) {
        peer.pass(3s);
        peer.acknowledge(protocol_ipv6cp);
        peer.give(protocol_ipv6cp, code::configure_request, 1, bytes({1, 10, 1, 2, 3, 4, 5, 6, 7, 8}));
        EXPECT_TRUE(peer.end.session.network_up(Network::Ipv6));
    } else {
        peer.pass(3s);
        peer.give(protocol_ipcp, code::configure_nak, peer.last(protocol_ipcp, code::configure_request).id,
                  bytes({3, 6, 10, 0, 0, 9}));
        peer.acknowledge(protocol_ipcp);
        peer.give(protocol_ipcp, code::configure_request, 1, our_address);
        EXPECT_TRUE(peer.end.session.network_up(Network::Ipv4));
    }
    frames = repeat(peer, asks, for_ever - (peer.now - begin));
    EXPECT_LE(frames, most(most_rejects) + 5u);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST(Bounds, AServerThatInsistsOnNoAddressFailsIpv4AtTheServerToo) {
    Config config = server_config();
    config.auth_methods.clear();
    config.ipv6 = false;
    ByHand peer(config, nullptr, server_addresses());
    peer.open_lcp();
    EXPECT_LE(repeat(peer, Asks{peer, protocol_ipcp, bytes({3, 6, 9, 9, 9, 9})}), 20u);
    EXPECT_EQ(peer.end.down_code(), 732u);
}

TEST(Bounds, NegotiationsBegunAnewForEverEndAs732) {
    ByHand peer(client_config());
    peer.open_lcp();
    const TimePoint begin = peer.now;
    std::uint8_t id = 1;
    const std::size_t frames = repeat(peer, [&] {
        peer.give(protocol_lcp, code::configure_request, ++id, bytes({1, 4, 5, 0xdc}));
        peer.acknowledge(protocol_lcp);
    });
    EXPECT_EQ(peer.end.down_code(), 732u);
    EXPECT_LE(frames, 5u * most_renegotiations.at_once);
    EXPECT_LE(peer.now - begin, 1s);
}

TEST(Bounds, SoDoThoseBegunByATerminateAck) {
    ByHand peer(client_config());
    peer.open_lcp();
    std::uint8_t id = 1;
    repeat(peer, [&] {
        peer.give(protocol_lcp, code::terminate_ack, ++id);
        peer.acknowledge(protocol_lcp);
        peer.give(protocol_lcp, code::configure_request, ++id, bytes({1, 4, 5, 0xdc}));
    });
    EXPECT_EQ(peer.end.down_code(), 732u);
}

TEST(Bounds, ANetworkProtocolBegunAnewForEverFailsAlone) {
    ByHand peer(client_config());
    peer.open_lcp();
    peer.acknowledge(protocol_ipv6cp);
    peer.give(protocol_ipv6cp, code::configure_request, 1, bytes({1, 10, 1, 2, 3, 4, 5, 6, 7, 8}));
    peer.give(protocol_ipcp, code::configure_nak, peer.last(protocol_ipcp, code::configure_request).id,
              bytes({3, 6, 10, 0, 0, 9}));
    peer.acknowledge(protocol_ipcp);
    peer.give(protocol_ipcp, code::configure_request, 1, our_address);
    ASSERT_EQ(peer.end.count<event::NetworkDone>(), 1);
    std::uint8_t id = 1;
    const std::size_t frames = repeat(
        peer,
        [&] {
            peer.give(protocol_ipcp, code::configure_request, ++id, our_address);
            peer.give(protocol_ipcp, code::configure_nak, peer.last(protocol_ipcp, code::configure_request).id,
                      bytes({3, 6, 10, 0, 0, 9}));
            peer.acknowledge(protocol_ipcp);
        },
        9s);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
    EXPECT_EQ(peer.end.find<event::NetworkFailed>()->error.code, 732u);
    EXPECT_TRUE(peer.end.session.network_up(Network::Ipv6));
    EXPECT_LE(frames, 5u * most_renegotiations.at_once + most(most_rejects));
}

TEST(Bounds, ANetworkProtocolClosedAndOpenedForEverFailsToo) {
    Config config = client_config();
    config.ipv6 = false;
    config.echo_interval = 0s;
    config.reopen_timeout = 1h;
    ByHand peer(config);
    peer.open_lcp();
    std::uint8_t id = 1;
    const std::size_t frames = repeat(peer, [&] {
        peer.give(protocol_ipcp, code::configure_request, ++id, our_address);
        peer.give(protocol_ipcp, code::configure_nak, peer.last(protocol_ipcp, code::configure_request).id,
                  bytes({3, 6, 10, 0, 0, 9}));
        peer.acknowledge(protocol_ipcp);
        peer.give(protocol_ipcp, code::terminate_request, ++id);
        peer.pass(250ms);
    });
    EXPECT_LE(frames, 10u * most_renegotiations.at_once);
    EXPECT_EQ(peer.end.count<event::Down>(), 1);
}

TEST(Bounds, ARetransmissionIsAcknowledgedMaxConfigureTimesAndIsThenANewBeginning) {
    Config config = client_config();
    config.auth_methods.clear();
    ByHand peer(config);
    peer.end.automatic = false;
    peer.open_lcp();
    peer.take();
    for (unsigned i = 0; i < config.max_configure; ++i) peer.give(protocol_lcp, code::configure_request, 1);
    EXPECT_FALSE(peer.has_sent(protocol_lcp, code::configure_request));
    peer.give(protocol_lcp, code::configure_request, 1);
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::configure_request));
}

struct Packet {
    const char* name;
    std::uint16_t protocol;
    std::uint8_t code;
    ByteVector data;
    const Bound* bound;
};
void PrintTo(const Packet& packet, std::ostream* out) {
    *out << packet.name;
}

class Flood : public testing::TestWithParam<Packet> {};
INSTANTIATE_TEST_SUITE_P(
    Bounds, Flood,
    testing::Values(Packet{"unknown code", protocol_lcp, 99, {}, &most_rejects},
                    Packet{"unknown protocol", 0x80fd, 1, {}, &most_rejects},
                    Packet{"authentication that was not negotiated", protocol_pap, 1, {}, &most_rejects},
                    Packet{"echo", protocol_lcp, code::echo_request, bytes({0, 0, 0, 0}), &most_answers},
                    Packet{"challenge", protocol_chap, chap::code_challenge, chap::make_value(ByteVector(16, 3), "srv"),
                           &most_answers}));

TEST_P(Flood, OfWhatWeAnswerIsAnsweredSoOften) {
    Config config = client_config();
    config.echo_interval = 0s;
    config.auth_timeout = 1h;
    ByHand peer(config);
    peer.open_lcp(auth_md5);
    std::uint8_t id = 0;
    const std::size_t frames =
        repeat(peer, [&] { peer.give(GetParam().protocol, GetParam().code, ++id, GetParam().data); });
    EXPECT_LE(frames, most(*GetParam().bound) + 5);
    EXPECT_GE(frames, GetParam().bound->at_once);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST(Bounds, DataOfAProtocolThatIsOffIsRejectedSoOften) {
    Config config = client_config();
    config.ipv6 = false;
    config.network_timeout = 1h;
    config.echo_interval = 0s;
    ByHand peer(config);
    peer.open_lcp();
    const std::size_t frames = repeat(peer, [&] { peer.end.session.receive(bytes({0, 0x57, 0x60, 0}), peer.now); });
    EXPECT_LE(frames, most(most_rejects) + config.max_configure);
}

TEST(Bounds, AServersVerdictIsRepeatedSoOften) {
    Users users;
    ByHand peer(server_config(), &users, server_addresses());
    peer.open_lcp();
    const std::size_t frames = repeat(
        peer, [&] { peer.give(protocol_pap, pap::authenticate_request, 1, pap::make_request("alice", "secret")); },
        10s);
    EXPECT_LE(frames, most(most_answers, 10s) + 30);
}

TEST(Bounds, WhatTheDriverAndTheTimersSendIsNotBounded) {
    ByHand peer(client_config());
    peer.open_lcp();
    repeat(peer, [&] { peer.give(protocol_lcp, code::echo_request, 1, bytes({0, 0, 0, 0})); }, 1s);
    peer.end.session.close({ERROR_USER_DISCONNECTION, "", ""}, EndedBy::User, "bye", peer.now);
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::terminate_request));
}

TEST(Bounds, AllowanceFillsAgain) {
    static constexpr Bound bound{3, 1s};
    Allowance allowance(bound);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(allowance.take(epoch));
    EXPECT_FALSE(allowance.take(epoch + 900ms));
    EXPECT_TRUE(allowance.take(epoch + 1s));
    EXPECT_FALSE(allowance.take(epoch + 1s));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(allowance.take(epoch + 1h));
    EXPECT_FALSE(allowance.take(epoch + 1h));
}

}  // namespace
}  // namespace openras::ppp::test
