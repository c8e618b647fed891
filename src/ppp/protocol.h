// The numbers of PPP: protocols (RFC 1661 section 2, IANA "PPP DLL Protocol Numbers") and packet codes.
#pragma once

#include <cstdint>

namespace openras::ppp {

inline constexpr std::uint16_t protocol_ipcp = 0x8021;
inline constexpr std::uint16_t protocol_ipv6cp = 0x8057;
inline constexpr std::uint16_t protocol_lcp = 0xc021;
inline constexpr std::uint16_t protocol_pap = 0xc023;
inline constexpr std::uint16_t protocol_chap = 0xc223;

/// Codes shared by LCP and every NCP (RFC 1661 section 5).
namespace code {
inline constexpr std::uint8_t configure_request = 1;
inline constexpr std::uint8_t configure_ack = 2;
inline constexpr std::uint8_t configure_nak = 3;
inline constexpr std::uint8_t configure_reject = 4;
inline constexpr std::uint8_t terminate_request = 5;
inline constexpr std::uint8_t terminate_ack = 6;
inline constexpr std::uint8_t code_reject = 7;
// LCP alone.
inline constexpr std::uint8_t protocol_reject = 8;
inline constexpr std::uint8_t echo_request = 9;
inline constexpr std::uint8_t echo_reply = 10;
inline constexpr std::uint8_t discard_request = 11;
inline constexpr std::uint8_t identification = 12;  // RFC 1570
inline constexpr std::uint8_t time_remaining = 13;  // RFC 1570
}  // namespace code

inline constexpr std::uint16_t default_mru = 1500;  // RFC 1661 section 6.1

}  // namespace openras::ppp
