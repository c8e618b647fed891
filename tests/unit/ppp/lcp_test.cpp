#include <gtest/gtest.h>

#include "peer.h"

namespace openras::ppp::test {
namespace {

const ByteVector auth_pap = bytes({3, 4, 0xc0, 0x23});
const ByteVector auth_md5 = bytes({3, 5, 0xc2, 0x23, 5});
const ByteVector auth_eap = bytes({3, 4, 0xc2, 0x27});

TEST(Lcp, AsksForMruAndMagicNumber) {
    ByHand peer(client_config());
    peer.end.session.start_lcp(peer.now);
    const auto request = peer.last(protocol_lcp, code::configure_request);
    ASSERT_EQ(request.data.size(), 10u);
    EXPECT_EQ(bytes(request.data.first(6)), bytes({1, 4, 0x05, 0xd4, 5, 6}));
}

TEST(Lcp, TheUsualMruIsNotAskedFor) {
    Config config;
    config.mru = 1500;
    config.ask_magic_number = false;
    ByHand peer(config);
    peer.end.session.start_lcp(peer.now);
    EXPECT_TRUE(peer.last(protocol_lcp, code::configure_request).data.empty());
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::configure_request));
}

TEST(Lcp, MultilinkAndCompressionAreRejectedVerbatim) {
    ByHand peer(client_config());
    peer.start();
    // l2tpns: MRU, MRRU, endpoint discriminator; pppd on a pty: ACCM, PFC, ACFC.
    const auto unknown = bytes({17, 4, 5, 0xdc, 19, 7, 1, 10, 0, 0, 1, 2, 6, 0, 0, 0, 0, 7, 2, 8, 2});
    ByteVector options = bytes({1, 4, 5, 0xdc});
    options.insert(options.end(), unknown.begin(), unknown.end());
    peer.give(protocol_lcp, code::configure_request, 9, options);
    const auto reject = peer.last(protocol_lcp, code::configure_reject);
    EXPECT_EQ(reject.id, 9);
    EXPECT_EQ(bytes(reject.data), unknown);
    peer.give(protocol_lcp, code::configure_request, 10, bytes({1, 4, 5, 0xdc}));
    EXPECT_EQ(peer.last(protocol_lcp, code::configure_ack).id, 10);
}

TEST(Lcp, CompressionIsTakenWhereItIsAllowed) {
    Config config;
    config.allow_compression = config.offer_compression = true;
    ByHand peer(config);
    peer.open_lcp(bytes({7, 2, 8, 2}));
    EXPECT_TRUE(peer.end.session.lcp().peer_pfc);
    EXPECT_TRUE(peer.end.session.lcp().local_acfc);
    // A compressed protocol field (IPv4, 21) is understood now: nothing is rejected.
    peer.take();
    peer.end.session.receive(bytes({0x21, 0x45}), peer.now);
    EXPECT_TRUE(peer.take().empty());
}

TEST(Lcp, WhatIsRejectedIsNotAskedForAgain) {
    ByHand peer(client_config());
    peer.end.session.start_lcp(peer.now);
    const auto request = peer.last(protocol_lcp, code::configure_request);
    const ByteVector all = bytes(request.data);
    peer.take();
    peer.give(protocol_lcp, code::configure_reject, request.id, bytes(ConstBytes(all).subspan(4)));  // magic number
    EXPECT_EQ(bytes(peer.last(protocol_lcp, code::configure_request).data), bytes({1, 4, 0x05, 0xd4}));
    peer.acknowledge(protocol_lcp);
    peer.give(protocol_lcp, code::configure_request, 1);
    EXPECT_EQ(peer.end.session.lcp().local_magic, 0u);
    EXPECT_EQ(peer.end.count<event::LcpUp>(), 1);
}

TEST(Lcp, MruIsTheSmallerOfThePeersAndTheMediums) {
    ByHand peer(client_config());
    peer.open_lcp(bytes({1, 4, 5, 0xdc}));
    EXPECT_EQ(peer.end.session.lcp().peer_mru, 1492);
    ByHand small(client_config());
    small.open_lcp(bytes({1, 4, 2, 0}));
    EXPECT_EQ(small.end.session.lcp().peer_mru, 512);
    EXPECT_EQ(small.end.session.lcp().local_mru, 1492);
}

