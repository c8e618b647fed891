// Values of the registry (kit/registry.h): each function is one template, for UTF-8 and for UTF-16. Texts are kept in
// UTF-16, so the A functions convert the data of text types, too.
#include <algorithm>
#include <cstring>

#include "compat/environment.h"
#include "compat/guard.h"
#include "compat/kit/errors.h"
#include "compat/registry.h"
#include "compat/utf.h"

using namespace openras::compat;
using namespace openras::compat::registry;

namespace {

bool is_text(DWORD type) {
    return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

/// The bytes that the caller gets.
template <typename Unit>
std::string outward(const RegistryValue& value) {
    return sizeof(Unit) == 1 && is_text(value.type) ? utf8(units_of(value.data)) : value.data;
}

template <typename Unit>
std::string inward(DWORD type, std::string data) {
    if (!is_text(type)) return data;
    if constexpr (sizeof(Unit) == 1) data = bytes_of(utf16(data));
    constexpr std::string_view nul("\0\0", 2);
    if (data.size() % 2 == 0 && !data.ends_with(nul)) data += nul;
    return data;
}

/// Bytes into a buffer of *size bytes; without a buffer only their number.
LSTATUS give(const std::string& data, void* buffer, DWORD* size) {
    if (size == nullptr) return buffer == nullptr ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER;
    const DWORD room = *size;
    *size = static_cast<DWORD>(data.size());
    if (buffer == nullptr) return ERROR_SUCCESS;
    if (data.size() > room) return ERROR_MORE_DATA;
    std::memcpy(buffer, data.data(), data.size());
    return ERROR_SUCCESS;
}

Result<RegistryValue> find(const std::u16string& path, const std::u16string& name) {
    const auto text = read();
    if (!text) return std::unexpected(text.error());
    if (const LSTATUS gone = check_there(*text, path); gone != ERROR_SUCCESS) return std::unexpected(gone);
    auto value = text->value(path, name);
    if (!value) return std::unexpected(ERROR_FILE_NOT_FOUND);
    return std::move(*value);
}

template <typename Unit>
LSTATUS query(HKEY key, const Unit* name, DWORD* type, BYTE* data, DWORD* size) {
    if (data != nullptr && size == nullptr) return ERROR_INVALID_PARAMETER;
    const auto path = path_of(key);
    if (!path) return path.error();
    const auto value = find(*path, wide(name));
    if (!value) return value.error();
    if (type != nullptr) *type = value->type;
    return give(outward<Unit>(*value), data, size);
}

DWORD flag_of(DWORD type) {
    switch (type) {
        case REG_NONE: return RRF_RT_REG_NONE;
        case REG_SZ: return RRF_RT_REG_SZ;
        case REG_EXPAND_SZ: return RRF_RT_REG_EXPAND_SZ;
        case REG_BINARY: return RRF_RT_REG_BINARY;
        case REG_DWORD: return RRF_RT_REG_DWORD;
        case REG_MULTI_SZ: return RRF_RT_REG_MULTI_SZ;
        case REG_QWORD: return RRF_RT_REG_QWORD;
        default: return RRF_RT_ANY;
    }
}

template <typename Unit>
LSTATUS get(HKEY key, const Unit* subkey, const Unit* name, DWORD flags, DWORD* type, void* data, DWORD* size) {
    const auto path = path_below(key, wide(subkey));
    if (!path) return path.error();
    const DWORD room = size != nullptr ? *size : 0;
    const auto found = [&]() -> LSTATUS {
        if (data != nullptr && size == nullptr) return ERROR_INVALID_PARAMETER;
        auto value = find(*path, wide(name));
        if (!value) return value.error() == ERROR_KEY_DELETED ? ERROR_FILE_NOT_FOUND : value.error();
        if (value->type == REG_EXPAND_SZ && (flags & RRF_NOEXPAND) == 0) {
            std::u16string text = units_of(value->data);
            text.resize(std::min(text.find(u'\0'), text.size()));
            value->type = REG_SZ;
            value->data = bytes_of(expanded(text) + u'\0');
        }
        if (type != nullptr) *type = value->type;
        const DWORD allowed = flags & RRF_RT_ANY;
        if (allowed != 0 && (allowed & flag_of(value->type)) == 0) return ERROR_UNSUPPORTED_TYPE;
        return give(outward<Unit>(*value), data, size);
    }();
    if (found != ERROR_SUCCESS && data != nullptr && (flags & RRF_ZEROONFAILURE) != 0) std::memset(data, 0, room);
    return found;
}

template <typename Unit>
LSTATUS set(HKEY key, const Unit* name, DWORD type, const BYTE* data, DWORD size) {
    if ((data == nullptr && size != 0) || size > most_data) return ERROR_INVALID_PARAMETER;
    const auto path = path_of(key);
    if (!path) return path.error();
    RegistryValue value{wide(name), type, {}};
    if (value.name.size() > longest_value_name || !is_registry_name(value.name)) return ERROR_INVALID_PARAMETER;
    if (data != nullptr) value.data = inward<Unit>(type, std::string(reinterpret_cast<const char*>(data), size));
    return change([&](RegistryText& text) -> LSTATUS {
        if (const LSTATUS gone = check_there(text, *path); gone != ERROR_SUCCESS) return gone;
        text.set(*path, value);
        return ERROR_SUCCESS;
    });
}

LSTATUS remove(HKEY key, const std::u16string& name) {
    const auto path = path_of(key);
    if (!path) return path.error();
    return change([&](RegistryText& text) -> LSTATUS {
        if (const LSTATUS gone = check_there(text, *path); gone != ERROR_SUCCESS) return gone;
        return text.remove_value(*path, name) ? ERROR_SUCCESS : ERROR_FILE_NOT_FOUND;
    });
}

template <typename Unit>
LSTATUS enumerate(HKEY key, DWORD index, Unit* name, DWORD* length, DWORD* type, BYTE* data, DWORD* size) {
    if (name == nullptr || length == nullptr || (data != nullptr && size == nullptr)) return ERROR_INVALID_PARAMETER;
    const auto path = path_of(key);
    if (!path) return path.error();
    const auto text = read();
    if (!text) return text.error();
    if (const LSTATUS gone = check_there(*text, *path); gone != ERROR_SUCCESS) return gone;
    const auto all = text->values(*path);
    if (index >= all.size()) return ERROR_NO_MORE_ITEMS;
    const auto text_of_name = as<Unit>(all[index].name);
    if (text_of_name.size() >= *length) return ERROR_MORE_DATA;
    std::memcpy(name, text_of_name.c_str(), (text_of_name.size() + 1) * sizeof(Unit));
    *length = static_cast<DWORD>(text_of_name.size());
    if (type != nullptr) *type = all[index].type;
    return give(outward<Unit>(all[index]), data, size);
}

}  // namespace

LSTATUS RegQueryValueExA(HKEY hKey, LPCSTR lpValueName, LPDWORD, LPDWORD lpType, LPBYTE lpData, LPDWORD lpcbData) {
    return answer([&] { return query(hKey, lpValueName, lpType, lpData, lpcbData); });
}
LSTATUS RegQueryValueExW(HKEY hKey, LPCWSTR lpValueName, LPDWORD, LPDWORD lpType, LPBYTE lpData, LPDWORD lpcbData) {
    return answer([&] { return query(hKey, lpValueName, lpType, lpData, lpcbData); });
}

LSTATUS RegGetValueA(HKEY hKey, LPCSTR lpSubKey, LPCSTR lpValue, DWORD dwFlags, LPDWORD pdwType, PVOID pvData,
                     LPDWORD pcbData) {
    return answer([&] { return get(hKey, lpSubKey, lpValue, dwFlags, pdwType, pvData, pcbData); });
}
LSTATUS RegGetValueW(HKEY hKey, LPCWSTR lpSubKey, LPCWSTR lpValue, DWORD dwFlags, LPDWORD pdwType, PVOID pvData,
                     LPDWORD pcbData) {
    return answer([&] { return get(hKey, lpSubKey, lpValue, dwFlags, pdwType, pvData, pcbData); });
}

LSTATUS RegSetValueExA(HKEY hKey, LPCSTR lpValueName, DWORD, DWORD dwType, const BYTE* lpData, DWORD cbData) {
    return answer([&] { return set(hKey, lpValueName, dwType, lpData, cbData); });
}
LSTATUS RegSetValueExW(HKEY hKey, LPCWSTR lpValueName, DWORD, DWORD dwType, const BYTE* lpData, DWORD cbData) {
    return answer([&] { return set(hKey, lpValueName, dwType, lpData, cbData); });
}

LSTATUS RegDeleteValueA(HKEY hKey, LPCSTR lpValueName) {
    return answer([&] { return remove(hKey, wide(lpValueName)); });
}
LSTATUS RegDeleteValueW(HKEY hKey, LPCWSTR lpValueName) {
    return answer([&] { return remove(hKey, wide(lpValueName)); });
}

LSTATUS RegEnumValueA(HKEY hKey, DWORD dwIndex, LPSTR lpValueName, LPDWORD lpcchValueName, LPDWORD, LPDWORD lpType,
                      LPBYTE lpData, LPDWORD lpcbData) {
    return answer([&] { return enumerate(hKey, dwIndex, lpValueName, lpcchValueName, lpType, lpData, lpcbData); });
}
LSTATUS RegEnumValueW(HKEY hKey, DWORD dwIndex, LPWSTR lpValueName, LPDWORD lpcchValueName, LPDWORD, LPDWORD lpType,
                      LPBYTE lpData, LPDWORD lpcbData) {
    return answer([&] { return enumerate(hKey, dwIndex, lpValueName, lpcchValueName, lpType, lpData, lpcbData); });
}
