// What --create and --edit make of a phone book: the properties of a new entry by its type, and changes of single keys,
// which are found where the format has them. Knows books in memory, no files and no output.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "phonebook/book.h"

namespace openras::cli {

/// The values of --type: pppoe, pptp, l2tp, sstp, ikev2, modem.
std::vector<std::string_view> entry_types();

/// The properties of a new entry. The error is a usage mistake: an unknown type, a server or device that is missing.
std::expected<phonebook::EntryProperties, std::string> new_properties(const CommandLine& line);

/// Applies --device, --phone, --user, --set and --unset to an entry. 87: a key that the format does not know and the
/// entry does not have, or a value that cannot stand in a phone book; else as EntryEditor.
Expected<void> change_entry(phonebook::EntryEditor& entry, const CommandLine& line);

/// Whether an entry that was changed can be dialled and shown; else what is wrong with it, by file and line.
Expected<void> check_entry(const phonebook::Book& book, std::string_view name);

/// Copies entries with all their lines to the end of another book, or over entries of their names.
/// @param names  none = all  @return their names as `from` has them. 623: one is not there; 183: one is there already
Expected<std::vector<std::string>> copy_entries(const phonebook::Book& from, phonebook::Book& to,
                                                std::span<const std::string> names, bool replace);

/// Those of the names under which there is now another entry than before, or an entry at all: no GUID says that it is
/// the same.
std::vector<std::string> other_entries(const phonebook::Book& before, const phonebook::Book& after,
                                       std::span<const std::string> names);

/// All settings of an entry, in order, the markers of blocks included; UTF-8.
struct Setting {
    std::string key, value;
};
Expected<std::vector<Setting>> settings_of(const phonebook::EntryEditor& entry);

/// "pppoe" ... for an entry that is there; "other" for what new_properties() does not make.
std::string_view type_of(const phonebook::EntryProperties& properties);

}  // namespace openras::cli