TEST(Lcp, AnAuthenticationThatWeDoNotAllowIsNakedWithOurBest) {
    Config config;
    config.auth_methods = {AuthMethod::ChapMd5, AuthMethod::Pap};
    ByHand peer(config);
    peer.start();
    peer.give(protocol_lcp, code::configure_request, 1, auth_eap);
    EXPECT_EQ(bytes(peer.last(protocol_lcp, code::configure_nak).data), auth_md5);
    peer.give(protocol_lcp, code::configure_request, 2, auth_pap);
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::configure_ack));
}

TEST(Lcp, NoCommonAuthenticationIs919) {
    Config config;
    config.auth_methods = {AuthMethod::MsChapV2};
    Pair pair(config, server_config(AuthMethod::Pap));
    pair.start();
    pair.run(5s);
    EXPECT_EQ(pair.client.down_code(), 919u);
    EXPECT_EQ(pair.server.down_code(), 919u);
}

TEST(Lcp, TheServerMovesToAMethodThatTheClientNames) {
    Config server = server_config();
    server.auth_methods = {AuthMethod::MsChapV2, AuthMethod::ChapMd5, AuthMethod::Pap};
    Config client;
    client.auth_methods = {AuthMethod::Pap};
    Pair pair(client, server);
    pair.start();
    EXPECT_TRUE(pair.up());
    EXPECT_EQ(pair.server.session.lcp().auth, AuthMethod::Pap);
}

TEST(Lcp, AnMruThatIsNakedToNoPurposeIsNotAskedForAThirdTime) {
    for (const auto& wanted : {bytes({1, 4, 0x07, 0xd0}), bytes({1, 4, 0, 64}), bytes({1, 4, 0x05, 0xd4})}) {
        Config config = client_config();
        config.ask_magic_number = false;
        ByHand peer(config);
        peer.end.session.start_lcp(peer.now);
        for (int i = 0; i < 2; ++i) {
            const auto request = peer.last(protocol_lcp, code::configure_request);
            EXPECT_EQ(bytes(request.data), bytes({1, 4, 0x05, 0xd4}));
            const auto id = request.id;
            peer.take();
            peer.give(protocol_lcp, code::configure_nak, id, wanted);
        }
        ASSERT_TRUE(peer.has_sent(protocol_lcp, code::configure_request));
        EXPECT_TRUE(peer.last(protocol_lcp, code::configure_request).data.empty());
        peer.acknowledge(protocol_lcp);
        peer.give(protocol_lcp, code::configure_request, 1);
        EXPECT_EQ(peer.end.count<event::LcpUp>(), 1);
        EXPECT_EQ(peer.end.session.lcp().local_mru, 1500);
    }
}

TEST(Lcp, ASmallerMruIsTaken) {
    ByHand peer(client_config());
    peer.end.session.start_lcp(peer.now);
    peer.give(protocol_lcp, code::configure_nak, peer.last(protocol_lcp, code::configure_request).id,
              bytes({1, 4, 0x05, 0}));
    EXPECT_EQ(bytes(peer.last(protocol_lcp, code::configure_request).data.first(4)), bytes({1, 4, 0x05, 0}));
}

TEST(Lcp, AnMruThatThePeerWouldLikeToBeAskedForIs) {
    Config config;
    config.mru = 1500;
    config.ask_magic_number = false;
    ByHand peer(config);
    peer.end.session.start_lcp(peer.now);
    peer.give(protocol_lcp, code::configure_nak, peer.last(protocol_lcp, code::configure_request).id,
              bytes({1, 4, 0x05, 0}));
    EXPECT_EQ(bytes(peer.last(protocol_lcp, code::configure_request).data), bytes({1, 4, 0x05, 0}));
}

TEST(Lcp, ACompressionThatIsNakedIsNotAskedForAgain) {
    Config config;
    config.allow_compression = config.offer_compression = true;
    config.ask_magic_number = false;
    config.mru = 1500;
    ByHand peer(config);
    peer.end.session.start_lcp(peer.now);
    peer.give(protocol_lcp, code::configure_nak, peer.last(protocol_lcp, code::configure_request).id, bytes({7, 2}));
    EXPECT_EQ(bytes(peer.last(protocol_lcp, code::configure_request).data), bytes({8, 2}));
}

TEST(Lcp, EndlessNaksEndAs732) {
    ByHand peer(client_config());
    peer.end.session.start_lcp(peer.now);
    for (int i = 0; i < 50 && peer.end.count<event::Down>() == 0; ++i) {
        const auto request = peer.last(protocol_lcp, code::configure_request);
        peer.take();
        peer.give(protocol_lcp, code::configure_nak, request.id, bytes({5, 6, 1, 2, 3, static_cast<std::uint8_t>(i)}));
    }
    EXPECT_EQ(peer.end.down_code(), 732u);
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::terminate_request));
}

