#include "api/lookup.h"

#include <unistd.h>

#include <cerrno>
#include <optional>

#include "api/book_cache.h"
#include "bus/entry_settings.h"
#include "phonebook/lock.h"

namespace openras::api {

namespace {

std::string& system_path() {
    static auto* const only = new std::string(phonebook::system_book_path);
    return *only;
}

Expected<std::shared_ptr<const phonebook::Book>> load(const std::string& path) {
    return BookCache::instance().load(path);
}

bool exists(const std::string& path) {
    return access(path.c_str(), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

Expected<Located> locate_in(const phonebook::BookPath& book, const std::string& entry) {
    auto contents = load(book.path);
    if (!contents) return std::unexpected(contents.error());
    auto found = (*contents)->edit(entry);
    if (!found) return std::unexpected(found.error());
    return Located{book, found->name(), *contents};
}

}  // namespace

const std::string& system_book() {
    return system_path();
}

void use_system_book(std::string path) {
    system_path() = std::move(path);
}

phonebook::BookPath named_book(const std::string& phonebook) {
    std::string path = phonebook::canonical_path(phonebook.empty() ? phonebook::user_book_path() : phonebook);
    const std::string system = phonebook::canonical_path(system_book());
    const bool is_system = path == system;
    const bool for_all = phonebook::directory_of(path) == phonebook::directory_of(system);
    return {std::move(path), is_system, for_all};
}

Expected<Located> locate(const std::string& phonebook, const std::string& entry) {
    if (!phonebook.empty()) return locate_in(named_book(phonebook), entry);
    auto book = phonebook::find_book(phonebook::default_books(system_book()), entry, load);
    if (!book) return std::unexpected(book.error());
    book->path = phonebook::canonical_path(book->path);
    return locate_in(*book, entry);
}

Expected<Target> find_entry(const std::string& phonebook, const std::string& entry) {
    // Whether the system's book has it is for the manager to say: we may not be allowed to read it.
    Target of_system{phonebook::canonical_path(system_book()), true, entry, {}, {}};
    auto books = std::vector{named_book(phonebook)};
    if (phonebook.empty()) books = phonebook::default_books(system_book());
    std::optional<RasError> bad;
    for (const auto& book : books) {
        if (phonebook.empty() && phonebook::is_passed_over(book)) continue;
        const std::string path = phonebook::canonical_path(book.path);
        const auto contents = load(path);
        if (!contents && book.system) return of_system;
        if (!contents && !phonebook.empty()) return std::unexpected(contents.error());
        if (!contents) {  // it hides no other
            if (!bad) bad = contents.error();
            continue;
        }
        if (phonebook.empty() && !(*contents)->contains(entry)) continue;
        auto found = (*contents)->entry(entry);
        if (found && book.system) of_system.custom_dialer = found->custom_dial_dll;
        if (book.system) return of_system;
        if (!found) return std::unexpected(found.error());
        return Target{path, false, found->name, found->custom_dial_dll, bus::settings_from(*found)};
    }
    if (bad) return std::unexpected(std::move(*bad));
    if (phonebook.empty() && !exists(of_system.phonebook))
        return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, "no phone book has the entry '" + entry + "'");
    return of_system;
}

Expected<Located> edit_entry(const std::string& phonebook, const std::string& entry,
                             const std::function<Expected<void>(phonebook::Book&, const std::string&)>& change) {
    auto found = locate(phonebook, entry);
    if (!found) return found;
    auto edited =
        phonebook::BookStore(found->book.path).edit([&](phonebook::Book& book) { return change(book, found->entry); });
    if (!edited) return std::unexpected(edited.error());
    return found;
}

}  // namespace openras::api
