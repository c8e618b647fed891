// The keys that Windows writes, in the order in which it writes them, and what it writes into a new entry.
// Source: [MS-RRASM] 2.2.2.2 for the keys up to Windows 8, public files of Windows 10 for the others and for the
// values.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "phonebook/entry_layout.h"

namespace openras::phonebook {

enum class Fresh {
    Never,   ///< not in a new entry
    Always,  ///< in each
    Modem    ///< where the device is a modem
};

struct KnownKey {
    std::string_view key;
    Part part = Part::Entry;
    Fresh fresh = Fresh::Never;
    std::string_view value;  ///< in a new entry; that of a marker, a device and a number comes from the properties
};

std::span<const KnownKey> known_keys();

/// The place of a key in that order; std::nullopt for a key that Windows does not know there. In Part::Device the keys
/// of its numbers have a place, too.
std::optional<std::size_t> order_of(Part part, std::string_view key);

}  // namespace openras::phonebook
