/* Libraries by name. "rasapi32" in any spelling is this system's librasapi32; its RasDial is the kit's. */
#ifndef OPENRAS_COMPAT_MODULES_H
#define OPENRAS_COMPAT_MODULES_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Another name is dlopen's. @return NULL with GetLastError 126. */
HMODULE LoadLibraryA(LPCSTR lpName) OPENRAS_KIT(LoadLibraryA);
HMODULE LoadLibraryW(LPCWSTR lpName) OPENRAS_KIT(LoadLibraryW);
/** NULL: the program. @return NULL with GetLastError 126 where it is not loaded. */
HMODULE GetModuleHandleA(LPCSTR lpName) OPENRAS_KIT(GetModuleHandleA);
HMODULE GetModuleHandleW(LPCWSTR lpName) OPENRAS_KIT(GetModuleHandleW);
/** @return NULL with GetLastError 127. */
FARPROC GetProcAddress(HMODULE hModule, LPCSTR lpName) OPENRAS_KIT(GetProcAddress);
BOOL FreeLibrary(HMODULE hModule) OPENRAS_KIT(FreeLibrary);

#ifdef __cplusplus
}
#endif

#define LoadLibrary OPENRAS_AW(LoadLibrary)
#define GetModuleHandle OPENRAS_AW(GetModuleHandle)

#endif
