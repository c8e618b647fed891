// Which system calls the helper's processes may make once they are set up.
#pragma once

#include <cstdint>

#include "net/seccomp_rules.h"

namespace openras::net {

enum class HelperProcessKind { Supervisor, Worker };

/// A list of what is allowed; another call kills the process and is logged by the kernel's audit, but calls that are
/// newer than the list, which fail with ENOSYS as on an older kernel. The supervisor's list holds the worker's, for a
/// filter is inherited.
/// @param architecture  another one's than this machine's is of use to look at it
/// Throws std::system_error or std::runtime_error.
SeccompFilter helper_filter(HelperProcessKind kind, std::uint32_t architecture = SCMP_ARCH_NATIVE);

}  // namespace openras::net
