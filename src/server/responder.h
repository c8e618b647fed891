// What a server without a network behind it says to packets: echo replies for its own addresses (RFC 792, RFC 4443) and
// router advertisements (RFC 4861), by which a session's client gets its IPv6 address.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "ppp/session.h"

namespace openras::server {

using Ipv6Address = std::array<std::uint8_t, 16>;

/// fe80::/64 with the identifier.
Ipv6Address link_local(const ppp::InterfaceId& id);

struct Responder {
    ppp::Ipv4Address local4{};
    Ipv6Address link_local6{};
    std::optional<std::array<std::uint8_t, 8>> prefix6;  ///< the session's /64; our own address in it ends in ::1
    std::uint16_t mtu = 1492;
    bool advertise = true;                  ///< false: a server that forgets to
    std::vector<Ipv6Address> dns6;          ///< RFC 8106; with what follows in every advertisement
    std::vector<std::string> search;        ///< domains
    std::uint32_t prefix_lifetime = 86400;  ///< s, valid; the name servers' too

    /// The reply to an IPv4 packet, or nothing.
    [[nodiscard]] std::optional<ByteVector> answer4(ConstBytes packet) const;
    /// The reply to an IPv6 packet, or nothing. Router solicitations are answered with an advertisement.
    [[nodiscard]] std::optional<ByteVector> answer6(ConstBytes packet) const;
    /// To all nodes; empty where there is no prefix, or nothing is to be advertised.
    [[nodiscard]] ByteVector router_advertisement() const;
};

/// Whether an IPv6 packet is a router solicitation: ours to answer even where a TUN takes everything else.
bool is_router_solicitation(ConstBytes packet);

}  // namespace openras::server
