// RasGetEntryProperties and RasSetEntryProperties: an entry as RASENTRY. Source: those functions (ras.h).
#include <ras.h>

#include <chrono>

#include "api/accepted_sizes.h"
#include "api/credential_key.h"
#include "api/entry_structure.h"
#include "api/guard.h"
#include "api/lookup.h"
#include "base/random.h"
#include "base/strings.h"

namespace openras::api {

namespace {

using phonebook::EntryProperties;
using phonebook::LinkProperties;

Expected<EntryProperties> properties_of(const std::string& book, const std::string& entry) {
    if (entry.empty()) return phonebook::default_properties();
    auto found = locate(book, entry);
    if (!found) return std::unexpected(found.error());
    return found->contents->properties(found->entry);
}

template <typename Traits>
DWORD get_properties(const typename Traits::Char* phonebook, const typename Traits::Char* entry,
                     typename Traits::Entry* to, DWORD* bytes, DWORD* device_bytes) {
    using Entry = typename Traits::Entry;
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (bytes == nullptr || !book || !name) return ERROR_INVALID_PARAMETER;
    auto properties = properties_of(*book, *name);
    if (!properties) return properties.error().code;
    LinkProperties link;
    if (!properties->links.empty()) link = properties->links.front();
    const DWORD error = give_with_alternates<Traits>(to, bytes, link.alternates, [&](Entry& made) {
        IntoStructure<Traits> into;
        visit_members(made, *properties, link, into);
        made.dwSubEntries = static_cast<DWORD>(properties->links.size());
        std::memcpy(&made.guidId, properties->guid.data(), sizeof made.guidId);
    });
    if (error == 0 && device_bytes != nullptr) *device_bytes = 0;  // no device has settings of its own here
    return error;
}

/// The members that RasSetEntryProperties must have. What the entry lacks already it may go on lacking: whatever
/// RasGetEntryProperties gives can be set.
bool complete(const EntryProperties& properties, const EntryProperties& before) {
    const bool framing = properties.framing_protocol == RASFP_Ppp || properties.framing_protocol == RASFP_Slip ||
                         properties.framing_protocol == RASFP_Ras ||
                         properties.framing_protocol == before.framing_protocol;
    const bool type =
        (properties.type >= RASET_Phone && properties.type <= RASET_Broadband) || properties.type == before.type;
    const LinkProperties& link = properties.links.front();
    const bool as_it_was = !before.links.empty() && is_same_device(link, before.links.front()) &&
                           link.phone_number == before.links.front().phone_number;
    // PPPoE: any service will do.
    const bool number = !link.phone_number.empty() || is_pppoe(link) || properties.type == RASET_Broadband;
    return framing && type && (as_it_was || (names_device(link, properties.type == RASET_Broadband) && number));
}

/// What the caller's structure makes of the properties that the entry has (or a new one would have).
template <typename Traits>
Expected<EntryProperties> changed(EntryProperties properties, const typename Traits::Entry* from, DWORD bytes) {
    using Entry = typename Traits::Entry;
    const std::uint32_t size = size_field(from);
    Entry raw;
    std::memset(&raw, 0, sizeof raw);
    std::memcpy(&raw, from, size);
    const EntryProperties before = properties;
    if (properties.links.empty()) properties.links.emplace_back();
    LinkProperties& link = properties.links.front();
    FromStructure<Traits> reader{&raw, size};
    visit_members(raw, properties, link, reader);
    auto alternates = read_alternates<Traits>(from, size, bytes, raw.dwAlternateOffset);
    if (!alternates) return std::unexpected(alternates.error());
    link.alternates = std::move(*alternates);
    if (!reader.valid || !complete(properties, before)) return failure(ERROR_INVALID_PARAMETER);
    return properties;
}

phonebook::NewEntry new_entry() {
    SystemRandom random;
    phonebook::NewEntry made;
    random.fill(made.guid);
    made.guid[7] =
        static_cast<std::uint8_t>((made.guid[7] & 0x0F) | 0x40);  // RFC 9562 section 5.4, as Windows stores it
    made.guid[8] = static_cast<std::uint8_t>((made.guid[8] & 0x3F) | 0x80);
    made.dial_params_uid = random.u32() >> 1;
    constexpr std::uint64_t seconds_before_1970 = 11'644'473'600;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    made.file_time = (seconds_before_1970 * 1'000'000 +
                      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count())) *
                     10;
    return made;
}

