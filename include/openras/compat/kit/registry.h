/*
 * The registry: keys and values in a text file of the user's, ~/.config/openras/registry (docs/porting.md). All hives
 * are in it, HKEY_LOCAL_MACHINE too. Changes of several programs exclude each other, and a crash leaves the old file or
 * the new one. Lines that are not understood stay; they are told on standard error.
 *
 * All return 0 or the error, also 6 (no open key), 87, 5 or 1013 (the file cannot be written), 1012 (cannot be read).
 */
#ifndef OPENRAS_COMPAT_REGISTRY_H
#define OPENRAS_COMPAT_REGISTRY_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct HKEY__* HKEY;
typedef HKEY* PHKEY;
typedef DWORD REGSAM;
typedef LONG LSTATUS;

#define HKEY_CLASSES_ROOT ((HKEY)(ULONG_PTR)(LONG)0x80000000)
#define HKEY_CURRENT_USER ((HKEY)(ULONG_PTR)(LONG)0x80000001)
#define HKEY_LOCAL_MACHINE ((HKEY)(ULONG_PTR)(LONG)0x80000002)
#define HKEY_USERS ((HKEY)(ULONG_PTR)(LONG)0x80000003)
#define HKEY_CURRENT_CONFIG ((HKEY)(ULONG_PTR)(LONG)0x80000005)

#define REG_NONE 0u
#define REG_SZ 1u
#define REG_EXPAND_SZ 2u
#define REG_BINARY 3u
#define REG_DWORD 4u
#define REG_DWORD_LITTLE_ENDIAN 4u
#define REG_DWORD_BIG_ENDIAN 5u
#define REG_LINK 6u
#define REG_MULTI_SZ 7u
#define REG_QWORD 11u
#define REG_QWORD_LITTLE_ENDIAN 11u

#define REG_OPTION_NON_VOLATILE 0u
#define REG_OPTION_VOLATILE 1u
#define REG_CREATED_NEW_KEY 1u
#define REG_OPENED_EXISTING_KEY 2u

/* What the key is opened for makes no difference: the file's own permissions decide. */
#define KEY_QUERY_VALUE 0x0001u
#define KEY_SET_VALUE 0x0002u
#define KEY_CREATE_SUB_KEY 0x0004u
#define KEY_ENUMERATE_SUB_KEYS 0x0008u
#define KEY_NOTIFY 0x0010u
#define KEY_CREATE_LINK 0x0020u
#define KEY_WOW64_64KEY 0x0100u
#define KEY_WOW64_32KEY 0x0200u
#define KEY_READ 0x20019u
#define KEY_WRITE 0x20006u
#define KEY_EXECUTE 0x20019u
#define KEY_ALL_ACCESS 0xF003Fu
#ifndef MAXIMUM_ALLOWED
#define MAXIMUM_ALLOWED 0x02000000u
#endif

#define RRF_RT_REG_NONE 0x01u
#define RRF_RT_REG_SZ 0x02u
#define RRF_RT_REG_EXPAND_SZ 0x04u
#define RRF_RT_REG_BINARY 0x08u
#define RRF_RT_REG_DWORD 0x10u
#define RRF_RT_REG_MULTI_SZ 0x20u
#define RRF_RT_REG_QWORD 0x40u
#define RRF_RT_DWORD (RRF_RT_REG_BINARY | RRF_RT_REG_DWORD)
#define RRF_RT_QWORD (RRF_RT_REG_BINARY | RRF_RT_REG_QWORD)
#define RRF_RT_ANY 0xFFFFu
#define RRF_NOEXPAND 0x10000000u
#define RRF_ZEROONFAILURE 0x20000000u

/** @return 0; 2 there is no such key; 1018 hKey has been deleted. */
LSTATUS RegOpenKeyExA(HKEY hKey, LPCSTR lpSubKey, DWORD ulOptions, REGSAM ignored, HKEY* phkResult)
    OPENRAS_KIT(RegOpenKeyExA);
LSTATUS RegOpenKeyExW(HKEY hKey, LPCWSTR lpSubKey, DWORD ulOptions, REGSAM ignored, HKEY* phkResult)
    OPENRAS_KIT(RegOpenKeyExW);
/** With the keys above it. REG_OPTION_VOLATILE: such a key stays, too. */
LSTATUS RegCreateKeyExA(HKEY hKey, LPCSTR lpSubKey, DWORD Reserved, LPSTR lpClass, DWORD dwOptions, REGSAM ignored,
                        const LPSECURITY_ATTRIBUTES lpSecurity, HKEY* phkResult, LPDWORD lpdwDisposition)
    OPENRAS_KIT(RegCreateKeyExA);
