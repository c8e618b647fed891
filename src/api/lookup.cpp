#include "api/lookup.h"

#include "api/book_cache.h"
#include "bus/entry_settings.h"
#include "phonebook/search.h"

namespace openras::api {

Expected<Target> find_entry(const std::string& phonebook, const std::string& entry) {
    const std::string system_book = phonebook::canonical_path(std::string(phonebook::system_book_path));
    std::vector<phonebook::BookPath> books;
    if (phonebook.empty()) {
        if (std::string own = phonebook::user_book_path(); !own.empty()) books.push_back({std::move(own), false});
    } else if (const std::string path = phonebook::canonical_path(phonebook); path != system_book) {
        auto book = BookCache::instance().load(path);
        if (!book) return std::unexpected(book.error());
        auto found = (*book)->entry(entry);
        if (!found) return std::unexpected(found.error());
        return Target{path, false, bus::settings_from(*found)};
    }
    auto found = phonebook::find_entry(books, entry);
    if (found) return Target{found->book.path, false, bus::settings_from(found->entry)};
    if (found.error().code != ERROR_CANNOT_FIND_PHONEBOOK_ENTRY) return std::unexpected(found.error());
    return Target{system_book, true, {}};  // whether it has the entry is for the manager to say: we may not read it
}

}  // namespace openras::api
