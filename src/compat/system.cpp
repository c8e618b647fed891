// Version, folders and environment (kit/system.h).
#include "compat/kit/system.h"

#include <dlfcn.h>
#include <ras.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "api/user_file.h"
#include "compat/environment.h"
#include "compat/give.h"
#include "compat/guard.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace openras::compat {

std::u16string expanded(std::u16string_view text) {
    std::u16string result;
    while (!text.empty()) {
        const auto start = std::min(text.find(u'%'), text.size());
        result += text.substr(0, start);
        text.remove_prefix(start);
        const auto end = text.find(u'%', 1);
        if (end == std::u16string_view::npos) return result += text;
        if (const char* value = std::getenv(utf8(text.substr(1, end - 1)).c_str()); value != nullptr && end > 1) {
            result += utf16(value);
            text.remove_prefix(end + 1);
        } else {  // the second sign may begin another name
            result += text.substr(0, end);
            text.remove_prefix(end);
        }
    }
    return result;
}

}  // namespace openras::compat

namespace {

constexpr DWORD major_version = 10;
constexpr DWORD build_number = 19045;

template <typename Info, typename InfoEx>
BOOL give_version(Info* info) {
    if (info == nullptr) return failed_with(ERROR_INVALID_PARAMETER);
    const DWORD size = info->dwOSVersionInfoSize;
    if (size != sizeof(Info) && size != sizeof(InfoEx)) return failed_with(ERROR_INSUFFICIENT_BUFFER);
    InfoEx full;
    std::memset(&full, 0, sizeof full);
    full.dwOSVersionInfoSize = size;
    full.dwMajorVersion = major_version;
    full.dwBuildNumber = build_number;
    full.dwPlatformId = VER_PLATFORM_WIN32_NT;
    full.wProductType = VER_NT_WORKSTATION;
    std::memcpy(static_cast<void*>(info), &full, size);  // the longer structure begins with the shorter one
    return TRUE;
}

std::string system_directory() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<void*>(&RasHangUpA), &info) == 0 || info.dli_fname == nullptr) return {};
    std::error_code error;
    return std::filesystem::absolute(info.dli_fname, error).parent_path().string();
}

std::string windows_directory() {
    return std::filesystem::path(openras::api::user_file_path("none")).parent_path().string();
}

template <typename Unit>
UINT give_directory(const std::string& path, Unit* buffer, UINT room) {
    if (path.empty()) {
        SetLastError(ERROR_PATH_NOT_FOUND);
        return 0;
    }
    return give_text(as<Unit>(utf16(path)), buffer, room);
}

template <typename Unit>
DWORD expand(const Unit* text, Unit* buffer, DWORD room) {
    if (text == nullptr) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    const auto result = as<Unit>(expanded(wide(text)));
    give_text(result, buffer, room);
    return static_cast<DWORD>(result.size() + 1);
}

template <typename Unit>
DWORD give_variable(const Unit* name, Unit* buffer, DWORD room) {
    const char* value = std::getenv(utf8(wide(name)).c_str());
    if (value == nullptr) {
        SetLastError(ERROR_ENVVAR_NOT_FOUND);
        return 0;
    }
    SetLastError(ERROR_SUCCESS);  // 0 is the length of an empty one, too
    return give_text(as<Unit>(utf16(value)), buffer, room);
}

BOOL set_variable(const std::u16string& name, const std::u16string* value) {
    const std::string key = utf8(name);
    const int result = value != nullptr ? setenv(key.c_str(), utf8(*value).c_str(), 1) : unsetenv(key.c_str());
    return result == 0 ? TRUE : failed_with(ERROR_INVALID_PARAMETER);
}

}  // namespace

BOOL GetVersionExA(LPOSVERSIONINFOA lpVersion) {
    return give_version<OSVERSIONINFOA, OSVERSIONINFOEXA>(lpVersion);
}
BOOL GetVersionExW(LPOSVERSIONINFOW lpVersion) {
    return give_version<OSVERSIONINFOW, OSVERSIONINFOEXW>(lpVersion);
}
DWORD GetVersion(void) {
    return build_number << 16 | major_version;
}

UINT GetSystemDirectoryA(LPSTR lpBuffer, UINT uSize) {
    return safely<UINT>(0, [&] { return give_directory(system_directory(), lpBuffer, uSize); });
}
UINT GetSystemDirectoryW(LPWSTR lpBuffer, UINT uSize) {
    return safely<UINT>(0, [&] { return give_directory(system_directory(), lpBuffer, uSize); });
}
UINT GetWindowsDirectoryA(LPSTR lpBuffer, UINT uSize) {
    return safely<UINT>(0, [&] { return give_directory(windows_directory(), lpBuffer, uSize); });
}
UINT GetWindowsDirectoryW(LPWSTR lpBuffer, UINT uSize) {
    return safely<UINT>(0, [&] { return give_directory(windows_directory(), lpBuffer, uSize); });
}

DWORD ExpandEnvironmentStringsA(LPCSTR lpText, LPSTR lpBuffer, DWORD nSize) {
    return safely<DWORD>(0, [&] { return expand(lpText, lpBuffer, nSize); });
}
DWORD ExpandEnvironmentStringsW(LPCWSTR lpText, LPWSTR lpBuffer, DWORD nSize) {
    return safely<DWORD>(0, [&] { return expand(lpText, lpBuffer, nSize); });
}
DWORD GetEnvironmentVariableA(LPCSTR lpName, LPSTR lpBuffer, DWORD nSize) {
    return safely<DWORD>(0, [&] { return give_variable(lpName, lpBuffer, nSize); });
}
DWORD GetEnvironmentVariableW(LPCWSTR lpName, LPWSTR lpBuffer, DWORD nSize) {
    return safely<DWORD>(0, [&] { return give_variable(lpName, lpBuffer, nSize); });
}
BOOL SetEnvironmentVariableA(LPCSTR lpName, LPCSTR lpValue) {
    return safely<BOOL>(FALSE, [&] {
        const auto value = wide(lpValue);
        return set_variable(wide(lpName), lpValue != nullptr ? &value : nullptr);
    });
}
BOOL SetEnvironmentVariableW(LPCWSTR lpName, LPCWSTR lpValue) {
    return safely<BOOL>(FALSE, [&] {
        const auto value = wide(lpValue);
        return set_variable(wide(lpName), lpValue != nullptr ? &value : nullptr);
    });
}
