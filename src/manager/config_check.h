// rasmand --check-config: what the manager would refuse, or would do without, told before it is started.
#pragma once

#include "manager/config_source.h"

namespace openras::manager {

/// Reads the configuration and looks whether what it names is there; starts and changes nothing. Tells every fault on
/// stderr, or on stdout that there is none.
/// @return the exit status: 0, or 2 where something is wrong
int check_config(const ConfigSource& source);

}  // namespace openras::manager
