// Names of states for the log.
#pragma once

#include <ras.h>

#include <string_view>

namespace openras::manager {

/// "ConnectDevice" for RASCS_ConnectDevice; "state" for a number that is none.
std::string_view state_name(std::uint32_t state);

}  // namespace openras::manager
