// The commands of rasdial that store credentials for an entry and forget them, and what a dial takes from the store.
// A password goes to the store and never comes back.
#pragma once

#include "base/secret.h"
#include "cli/arguments.h"
#include "cli/report.h"

namespace openras::cli {

Exit save_credentials(CommandLine& line);
Exit forget_credentials(const CommandLine& line);

/// Entries that are new: what was stored under their names is forgotten, as far as the store can be reached.
void forget_stored(const std::string& phonebook, const std::vector<std::string>& entries);

struct StoredCredentials {
    std::string user;  ///< "" = none
    std::string domain;
    bool password = false;
};

/// What is stored for the entry; nothing where the store cannot be asked.
StoredCredentials stored_credentials(const CommandLine& line);

/// In the place of a password: the stored one (RasDial).
inline constexpr std::string_view unchanged_password = "****************";

}  // namespace openras::cli