TEST(Lcp, NaksBecomeRejectsAfterMaxFailure) {
    ByHand peer(client_config());
    peer.start();
    for (int i = 0; i < 5; ++i)
        peer.give(protocol_lcp, code::configure_request, static_cast<std::uint8_t>(i), auth_eap);
    EXPECT_EQ(peer.end.sent(protocol_lcp, code::configure_nak).size(), 5u);
    peer.give(protocol_lcp, code::configure_request, 6, auth_eap);
    EXPECT_EQ(bytes(peer.last(protocol_lcp, code::configure_reject).data), auth_eap);
}

TEST(Lcp, ALoopIsFound) {
    ByHand peer(client_config());
    peer.end.session.start_lcp(peer.now);
    for (int i = 0; i < 100 && peer.end.count<event::Down>() == 0; ++i)
        for (const auto& frame : peer.take()) peer.end.session.receive(frame, peer.now);
    EXPECT_EQ(peer.end.down_code(), 737u);
}

TEST(Lcp, ZeroMagicNumberIsNaked) {
    ByHand peer(client_config());
    peer.start();
    peer.give(protocol_lcp, code::configure_request, 1, bytes({5, 6, 0, 0, 0, 0}));
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::configure_nak));
}

TEST(Lcp, EchoIsAnsweredWithTextAndZeroMagic) {
    ByHand peer(client_config());
    peer.open_lcp();
    peer.take();
    peer.give(protocol_lcp, code::echo_request, 77, bytes({0, 0, 0, 0, 'h', 'i'}));
    const auto reply = peer.last(protocol_lcp, code::echo_reply);
    EXPECT_EQ(reply.id, 77);
    ASSERT_EQ(reply.data.size(), 6u);
    EXPECT_EQ(*ByteReader(reply.data).u32(), peer.end.session.lcp().local_magic);
    EXPECT_EQ(as_text(reply.data.subspan(4)), "hi");
}

TEST(Lcp, EchoBeforeOpenIsPassedOver) {
    ByHand peer(client_config());
    peer.start();
    peer.give(protocol_lcp, code::echo_request, 77, bytes({0, 0, 0, 0}));
    EXPECT_TRUE(peer.take().empty());
}

TEST(Lcp, UnknownCodesAndProtocolsAreRejected) {
    ByHand peer(client_config());
    peer.open_lcp();
    peer.take();
    peer.give(protocol_lcp, 99, 5, bytes({1, 2}));
    EXPECT_EQ(bytes(peer.last(protocol_lcp, code::code_reject).data), bytes({99, 5, 0, 6, 1, 2}));
    peer.give(0x80fd, code::configure_request, 1, bytes({1, 2}));  // CCP, as pppd asks
    EXPECT_EQ(bytes(peer.last(protocol_lcp, code::protocol_reject).data), bytes({0x80, 0xfd, 1, 1, 0, 6, 1, 2}));
}

TEST(Lcp, ALongRejectedFrameIsCutToThePeersMru) {
    ByHand peer(client_config());
    peer.open_lcp(bytes({1, 4, 0, 200}));
    peer.take();
    peer.give(0x80fd, 1, 1, ByteVector(1000, 7));
    EXPECT_LE(peer.take().back().size(), 202u);
}

TEST(Lcp, CodeRejectOfEchoStopsTheEcho) {
    ByHand peer(client_config());
    peer.end.automatic = false;
    peer.open_lcp();
    peer.pass(10s);
    const auto echo = peer.last(protocol_lcp, code::echo_request);
    ASSERT_EQ(echo.code, code::echo_request);
    peer.give(protocol_lcp, code::code_reject, 1, bytes(echo.whole));
    peer.pass(100s);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
}

TEST(Lcp, CodeRejectOfConfigureIsTheEnd) {
    ByHand peer(client_config());
    peer.start();
    peer.give(protocol_lcp, code::code_reject, 1, bytes({1, 1, 0, 4}));
    EXPECT_EQ(peer.end.down_code(), 733u);
}

TEST(Lcp, SilenceFromTheBeginningIs721) {
    ByHand peer(client_config());
    peer.start();
    peer.pass(60s);
    EXPECT_EQ(peer.end.down_code(), 721u);
    EXPECT_EQ(peer.end.sent(protocol_lcp, code::configure_request).size(), 9u);
}

