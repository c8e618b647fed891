// Which entry a caller means: the phone book is read by the library, with the caller's own rights; the system's book is
// only named, the manager reads it itself.
#pragma once

#include <optional>
#include <string>

#include "base/ras_error.h"
#include "bus/messages.h"

namespace openras::api {

struct Target {
    std::string phonebook;     ///< canonical path
    bool system_book = false;  ///< the manager reads the entry
    bus::EntrySettings settings;
};

/// @param phonebook path, "" = the user's book, then the system's
/// @return 621 no such book, 622 unreadable, 623 no such entry
Expected<Target> find_entry(const std::string& phonebook, const std::string& entry);

}  // namespace openras::api
