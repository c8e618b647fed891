// The names in phone books, without reading the entries: RasEnumEntries of ten thousand.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "phonebook/search.h"

namespace openras::phonebook {

/// The names in a book, UTF-8, in the order of the file; also of entries that are unusable. 622 as Book::parse().
/// @param book  stands before each error
Expected<std::vector<std::string>> entry_names_in(std::string_view text, std::string_view book);
/// The same of a file; 621, too, as Book::load().
Expected<std::vector<std::string>> list_entry_names(const std::string& path);

using NameLister = std::function<Expected<std::vector<std::string>>(const std::string& path)>;

struct ListedEntry {
    std::string name;
    BookPath book;  ///< canonical
    bool operator==(const ListedEntry&) const = default;
};

/// The names in all of these books, in their order; a book that cannot be read hides no other. A name that two books
/// have comes twice (find_book() finds the first). @param names_of  list_entry_names(), or a cache's
std::vector<ListedEntry> list_entries(const std::vector<BookPath>& books,
                                      const NameLister& names_of = list_entry_names);

}  // namespace openras::phonebook