TEST(Lcp, SilenceAfterTheFirstWordIs718) {
    ByHand peer(client_config());
    peer.start();
    peer.give(protocol_lcp, code::configure_request, 1);
    peer.pass(60s);
    EXPECT_EQ(peer.end.down_code(), 718u);
}

TEST(Lcp, TheRestartTimerDoublesToItsLimit) {
    ByHand peer(client_config());
    peer.end.session.start_lcp(peer.now);
    std::vector<Duration> gaps;
    for (int i = 0; i < 7; ++i) {
        const auto next = *peer.end.session.next_deadline();
        gaps.push_back(next - peer.now);
        peer.now = next;
        peer.end.session.advance(peer.now);
    }
    EXPECT_EQ(gaps, (std::vector<Duration>{250ms, 500ms, 1s, 2s, 3s, 3s, 3s}));
}

TEST(Lcp, APeerThatOnlyAcknowledgesIs718AfterTheEstablishTimeout) {
    Config config = client_config();
    config.establish_timeout = 12s;
    ByHand peer(config);
    peer.start();
    const TimePoint begin = peer.now;
    TimePoint terminated{};
    while (peer.now - begin < 60s && peer.end.count<event::Down>() == 0) {
        if (peer.has_sent(protocol_lcp, code::configure_request)) peer.acknowledge(protocol_lcp);
        if (terminated == TimePoint{} && peer.has_sent(protocol_lcp, code::terminate_request)) terminated = peer.now;
        peer.take();
        peer.pass(100ms);
    }
    EXPECT_EQ(peer.end.down_code(), 718u);
    EXPECT_EQ(peer.end.find<event::Down>()->by, EndedBy::Line);
    EXPECT_GE(terminated - begin, 12s);
    EXPECT_LE(peer.now - begin, 14s);
    EXPECT_EQ(peer.end.session.next_deadline(), std::nullopt);
}

TEST(Lcp, ARenegotiationThatThePeerDoesNotConcludeIs718) {
    Config config = client_config();
    config.echo_interval = 0s;
    ByHand peer(config);
    peer.end.automatic = false;
    peer.open_lcp();
    ASSERT_EQ(peer.end.count<event::LcpUp>(), 1);
    peer.pass(60s);
    EXPECT_EQ(peer.end.count<event::Down>(), 0);  // an open LCP has no such deadline
    peer.take();
    peer.give(protocol_lcp, code::configure_request, 9, bytes({2, 6, 0, 0, 0, 0}));  // refused: ACCM
    const TimePoint begin = peer.now;
    while (peer.now - begin < 60s && peer.end.count<event::Down>() == 0) {
        if (peer.has_sent(protocol_lcp, code::configure_request)) peer.acknowledge(protocol_lcp);
        peer.take();
        peer.pass(100ms);
    }
    EXPECT_EQ(peer.end.down_code(), 718u);
    EXPECT_GE(peer.now - begin, 30s);
}

TEST(Lcp, AServerThatAsksForNoAuthenticationPassesOverTheWishForIt) {
    Config config = server_config();
    config.auth_methods.clear();
    for (const auto code : {code::configure_nak, code::configure_reject}) {
        ByHand peer(config);
        peer.start();
        peer.pass(250ms);
        const auto request = peer.last(protocol_lcp, code::configure_request);
        peer.give(protocol_lcp, code, request.id, auth_pap);
        EXPECT_EQ(peer.end.count<event::Down>(), 0);
        peer.acknowledge(protocol_lcp);
        peer.give(protocol_lcp, code::configure_request, 1);
        EXPECT_EQ(peer.end.count<event::LcpUp>(), 1);
    }
}

TEST(Lcp, ALostFirstRequestIsSentAgainWhenThePeerAppears) {
    ByHand peer(client_config());
    peer.start();
    peer.pass(60ms);
    peer.give(protocol_lcp, code::configure_request, 1, auth_pap);
    const auto frames = peer.take();
    ASSERT_EQ(frames.size(), 2u);
    EXPECT_EQ(frames[0][2], code::configure_request);  // before our answer: the peer cannot be Opened yet
    EXPECT_EQ(frames[1][2], code::configure_ack);
}

/// A server that sends its request at once and hears nothing for a moment: when ours is repeated.
std::vector<Duration> requests_after(Duration round_trip, Duration peers_request, Config config = client_config()) {
    ByHand peer(std::move(config));
    const TimePoint begin = peer.now;
    peer.end.session.start_lcp(peer.now, round_trip);
    peer.take();
    peer.pass(peers_request);
    peer.give(protocol_lcp, code::configure_request, 1);
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::configure_ack));
    std::vector<Duration> out;
    while (peer.now - begin < 800ms) {
        if (peer.has_sent(protocol_lcp, code::configure_request)) out.push_back(peer.now - begin);
        peer.take();
        peer.pass(1ms);
    }
    return out;
}

