// Libraries by name (kit/modules.h). A handle is dlopen's.
#include "compat/kit/modules.h"

#include <dlfcn.h>
#include <ras.h>

#include <cstring>
#include <string>

#include "base/strings.h"
#include "compat/guard.h"
#include "compat/kit/dial.h"
#include "compat/utf.h"

using namespace openras::compat;

#undef RasDialA
#undef RasDialW

namespace {

HMODULE module(const char* name, int flags) {
    return safely<HMODULE>(nullptr, [&]() -> HMODULE {
        void* opened = nullptr;
        if (name == nullptr) {
            opened = dlopen(nullptr, RTLD_NOW);
        } else {
            const std::string wanted = name;
            const bool ras = openras::equals_ignoring_case(wanted, "rasapi32") ||
                             openras::equals_ignoring_case(wanted, "rasapi32.dll");
            opened = dlopen(ras ? "librasapi32.so.0" : name, RTLD_NOW | flags);
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

FARPROC GetProcAddress(HMODULE hModule, LPCSTR lpName) {
    if (hModule == nullptr || lpName == nullptr) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    void* found = dlsym(hModule, lpName);
    if (found == reinterpret_cast<void*>(&RasDialA)) found = reinterpret_cast<void*>(&openras_compat_RasDialA);
    if (found == reinterpret_cast<void*>(&RasDialW)) found = reinterpret_cast<void*>(&openras_compat_RasDialW);
    if (found == nullptr) SetLastError(ERROR_PROC_NOT_FOUND);
    return reinterpret_cast<FARPROC>(found);
}

BOOL FreeLibrary(HMODULE hModule) {
    return hModule != nullptr && dlclose(hModule) == 0 ? TRUE : failed_with(ERROR_INVALID_HANDLE);
}
