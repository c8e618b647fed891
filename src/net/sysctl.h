// Settings of one interface that netlink does not have.
#pragma once

#include <string>

#include "base/ras_error.h"

namespace openras::net {

/// Makes the kernel take IPv6 addresses on the interface again after disable_ipv6(). False where IPv6 cannot be had: a
/// kernel without it, a machine where it is switched off (disable_ipv6 of `all` or `default`), or settings that may not
/// be written.
/// @param name  an interface that the helper made
[[nodiscard]] bool enable_ipv6(const std::string& name);

/// Takes every IPv6 address and route from the interface, and takes no other. False where it could not be done.
/// @param name  an interface that the helper made
[[nodiscard]] bool disable_ipv6(const std::string& name);

/// accept_ra of /proc/sys/net/ipv6/conf/NAME: 2 (also while the machine forwards) or 0; no default route of the router
/// advertisement's own, since that follows the entry.
/// @param name  an interface that the helper made
Expected<void> set_router_advertisements(const std::string& name, bool accept);

}  // namespace openras::net
