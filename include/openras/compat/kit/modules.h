/*
 * Libraries by name. "rasapi32.dll" and "rasdlg.dll" are this system's librasapi32 (its RasDial is the kit's), "kernel32",
 * "user32", "advapi32", "shell32" and "ws2_32" the kit: in any case, with a path before them or not.
 */
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
/** NULL: the program. @return the length; where it does not fit it is cut, nSize returned and GetLastError 122. */
DWORD GetModuleFileNameA(HMODULE hModule, LPSTR lpName, DWORD nSize) OPENRAS_KIT(GetModuleFileNameA);
DWORD GetModuleFileNameW(HMODULE hModule, LPWSTR lpName, DWORD nSize) OPENRAS_KIT(GetModuleFileNameW);
BOOL FreeLibrary(HMODULE hModule) OPENRAS_KIT(FreeLibrary);

#ifdef __cplusplus
}
#endif

/* Where a library is looked for is the dynamic linker's affair. */
#define LoadLibraryExA(name, reserved, flags) ((void)(reserved), (void)(flags), LoadLibraryA(name))
#define LoadLibraryExW(name, reserved, flags) ((void)(reserved), (void)(flags), LoadLibraryW(name))
#define LoadLibraryEx OPENRAS_AW(LoadLibraryEx)
#define LoadLibrary OPENRAS_AW(LoadLibrary)
#define GetModuleFileName OPENRAS_AW(GetModuleFileName)
#define GetModuleHandle OPENRAS_AW(GetModuleHandle)

#endif
