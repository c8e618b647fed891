// Libraries by name (kit/modules.h). A handle is dlopen's. Windows' own libraries that programs name are two here: the
// RAS library and the kit.
#include "compat/kit/modules.h"

#include <dlfcn.h>
#include <link.h>
#include <ras.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/strings.h"
#include "compat/guard.h"
#include "compat/kit/dial.h"
#include "compat/utf.h"

using namespace openras::compat;

#undef RasDialA
#undef RasDialW

namespace {

constexpr const char* ras_library = "librasapi32.so.0";
constexpr const char* kit_library = "libopenras-compat.so.0";

/// This system's library for one that Windows has, by its name alone or at the end of a path of Windows' or of here
/// (system32\RASAPI32.DLL), in any case, with or without its ending; nullptr for every other one.
const char* known_library(std::string_view name) {
    while (!name.empty() && (name.back() == ' ' || name.back() == '.')) name.remove_suffix(1);  // as Windows does
    if (const auto slash = name.find_last_of("\\/"); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    constexpr std::string_view ending = ".dll";
    if (name.size() > ending.size() && openras::equals_ignoring_case(name.substr(name.size() - ending.size()), ending))
        name.remove_suffix(ending.size());
    const auto is = [&](std::string_view known) { return openras::equals_ignoring_case(name, known); };
    if (is("rasapi32") || is("rasdlg")) return ras_library;
    if (is("kernel32") || is("user32") || is("advapi32") || is("shell32") || is("ws2_32")) return kit_library;
    return nullptr;
}

/// The kit's functions are known to the linker by a name of their own.
void* find(HMODULE library, const char* name) {
    void* found = dlsym(library, (std::string("openras_compat_") + name).c_str());
    return found != nullptr ? found : dlsym(library, name);
}

/// Empty for a handle that is none.
std::string file_of(HMODULE library) {
    std::error_code error;
    const link_map* map = nullptr;
    // The program itself has no name in the linker's list.
    if (library != nullptr && dlinfo(library, RTLD_DI_LINKMAP, static_cast<void*>(&map)) != 0) return {};
    if (map == nullptr || map->l_name[0] == 0) return std::filesystem::read_symlink("/proc/self/exe", error).string();
    return std::filesystem::absolute(map->l_name, error).string();
}

template <typename Unit>
DWORD give_file_name(HMODULE library, Unit* name, DWORD room) {
    const auto path = as<Unit>(utf16(file_of(library)));
    if (path.empty()) SetLastError(ERROR_MOD_NOT_FOUND);
    if (path.empty() || name == nullptr || room == 0) return 0;
    const std::size_t length = std::min<std::size_t>(path.size(), room - 1);
    std::memcpy(name, path.c_str(), length * sizeof(Unit));
    name[length] = 0;
    if (length == path.size()) return static_cast<DWORD>(length);
    SetLastError(ERROR_INSUFFICIENT_BUFFER);
    return room;
}

HMODULE module(const char* name, int flags) {
    return safely<HMODULE>(nullptr, [&]() -> HMODULE {
        void* opened = nullptr;
        if (name == nullptr) {
            opened = dlopen(nullptr, RTLD_NOW);
        } else {
            const char* known = known_library(name);
            opened = dlopen(known != nullptr ? known : name, RTLD_NOW | flags);
        }
        if (opened == nullptr) SetLastError(ERROR_MOD_NOT_FOUND);
        return static_cast<HMODULE>(opened);
    });
}

HMODULE module(const WCHAR* name, int flags) {
    return safely<HMODULE>(nullptr, [&] { return module(name != nullptr ? utf8(name).c_str() : nullptr, flags); });
}

}  // namespace

HMODULE LoadLibraryA(LPCSTR lpName) {
    if (lpName != nullptr) return module(lpName, 0);
    SetLastError(ERROR_INVALID_PARAMETER);
    return nullptr;
}
HMODULE LoadLibraryW(LPCWSTR lpName) {
    if (lpName != nullptr) return module(lpName, 0);
    SetLastError(ERROR_INVALID_PARAMETER);
    return nullptr;
}
HMODULE GetModuleHandleA(LPCSTR lpName) {
    return module(lpName, RTLD_NOLOAD);
}
HMODULE GetModuleHandleW(LPCWSTR lpName) {
    return module(lpName, RTLD_NOLOAD);
}

DWORD GetModuleFileNameA(HMODULE hModule, LPSTR lpName, DWORD nSize) {
    return safely<DWORD>(0, [&] { return give_file_name(hModule, lpName, nSize); });
}
DWORD GetModuleFileNameW(HMODULE hModule, LPWSTR lpName, DWORD nSize) {
    return safely<DWORD>(0, [&] { return give_file_name(hModule, lpName, nSize); });
}

FARPROC GetProcAddress(HMODULE hModule, LPCSTR lpName) {
    if (hModule == nullptr || lpName == nullptr) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    void* found = safely<void*>(nullptr, [&] { return find(hModule, lpName); });
    if (found == reinterpret_cast<void*>(&RasDialA)) found = reinterpret_cast<void*>(&openras_compat_RasDialA);
    if (found == reinterpret_cast<void*>(&RasDialW)) found = reinterpret_cast<void*>(&openras_compat_RasDialW);
    if (found == nullptr) SetLastError(ERROR_PROC_NOT_FOUND);
    return reinterpret_cast<FARPROC>(found);
}

BOOL FreeLibrary(HMODULE hModule) {
    return hModule != nullptr && dlclose(hModule) == 0 ? TRUE : failed_with(ERROR_INVALID_HANDLE);
}
