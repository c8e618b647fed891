// What netlink is told about a session's interface. Needs CAP_NET_ADMIN.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "base/ras_error.h"
#include "server/session_tun.h"

namespace openras::net {
class Netlink;
}

namespace openras::server {

/// Addresses, MTU, up.
Expected<void> set_up_tun(net::Netlink& netlink, std::uint32_t index, const TunPlan& plan);
/// The addresses alone.
Expected<void> add_tun_addresses(net::Netlink& netlink, std::uint32_t index, const TunPlan& plan);
/// All at once: deleting one waits until every processor has let go of it, deleting a group waits once for all.
/// @param group  a link group in which nobody else has anything
void delete_tuns(net::Netlink& netlink, const std::vector<std::uint32_t>& indexes, std::uint32_t group);

}  // namespace openras::server
