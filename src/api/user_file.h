// A small file in the user's configuration directory that several processes change: read whole, replaced whole.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/ras_error.h"

namespace openras::api {

/// $XDG_CONFIG_HOME/openras/NAME or ~/.config/openras/NAME; "" where the user has no home.
std::string user_file_path(const std::string& name);

/// Its bytes; std::nullopt where there is none. 621, 622 it cannot be read.
Expected<std::optional<std::string>> read_user_file(const std::string& path);

/// Replaces it by what `change` makes of it, holding a lock against other processes (as a phone book is locked). After
/// a crash there is the old file or the new one. The directory is made where it is missing, the file is for its user
/// alone.
/// @param change gets what read_user_file() gives
/// @return the errors of `change` and read_user_file(); 5 no right, 621, 624 it cannot be written
Expected<void> change_user_file(
    const std::string& path,
    const std::function<Expected<std::string>(const std::optional<std::string>& bytes)>& change);

}  // namespace openras::api
