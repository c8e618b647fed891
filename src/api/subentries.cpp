// The links of an entry, counted from 1: RasGetSubEntryProperties and its siblings. Source: those functions (ras.h).
#include <ras.h>

#include "api/accepted_sizes.h"
#include "api/entry_structure.h"
#include "api/guard.h"
#include "api/lookup.h"

namespace openras::api {

namespace {

using phonebook::LinkProperties;

/// Far more than any device bundles; a book has limits, too.
constexpr std::size_t max_links = 256;

template <typename Traits>
DWORD get_subentry(const typename Traits::Char* phonebook, const typename Traits::Char* entry, DWORD number,
                   typename Traits::SubEntry* to, DWORD* bytes, DWORD* device_bytes) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (bytes == nullptr || !book || !name || name->empty()) return ERROR_INVALID_PARAMETER;
    auto found = locate(*book, *name);
    if (!found) return found.error().code;
    auto properties = found->contents->properties(found->entry);
    if (!properties) return properties.error().code;
    if (number == 0 || number > properties->links.size()) return ERROR_INVALID_PARAMETER;
    LinkProperties& link = properties->links[number - 1];
    const DWORD error = give_with_alternates<Traits>(to, bytes, link.alternates, [&](typename Traits::SubEntry& made) {
        IntoStructure<Traits> into;
        visit_link(made, link, into);
    });
    if (error == 0 && device_bytes != nullptr) *device_bytes = 0;
    return error;
}

/// Changes the links of an entry. @param change (links) -> Expected<void>
template <typename Change>
DWORD change_links(const std::string& book, const std::string& name, Change&& change) {
    auto edited = edit_entry(book, name, [&](phonebook::Book& contents, const std::string& entry) -> Expected<void> {
        auto properties = contents.properties(entry);
        if (!properties) return std::unexpected(properties.error());
        if (Expected<void> changed = change(properties->links); !changed) return changed;
        return contents.set_properties(entry, *properties);
    });
    return edited ? 0 : edited.error().code;
}

template <typename Traits>
DWORD set_subentry(const typename Traits::Char* phonebook, const typename Traits::Char* entry, DWORD number,
                   const typename Traits::SubEntry* from, DWORD bytes) {
    using SubEntry = typename Traits::SubEntry;
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (number == 0 || !book || !name || name->empty()) return ERROR_INVALID_PARAMETER;
    if (from == nullptr || bytes < sizeof(DWORD)) return ERROR_BUFFER_INVALID;
    const std::uint32_t size = size_field(from);
    if (!is_accepted_size<SubEntry>(size)) return ERROR_INVALID_SIZE;
    if (bytes < size) return ERROR_BUFFER_INVALID;
    SubEntry raw;
    std::memcpy(&raw, from, sizeof raw);
    auto alternates = read_alternates<Traits>(from, size, bytes, raw.dwAlternateOffset);
    if (!alternates) return alternates.error().code;
    return change_links(*book, *name, [&](std::vector<LinkProperties>& links) -> Expected<void> {
        const bool is_new = number > links.size();
        if (is_new) {
            if (links.size() >= max_links) return failure(ERROR_INVALID_PARAMETER);
            links.emplace_back();
        }
        LinkProperties& link = is_new ? links.back() : links[number - 1];
        const LinkProperties before = link;
        FromStructure<Traits> reader{&raw, size};
        visit_link(raw, link, reader);
        link.alternates = *alternates;
        const bool as_it_was = !is_new && is_same_device(link, before);
        if (!reader.valid || (!as_it_was && !names_device(link, false))) return failure(ERROR_INVALID_PARAMETER);
        return {};
    });
}

template <typename Traits>
DWORD delete_subentry(const typename Traits::Char* phonebook, const typename Traits::Char* entry, DWORD number) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (number == 0 || !book || !name || name->empty()) return ERROR_INVALID_PARAMETER;
    return change_links(*book, *name, [&](std::vector<LinkProperties>& links) -> Expected<void> {
        if (number > links.size() || links.size() == 1) return failure(ERROR_INVALID_PARAMETER);
        links.erase(links.begin() + static_cast<std::ptrdiff_t>(number - 1));
        return {};
    });
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetSubEntryPropertiesA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, DWORD dwSubEntry, LPRASSUBENTRYA lpRasSubEntry,
                                LPDWORD lpcb, LPBYTE, LPDWORD lpcbDeviceConfig) {
    return guarded([&] {
        return get_subentry<Ansi>(lpszPhonebook, lpszEntry, dwSubEntry, lpRasSubEntry, lpcb, lpcbDeviceConfig);
    });
}
DWORD RasGetSubEntryPropertiesW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, DWORD dwSubEntry,
                                LPRASSUBENTRYW lpRasSubEntry, LPDWORD lpcb, LPBYTE, LPDWORD lpcbDeviceConfig) {
    return guarded([&] {
        return get_subentry<Wide>(lpszPhonebook, lpszEntry, dwSubEntry, lpRasSubEntry, lpcb, lpcbDeviceConfig);
    });
}

DWORD RasSetSubEntryPropertiesA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, DWORD dwSubEntry, LPRASSUBENTRYA lpRasSubEntry,
                                DWORD cb, LPBYTE, DWORD) {
    return guarded([&] { return set_subentry<Ansi>(lpszPhonebook, lpszEntry, dwSubEntry, lpRasSubEntry, cb); });
}
DWORD RasSetSubEntryPropertiesW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, DWORD dwSubEntry,
                                LPRASSUBENTRYW lpRasSubEntry, DWORD cb, LPBYTE, DWORD) {
    return guarded([&] { return set_subentry<Wide>(lpszPhonebook, lpszEntry, dwSubEntry, lpRasSubEntry, cb); });
}

DWORD RasDeleteSubEntryA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, DWORD dwSubEntryId) {
    return guarded([&] { return delete_subentry<Ansi>(lpszPhonebook, lpszEntry, dwSubEntryId); });
}
DWORD RasDeleteSubEntryW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, DWORD dwSubEntryId) {
    return guarded([&] { return delete_subentry<Wide>(lpszPhonebook, lpszEntry, dwSubEntryId); });
}
