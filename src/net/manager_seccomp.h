// rasmand's own system-call filter, for after set-up: what a taken-over manager can no longer do with the descriptors
// it was given.
#pragma once

#include <cstdint>

#include "net/seccomp_rules.h"

namespace openras::net {

/// For all threads of the process. Refused with EPERM from here on: packet sockets, bind() of anything but UNIX, IPv4
/// and IPv6 addresses is not distinguished by a filter, so bind() altogether; options of packet sockets, TUN ioctls
/// that change the device, programs, other processes' memory, mounts, namespaces, modules, BPF; files opened to be
/// written, made, removed, renamed or otherwise changed; sendto() with an address. Call it when every socket is bound.
/// Throws std::system_error.
void confine_manager();

/// Its filter; another architecture's is of use to look at it.
SeccompFilter manager_filter(std::uint32_t architecture = SCMP_ARCH_NATIVE);

}  // namespace openras::net
