// The TUN interface of one session on the server's side, with its addresses, up. Needs CAP_NET_ADMIN.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/ras_error.h"
#include "base/unique_fd.h"
#include "ppp/session.h"

namespace openras::net {
class Netlink;
}

namespace openras::server {

struct SessionTun {
    UniqueFd fd;
    std::string name;
};

/// @param name     may hold one %d
/// @param ipv4     our address and the client's, where IPv4 is up
/// @param ipv6_id  our interface identifier, where IPv6 is up
/// @param prefix6  the session's /64: ::1 of it is ours
Expected<SessionTun> open_session_tun(net::Netlink& netlink, const std::string& name, std::uint16_t mtu,
                                      const std::optional<ppp::Ipv4Result>& ipv4,
                                      const std::optional<ppp::InterfaceId>& ipv6_id,
                                      const std::optional<std::array<std::uint8_t, 8>>& prefix6);

}  // namespace openras::server
