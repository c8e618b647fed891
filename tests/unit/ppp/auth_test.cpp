#include <gtest/gtest.h>

#include "peer.h"
#include "ppp/chap.h"
#include "ppp/mschapv2.h"
#include "ppp/pap.h"

namespace openras::ppp::test {
namespace {

const ByteVector auth_pap = bytes({3, 4, 0xc0, 0x23});
const ByteVector auth_md5 = bytes({3, 5, 0xc2, 0x23, 5});
const ByteVector auth_ms = bytes({3, 5, 0xc2, 0x23, 0x81});

TEST(Pap, RequestRoundTripAndBadLengths) {
    const auto data = pap::make_request("alice", "secret");
    ASSERT_TRUE(pap::parse_request(data));
    EXPECT_EQ(pap::parse_request(data)->peer_id, "alice");
    EXPECT_EQ(pap::parse_request(data)->password.reveal(), "secret");
    for (std::size_t cut = 0; cut < data.size(); ++cut)
        EXPECT_EQ(pap::parse_request(ConstBytes(data).first(cut)), std::nullopt) << cut;
    EXPECT_EQ(pap::parse_message(bytes({9, 'h', 'i'})), "");
}

class WrongPassword : public testing::TestWithParam<AuthMethod> {};
INSTANTIATE_TEST_SUITE_P(Auth, WrongPassword,
                         testing::Values(AuthMethod::Pap, AuthMethod::ChapMd5, AuthMethod::MsChapV2));

TEST_P(WrongPassword, Is691WithTheServersWords) {
    Config server = server_config(GetParam());
    server.refusal_message = "Your account says no";
    Pair pair(client_config(), server, {"alice", Secret("guess")});
    pair.start();
    pair.run(2s);
    ASSERT_EQ(pair.client.count<event::AuthenticationFailed>(), 1);
    EXPECT_EQ(pair.client.find<event::AuthenticationFailed>()->error.code, 691u);
    EXPECT_EQ(pair.client.find<event::AuthenticationFailed>()->error.peer_text, "Your account says no");
    EXPECT_FALSE(pair.client.find<event::AuthenticationFailed>()->may_retry);
    EXPECT_EQ(pair.client.down_code(), 691u);
    EXPECT_EQ(pair.client.find<event::Down>()->by, EndedBy::Peer);
    EXPECT_EQ(pair.server.down_code(), 691u);
}

TEST_P(WrongPassword, SoIsAnUnknownUser) {
    Pair pair(client_config(), server_config(GetParam()), {"mallory", Secret("secret")});
    pair.start();
    pair.run(2s);
    EXPECT_EQ(pair.client.down_code(), 691u);
}

TEST_P(WrongPassword, TheNameInTheServersTextIsPrintable) {
    Pair pair(client_config(), server_config(GetParam()), {"mal\n\x1b[2Jlory", Secret("secret")});
    pair.start();
    pair.run(2s);
    ASSERT_NE(pair.server.find<event::AuthenticationFailed>(), nullptr);
    const std::string text = pair.server.find<event::AuthenticationFailed>()->error.text;
    EXPECT_NE(text.find("\"mal\\n\\x1b[2Jlory\""), std::string::npos) << text;
}

class MicrosoftError : public testing::TestWithParam<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Auth, MicrosoftError, testing::Values(646, 647, 648, 649, 691, 709));

TEST_P(MicrosoftError, IsTheRasErrorOfTheSameNumber) {
    Pair pair(client_config(), server_config(AuthMethod::MsChapV2));
    pair.users.refusals["alice"] = {GetParam(), false, "because"};
    pair.start();
    pair.run(2s);
    EXPECT_EQ(pair.client.find<event::AuthenticationFailed>()->error.code, GetParam());
    EXPECT_EQ(pair.client.find<event::AuthenticationFailed>()->error.peer_text, "because");
    EXPECT_EQ(pair.client.down_code(), GetParam());
}

TEST(MsChapV2Session, RetryWithTheRightPassword) {
    Config server = server_config(AuthMethod::MsChapV2);
    server.auth_timeout = 1h;
    Pair pair(client_config(), server, {"alice", Secret("guess")});
    pair.users.retries = 2;
    pair.start();
    ASSERT_EQ(pair.client.count<event::AuthenticationFailed>(), 1);
    EXPECT_TRUE(pair.client.find<event::AuthenticationFailed>()->may_retry);
    pair.run(30s);  // the user thinks
    EXPECT_EQ(pair.client.count<event::Down>(), 0);
    pair.client.session.retry_authentication({"alice", Secret("again wrong")}, pair.now);
    pair.pump();
    EXPECT_EQ(pair.client.count<event::AuthenticationFailed>(), 2);
    pair.client.session.retry_authentication({"alice", Secret("secret")}, pair.now);
    pair.pump();
    EXPECT_TRUE(pair.up());
}

TEST(MsChapV2Session, DomainAndUnicode) {
    Pair pair(client_config(), server_config(AuthMethod::MsChapV2), {"LAB\\bob", Secret("pa\xc3\x9fwort")});
    pair.start();
    EXPECT_TRUE(pair.up());
    EXPECT_EQ(pair.server.find<event::Authenticated>()->user, "LAB\\bob");
    Pair stripped(client_config(), server_config(AuthMethod::MsChapV2), {"ELSEWHERE\\alice", Secret("secret")});
    stripped.start();
    EXPECT_TRUE(stripped.up());
}

TEST(MsChapV2Session, AServerThatDoesNotKnowThePasswordIs778) {
    ByHand peer(client_config());
    peer.open_lcp(auth_ms);
    peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "fake"));
    ASSERT_TRUE(peer.has_sent(protocol_chap, chap::code_response));
    peer.give(protocol_chap, chap::code_success, 7, bytes("S=407A5589115FD0D6209F510FE9C04566932CDA56 M=hello"));
    ASSERT_EQ(peer.end.count<event::AuthenticationFailed>(), 1);
    EXPECT_EQ(peer.end.find<event::AuthenticationFailed>()->error.code, 778u);
}

