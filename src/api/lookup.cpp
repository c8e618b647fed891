#include "api/lookup.h"

#include <filesystem>

#include "api/book_cache.h"
#include "bus/entry_settings.h"

namespace openras::api {

namespace {

std::string& system_path() {
    static auto* const only = new std::string(phonebook::system_book_path);
    return *only;
}

bool is_missing(const std::string& path) {
    std::error_code error;
    return !std::filesystem::exists(path, error) && !error;
}

Expected<Located> locate_in(const phonebook::BookPath& book, const std::string& entry) {
    auto contents = BookCache::instance().load(book.path);
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
    const bool system = path == phonebook::canonical_path(system_book());
    return {std::move(path), system};
}

Expected<Located> locate(const std::string& phonebook, const std::string& entry) {
    if (!phonebook.empty()) return locate_in(named_book(phonebook), entry);
    for (const auto& book : phonebook::default_books(system_book())) {
        if (is_missing(book.path)) continue;
        auto found = locate_in({phonebook::canonical_path(book.path), book.system}, entry);
        if (found || found.error().code != ERROR_CANNOT_FIND_PHONEBOOK_ENTRY) return found;
    }
    return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, "no default book has an entry '" + entry + "'");
}

Expected<Target> find_entry(const std::string& phonebook, const std::string& entry) {
    const phonebook::BookPath book = named_book(phonebook);
    if (!book.system && !(phonebook.empty() && is_missing(book.path))) {
        auto contents = BookCache::instance().load(book.path);
        if (!contents) return std::unexpected(contents.error());
        auto found = (*contents)->entry(entry);
        if (found) return Target{book.path, false, found->name, found->custom_dial_dll, bus::settings_from(*found)};
        const bool next = phonebook.empty() && found.error().code == ERROR_CANNOT_FIND_PHONEBOOK_ENTRY;
        if (!next) return std::unexpected(found.error());
    }
    // Whether the system's book has it is for the manager to say: we may not be allowed to read it.
    Target target{phonebook::canonical_path(system_book()), true, entry, {}, {}};
    if (auto contents = BookCache::instance().load(target.phonebook)) {
        auto found = (*contents)->entry(entry);
        if (found) target.custom_dialer = found->custom_dial_dll;
    }
    return target;
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
