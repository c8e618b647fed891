// Routes: today's way to a VPN server, pinned as a host route before the default route goes into the tunnel; and the
// default route as two halves, so that the machine's own default route is never replaced.
#pragma once

#include <linux/rtnetlink.h>

#include <cstdint>
#include <expected>

#include "base/bytes.h"
#include "net/netlink.h"
#include "net/types.h"

namespace openras::net {

/// rtm_protocol of every route that the helper makes: `ip route show proto 114` lists them, and a delete that names it
/// can never hit a route of somebody else.
inline constexpr std::uint8_t route_protocol = 114;

/// A way to one host. Everything needed to add and to delete it.
struct HostRoute {
    IpAddress destination;
    std::uint32_t if_index = 0;
    bool has_gateway = false;
    IpAddress gateway;  ///< its family may differ from the destination's (RFC 5549)
    bool operator==(const HostRoute&) const = default;
};

/// Today's way to `destination`, or errno (ENETUNREACH: none; EADDRNOTAVAIL: it is this machine itself).
std::expected<HostRoute, int> find_way(Netlink& netlink, const IpAddress& destination);

/// RTM_NEWROUTE that fails with EEXIST where such a route is there already.
NetlinkMessage add_message(const HostRoute& route);
NetlinkMessage delete_message(const HostRoute& route);

/// One half of everything: 0.0.0.0/1, 128.0.0.0/1, ::/1 or 8000::/1 into an interface. The newest IPv4 half comes
/// before older ones.
/// @param type  RTM_NEWROUTE or RTM_DELROUTE
NetlinkMessage half_default_message(Family family, bool upper, std::uint32_t if_index,
                                    std::uint16_t type = RTM_NEWROUTE);

}  // namespace openras::net
