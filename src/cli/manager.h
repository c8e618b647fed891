// What rasdial asks the manager directly, beyond the public API: all connections with their details, and their changes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/ras_error.h"
#include "bus/messages.h"

namespace openras::cli {

/// Whose names fit: ASCII letters in either case, as in phone books. An empty `entry` fits all.
bool fits(const bus::ConnectionInfo& connection, const std::string& entry);

/// @param all also those that others dial, that have failed or dropped
Expected<std::vector<bus::ConnectionInfo>> connections(bool all);

/// Ends a connection whoever dialled it; returns when it is gone. One that is gone already is a success.
Expected<void> hang_up(std::uint32_t handle);

/// Lets the manager forget what anybody whose business it is has stored for entries that are new.
void entries_made_anew(const std::string& phonebook, const std::vector<std::string>& entries);

/// Calls `seen` for everything there is and then for each change, until the manager goes: returns 711.
/// @param seen the connection, whether it is gone, and whether it was there before the watch began
RasError watch(const std::function<void(const bus::ConnectionInfo&, bool gone, bool initial)>& seen);

}  // namespace openras::cli
