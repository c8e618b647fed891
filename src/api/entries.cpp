// The names in the phone books: RasEnumEntries, RasValidateEntryName, RasRenameEntry, RasDeleteEntry. Source: those
// functions (ras.h).
#include <ras.h>

#include "api/accepted_sizes.h"
#include "api/book_cache.h"
#include "api/buffer.h"
#include "api/credential_key.h"
#include "api/custom_dial.h"
#include "api/guard.h"
#include "api/lookup.h"
#include "api/text.h"
#include "phonebook/listing.h"
#include "phonebook/names.h"

namespace openras::api {

namespace {

/// @param path "" = the default books; of those, one that cannot be read has no entries
Expected<std::vector<phonebook::ListedEntry>> names_in(const std::string& path) {
    const auto names_of = [](const std::string& file) { return BookCache::instance().names(file); };
    if (path.empty()) return phonebook::list_entries(phonebook::default_books(system_book()), names_of);
    const phonebook::BookPath book = named_book(path);
    auto names = names_of(book.path);
    if (!names) return std::unexpected(names.error());
    std::vector<phonebook::ListedEntry> listed;
    listed.reserve(names->size());
    for (auto& name : *names) listed.push_back({std::move(name), book});
    return listed;
}

template <typename Traits>
DWORD enum_entries(const typename Traits::Char* phonebook, typename Traits::EntryName* array, DWORD* bytes,
                   DWORD* count) {
    using EntryName = typename Traits::EntryName;
    if (bytes == nullptr || count == nullptr) return ERROR_INVALID_PARAMETER;
    auto path = argument<Traits>(phonebook);
    if (!path) return ERROR_INVALID_PARAMETER;
    auto names = names_in(*path);
    if (!names) return names.error().code;
    return give_array(array, bytes, count, names->size(), [&](std::size_t i, std::uint32_t size, EntryName& made) {
        const phonebook::ListedEntry& from = (*names)[i];
        put_text<Traits>(made.szEntryName, from.name);
        if (!OPENRAS_HAS(EntryName, size, szPhonebookPath)) return;
        made.dwFlags = from.book.all_users ? REN_AllUsers : REN_User;
        put_text<Traits>(made.szPhonebookPath, from.book.path);
    });
}

template <typename Traits>
DWORD validate_name(const typename Traits::Char* phonebook, const typename Traits::Char* entry) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (entry == nullptr || !book) return ERROR_INVALID_PARAMETER;
    if (!name) return ERROR_INVALID_NAME;
    if (auto valid = phonebook::validate_entry_name(*name); !valid) return valid.error().code;
    auto taken = locate(*book, *name);
    if (taken) return ERROR_ALREADY_EXISTS;
    return taken.error().code == ERROR_CANNOT_FIND_PHONEBOOK_ENTRY ? 0 : taken.error().code;
}

template <typename Traits>
DWORD rename_entry(const typename Traits::Char* phonebook, const typename Traits::Char* old_name,
                   const typename Traits::Char* new_name) {
    const auto book = argument<Traits>(phonebook);
    const auto from = argument<Traits>(old_name);
    const auto to = argument<Traits>(new_name);
    if (old_name == nullptr || new_name == nullptr || !book || !from) return ERROR_INVALID_PARAMETER;
    if (!to) return ERROR_INVALID_NAME;
    if (auto valid = phonebook::validate_renamed_entry(*to); !valid) return valid.error().code;
    auto renamed = edit_entry(
        *book, *from, [&](phonebook::Book& contents, const std::string& name) { return contents.rename(name, *to); });
    if (!renamed) return renamed.error().code;
    if (renamed->entry != *to) move_credentials({renamed->book.path, renamed->book.system, renamed->entry, ""}, *to);
    return 0;
}

template <typename Traits>
DWORD delete_entry(const typename Traits::Char* phonebook, const typename Traits::Char* entry) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (entry == nullptr || !book || !name) return ERROR_INVALID_PARAMETER;
    auto deleted = edit_entry(
        *book, *name, [](phonebook::Book& contents, const std::string& found) { return contents.remove(found); });
    if (!deleted) {
        const DWORD error = deleted.error().code;
        return error == ERROR_CANNOT_FIND_PHONEBOOK_ENTRY ? static_cast<DWORD>(ERROR_INVALID_NAME) : error;
    }
    forget_credentials({deleted->book.path, deleted->book.system, deleted->entry, ""});
    notify_custom_dialer_of_deletion(*deleted);
    return 0;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasEnumEntriesA(LPCSTR, LPCSTR lpszPhonebook, LPRASENTRYNAMEA lprasentryname, LPDWORD lpcb, LPDWORD lpcEntries) {
    return guarded([&] { return enum_entries<Ansi>(lpszPhonebook, lprasentryname, lpcb, lpcEntries); });
}
DWORD RasEnumEntriesW(LPCWSTR, LPCWSTR lpszPhonebook, LPRASENTRYNAMEW lprasentryname, LPDWORD lpcb,
                      LPDWORD lpcEntries) {
    return guarded([&] { return enum_entries<Wide>(lpszPhonebook, lprasentryname, lpcb, lpcEntries); });
}

DWORD RasValidateEntryNameA(LPCSTR lpszPhonebook, LPCSTR lpszEntry) {
    return guarded([&] { return validate_name<Ansi>(lpszPhonebook, lpszEntry); });
}
DWORD RasValidateEntryNameW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry) {
    return guarded([&] { return validate_name<Wide>(lpszPhonebook, lpszEntry); });
}

DWORD RasRenameEntryA(LPCSTR lpszPhonebook, LPCSTR lpszOldEntry, LPCSTR lpszNewEntry) {
    return guarded([&] { return rename_entry<Ansi>(lpszPhonebook, lpszOldEntry, lpszNewEntry); });
}
DWORD RasRenameEntryW(LPCWSTR lpszPhonebook, LPCWSTR lpszOldEntry, LPCWSTR lpszNewEntry) {
    return guarded([&] { return rename_entry<Wide>(lpszPhonebook, lpszOldEntry, lpszNewEntry); });
}

DWORD RasDeleteEntryA(LPCSTR lpszPhonebook, LPCSTR lpszEntry) {
    return guarded([&] { return delete_entry<Ansi>(lpszPhonebook, lpszEntry); });
}
DWORD RasDeleteEntryW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry) {
    return guarded([&] { return delete_entry<Wide>(lpszPhonebook, lpszEntry); });
}
