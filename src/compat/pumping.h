// Waiting for descriptors while the calling thread's RAS notifications are delivered: under every wait of the kit.
#pragma once

#include <poll.h>

#include <chrono>
#include <optional>
#include <span>

#include "compat/kit/types.h"

namespace openras::compat {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;  ///< std::nullopt: without end

/// @param milliseconds as the Win32 functions take them, INFINITE included
Deadline deadline_after(DWORD milliseconds);

/// poll(), and handlers run as their notifications arrive (none while a handler of this thread is running). At least
/// one look is taken, however early the deadline.
/// @return whether one of the descriptors is ready (revents says which); false when the time has passed
bool poll_pumping(std::span<pollfd> wanted, Deadline deadline);

/// From now on the waits of the calling thread watch its channel: it has dialled asynchronously.
void pump_this_thread();

}  // namespace openras::compat
