// One check for each kind of request to the privileged worker; no argument is used before its check has passed. The
// manager is taken to be hostile here: it may have been taken over by a peer.
#pragma once

#include <string_view>

#include "base/ras_error.h"
#include "net/protocol.h"

namespace openras::net {

/// A name for a new interface: 1 to 15 bytes of [A-Za-z0-9_.-] not beginning with '.' or '-', at most one %d; longest
/// number included it must still fit. "" is allowed (= "ppp%d").
Expected<void> check_new_name(std::string_view name);
/// The name of an interface that exists (no '/', no white space, not "." or "..").
Expected<void> check_interface_name(std::string_view name);
/// An address for an interface: neither unspecified, loopback, multicast, reserved nor IPv4-mapped.
Expected<void> check_unicast(const IpAddress& address, std::string_view what);
/// A unicast address that needs no interface beside it.
Expected<void> check_dns_server(const IpAddress& server);
/// Labels of letters, digits, '-' and '_' with dots between them: nothing that means something in a resolver's file.
Expected<void> check_domain(std::string_view name);
Expected<void> check(const InterfaceSettings& settings);

[[nodiscard]] bool is_unspecified(const IpAddress& address);
[[nodiscard]] bool is_link_local(const IpAddress& address);
/// As text, without prefix length.
std::string to_string(const IpAddress& address);

}  // namespace openras::net
