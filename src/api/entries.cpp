// RasEnumEntries: the names in the phone books. Source: RasEnumEntries function (ras.h).
#include <ras.h>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/guard.h"
#include "api/text.h"
#include "phonebook/search.h"

namespace openras::api {

namespace {

struct Named {
    std::string entry;
    phonebook::BookPath book;
};

/// @param path "" = the default books; of those, one that is missing or not ours to read has no entries
Expected<std::vector<Named>> names_in(const std::string& path) {
    std::vector<phonebook::BookPath> books;
    if (path.empty())
        books = phonebook::default_books();
    else
        books = {{path, phonebook::canonical_path(path) ==
                            phonebook::canonical_path(std::string(phonebook::system_book_path))}};
    std::vector<Named> names;
    for (auto& at : books) {
        auto book = phonebook::Book::load(at.path);
        if (!book && path.empty() && book.error().code == ERROR_CANNOT_OPEN_PHONEBOOK) continue;
        if (!book) return std::unexpected(book.error());
        at.path = phonebook::canonical_path(at.path);
        for (auto& name : book->entry_names()) names.push_back({std::move(name), at});
    }
    return names;
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
        const Named& from = (*names)[i];
        put_text<Traits>(made.szEntryName, from.entry);
        if (!OPENRAS_HAS(EntryName, size, szPhonebookPath)) return;
        made.dwFlags = from.book.system ? REN_AllUsers : REN_User;
        put_text<Traits>(made.szPhonebookPath, from.book.path);
    });
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
