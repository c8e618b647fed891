/*
 * Settings in INI files. A name without a folder is a file in GetWindowsDirectory, here ~/.config/openras; backslashes
 * are taken as slashes. A change leaves every other byte of the file as it was; changes of several programs exclude each
 * other. Of two sections or keys with one name the first counts.
 */
#ifndef OPENRAS_COMPAT_PROFILE_H
#define OPENRAS_COMPAT_PROFILE_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** lpSection NULL: the names of the sections, lpKey NULL: those of its keys, each with a NUL, the last with two.
 * @return characters copied, without the last NUL; what does not fit is cut. */
DWORD GetPrivateProfileStringA(LPCSTR lpSection, LPCSTR lpKey, LPCSTR lpDefault, LPSTR lpBuffer, DWORD nSize,
                               LPCSTR lpFile) OPENRAS_KIT(GetPrivateProfileStringA);
DWORD GetPrivateProfileStringW(LPCWSTR lpSection, LPCWSTR lpKey, LPCWSTR lpDefault, LPWSTR lpBuffer, DWORD nSize,
                               LPCWSTR lpFile) OPENRAS_KIT(GetPrivateProfileStringW);
UINT GetPrivateProfileIntA(LPCSTR lpSection, LPCSTR lpKey, INT nDefault, LPCSTR lpFile)
    OPENRAS_KIT(GetPrivateProfileIntA);
UINT GetPrivateProfileIntW(LPCWSTR lpSection, LPCWSTR lpKey, INT nDefault, LPCWSTR lpFile)
    OPENRAS_KIT(GetPrivateProfileIntW);
/** lpKey NULL takes the section away, lpText NULL the key. @return FALSE with GetLastError 3, 5, 87 or 1013. */
BOOL WritePrivateProfileStringA(LPCSTR lpSection, LPCSTR lpKey, LPCSTR lpText, LPCSTR lpFile)
    OPENRAS_KIT(WritePrivateProfileStringA);
BOOL WritePrivateProfileStringW(LPCWSTR lpSection, LPCWSTR lpKey, LPCWSTR lpText, LPCWSTR lpFile)
    OPENRAS_KIT(WritePrivateProfileStringW);

#ifdef __cplusplus
}
#endif

#define GetPrivateProfileString OPENRAS_AW(GetPrivateProfileString)
#define GetPrivateProfileInt OPENRAS_AW(GetPrivateProfileInt)
#define WritePrivateProfileString OPENRAS_AW(WritePrivateProfileString)

#endif