TEST(Lcp, ARequestThatAServerCouldNotHearYetIsRepeatedOnceAfterTheAcknowledgement) {
    EXPECT_EQ(requests_after(0ms, 3ms), (std::vector<Duration>{23ms, 250ms, 750ms}));
    EXPECT_EQ(requests_after(1ms, 3ms), (std::vector<Duration>{23ms, 250ms, 750ms}));
}

TEST(Lcp, ThatRepetitionWaitsForAnAnswerThatMayStillCome) {
    EXPECT_EQ(requests_after(40ms, 3ms), (std::vector<Duration>{80ms, 250ms, 750ms}));
    EXPECT_EQ(requests_after(400ms, 3ms), (std::vector<Duration>{250ms, 750ms}));
    EXPECT_EQ(requests_after(0ms, 3ms, server_config()), (std::vector<Duration>{250ms, 750ms}));
}

TEST(Lcp, ARequestThatIsAnsweredIsNotRepeated) {
    ByHand peer(client_config());
    peer.end.automatic = false;
    peer.open_lcp();
    peer.take();
    peer.pass(1s);
    EXPECT_FALSE(peer.has_sent(protocol_lcp, code::configure_request));
    ByHand slow(client_config());
    slow.end.automatic = false;
    slow.start();
    slow.give(protocol_lcp, code::configure_request, 1);
    slow.take();
    slow.pass(20ms);
    EXPECT_TRUE(slow.has_sent(protocol_lcp, code::configure_request));
    EXPECT_EQ(slow.end.count<event::LcpUp>(), 0);
    slow.acknowledge(protocol_lcp);
    EXPECT_EQ(slow.end.count<event::LcpUp>(), 1);
}

TEST(Lcp, ARepeatedRequestThatWasAcknowledgedDoesNotCloseTheLayer) {
    ByHand peer(client_config());
    peer.open_lcp(auth_pap);
    peer.take();
    peer.give(protocol_lcp, code::configure_request, 1, auth_pap);
    const auto frames = peer.take();
    ASSERT_FALSE(frames.empty());
    EXPECT_EQ(frames.back()[2], code::configure_ack);
    EXPECT_EQ(peer.end.sent(protocol_lcp, code::configure_request).size(), 0u);
}

TEST(Lcp, TheSameRequestSomeTimeLaterIsOneOfAPeerThatHasStartedOver) {
    ByHand peer(client_config());
    peer.end.automatic = false;
    peer.open_lcp(auth_pap);
    peer.pass(3s);  // the restart timer of a peer that has not heard our answer
    peer.take();
    peer.give(protocol_lcp, code::configure_request, 1, auth_pap);
    EXPECT_FALSE(peer.has_sent(protocol_lcp, code::configure_request));
    peer.pass(4s);
    peer.take();
    peer.give(protocol_lcp, code::configure_request, 1, auth_pap);
    const auto frames = peer.take();
    ASSERT_EQ(frames.size(), 2u);  // RFC 1661 section 4.1: tld, scr, sca
    EXPECT_EQ(frames[0][2], code::configure_request);
    EXPECT_EQ(frames[1][2], code::configure_ack);
}

TEST(Lcp, AnEqualRequestWithAnotherIdentifierIsARenegotiation) {
    ByHand peer(client_config());
    peer.end.automatic = false;
    peer.open_lcp(auth_pap);
    peer.take();
    peer.give(protocol_lcp, code::configure_request, 2, auth_pap);
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::configure_request));
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::configure_ack));
}

TEST(Lcp, ATerminateRequestBeforeThePeersFirstWordIsOfAnEarlierSession) {
    ByHand peer(client_config());
    peer.start();
    peer.give(protocol_lcp, code::terminate_request, 1);
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::terminate_ack));
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
    peer.give(protocol_lcp, code::configure_request, 2);
    peer.give(protocol_lcp, code::terminate_request, 3, bytes("Peer refused to authenticate"));
    EXPECT_EQ(peer.end.down_code(), 734u);
    EXPECT_EQ(peer.end.find<event::Down>()->error.peer_text, "Peer refused to authenticate");
}

}  // namespace
}  // namespace openras::ppp::test
