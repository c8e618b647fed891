// The library's own settings, library.toml: the system's, /etc/openras/library.toml, names the objects that may be
// loaded into programs that dial; the user's, beside the user's phone book, may choose where credentials are kept.
#pragma once

#include <string>
#include <vector>

namespace openras::api {

struct LibraryConfig {
    std::vector<std::string> custom_dialers;  ///< paths of shared objects with RasCustomDial
    std::string custom_script;                ///< path of the one with RasCustomScriptExecute, "" = none
    std::string credentials;                  ///< a store's name, "" = not said
};

/// The system's settings. OPENRAS_LIBRARY_CONFIG names another file (not for set-ID programs). Only a file that root
/// alone can change counts (see only_root_can_change); of another, or one that is damaged, nothing does, and stderr
/// says so.
LibraryConfig system_library_config();

/// The store of credentials that the user's settings name, else the system's; "" = none is named.
std::string configured_credentials();

/// Whether the file and every directory above it belong to root and nobody else may write to them.
/// @param path canonical
bool only_root_can_change(const std::string& path);

}  // namespace openras::api