template <typename Traits>
DWORD set_properties(const typename Traits::Char* phonebook, const typename Traits::Char* entry,
                     const typename Traits::Entry* from, DWORD bytes) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (!book || !name || name->empty()) return ERROR_INVALID_PARAMETER;
    if (from == nullptr || bytes < sizeof(DWORD)) return ERROR_BUFFER_INVALID;
    const std::uint32_t size = size_field(from);
    if (!is_accepted_size<typename Traits::Entry>(size)) return ERROR_INVALID_SIZE;
    if (bytes < size) return ERROR_BUFFER_INVALID;

    // An entry is changed in the book that has it; a new one goes into the book named, or the user's.
    phonebook::BookPath target = named_book(*book);
    auto missing = book->empty()      ? phonebook::Missing::CreateBookAndFolders
                   : target.all_users ? phonebook::Missing::CreateBookAndSystemFolder
                                      : phonebook::Missing::CreateBook;
    auto found = locate(*book, *name);
    if (found) target = found->book;
    const DWORD why = found ? 0 : found.error().code;
    if (why != 0 && why != ERROR_CANNOT_FIND_PHONEBOOK_ENTRY && why != ERROR_CANNOT_OPEN_PHONEBOOK) return why;
    const phonebook::NewEntry made = new_entry();
    bool known = false;
    auto edited = phonebook::BookStore(target.path)
                      .edit(
                          [&](phonebook::Book& contents) -> Expected<void> {
                              known = contents.contains(*name);
                              auto before = known ? contents.properties(*name) : phonebook::default_properties();
                              if (!before) return std::unexpected(before.error());
                              auto after = changed<Traits>(std::move(*before), from, bytes);
                              if (!after) return std::unexpected(after.error());
                              return known ? contents.set_properties(*name, *after) : contents.add(*name, *after, made);
                          },
                          missing);
    if (!edited) return edited.error().code;
    if (!known) forget_credentials({phonebook::canonical_path(target.path), target.system, *name, ""});
    return 0;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetEntryPropertiesA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, LPRASENTRYA lpRasEntry, LPDWORD lpcbRasEntry,
                             LPBYTE, LPDWORD lpcbDeviceInfo) {
    return guarded(
        [&] { return get_properties<Ansi>(lpszPhonebook, lpszEntry, lpRasEntry, lpcbRasEntry, lpcbDeviceInfo); });
}
DWORD RasGetEntryPropertiesW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, LPRASENTRYW lpRasEntry, LPDWORD lpcbRasEntry,
                             LPBYTE, LPDWORD lpcbDeviceInfo) {
    return guarded(
        [&] { return get_properties<Wide>(lpszPhonebook, lpszEntry, lpRasEntry, lpcbRasEntry, lpcbDeviceInfo); });
}

DWORD RasSetEntryPropertiesA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, LPRASENTRYA lpRasEntry, DWORD cbRasEntry, LPBYTE,
                             DWORD) {
    return guarded([&] { return set_properties<Ansi>(lpszPhonebook, lpszEntry, lpRasEntry, cbRasEntry); });
}
DWORD RasSetEntryPropertiesW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, LPRASENTRYW lpRasEntry, DWORD cbRasEntry, LPBYTE,
                             DWORD) {
    return guarded([&] { return set_properties<Wide>(lpszPhonebook, lpszEntry, lpRasEntry, cbRasEntry); });
}
