// Whether this machine takes part in IPv6. Source: Linux, Documentation/networking/ip-sysctl.rst, disable_ipv6.
#pragma once

#include <optional>
#include <string>

namespace openras::manager {

/// Why IPv6 is not to be negotiated: an administrator has switched it off for all interfaces, or for new ones, as ours
/// will be. std::nullopt where it is on, and where that cannot be read.
/// @param settings  the directory with one directory for each interface, beside `all` and `default`
std::optional<std::string> why_no_ipv6(const std::string& settings = "/proc/sys/net/ipv6/conf");

}  // namespace openras::manager
