// How fast an Ethernet interface is, for RAS_STATS. Source: linux/ethtool.h, ETHTOOL_GSET.
#pragma once

#include <cstdint>
#include <string>

namespace openras::manager {

/// In bit/s; 0 where the interface does not say.
std::uint64_t ethernet_speed(const std::string& interface);

}  // namespace openras::manager
