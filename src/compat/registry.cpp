// Keys of the registry (kit/registry.h): each function is one template, for UTF-8 and for UTF-16.
#include "compat/registry.h"

#include <algorithm>
#include <cstring>

#include "compat/guard.h"
#include "compat/kit/errors.h"
#include "compat/utf.h"

using namespace openras::compat;
using namespace openras::compat::registry;

namespace {

/// The key, where it is still there. 6, 1012, 1018.
Result<std::pair<RegistryText, std::u16string>> read_key(HKEY key) {
    auto path = path_of(key);
    if (!path) return std::unexpected(path.error());
    auto text = read();
    if (!text) return std::unexpected(text.error());
    if (const LSTATUS gone = check_there(*text, *path); gone != ERROR_SUCCESS) return std::unexpected(gone);
    return std::pair(std::move(*text), std::move(*path));
}

template <typename Unit>
LSTATUS open(HKEY key, const Unit* subkey, HKEY* result) {
    if (result == nullptr) return ERROR_INVALID_PARAMETER;
    const auto path = path_below(key, wide(subkey));
    if (!path) return path.error();
    const auto from = read_key(key);
    if (!from) return from.error();
    if (!is_hive(*path) && !from->first.has_key(*path)) return ERROR_FILE_NOT_FOUND;
    *result = open_key(*path);
    return ERROR_SUCCESS;
}

template <typename Unit>
LSTATUS create(HKEY key, const Unit* subkey, HKEY* result, DWORD* disposition) {
    if (result == nullptr) return ERROR_INVALID_PARAMETER;
    const auto path = path_below(key, wide(subkey));
    if (!path) return path.error();
    const auto from = read_key(key);
    if (!from) return from.error();
    DWORD what = REG_OPENED_EXISTING_KEY;
    if (!is_hive(*path) && !from->first.has_key(*path)) {
        const LSTATUS error = change([&](RegistryText& text) -> LSTATUS {
            if (text.has_key(*path)) return ERROR_SUCCESS;  // another program was faster
            text.make_key(*path);
            what = REG_CREATED_NEW_KEY;
            return ERROR_SUCCESS;
        });
        if (error != ERROR_SUCCESS) return error;
    }
    if (disposition != nullptr) *disposition = what;
    *result = open_key(*path);
    return ERROR_SUCCESS;
}

template <typename Unit>
LSTATUS remove(HKEY key, const Unit* subkey) {
    if (subkey == nullptr) return ERROR_INVALID_PARAMETER;
    const auto path = path_below(key, wide(subkey));
    if (!path) return path.error();
    if (is_hive(*path)) return ERROR_ACCESS_DENIED;
    return change([&](RegistryText& text) -> LSTATUS {
        if (!text.has_key(*path)) return ERROR_FILE_NOT_FOUND;
        if (!text.subkeys(*path).empty()) return ERROR_ACCESS_DENIED;
        text.remove_key(*path);
        return ERROR_SUCCESS;
    });
}

template <typename Unit>
LSTATUS remove_tree(HKEY key, const Unit* subkey) {
    const auto path = path_below(key, wide(subkey));
    if (!path) return path.error();
    const bool only_content = subkey == nullptr || is_hive(*path);
    return change([&](RegistryText& text) -> LSTATUS {
        if (!is_hive(*path) && !text.has_key(*path)) return ERROR_FILE_NOT_FOUND;
        text.remove_key(*path);
        if (only_content && !is_hive(*path)) text.make_key(*path);
        return ERROR_SUCCESS;
    });
}

void give_time(FILETIME* time) {
    if (time != nullptr) *time = FILETIME{0, 0};
}

/// No key here has a class.
template <typename Unit>
void give_class(Unit* buffer, DWORD* length) {
    if (buffer != nullptr && length != nullptr && *length > 0) *buffer = 0;
    if (length != nullptr) *length = 0;
}

template <typename Unit>
LSTATUS enumerate(HKEY key, DWORD index, Unit* name, DWORD* length, Unit* key_class, DWORD* class_length,
                  FILETIME* time) {
    if (name == nullptr || length == nullptr) return ERROR_INVALID_PARAMETER;
    const auto from = read_key(key);
    if (!from) return from.error();
    const auto names = from->first.subkeys(from->second);
    if (index >= names.size()) return ERROR_NO_MORE_ITEMS;
    const auto text = as<Unit>(names[index]);
    if (text.size() >= *length) return ERROR_MORE_DATA;
    std::memcpy(name, text.c_str(), (text.size() + 1) * sizeof(Unit));
    *length = static_cast<DWORD>(text.size());
    give_class(key_class, class_length);
    give_time(time);
    return ERROR_SUCCESS;
}

void give(DWORD* where, std::size_t what) {
    if (where != nullptr) *where = static_cast<DWORD>(what);
}

template <typename Unit>
void give_what_no_key_has(Unit* key_class, DWORD* class_length, DWORD* longest_class, DWORD* security, FILETIME* time) {
    give_class(key_class, class_length);
    give(longest_class, 0);
    give(security, 0);
    give_time(time);
}

template <typename Unit>
LSTATUS info(HKEY key, DWORD* subkeys, DWORD* longest_subkey, DWORD* values, DWORD* longest_name, DWORD* longest_data) {
    const auto from = read_key(key);
    if (!from) return from.error();
    const auto keys = from->first.subkeys(from->second);
    const auto all = from->first.values(from->second);
    std::size_t name = 0;
    for (const auto& one : keys) name = std::max(name, as<Unit>(one).size());
    give(subkeys, keys.size());
    give(longest_subkey, name);
    std::size_t data = name = 0;
    for (const auto& one : all) {
        name = std::max(name, as<Unit>(one.name).size());
        data = std::max(data, one.data.size());  // in UTF-16; as UTF-8 it is up to half as long again
    }
    give(values, all.size());
    give(longest_name, name);
    give(longest_data, sizeof(Unit) == 1 ? data + data / 2 : data);
    return ERROR_SUCCESS;
}

}  // namespace

