// AutoDial's database and settings. What is stored here is for programs that dial on demand; the manager itself dials
// nothing unasked. Source: RasGetAutodialAddress and its siblings (ras.h).
#include <ras.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "api/accepted_sizes.h"
#include "api/arguments.h"
#include "api/autodial_store.h"
#include "api/buffer.h"
#include "api/guard.h"
#include "api/lookup.h"
#include "api/text.h"
#include "base/strings.h"

namespace openras::api {

namespace {

DWORD code_of(const Expected<void>& result) {
    return result ? 0 : result.error().code;
}

template <typename Traits>
DWORD get_address(const typename Traits::Char* address, const DWORD* reserved, typename Traits::AutodialEntry* array,
                  DWORD* bytes, DWORD* count) {
    if (reserved != nullptr || bytes == nullptr || count == nullptr) return ERROR_INVALID_PARAMETER;
    const auto name = argument<Traits>(address);
    if (!name) return ERROR_INVALID_PARAMETER;
    auto database = read_autodial();
    if (!database) return database.error().code;
    std::vector<AutodialTarget> targets;
    if (address == nullptr || name->empty()) {
        if (database->default_connection) targets.push_back(*database->default_connection);
    } else if (const auto* known = database->find(*name)) {
        targets = known->targets;
    }
    return give_array(array, bytes, count, targets.size(),
                      [&](std::size_t i, std::uint32_t, typename Traits::AutodialEntry& made) {
                          made.dwDialingLocation = targets[i].location;
                          put_text<Traits>(made.szEntry, targets[i].entry);
                      });
}

/// The caller's array. @return 87, 603, 623 an entry that no default book has, 632
template <typename Traits>
Expected<std::vector<AutodialTarget>> targets_from(const typename Traits::AutodialEntry* array, DWORD bytes,
                                                   DWORD count) {
    using Entry = typename Traits::AutodialEntry;
    std::vector<AutodialTarget> targets;
    if (count == 0) return targets;
    if (array == nullptr || bytes < sizeof(DWORD)) return failure(ERROR_INVALID_PARAMETER);
    const std::uint32_t size = size_field(array);
    if (!is_accepted_size<Entry>(size)) return failure(ERROR_INVALID_SIZE);
    if (bytes / size < count) return failure(ERROR_BUFFER_TOO_SMALL);
    for (DWORD i = 0; i < count; ++i) {
        Entry one;
        std::memcpy(&one, reinterpret_cast<const char*>(array) + std::size_t{i} * size, size);
        AutodialTarget made{one.dwDialingLocation, {}};
        const bool second = std::ranges::find(targets, made.location, &AutodialTarget::location) != targets.end();
        if (second || !decode_field<Traits>(one.szEntry, made.entry)) return failure(ERROR_INVALID_PARAMETER);
        if (auto found = locate("", made.entry); !found) return std::unexpected(found.error());
        targets.push_back(std::move(made));
    }
    return targets;
}

template <typename Traits>
DWORD set_address(const typename Traits::Char* address, DWORD reserved, const typename Traits::AutodialEntry* array,
                  DWORD bytes, DWORD count) {
    if (reserved != 0) return ERROR_INVALID_PARAMETER;
    const auto name = argument<Traits>(address);
    if (!name) return ERROR_INVALID_PARAMETER;
    auto targets = targets_from<Traits>(array, bytes, count);
    if (!targets) return targets.error().code;
    const bool is_default = address == nullptr || name->empty();
    if (targets->empty()) {  // what is not there is removed without a file to write, or a home to write it to
        auto database = read_autodial();
        if (!database) return database.error().code;
        if (is_default ? !database->default_connection : database->find(*name) == nullptr) return 0;
    }
    if (is_default) {
        if (targets->size() > 1) return ERROR_INVALID_PARAMETER;
        return code_of(change_autodial([&](AutodialDatabase& database) -> Expected<void> {
            database.default_connection.reset();
            if (!targets->empty()) database.default_connection = targets->front();
            return {};
        }));
    }
    return code_of(change_autodial([&](AutodialDatabase& database) -> Expected<void> {
        std::erase_if(database.addresses,
                      [&](const auto& one) { return targets->empty() && equals_ignoring_case(one.address, *name); });
        if (targets->empty()) return {};
        if (AutodialAddress* known = database.find(*name)) {
            known->targets = *targets;
            return {};
        }
        if (database.addresses.size() >= max_autodial_addresses) return failure(ERROR_NOT_ENOUGH_MEMORY);
        database.addresses.push_back({*name, *targets});
        return {};
    }));
}

/// An array of pointers with the texts behind it.
template <typename Traits>
DWORD enum_addresses(typename Traits::Char** array, DWORD* bytes, DWORD* count) {
    using Char = typename Traits::Char;
    if (bytes == nullptr || count == nullptr) return ERROR_INVALID_PARAMETER;
    auto database = read_autodial();
    if (!database) return database.error().code;
    std::vector<std::basic_string<Char>> names;
    std::size_t needed = 0;
    for (const auto& one : database->addresses) {
        names.push_back(Traits::encode(one.address));
        needed += sizeof(Char*) + (names.back().size() + 1) * sizeof(Char);
    }
    const DWORD room = array == nullptr ? 0 : *bytes;
    *bytes = static_cast<DWORD>(needed);
    *count = static_cast<DWORD>(names.size());
    if (room < needed) return ERROR_BUFFER_TOO_SMALL;
    char* text = reinterpret_cast<char*>(array) + names.size() * sizeof(Char*);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::size_t length = (names[i].size() + 1) * sizeof(Char);
        std::memcpy(text, names[i].c_str(), length);
        std::memcpy(reinterpret_cast<char*>(array) + i * sizeof text, &text, sizeof text);
        text += length;
    }
    return 0;
}

DWORD get_enable(DWORD location, BOOL* enabled) {
    if (enabled == nullptr) return ERROR_INVALID_PARAMETER;
    auto database = read_autodial();
    if (!database) return database.error().code;
    const auto known = database->enabled.find(location);
    *enabled = known == database->enabled.end() || known->second ? 1 : 0;
    return 0;
}

DWORD set_enable(DWORD location, BOOL enabled) {
    return code_of(change_autodial([&](AutodialDatabase& database) -> Expected<void> {
        if (enabled != 0)
            database.enabled.erase(location);
        else
            database.enabled[location] = false;
        return {};
    }));
}

DWORD get_parameter(DWORD key, void* value, DWORD* bytes) {
    if (key >= autodial_parameters || bytes == nullptr) return ERROR_INVALID_PARAMETER;
    const DWORD room = std::exchange(*bytes, static_cast<DWORD>(sizeof(DWORD)));
    if (value == nullptr) return ERROR_INVALID_PARAMETER;
    if (room != sizeof(DWORD)) return ERROR_INVALID_SIZE;
    auto database = read_autodial();
    if (!database) return database.error().code;
    std::memcpy(value, &database->parameters[key], sizeof(DWORD));
    return 0;
}

DWORD set_parameter(DWORD key, const void* value, DWORD bytes) {
    if (key >= autodial_parameters || value == nullptr) return ERROR_INVALID_PARAMETER;
    if (bytes != sizeof(DWORD)) return ERROR_INVALID_SIZE;
    DWORD wanted = 0;
    std::memcpy(&wanted, value, sizeof wanted);
    return code_of(change_autodial([&](AutodialDatabase& database) -> Expected<void> {
        database.parameters[key] = wanted;
        return {};
    }));
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetAutodialAddressA(LPCSTR lpszAddress, LPDWORD lpdwReserved, LPRASAUTODIALENTRYA lpAutoDialEntries,
                             LPDWORD lpcbAutoDialEntries, LPDWORD lpcAutoDialEntries) {
    return guarded([&] {
        return get_address<Ansi>(lpszAddress, lpdwReserved, lpAutoDialEntries, lpcbAutoDialEntries, lpcAutoDialEntries);
    });
}
DWORD RasGetAutodialAddressW(LPCWSTR lpszAddress, LPDWORD lpdwReserved, LPRASAUTODIALENTRYW lpAutoDialEntries,
                             LPDWORD lpcbAutoDialEntries, LPDWORD lpcAutoDialEntries) {
    return guarded([&] {
        return get_address<Wide>(lpszAddress, lpdwReserved, lpAutoDialEntries, lpcbAutoDialEntries, lpcAutoDialEntries);
    });
}

DWORD RasSetAutodialAddressA(LPCSTR lpszAddress, DWORD dwReserved, LPRASAUTODIALENTRYA lpAutoDialEntries,
                             DWORD cbAutoDialEntries, DWORD cAutoDialEntries) {
    return guarded([&] {
        return set_address<Ansi>(lpszAddress, dwReserved, lpAutoDialEntries, cbAutoDialEntries, cAutoDialEntries);
    });
}
DWORD RasSetAutodialAddressW(LPCWSTR lpszAddress, DWORD dwReserved, LPRASAUTODIALENTRYW lpAutoDialEntries,
                             DWORD cbAutoDialEntries, DWORD cAutoDialEntries) {
    return guarded([&] {
        return set_address<Wide>(lpszAddress, dwReserved, lpAutoDialEntries, cbAutoDialEntries, cAutoDialEntries);
    });
}

DWORD RasEnumAutodialAddressesA(LPSTR* lppAddresses, LPDWORD lpcbAddresses, LPDWORD lpcAddresses) {
    return guarded([&] { return enum_addresses<Ansi>(lppAddresses, lpcbAddresses, lpcAddresses); });
}
DWORD RasEnumAutodialAddressesW(LPWSTR* lppAddresses, LPDWORD lpcbAddresses, LPDWORD lpcAddresses) {
    return guarded([&] { return enum_addresses<Wide>(lppAddresses, lpcbAddresses, lpcAddresses); });
}

DWORD RasGetAutodialEnableA(DWORD dwDialingLocation, LPBOOL lpfEnabled) {
    return guarded([&] { return get_enable(dwDialingLocation, lpfEnabled); });
}
DWORD RasGetAutodialEnableW(DWORD dwDialingLocation, LPBOOL lpfEnabled) {
    return RasGetAutodialEnableA(dwDialingLocation, lpfEnabled);
}
DWORD RasSetAutodialEnableA(DWORD dwDialingLocation, BOOL fEnabled) {
    return guarded([&] { return set_enable(dwDialingLocation, fEnabled); });
}
DWORD RasSetAutodialEnableW(DWORD dwDialingLocation, BOOL fEnabled) {
    return RasSetAutodialEnableA(dwDialingLocation, fEnabled);
}

DWORD RasGetAutodialParamA(DWORD dwKey, LPVOID lpvValue, LPDWORD lpcbValue) {
    return guarded([&] { return get_parameter(dwKey, lpvValue, lpcbValue); });
}
DWORD RasGetAutodialParamW(DWORD dwKey, LPVOID lpvValue, LPDWORD lpcbValue) {
    return RasGetAutodialParamA(dwKey, lpvValue, lpcbValue);
}
DWORD RasSetAutodialParamA(DWORD dwKey, LPVOID lpvValue, DWORD cbValue) {
    return guarded([&] { return set_parameter(dwKey, lpvValue, cbValue); });
}
DWORD RasSetAutodialParamW(DWORD dwKey, LPVOID lpvValue, DWORD cbValue) {
    return RasSetAutodialParamA(dwKey, lpvValue, cbValue);
}
