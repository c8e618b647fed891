// Settings in INI files (kit/profile.h): each function is one template, for UTF-8 and for UTF-16.
#include "compat/kit/profile.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "api/user_file.h"
#include "compat/guard.h"
#include "compat/profile_text.h"
#include "compat/utf.h"

using namespace openras;
using namespace openras::compat;

namespace {

std::string narrow(const char* text) {
    return text != nullptr ? text : "";  // as it is, whatever its encoding
}
std::string narrow(const char16_t* text) {
    return text != nullptr ? utf8(text) : "";
}
template <typename Unit>
std::basic_string<Unit> outward(const std::string& text) {
    if constexpr (sizeof(Unit) == 1)
        return text;
    else
        return utf16(text);
}

std::string path_of(std::string name) {
    std::ranges::replace(name, '\\', '/');
    return name.find('/') != std::string::npos ? name : api::user_file_path(name);
}

ProfileText read(const std::string& name) {
    const auto bytes = api::read_user_file(path_of(name));
    return ProfileText(bytes ? bytes->value_or("") : "");
}

/// Names, each with its NUL.
std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) list += name + '\0';
    return list;
}

template <typename Unit>
DWORD get(const Unit* section, const Unit* key, const Unit* otherwise, Unit* buffer, DWORD room, const Unit* file) {
    if (buffer == nullptr || room == 0 || file == nullptr) return 0;
    const ProfileText text = read(narrow(file));
    const bool list = section == nullptr || key == nullptr;
    std::string result;
    if (section == nullptr)
        result = listed(text.sections());
    else if (key == nullptr)
        result = listed(text.keys(narrow(section)));
    else if (const auto value = text.value(narrow(section), narrow(key)))
        result = *value;
    else
        result = narrow(otherwise);
    const auto units = outward<Unit>(result);
    const std::size_t ends = list ? 2 : 1;  // a list that was cut has both, too
    const std::size_t length = std::min<std::size_t>(units.size(), room >= ends ? room - ends : 0);
    std::memcpy(buffer, units.data(), length * sizeof(Unit));
    buffer[length] = 0;
    if (list && room > length + 1) buffer[length + 1] = 0;
    return static_cast<DWORD>(length);
}

template <typename Unit>
UINT get_int(const Unit* section, const Unit* key, INT otherwise, const Unit* file) {
    if (section == nullptr || key == nullptr || file == nullptr) return static_cast<UINT>(otherwise);
    const auto value = read(narrow(file)).value(narrow(section), narrow(key));
    if (!value || value->empty()) return static_cast<UINT>(otherwise);
    const bool hex = value->starts_with("0x") || value->starts_with("0X");
    return static_cast<UINT>(std::strtoll(value->c_str(), nullptr, hex ? 16 : 10));
}

bool is_one_line(const std::string& text) {
    return text.find_first_of("\r\n") == std::string::npos;
}

template <typename Unit>
BOOL put(const Unit* section, const Unit* key, const Unit* value, const Unit* file) {
    const bool words = is_one_line(narrow(section)) && is_one_line(narrow(key)) && is_one_line(narrow(value));
    if (section == nullptr || file == nullptr || !words) return failed_with(ERROR_INVALID_PARAMETER);
    std::string path = path_of(narrow(file));
    std::error_code error;
    if (auto target = std::filesystem::canonical(path, error); !error) path = target.string();  // a link stays one
    const bool own = path == api::user_file_path(std::filesystem::path(path).filename().string());
    if (!own && !std::filesystem::is_directory(std::filesystem::path(path).parent_path(), error))
        return failed_with(ERROR_PATH_NOT_FOUND);
    struct stat old{};
    const bool exists = stat(path.c_str(), &old) == 0;
    const auto done = api::change_user_file(path, [&](const std::optional<std::string>& bytes) {
        ProfileText text(bytes.value_or(""));
        if (key == nullptr)
            text.remove_section(narrow(section));
        else if (value == nullptr)
            text.remove(narrow(section), narrow(key));
        else
            text.set(narrow(section), narrow(key), narrow(value));
        return Expected<std::string>(text.bytes());
    });
    if (!done) return failed_with(done.error().code == ERROR_ACCESS_DENIED ? ERROR_ACCESS_DENIED : ERROR_CANTWRITE);
    if (exists) (void)chmod(path.c_str(), old.st_mode & 0777);
    return TRUE;
}

}  // namespace

DWORD GetPrivateProfileStringA(LPCSTR lpSection, LPCSTR lpKey, LPCSTR lpDefault, LPSTR lpBuffer, DWORD nSize,
                               LPCSTR lpFile) {
    return safely<DWORD>(0, [&] { return get(lpSection, lpKey, lpDefault, lpBuffer, nSize, lpFile); });
}
DWORD GetPrivateProfileStringW(LPCWSTR lpSection, LPCWSTR lpKey, LPCWSTR lpDefault, LPWSTR lpBuffer, DWORD nSize,
                               LPCWSTR lpFile) {
    return safely<DWORD>(0, [&] { return get(lpSection, lpKey, lpDefault, lpBuffer, nSize, lpFile); });
}
UINT GetPrivateProfileIntA(LPCSTR lpSection, LPCSTR lpKey, INT nDefault, LPCSTR lpFile) {
    return safely<UINT>(static_cast<UINT>(nDefault), [&] { return get_int(lpSection, lpKey, nDefault, lpFile); });
}
UINT GetPrivateProfileIntW(LPCWSTR lpSection, LPCWSTR lpKey, INT nDefault, LPCWSTR lpFile) {
    return safely<UINT>(static_cast<UINT>(nDefault), [&] { return get_int(lpSection, lpKey, nDefault, lpFile); });
}
BOOL WritePrivateProfileStringA(LPCSTR lpSection, LPCSTR lpKey, LPCSTR lpText, LPCSTR lpFile) {
    return safely<BOOL>(FALSE, [&] { return put(lpSection, lpKey, lpText, lpFile); });
}
BOOL WritePrivateProfileStringW(LPCWSTR lpSection, LPCWSTR lpKey, LPCWSTR lpText, LPCWSTR lpFile) {
    return safely<BOOL>(FALSE, [&] { return put(lpSection, lpKey, lpText, lpFile); });
}