LSTATUS RegOpenKeyExA(HKEY hKey, LPCSTR lpSubKey, DWORD, REGSAM, HKEY* phkResult) {
    return answer([&] { return open(hKey, lpSubKey, phkResult); });
}
LSTATUS RegOpenKeyExW(HKEY hKey, LPCWSTR lpSubKey, DWORD, REGSAM, HKEY* phkResult) {
    return answer([&] { return open(hKey, lpSubKey, phkResult); });
}

LSTATUS RegCreateKeyExA(HKEY hKey, LPCSTR lpSubKey, DWORD, LPSTR, DWORD, REGSAM, const LPSECURITY_ATTRIBUTES,
                        HKEY* phkResult, LPDWORD lpdwDisposition) {
    return answer([&] { return create(hKey, lpSubKey, phkResult, lpdwDisposition); });
}
LSTATUS RegCreateKeyExW(HKEY hKey, LPCWSTR lpSubKey, DWORD, LPWSTR, DWORD, REGSAM, const LPSECURITY_ATTRIBUTES,
                        HKEY* phkResult, LPDWORD lpdwDisposition) {
    return answer([&] { return create(hKey, lpSubKey, phkResult, lpdwDisposition); });
}

LSTATUS RegDeleteKeyA(HKEY hKey, LPCSTR lpSubKey) {
    return answer([&] { return remove(hKey, lpSubKey); });
}
LSTATUS RegDeleteKeyW(HKEY hKey, LPCWSTR lpSubKey) {
    return answer([&] { return remove(hKey, lpSubKey); });
}

LSTATUS RegDeleteTreeA(HKEY hKey, LPCSTR lpSubKey) {
    return answer([&] { return remove_tree(hKey, lpSubKey); });
}
LSTATUS RegDeleteTreeW(HKEY hKey, LPCWSTR lpSubKey) {
    return answer([&] { return remove_tree(hKey, lpSubKey); });
}

LSTATUS RegEnumKeyExA(HKEY hKey, DWORD dwIndex, LPSTR lpName, LPDWORD lpcchName, LPDWORD, LPSTR lpClass,
                      LPDWORD lpcchClass, PFILETIME lpftLastWriteTime) {
    return answer([&] { return enumerate(hKey, dwIndex, lpName, lpcchName, lpClass, lpcchClass, lpftLastWriteTime); });
}
LSTATUS RegEnumKeyExW(HKEY hKey, DWORD dwIndex, LPWSTR lpName, LPDWORD lpcchName, LPDWORD, LPWSTR lpClass,
                      LPDWORD lpcchClass, PFILETIME lpftLastWriteTime) {
    return answer([&] { return enumerate(hKey, dwIndex, lpName, lpcchName, lpClass, lpcchClass, lpftLastWriteTime); });
}

LSTATUS RegQueryInfoKeyA(HKEY hKey, LPSTR lpClass, LPDWORD lpcchClass, LPDWORD, LPDWORD lpcSubKeys,
                         LPDWORD lpcchMaxSubKeyLen, LPDWORD lpcchMaxClassLen, LPDWORD lpcValues,
                         LPDWORD lpcchMaxValueNameLen, LPDWORD lpcbMaxValueLen, LPDWORD lpcbSecurityDescriptor,
                         PFILETIME lpftLastWriteTime) {
    give_what_no_key_has(lpClass, lpcchClass, lpcchMaxClassLen, lpcbSecurityDescriptor, lpftLastWriteTime);
    return answer([&] {
        return info<char>(hKey, lpcSubKeys, lpcchMaxSubKeyLen, lpcValues, lpcchMaxValueNameLen, lpcbMaxValueLen);
    });
}
LSTATUS RegQueryInfoKeyW(HKEY hKey, LPWSTR lpClass, LPDWORD lpcchClass, LPDWORD, LPDWORD lpcSubKeys,
                         LPDWORD lpcchMaxSubKeyLen, LPDWORD lpcchMaxClassLen, LPDWORD lpcValues,
                         LPDWORD lpcchMaxValueNameLen, LPDWORD lpcbMaxValueLen, LPDWORD lpcbSecurityDescriptor,
                         PFILETIME lpftLastWriteTime) {
    give_what_no_key_has(lpClass, lpcchClass, lpcchMaxClassLen, lpcbSecurityDescriptor, lpftLastWriteTime);
    return answer([&] {
        return info<char16_t>(hKey, lpcSubKeys, lpcchMaxSubKeyLen, lpcValues, lpcchMaxValueNameLen, lpcbMaxValueLen);
    });
}

LSTATUS RegCloseKey(HKEY hKey) {
    return answer([&] { return close_key(hKey); });
}
LSTATUS RegFlushKey(HKEY hKey) {
    return answer([&]() -> LSTATUS {
        const auto path = path_of(hKey);
        return path ? ERROR_SUCCESS : path.error();
    });
}
