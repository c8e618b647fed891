// Where phone books are: the user's, then those of all users; the first that has the entry wins.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "phonebook/book.h"

namespace openras::phonebook {

inline constexpr std::string_view system_book_path = "/etc/openras/rasphone.pbk";

struct BookPath {
    std::string path;
    bool system = false;      ///< the system's book, which the manager reads itself
    bool all_users = system;  ///< that, or another book beside it
    bool operator==(const BookPath&) const = default;
};

/// The user's default book, $XDG_CONFIG_HOME/openras/rasphone.pbk or ~/.config/openras/rasphone.pbk, whether it exists
/// or not; "" where the user has no home. Set-user-ID programs take no word from the environment.
std::string user_book_path();

/// The default books in the order of their search: the user's, further *.pbk beside it by name, the system's, further
/// ones beside that. @param system_path  another path of the system's book, for tests
std::vector<BookPath> default_books(std::string_view system_path = system_book_path);

/// Whether a search goes past this default book: it does not exist, or is one of all users' that the caller may not
/// read.
bool is_passed_over(const BookPath& book);

using BookLoader = std::function<Expected<std::shared_ptr<const Book>>(const std::string& path)>;
/// Book::load().
Expected<std::shared_ptr<const Book>> load_book(const std::string& path);

/// The first of the default books that has an entry of this name. One that cannot be opened (621) or read (622) is an
/// error only where no other has the entry. 623 where none has it.
Expected<BookPath> find_book(const std::vector<BookPath>& books, std::string_view name,
                             const BookLoader& load = load_book);

/// One spelling for one file: absolute, links resolved as far as the path exists.
std::string canonical_path(const std::string& path);

}  // namespace openras::phonebook
