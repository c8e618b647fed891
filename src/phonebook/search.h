// Where phone books are: the user's, then the system's; the first that has the entry wins.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "phonebook/book.h"

namespace openras::phonebook {

inline constexpr std::string_view system_book_path = "/etc/openras/rasphone.pbk";

struct BookPath {
    std::string path;
    bool system = false;
    bool operator==(const BookPath&) const = default;
};

/// The user's default book, $XDG_CONFIG_HOME/openras/rasphone.pbk or ~/.config/openras/rasphone.pbk, whether it exists
/// or not; "" where the user has no home. Set-user-ID programs take no word from the environment.
std::string user_book_path();

/// The default books in the order of their search. @param system_path  another path of the system's book, for tests
std::vector<BookPath> default_books(std::string_view system_path = system_book_path);

struct FoundEntry {
    Entry entry;
    BookPath book;  ///< canonical
    bool operator==(const FoundEntry&) const = default;
};

/// The first entry of this name. Books that do not exist are passed over; one that cannot be opened (621) or read
/// (622, 625) is an error only where no book before it has the entry. 623 where none has it.
Expected<FoundEntry> find_entry(const std::vector<BookPath>& books, std::string_view name);

/// One spelling for one file: absolute, links resolved as far as the path exists.
std::string canonical_path(const std::string& path);

}  // namespace openras::phonebook
