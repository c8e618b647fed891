// What each process of the helper gives up for good once it is set up: capabilities, new privileges, system calls.
#pragma once

namespace openras::net {

/// Capabilities: CAP_NET_ADMIN and CAP_NET_RAW remain. System calls: the supervisor's list, which must hold the
/// worker's too, since a filter is inherited. Throws std::system_error or std::runtime_error.
void confine_supervisor();

/// The same capabilities, a shorter list of system calls: no new process, no program, no signal to others. A call that
/// is not on the list kills the process (and is logged by the kernel's audit).
void confine_worker();

/// For the process that runs resolvconf: no capability, no new privileges. Never throws.
void drop_every_capability() noexcept;

}  // namespace openras::net
