// What the peer's end of a link means: a refused password, an authentication or an encryption that it insists on, or
// nothing but an end. It is the same whichever packet comes first, and whether a Terminate-Request ends it or a PADT.
#include <gtest/gtest.h>

#include "peer.h"
#include "ppp/chap.h"
#include "ppp/pap.h"

namespace openras::ppp::test {
namespace {

const ByteVector auth_pap = bytes({3, 4, 0xc0, 0x23});
const ByteVector auth_md5 = bytes({3, 5, 0xc2, 0x23, 5});
const ByteVector auth_ms1 = bytes({3, 5, 0xc2, 0x23, 0x80});
const ByteVector auth_ms2 = bytes({3, 5, 0xc2, 0x23, 0x81});
const RasError padt{ERROR_REMOTE_DISCONNECTION, "the server has ended the session (PADT)", {}};

/// A server played by hand that has asked for the password, and has it or not.
struct Refusing : ByHand {
    explicit Refusing(const ByteVector& method) : ByHand(client_config()), pap(method == auth_pap) { open_lcp(method); }
    void ask() {
        if (pap)
            id = last(protocol_pap, pap::authenticate_request).id;
        else
            give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
    }
    void refuse(const std::string& text) {
        if (pap)
            give(protocol_pap, pap::authenticate_nak, id, pap::make_message(text));
        else
            give(protocol_chap, chap::code_failure, id, bytes(text));
    }
    void terminate(const std::string& text = {}) { give(protocol_lcp, code::terminate_request, 9, bytes(text)); }
    void hang_up() { end.session.medium_down(padt, EndedBy::Line, now); }
    [[nodiscard]] const event::Down& down() const {
        static const event::Down none{{}, EndedBy::Nobody};
        const auto* found = end.find<event::Down>();
        return found == nullptr ? none : *found;
    }
    bool pap;
    std::uint8_t id = 7;
};

class EachProof : public testing::TestWithParam<int> {
  protected:
    [[nodiscard]] static const ByteVector& method() {
        static const ByteVector all[] = {auth_pap, auth_md5, auth_ms2};
        return all[GetParam()];
    }
};
INSTANTIATE_TEST_SUITE_P(End, EachProof, testing::Range(0, 3));

TEST_P(EachProof, ATerminateRequestBeforeTheRefusalHasItsWordsAllTheSame) {
    Refusing peer(method());
    peer.ask();
    peer.terminate();
    peer.take();
    EXPECT_EQ(peer.end.count<event::Down>(), 0);
    peer.refuse("wrong, Alice");
    EXPECT_EQ(peer.down().error.code, 691u);
    EXPECT_EQ(peer.down().error.peer_text, "wrong, Alice");
    EXPECT_EQ(peer.down().by, EndedBy::Peer);
    EXPECT_EQ(peer.end.session.next_deadline(), std::nullopt);
}

TEST_P(EachProof, ATerminateRequestInPlaceOfTheRefusalIsOne) {
    Refusing peer(method());
    peer.ask();
    peer.terminate("no");
    peer.pass(100ms);
    EXPECT_EQ(peer.down().error.code, 691u);
    EXPECT_EQ(peer.down().error.text, "in place of an answer to user name and password: LCP: Terminate-Request");
    EXPECT_EQ(peer.down().error.peer_text, "no");
    EXPECT_EQ(peer.down().by, EndedBy::Peer);
}

TEST_P(EachProof, APadtInPlaceOfTheRefusalIsOne) {
    for (const bool terminated_before : {false, true}) {
        Refusing peer(method());
        peer.ask();
        if (terminated_before) peer.terminate("no");
        peer.hang_up();
        EXPECT_EQ(peer.down().error.code, 691u);
        EXPECT_EQ(peer.down().error.peer_text, terminated_before ? "no" : "");
        EXPECT_EQ(peer.down().by, EndedBy::Peer);
    }
}

TEST_P(EachProof, AnEndAfterTheRefusalIsTheRefusal) {
    for (const bool medium : {false, true}) {
        Refusing peer(method());
        peer.ask();
        peer.refuse("wrong, Alice");
        medium ? peer.hang_up() : peer.terminate("good bye");
        EXPECT_EQ(peer.down().error.code, 691u);
        EXPECT_EQ(peer.down().error.peer_text, "wrong, Alice");
        EXPECT_EQ(peer.down().by, EndedBy::Peer);
    }
}

TEST_P(EachProof, WhileThePhaseHasNotBegunAnEndIsAnEnd) {
    for (const bool medium : {false, true}) {
        ByHand peer(client_config());
        peer.end.automatic = false;
        peer.open_lcp(method());
        peer.give(protocol_chap, chap::code_challenge, 7, chap::make_value(ByteVector(16, 1), "srv"));
        if (medium)
            peer.end.session.medium_down(padt, EndedBy::Line, peer.now);
        else
            peer.give(protocol_lcp, code::terminate_request, 9);
        EXPECT_EQ(peer.end.down_code(), 629u);
        EXPECT_EQ(peer.end.find<event::Down>()->by, EndedBy::Peer);
    }
}

TEST(End, BeforeTheQuestionItIs629) {
    for (const bool medium : {false, true}) {
        Refusing peer(auth_md5);
        medium ? peer.hang_up() : peer.terminate("no licence");
        EXPECT_EQ(peer.down().error.code, 629u);
        EXPECT_EQ(peer.down().error.peer_text, medium ? "" : "no licence");
        EXPECT_EQ(peer.down().by, EndedBy::Peer);
    }
}

TEST(End, AnErrorCodeOfMsChapV2SurvivesTheOrder) {
    Refusing peer(auth_ms2);
    peer.ask();
    peer.terminate();
    peer.refuse("E=648 R=0 C=00000000000000000000000000000000 V=3 M=too old");
    EXPECT_EQ(peer.down().error.code, 648u);
    EXPECT_EQ(peer.down().error.peer_text, "too old");
}

TEST(End, AfterAGoodVerdictItIs629InEitherOrder) {
    for (const bool overtaken : {false, true}) {
        Refusing peer(auth_md5);
        peer.ask();
        if (overtaken) peer.terminate("full");
        peer.give(protocol_chap, chap::code_success, 7);
        if (!overtaken) peer.terminate("full");
        EXPECT_EQ(peer.down().error.code, 629u);
        EXPECT_EQ(peer.down().error.peer_text, "full");
        EXPECT_EQ(peer.down().by, EndedBy::Peer);
    }
}

TEST(End, NothingIsSentInAnswerToWhatComesAfterTheEnd) {
    Refusing peer(auth_md5);
    peer.ask();
    peer.terminate();
    peer.take();
    peer.give(protocol_chap, chap::code_challenge, 8, chap::make_value(ByteVector(16, 2), "srv"));
    peer.give(protocol_ipcp, code::configure_request, 1);
    peer.give(protocol_lcp, code::configure_request, 77, auth_md5);
    EXPECT_TRUE(peer.take().empty());
    peer.give(protocol_lcp, code::terminate_request, 10);  // our Terminate-Ack was lost
    EXPECT_TRUE(peer.has_sent(protocol_lcp, code::terminate_ack));
    peer.pass(100ms);
    EXPECT_EQ(peer.end.count<event::Down>(), 1);
}

TEST(End, ALostLineIsNoRefusal) {
    Refusing peer(auth_pap);
    peer.end.session.medium_down({ERROR_DISCONNECTION, "eth0 has gone down", {}}, EndedBy::Line, peer.now);
    EXPECT_EQ(peer.down().error.code, 628u);
    EXPECT_EQ(peer.down().by, EndedBy::Line);
}

TEST(End, APadtAfterOurTerminateRequestIsOurEnd) {
    Refusing peer(auth_pap);
    peer.end.session.close({ERROR_USER_DISCONNECTION, "", ""}, EndedBy::User, "bye", peer.now);
    peer.hang_up();
    EXPECT_EQ(peer.down().error.code, 631u);
    EXPECT_EQ(peer.down().by, EndedBy::User);
}

TEST(End, ARefusedSecondChallengeIsForgottenWithTheNextGoodOne) {
    for (const bool good : {true, false}) {
        Refusing peer(auth_md5);
        peer.ask();
        peer.give(protocol_chap, chap::code_success, 7);
        peer.give(protocol_chap, chap::code_challenge, 8, chap::make_value(ByteVector(16, 2), "srv"));
        peer.give(protocol_chap, chap::code_failure, 8, bytes("expired"));
        peer.give(protocol_chap, chap::code_challenge, 9, chap::make_value(ByteVector(16, 3), "srv"));
        if (good) peer.give(protocol_chap, chap::code_success, 9);
        peer.hang_up();
        EXPECT_EQ(peer.down().error.code, good ? 629u : 691u);
    }
}

// An authentication that the server insists on.

TEST(End, AServerThatOffersOnlyMsChapV1IsNotJustGone) {
    for (const bool medium : {false, true}) {
        ByHand peer(client_config());
        peer.start();
        peer.give(protocol_lcp, code::configure_request, 1, auth_ms1);
        EXPECT_EQ(bytes(peer.last(protocol_lcp, code::configure_nak).data), auth_ms2);
        peer.give(protocol_lcp, code::configure_request, 2, auth_ms1);
        if (medium)
            peer.end.session.medium_down(padt, EndedBy::Line, peer.now);
        else
            peer.give(protocol_lcp, code::terminate_request, 3);
        EXPECT_EQ(peer.end.down_code(), 919u);
        EXPECT_EQ(peer.end.find<event::Down>()->by, EndedBy::Peer);
    }
}

TEST(End, AMethodThatWasAgreedInTheEndIsForgotten) {
    ByHand peer(client_config());
    peer.start();
    peer.give(protocol_lcp, code::configure_request, 1, auth_ms1);
    peer.give(protocol_lcp, code::configure_request, 2, auth_md5);
    peer.end.session.medium_down(padt, EndedBy::Line, peer.now);
    EXPECT_EQ(peer.end.down_code(), 629u);
}

// Encryption.

const ByteVector mppe = bytes({18, 6, 1, 0, 0, 0x40});
const ByteVector deflate = bytes({26, 4, 0x78, 0});

TEST(End, AServerThatInsistsOnEncryptionIs741) {
    for (const std::uint16_t protocol : {0x80fd, 0x8053})
        for (const bool medium : {false, true}) {
            ByHand peer(client_config());
            peer.open_lcp();
            peer.give(protocol, code::configure_request, 1, mppe);
            EXPECT_TRUE(peer.has_sent(protocol_lcp, code::protocol_reject));
            if (medium)
                peer.end.session.medium_down(padt, EndedBy::Line, peer.now);
            else
                peer.give(protocol_lcp, code::terminate_request, 9, bytes("MPPE required"));
            EXPECT_EQ(peer.end.down_code(), 741u);
            EXPECT_EQ(peer.end.find<event::Down>()->error.text, "the server insists on encryption");
            EXPECT_EQ(peer.end.find<event::Down>()->error.peer_text, medium ? "" : "MPPE required");
            EXPECT_EQ(peer.end.find<event::Down>()->by, EndedBy::Peer);
        }
}

TEST(End, CompressionAloneOrLongAgoIsNoEncryption) {
    for (const bool encryption : {false, true}) {
        ByHand peer(client_config());
        peer.open_lcp();
        peer.give(0x80fd, code::configure_request, 1, encryption ? mppe : deflate);
        if (encryption) peer.pass(4s);
        peer.give(protocol_lcp, code::terminate_request, 9);
        EXPECT_EQ(peer.end.down_code(), 629u);
    }
}

// Network protocols that the peer rejects while they are up.

class RejectedWhileUp : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(End, RejectedWhileUp, testing::Values(0x0021, 0x0057, 0x8021, 0x8057));

TEST_P(RejectedWhileUp, TakesThatProtocolDownAndLeavesTheOther) {
    Pair pair;
    pair.start();
    ASSERT_TRUE(pair.client.session.network_up(Network::Ipv4));
    ASSERT_TRUE(pair.client.session.network_up(Network::Ipv6));
    const bool four = (GetParam() & 0xff) == 0x21;
    const Network gone = four ? Network::Ipv4 : Network::Ipv6;
    const auto protocol = static_cast<std::uint16_t>(GetParam());
    ByteVector data;
    ByteWriter(data).u16(protocol).bytes(bytes({0x45, 0, 0, 20}));
    pair.client.session.receive(make_frame(protocol_lcp, code::protocol_reject, 200, data), pair.now);
    EXPECT_FALSE(pair.client.session.network_up(gone));
    EXPECT_EQ(pair.client.count<event::NetworkFailed>(), 1);
    EXPECT_EQ(pair.client.find<event::NetworkFailed>()->network, gone);
    EXPECT_EQ(pair.client.find<event::NetworkFailed>()->error.code, 733u);
    const int before = pair.frames;
    pair.run(5s);
    EXPECT_LE(pair.frames - before, 3);
    for (const End* end : {&pair.client, &pair.server}) {
        EXPECT_FALSE(end->session.network_up(gone));
        EXPECT_TRUE(end->session.network_up(four ? Network::Ipv6 : Network::Ipv4));
        EXPECT_EQ(end->count<event::Down>(), 0);
    }
}

TEST(End, WithBothRejectedNothingIsLeft) {
    Pair pair;
    pair.start();
    for (const std::uint8_t protocol : {0x21, 0x57})
        pair.client.session.receive(make_frame(protocol_lcp, code::protocol_reject, 200, bytes({0, protocol})),
                                    pair.now);
    pair.run(2s);
    EXPECT_EQ(pair.client.down_code(), 733u);
}

TEST(End, ARejectedPacketOfAProtocolThatIsNotUpYetIsPassedOver) {
    ByHand peer(client_config());
    peer.open_lcp();
    peer.give(protocol_lcp, code::protocol_reject, 200, bytes({0, 0x21, 0x45}));
    EXPECT_EQ(peer.end.count<event::NetworkFailed>(), 0);
}

}  // namespace
}  // namespace openras::ppp::test
