// The commands of rasdial that keep phone books. They read and write with the caller's rights; no manager is needed.
#pragma once

#include "cli/arguments.h"
#include "cli/report.h"

namespace openras::cli {

Exit list_entries(const CommandLine& line);
Exit show_entry(const CommandLine& line);
Exit create_entry(const CommandLine& line);
Exit edit_entry(const CommandLine& line);
Exit copy_entry(const CommandLine& line);
Exit rename_entry(const CommandLine& line);
Exit delete_entry(const CommandLine& line);
Exit import_entries(const CommandLine& line);
Exit export_entries(const CommandLine& line);

/// The book that a command means: the one that is named, else the first of the default books that has the entry; 623
/// where none has it.
Expected<std::string> book_of(const CommandLine& line);

}  // namespace openras::cli
