// What an entry may be called. Source: RasValidateEntryName and RasRenameEntry functions (ras.h).
#pragma once

#include <string_view>

#include "base/ras_error.h"

namespace openras::phonebook {

inline constexpr std::size_t max_name_units = 256;  ///< RAS_MaxEntryName, in UTF-16 code units

/// For a new entry: at least one letter or digit (of any script); none of | > < ? * \ / : and no control character;
/// does not begin with a period; 1 to max_name_units. ERROR_INVALID_NAME (123) otherwise. Whether the name is taken:
/// Book.
Expected<void> validate_entry_name(std::string_view name);

/// For the new name of RasRenameEntry, which is looser: 1 to max_name_units, not of blanks alone, does not begin with a
/// period, no control character. 123 otherwise.
Expected<void> validate_renamed_entry(std::string_view name);

}  // namespace openras::phonebook
