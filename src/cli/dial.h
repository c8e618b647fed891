// `rasdial ENTRY`: the public API's asynchronous dial, with progress on the terminal, Ctrl-C and a time limit.
#pragma once

#include "cli/arguments.h"
#include "cli/report.h"

namespace openras::cli {

Exit dial(CommandLine& line);

}  // namespace openras::cli
