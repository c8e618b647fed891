/*
 * What a program asks its system: version, folders, environment, command line, the clock as FILETIME. Paths are this
 * system's, with slashes.
 */
#ifndef OPENRAS_COMPAT_SYSTEM_H
#define OPENRAS_COMPAT_SYSTEM_H

#include "types.h"
#include "waits.h" /* SYSTEMTIME */

#ifdef __cplusplus
extern "C" {
#endif

#define VER_PLATFORM_WIN32s 0u
#define VER_PLATFORM_WIN32_WINDOWS 1u
#define VER_PLATFORM_WIN32_NT 2u
#define VER_NT_WORKSTATION 1

typedef struct _OSVERSIONINFOA {
    DWORD dwOSVersionInfoSize;
    DWORD dwMajorVersion;
    DWORD dwMinorVersion;
    DWORD dwBuildNumber;
    DWORD dwPlatformId;
    CHAR szCSDVersion[128];
} OSVERSIONINFOA, *POSVERSIONINFOA, *LPOSVERSIONINFOA;
typedef struct _OSVERSIONINFOW {
    DWORD dwOSVersionInfoSize;
    DWORD dwMajorVersion;
    DWORD dwMinorVersion;
    DWORD dwBuildNumber;
    DWORD dwPlatformId;
    WCHAR szCSDVersion[128];
} OSVERSIONINFOW, *POSVERSIONINFOW, *LPOSVERSIONINFOW;
typedef struct _OSVERSIONINFOEXA {
    DWORD dwOSVersionInfoSize;
    DWORD dwMajorVersion;
    DWORD dwMinorVersion;
    DWORD dwBuildNumber;
    DWORD dwPlatformId;
    CHAR szCSDVersion[128];
    WORD wServicePackMajor;
    WORD wServicePackMinor;
    WORD wSuiteMask;
    BYTE wProductType;
    BYTE wReserved;
} OSVERSIONINFOEXA, *POSVERSIONINFOEXA, *LPOSVERSIONINFOEXA;
typedef struct _OSVERSIONINFOEXW {
    DWORD dwOSVersionInfoSize;
    DWORD dwMajorVersion;
    DWORD dwMinorVersion;
    DWORD dwBuildNumber;
    DWORD dwPlatformId;
    WCHAR szCSDVersion[128];
    WORD wServicePackMajor;
    WORD wServicePackMinor;
    WORD wSuiteMask;
    BYTE wProductType;
    BYTE wReserved;
} OSVERSIONINFOEXW, *POSVERSIONINFOEXW, *LPOSVERSIONINFOEXW;

/** Windows 10 (10.0.19045), whose ras.h this is. The size may be that of either structure, else GetLastError 122. */
BOOL GetVersionExA(LPOSVERSIONINFOA lpVersion) OPENRAS_KIT(GetVersionExA);
BOOL GetVersionExW(LPOSVERSIONINFOW lpVersion) OPENRAS_KIT(GetVersionExW);
DWORD GetVersion(void) OPENRAS_KIT(GetVersion);

/* A folder. @return its length, or, where it does not fit, the room that it needs; 0 with GetLastError 3 for none. */

/** Where the RAS library lies. */
UINT GetSystemDirectoryA(LPSTR lpBuffer, UINT uSize) OPENRAS_KIT(GetSystemDirectoryA);
UINT GetSystemDirectoryW(LPWSTR lpBuffer, UINT uSize) OPENRAS_KIT(GetSystemDirectoryW);
/** The user's own, as on a terminal server: ~/.config/openras. */
UINT GetWindowsDirectoryA(LPSTR lpBuffer, UINT uSize) OPENRAS_KIT(GetWindowsDirectoryA);
UINT GetWindowsDirectoryW(LPWSTR lpBuffer, UINT uSize) OPENRAS_KIT(GetWindowsDirectoryW);

/** %NAME% becomes what the environment has; a name that it has not stays. @return characters with the NUL, also where
 * they do not fit. */
DWORD ExpandEnvironmentStringsA(LPCSTR lpText, LPSTR lpBuffer, DWORD nSize) OPENRAS_KIT(ExpandEnvironmentStringsA);
DWORD ExpandEnvironmentStringsW(LPCWSTR lpText, LPWSTR lpBuffer, DWORD nSize) OPENRAS_KIT(ExpandEnvironmentStringsW);
/** @return the length, or the room needed; 0 with GetLastError 203. */
DWORD GetEnvironmentVariableA(LPCSTR lpName, LPSTR lpBuffer, DWORD nSize) OPENRAS_KIT(GetEnvironmentVariableA);
DWORD GetEnvironmentVariableW(LPCWSTR lpName, LPWSTR lpBuffer, DWORD nSize) OPENRAS_KIT(GetEnvironmentVariableW);
/** lpValue NULL takes the variable away. */
BOOL SetEnvironmentVariableA(LPCSTR lpName, LPCSTR lpValue) OPENRAS_KIT(SetEnvironmentVariableA);
BOOL SetEnvironmentVariableW(LPCWSTR lpName, LPCWSTR lpValue) OPENRAS_KIT(SetEnvironmentVariableW);

/** The words of the program in one line, quoted so that CommandLineToArgvW gives them back. */
LPSTR GetCommandLineA(void) OPENRAS_KIT(GetCommandLineA);
LPWSTR GetCommandLineW(void) OPENRAS_KIT(GetCommandLineW);
/** "": the program's path. @return one block, for LocalFree; NULL with GetLastError 8 or 87. */
LPWSTR* CommandLineToArgvW(LPCWSTR lpCommandLine, int* lpCount) OPENRAS_KIT(CommandLineToArgvW);

VOID GetSystemTimeAsFileTime(LPFILETIME lpTime) OPENRAS_KIT(GetSystemTimeAsFileTime);
BOOL FileTimeToSystemTime(const FILETIME* lpFileTime, LPSYSTEMTIME lpTime) OPENRAS_KIT(FileTimeToSystemTime);
BOOL SystemTimeToFileTime(const SYSTEMTIME* lpTime, LPFILETIME lpFileTime) OPENRAS_KIT(SystemTimeToFileTime);

#ifdef __cplusplus
}
#endif

#define GetVersionEx OPENRAS_AW(GetVersionEx)
#define GetSystemDirectory OPENRAS_AW(GetSystemDirectory)
#define GetWindowsDirectory OPENRAS_AW(GetWindowsDirectory)
#define ExpandEnvironmentStrings OPENRAS_AW(ExpandEnvironmentStrings)
#define GetEnvironmentVariable OPENRAS_AW(GetEnvironmentVariable)
#define SetEnvironmentVariable OPENRAS_AW(SetEnvironmentVariable)
#define GetCommandLine OPENRAS_AW(GetCommandLine)
#ifdef UNICODE
typedef OSVERSIONINFOW OSVERSIONINFO, *POSVERSIONINFO, *LPOSVERSIONINFO;
typedef OSVERSIONINFOEXW OSVERSIONINFOEX, *POSVERSIONINFOEX, *LPOSVERSIONINFOEX;
#else
typedef OSVERSIONINFOA OSVERSIONINFO, *POSVERSIONINFO, *LPOSVERSIONINFO;
typedef OSVERSIONINFOEXA OSVERSIONINFOEX, *POSVERSIONINFOEX, *LPOSVERSIONINFOEX;
#endif

#endif
