// The commands of rasdial that look at connections or end them.
#pragma once

#include "cli/arguments.h"
#include "cli/report.h"

namespace openras::cli {

Exit list(const CommandLine& line);
Exit status(const CommandLine& line);
/// Returns only when the manager has gone; a signal ends the process with status 0.
Exit watch(const CommandLine& line);
Exit disconnect(const CommandLine& line);

}  // namespace openras::cli
