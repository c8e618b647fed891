// Which entry a caller means: the phone book is read by the library, with the caller's own rights. For a dial the
// system's book is only named: the manager reads it itself, and users need not be able to. Other books beside it are
// the library's to read like a user's.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/ras_error.h"
#include "bus/messages.h"
#include "phonebook/search.h"
#include "phonebook/store.h"

namespace openras::api {

struct Target {
    std::string phonebook;      ///< canonical path
    bool system_book = false;   ///< the manager reads the entry
    std::string entry;          ///< as the book spells it; of the system's book as the caller does
    std::string custom_dialer;  ///< CustomRasDialDll; "" = none, or the system's book may not be read
    bus::EntrySettings settings;
};

/// For a dial. @param phonebook path, "" = the default books
/// @return 621 no such book, 622 unreadable, 623 no such entry
Expected<Target> find_entry(const std::string& phonebook, const std::string& entry);

/// An entry in a book that the caller may read.
struct Located {
    phonebook::BookPath book;  ///< canonical
    std::string entry;         ///< as the book spells it
    std::shared_ptr<const phonebook::Book> contents;
};

/// For everything else. @return 621, 622, 623, 625
Expected<Located> locate(const std::string& phonebook, const std::string& entry);

/// The book that a path names; "" = the user's.
phonebook::BookPath named_book(const std::string& phonebook);

/// Changes the book that has the entry. @param change gets the entry's name as the book spells it
/// @return as locate() and BookStore::edit(), or the error of `change`
Expected<Located> edit_entry(const std::string& phonebook, const std::string& entry,
                             const std::function<Expected<void>(phonebook::Book&, const std::string&)>& change);

/// Tests have a system book of their own.
void use_system_book(std::string path);
const std::string& system_book();

}  // namespace openras::api
