// The packets of the Challenge Handshake Authentication Protocol (RFC 1994), shared by CHAP-MD5 and MS-CHAPv2.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace openras::ppp::chap {

inline constexpr std::uint8_t code_challenge = 1;
inline constexpr std::uint8_t code_response = 2;
inline constexpr std::uint8_t code_success = 3;
inline constexpr std::uint8_t code_failure = 4;

/// The data of a Challenge or Response (RFC 1994 section 4.1): a view into the packet.
struct Value {
    ConstBytes value;  ///< 1 to 255 bytes
    ConstBytes name;
};
std::optional<Value> parse_value(ConstBytes data);
ByteVector make_value(ConstBytes value, std::string_view name);

/// RFC 1994 section 4.1: MD5 over identifier, secret and challenge.
std::array<std::uint8_t, 16> md5_response(std::uint8_t id, std::string_view secret, ConstBytes challenge);

}  // namespace openras::ppp::chap
