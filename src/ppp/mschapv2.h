// MS-CHAPv2 (RFC 2759): its computations and the texts of its Success and Failure packets. The exchange itself is
// chap.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace openras::ppp::mschapv2 {

using Challenge = std::array<std::uint8_t, 16>;
using NtResponse = std::array<std::uint8_t, 24>;

/// RFC 2759 section 8.2. `user` may have a domain before it ("DOMAIN\\user"), which is not hashed.
std::array<std::uint8_t, 8> challenge_hash(const Challenge& peer, const Challenge& authenticator,
                                           std::string_view user);
/// Section 8.3: MD4 of the password in UTF-16. Empty where the password is not UTF-8.
std::optional<std::array<std::uint8_t, 16>> password_hash(std::string_view password);
/// Section 8.1.
std::optional<NtResponse> nt_response(const Challenge& authenticator, const Challenge& peer, std::string_view user,
                                      std::string_view password);
/// Section 8.7: "S=" and 40 upper-case hexadecimal digits.
std::optional<std::string> authenticator_response(std::string_view password, const NtResponse& response,
                                                  const Challenge& peer, const Challenge& authenticator,
                                                  std::string_view user);

/// The value field of a Response packet (section 4).
struct Response {
    Challenge peer_challenge{};
    NtResponse response{};
    bool operator==(const Response&) const = default;
};
std::optional<Response> parse_response(ConstBytes value);
ByteVector make_response(const Response& response);

/// The text of a Success packet (section 5): "S=<40 hex>", then anything, of which "M=<message>" is for the user.
struct Success {
    std::string authenticator_response;  ///< with "S=", upper case; empty where there is none
    std::string message;
};
Success parse_success(ConstBytes text);

/// The text of a Failure packet (section 6): "E=691 R=1 C=<32 hex> V=3 M=<message>", in any order, parts may be
/// missing.
struct Failure {
    std::uint32_t error = 0;  ///< 646 ... 709; 0 where there is none
    bool may_retry = false;
    std::optional<Challenge> challenge;  ///< for the retry
    std::string message;                 ///< printable; the whole text where there is no "M="
};
Failure parse_failure(ConstBytes text);
std::string make_failure(std::uint32_t error, bool may_retry, const Challenge& challenge, std::string_view message);

}  // namespace openras::ppp::mschapv2