TEST(Chap, AResponseIsSentAgainWhenTheChallengeIs) {
    for (const auto& method : {auth_md5, auth_ms}) {
        ByHand peer(client_config());
        peer.open_lcp(method);
        peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
        peer.pass(10s);
        const auto first = peer.end.sent(protocol_chap, chap::code_response);
        EXPECT_EQ(first.size(), 1u);
        peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
        const auto both = peer.end.sent(protocol_chap, chap::code_response);
        ASSERT_EQ(both.size(), 2u);
        EXPECT_EQ(both[0], both[1]);
    }
}

TEST(Chap, AResponseWhoseSuccessWasLostIsSentAgainWhenThePeerGoesOn) {
    ByHand peer(client_config());
    peer.open_lcp(auth_md5);
    peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
    peer.take();
    peer.give(protocol_ipcp, code::configure_request, 1, bytes({3, 6, 10, 0, 0, 1}));
    EXPECT_EQ(peer.end.sent(protocol_chap, chap::code_response).size(), 1u);
}

TEST(MsChapV2Session, TheResponseToAFailureIsSentAgainSinceNoChallengeWillBe) {
    ByHand peer(client_config());
    peer.open_lcp(auth_ms);
    peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
    peer.give(protocol_chap, chap::code_failure, 7, bytes("E=691 R=1 C=000102030405060708090a0b0c0d0e0f V=3 M=again"));
    peer.take();
    peer.end.session.retry_authentication({"alice", Secret("other")}, peer.now);
    peer.pass(300ms);
    EXPECT_EQ(peer.end.sent(protocol_chap, chap::code_response).size(), 2u);
}

TEST(Chap, ALaterChallengeIsAnswered) {
    ByHand peer(client_config());
    peer.open_lcp(auth_md5);
    peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
    peer.give(protocol_chap, chap::code_success, 7);
    peer.take();
    peer.give(protocol_chap, chap::code_challenge, 8, chap::make_value(ByteVector(16, 2), "srv"));
    EXPECT_TRUE(peer.has_sent(protocol_chap, chap::code_response));
    peer.give(protocol_chap, chap::code_success, 8);
    EXPECT_EQ(peer.end.count<event::Authenticated>(), 1);
}

TEST(Auth, APeerThatFallsSilentIs718) {
    ByHand peer(client_config());
    peer.open_lcp(auth_pap);
    peer.pass(25s);
    EXPECT_EQ(peer.end.down_code(), 718u);
    EXPECT_GT(peer.end.sent(protocol_pap, pap::authenticate_request).size(), 5u);
}

TEST(Auth, WhatWasNotNegotiatedIsNotParsed) {
    ByHand peer(client_config());
    peer.open_lcp(auth_pap);
    peer.take();
    peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::protocol_reject));
    EXPECT_FALSE(peer.has_sent(protocol_chap, chap::code_response));
}

TEST(Auth, NoneDemandedIsAuthenticatedAtOnce) {
    Config server = server_config();
    server.auth_methods.clear();
    Pair pair(client_config(), server);
    pair.start();
    EXPECT_TRUE(pair.up());
}

TEST(Auth, APapRequestThatComesAgainGetsTheSameAnswer) {
    Users users;
    ByHand peer(server_config(), &users, server_addresses());
    peer.open_lcp();
    peer.give(protocol_pap, pap::authenticate_request, 1, pap::make_request("alice", "secret"));
    peer.give(protocol_pap, pap::authenticate_request, 1, pap::make_request("alice", "secret"));
    EXPECT_EQ(peer.end.sent(protocol_pap, pap::authenticate_ack).size(), 2u);
    EXPECT_EQ(peer.end.count<event::Authenticated>(), 1);
}

TEST(Auth, APeerThatHangsUpAfterRefusingHasRefused) {
    ByHand peer(client_config());
    peer.open_lcp(auth_pap);
    const auto request = peer.last(protocol_pap, pap::authenticate_request);
    peer.give(protocol_pap, pap::authenticate_nak, request.id, pap::make_message("no such user"));
    peer.end.session.medium_down({ERROR_REMOTE_DISCONNECTION, "PADT", ""}, EndedBy::Peer, peer.now);
    EXPECT_EQ(peer.end.down_code(), 691u);
    EXPECT_EQ(peer.end.find<event::Down>()->error.peer_text, "no such user");
}

TEST(Auth, APeerThatHangsUpInPlaceOfAVerdictHasRefused) {
    for (const auto& method : {auth_pap, auth_md5, auth_ms}) {
        ByHand peer(client_config());
        peer.open_lcp(method);
        if (method == auth_pap)
            ASSERT_TRUE(peer.has_sent(protocol_pap, pap::authenticate_request));
        else
            peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
        peer.end.session.medium_down({ERROR_REMOTE_DISCONNECTION, "PADT", ""}, EndedBy::Line, peer.now);
        EXPECT_EQ(peer.end.down_code(), 691u);
        EXPECT_EQ(peer.end.find<event::Down>()->by, EndedBy::Peer);
    }
}

TEST(Auth, APeerThatHangsUpBeforeItHasAskedHasNotRefused) {
    ByHand peer(client_config());
    peer.open_lcp(auth_md5);
    peer.end.session.medium_down({ERROR_REMOTE_DISCONNECTION, "PADT", ""}, EndedBy::Line, peer.now);
    EXPECT_EQ(peer.end.down_code(), 629u);
}

}  // namespace
}  // namespace openras::ppp::test