LSTATUS RegCreateKeyExW(HKEY hKey, LPCWSTR lpSubKey, DWORD Reserved, LPWSTR lpClass, DWORD dwOptions, REGSAM ignored,
                        const LPSECURITY_ATTRIBUTES lpSecurity, HKEY* phkResult, LPDWORD lpdwDisposition)
    OPENRAS_KIT(RegCreateKeyExW);
/** lpData NULL: only the size. @return 0; 2; 234 the buffer is too small, *lpcbData says what is needed. */
LSTATUS RegQueryValueExA(HKEY hKey, LPCSTR lpValueName, LPDWORD lpReserved, LPDWORD lpType, LPBYTE lpData,
                         LPDWORD lpcbData) OPENRAS_KIT(RegQueryValueExA);
LSTATUS RegQueryValueExW(HKEY hKey, LPCWSTR lpValueName, LPDWORD lpReserved, LPDWORD lpType, LPBYTE lpData,
                         LPDWORD lpcbData) OPENRAS_KIT(RegQueryValueExW);
/** Of a type that dwFlags (RRF_RT_*) names, else 1630. REG_EXPAND_SZ is expanded but for RRF_NOEXPAND. */
LSTATUS RegGetValueA(HKEY hKey, LPCSTR lpSubKey, LPCSTR lpValue, DWORD dwFlags, LPDWORD pdwType, PVOID pvData,
                     LPDWORD pcbData) OPENRAS_KIT(RegGetValueA);
LSTATUS RegGetValueW(HKEY hKey, LPCWSTR lpSubKey, LPCWSTR lpValue, DWORD dwFlags, LPDWORD pdwType, PVOID pvData,
                     LPDWORD pcbData) OPENRAS_KIT(RegGetValueW);
/** A text without NUL gets one. */
LSTATUS RegSetValueExA(HKEY hKey, LPCSTR lpValueName, DWORD Reserved, DWORD dwType, const BYTE* lpData, DWORD cbData)
    OPENRAS_KIT(RegSetValueExA);
LSTATUS RegSetValueExW(HKEY hKey, LPCWSTR lpValueName, DWORD Reserved, DWORD dwType, const BYTE* lpData, DWORD cbData)
    OPENRAS_KIT(RegSetValueExW);
LSTATUS RegDeleteValueA(HKEY hKey, LPCSTR lpValueName) OPENRAS_KIT(RegDeleteValueA);
LSTATUS RegDeleteValueW(HKEY hKey, LPCWSTR lpValueName) OPENRAS_KIT(RegDeleteValueW);
/** @return 5 where there are keys below it. */
LSTATUS RegDeleteKeyA(HKEY hKey, LPCSTR lpSubKey) OPENRAS_KIT(RegDeleteKeyA);
LSTATUS RegDeleteKeyW(HKEY hKey, LPCWSTR lpSubKey) OPENRAS_KIT(RegDeleteKeyW);
/** With all below it; lpSubKey NULL: what is in hKey. */
LSTATUS RegDeleteTreeA(HKEY hKey, LPCSTR lpSubKey) OPENRAS_KIT(RegDeleteTreeA);
LSTATUS RegDeleteTreeW(HKEY hKey, LPCWSTR lpSubKey) OPENRAS_KIT(RegDeleteTreeW);
/** lpcchName: in with the NUL, out without. @return 259 after the last; 234 the buffer is too small. The time is zero.
 */
LSTATUS RegEnumKeyExA(HKEY hKey, DWORD dwIndex, LPSTR lpName, LPDWORD lpcchName, LPDWORD lpReserved, LPSTR lpClass,
                      LPDWORD lpcchClass, PFILETIME lpftLastWriteTime) OPENRAS_KIT(RegEnumKeyExA);
LSTATUS RegEnumKeyExW(HKEY hKey, DWORD dwIndex, LPWSTR lpName, LPDWORD lpcchName, LPDWORD lpReserved, LPWSTR lpClass,
                      LPDWORD lpcchClass, PFILETIME lpftLastWriteTime) OPENRAS_KIT(RegEnumKeyExW);
