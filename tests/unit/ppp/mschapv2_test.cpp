// The worked example of RFC 2759 section 9.2, and the texts of Success and Failure as servers really send them.
#include "ppp/mschapv2.h"

#include <gtest/gtest.h>

#include "ppp/chap.h"
#include "ppp/weak_crypto.h"

namespace openras::ppp::mschapv2 {
namespace {

const std::string user = "User";
const std::string password = "clientPass";
const Challenge authenticator{0x5B, 0x5D, 0x7C, 0x7D, 0x7B, 0x3F, 0x2F, 0x3E,
                              0x3C, 0x2C, 0x60, 0x21, 0x32, 0x26, 0x26, 0x28};
const Challenge peer{0x21, 0x40, 0x23, 0x24, 0x25, 0x5E, 0x26, 0x2A, 0x28, 0x29, 0x5F, 0x2B, 0x3A, 0x33, 0x7C, 0x7E};

TEST(MsChapV2, ExampleOfRfc2759) {
    ASSERT_TRUE(weak::available());
    EXPECT_EQ(to_hex(challenge_hash(peer, authenticator, user)), "d02e4386bce91226");
    EXPECT_EQ(to_hex(*password_hash(password)), "44ebba8d5312b8d611474411f56989ae");
    const auto response = nt_response(authenticator, peer, user, password);
    EXPECT_EQ(to_hex(*response), "82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df");
    EXPECT_EQ(authenticator_response(password, *response, peer, authenticator, user),
              "S=407A5589115FD0D6209F510FE9C04566932CDA56");
}

TEST(MsChapV2, TheDomainIsNotHashed) {
    EXPECT_EQ(nt_response(authenticator, peer, "LAB\\User", password),
              nt_response(authenticator, peer, user, password));
}

TEST(MsChapV2, APasswordThatIsNotUtf8HasNoHash) {
    EXPECT_EQ(password_hash("\xff"), std::nullopt);
}

TEST(MsChapV2, SuccessWithAnythingBehindTheDigits) {
    const std::string digits = "S=407A5589115FD0D6209F510FE9C04566932CDA56";
    for (const char* tail : {"", " M=Welcome home", "M=glued", "  noise", "\n"})
        EXPECT_EQ(parse_success(as_bytes(digits + tail)).authenticator_response, digits) << tail;
    EXPECT_EQ(parse_success(as_bytes(digits + " M=Welcome home")).message, "Welcome home");
    EXPECT_EQ(parse_success(as_bytes("s=407a")).authenticator_response, "");
    EXPECT_EQ(parse_success(as_bytes("S=407a5589115fd0d6209f510fe9c04566932cda56")).authenticator_response, digits);
}

TEST(MsChapV2, FailureTexts) {
    const auto full =
        parse_failure(as_bytes("E=648 R=1 C=5B5D7C7D7B3F2F3E3C2C602132262628 V=3 M=Password E=691 has expired"));
    EXPECT_EQ(full.error, 648u);
    EXPECT_TRUE(full.may_retry);
    EXPECT_EQ(full.challenge, authenticator);
    EXPECT_EQ(full.message, "Password E=691 has expired");
    const auto bare = parse_failure(as_bytes("E=691 R=0"));
    EXPECT_EQ(bare.error, 691u);
    EXPECT_FALSE(bare.may_retry);
    EXPECT_EQ(bare.challenge, std::nullopt);
    EXPECT_EQ(parse_failure(as_bytes("go away\x07")).message, R"(go away\x07)");
    EXPECT_EQ(parse_failure(as_bytes("E=99999999999 R=1 C=xx")).error, 0u);
    EXPECT_EQ(parse_failure(as_bytes(make_failure(691, true, authenticator, "no"))).challenge, authenticator);
}

TEST(MsChapV2, ResponseValueIsFortyNineBytes) {
    const Response response{peer, *nt_response(authenticator, peer, user, password)};
    auto value = make_response(response);
    EXPECT_EQ(value.size(), 49u);
    EXPECT_EQ(parse_response(value), response);
    value.push_back(0);
    EXPECT_EQ(parse_response(value), std::nullopt);
}

// RFC 1994 gives no vector; this is MD5("\x01" "secret" "0123456789abcdef") by an independent program.
TEST(Chap, Md5OverIdentifierSecretAndChallenge) {
    EXPECT_EQ(to_hex(chap::md5_response(1, "secret", as_bytes("0123456789abcdef"))),
              "1166c5a4d653b5f41cc0431512a91a1c");
}

}  // namespace
}  // namespace openras::ppp::mschapv2
