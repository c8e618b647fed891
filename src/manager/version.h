#pragma once

namespace openras::manager {

/// As `rasmand --version` and the bus tell it.
inline constexpr const char* program_version = OPENRAS_VERSION;

}  // namespace openras::manager
