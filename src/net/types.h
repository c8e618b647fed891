// What manager and net helper speak about: leases, addresses and what one connection wants of the machine. Apart from
// client.h so that the privileged worker does without Asio.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace openras::net {

/// Names one lease of the helper (an interface with all that hangs on it). 0 = none.
using LeaseId = std::uint32_t;

enum class Family : std::uint8_t { Ipv4, Ipv6 };

struct IpAddress {
    Family family = Family::Ipv4;
    std::array<std::uint8_t, 16> bytes{};  ///< network order, IPv4 in the first four
    bool operator==(const IpAddress&) const = default;
};

/// Everything that one connection wants of the machine, in one request.
struct InterfaceSettings {
    std::uint32_t mtu = 1492;  ///< bytes, 576 to 65535 (1280 at least with IPv6)
    struct PointToPoint {
        IpAddress local;
        IpAddress peer;  ///< all zero = none; IPv6 with a prefix shorter than 128: not used
        std::uint8_t prefix_length = 32;
        bool operator==(const PointToPoint&) const = default;
    };
    std::vector<PointToPoint> addresses;  ///< at most 4
    bool accept_router_advertisements =
        false;                        ///< IPv6: accept_ra on, addr_gen_mode none; link-local is in `addresses`
    bool default_route_ipv4 = false;  ///< as 0.0.0.0/1 and 128.0.0.0/1
    bool default_route_ipv6 = false;  ///< as ::/1 and 8000::/1, for as long as the link has a global address
    bool ipv6_route_always = false;   ///< that route also without one
    std::vector<IpAddress>
        servers_outside;              ///< at most 4 VPN servers to be reached by today's route (host route first)
    std::vector<IpAddress> dns;       ///< at most 4; written by resolvconf, else /etc/resolv.conf
    std::vector<std::string> search;  ///< at most 4 domains to be searched after the machine's own; written likewise
    bool operator==(const InterfaceSettings&) const = default;
};

}  // namespace openras::net
