// The packets of the Password Authentication Protocol (RFC 1334 section 2).
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/secret.h"

namespace openras::ppp::pap {

inline constexpr std::uint8_t authenticate_request = 1;
inline constexpr std::uint8_t authenticate_ack = 2;
inline constexpr std::uint8_t authenticate_nak = 3;

struct Request {
    std::string peer_id;
    Secret password;
    bool operator==(const Request&) const = default;
};
/// std::nullopt where the data is malformed.
std::optional<Request> parse_request(ConstBytes data);
/// The data of an Authenticate-Request; both parts are cut at 255 bytes.
ByteVector make_request(std::string_view peer_id, std::string_view password);

/// The message of an Ack or Nak, printable; empty where it is malformed or missing.
std::string parse_message(ConstBytes data);
ByteVector make_message(std::string_view message);

}  // namespace openras::ppp::pap