LSTATUS RegEnumValueA(HKEY hKey, DWORD dwIndex, LPSTR lpValueName, LPDWORD lpcchValueName, LPDWORD lpReserved,
                      LPDWORD lpType, LPBYTE lpData, LPDWORD lpcbData) OPENRAS_KIT(RegEnumValueA);
LSTATUS RegEnumValueW(HKEY hKey, DWORD dwIndex, LPWSTR lpValueName, LPDWORD lpcchValueName, LPDWORD lpReserved,
                      LPDWORD lpType, LPBYTE lpData, LPDWORD lpcbData) OPENRAS_KIT(RegEnumValueW);
/** The longest names and data are told without NUL, as Windows does. */
LSTATUS RegQueryInfoKeyA(HKEY hKey, LPSTR lpClass, LPDWORD lpcchClass, LPDWORD lpReserved, LPDWORD lpcSubKeys,
                         LPDWORD lpcchMaxSubKeyLen, LPDWORD lpcchMaxClassLen, LPDWORD lpcValues,
                         LPDWORD lpcchMaxValueNameLen, LPDWORD lpcbMaxValueLen, LPDWORD lpcbSecurityDescriptor,
                         PFILETIME lpftLastWriteTime) OPENRAS_KIT(RegQueryInfoKeyA);
LSTATUS RegQueryInfoKeyW(HKEY hKey, LPWSTR lpClass, LPDWORD lpcchClass, LPDWORD lpReserved, LPDWORD lpcSubKeys,
                         LPDWORD lpcchMaxSubKeyLen, LPDWORD lpcchMaxClassLen, LPDWORD lpcValues,
                         LPDWORD lpcchMaxValueNameLen, LPDWORD lpcbMaxValueLen, LPDWORD lpcbSecurityDescriptor,
                         PFILETIME lpftLastWriteTime) OPENRAS_KIT(RegQueryInfoKeyW);
LSTATUS RegCloseKey(HKEY hKey) OPENRAS_KIT(RegCloseKey);
/** Every change is on the disk already. */
LSTATUS RegFlushKey(HKEY hKey) OPENRAS_KIT(RegFlushKey);

#ifdef __cplusplus
}
#endif

/* The older functions. */
#define RegOpenKeyA(key, name, result) RegOpenKeyExA(key, name, 0, MAXIMUM_ALLOWED, result)
#define RegOpenKeyW(key, name, result) RegOpenKeyExW(key, name, 0, MAXIMUM_ALLOWED, result)
#define RegCreateKeyA(key, name, result) RegCreateKeyExA(key, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, result, NULL)
#define RegCreateKeyW(key, name, result) RegCreateKeyExW(key, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, result, NULL)
static inline LSTATUS RegEnumKeyA(HKEY key, DWORD index, LPSTR name, DWORD room) {
    return RegEnumKeyExA(key, index, name, &room, NULL, NULL, NULL, NULL);
}
static inline LSTATUS RegEnumKeyW(HKEY key, DWORD index, LPWSTR name, DWORD room) {
    return RegEnumKeyExW(key, index, name, &room, NULL, NULL, NULL, NULL);
}
#define RegDeleteKeyExA(key, name, view, reserved) ((void)(view), (void)(reserved), RegDeleteKeyA(key, name))
#define RegDeleteKeyExW(key, name, view, reserved) ((void)(view), (void)(reserved), RegDeleteKeyW(key, name))

#define RegOpenKeyEx OPENRAS_AW(RegOpenKeyEx)
#define RegCreateKeyEx OPENRAS_AW(RegCreateKeyEx)
#define RegQueryValueEx OPENRAS_AW(RegQueryValueEx)
#define RegGetValue OPENRAS_AW(RegGetValue)
#define RegSetValueEx OPENRAS_AW(RegSetValueEx)
#define RegDeleteValue OPENRAS_AW(RegDeleteValue)
#define RegDeleteKey OPENRAS_AW(RegDeleteKey)
#define RegDeleteTree OPENRAS_AW(RegDeleteTree)
#define RegEnumKeyEx OPENRAS_AW(RegEnumKeyEx)
#define RegEnumValue OPENRAS_AW(RegEnumValue)
#define RegQueryInfoKey OPENRAS_AW(RegQueryInfoKey)
#define RegOpenKey OPENRAS_AW(RegOpenKey)
#define RegCreateKey OPENRAS_AW(RegCreateKey)
#define RegEnumKey OPENRAS_AW(RegEnumKey)
#define RegDeleteKeyEx OPENRAS_AW(RegDeleteKeyEx)

#endif
