/*
 * Strings, in bytes (UTF-8) and in UTF-16: lstr*, conversion, the C runtime's names with an underscore, and its
 * checked functions (_s). Where a result does not fit they return an error and leave an empty string.
 */
#ifndef OPENRAS_COMPAT_TEXT_H
#define OPENRAS_COMPAT_TEXT_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Conversion ------------------------------------------------------------------------------------------------- */

#define CP_ACP 0
#define CP_OEMCP 1
#define CP_THREAD_ACP 3
#define CP_UTF8 65001
#define MB_PRECOMPOSED 1
#define MB_ERR_INVALID_CHARS 8
#define WC_NO_BEST_FIT_CHARS 0x400

/** Every code page is UTF-8. cb -1: up to and with the NUL. cch 0: only the size. What is no UTF-8 becomes U+FFFD.
 * @return characters written or needed; 0 with GetLastError 87, 122 or (MB_ERR_INVALID_CHARS) 1113. */
int MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpBytes, int cb, LPWSTR lpWide, int cch)
    OPENRAS_KIT(MultiByteToWideChar);
int WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWSTR lpWide, int cch, LPSTR lpBytes, int cb,
                        LPCSTR ignoredDefault, LPBOOL lpUsedDefault) OPENRAS_KIT(WideCharToMultiByte);

/* ---- lstr*, wsprintf -------------------------------------------------------------------------------------------- */

int lstrlenA(LPCSTR lpText) OPENRAS_KIT(lstrlenA);
int lstrlenW(LPCWSTR lpText) OPENRAS_KIT(lstrlenW);
LPSTR lstrcpyA(LPSTR lpTo, LPCSTR lpFrom) OPENRAS_KIT(lstrcpyA);
LPWSTR lstrcpyW(LPWSTR lpTo, LPCWSTR lpFrom) OPENRAS_KIT(lstrcpyW);
/** iMax counts the NUL. */
LPSTR lstrcpynA(LPSTR lpTo, LPCSTR lpFrom, int iMax) OPENRAS_KIT(lstrcpynA);
LPWSTR lstrcpynW(LPWSTR lpTo, LPCWSTR lpFrom, int iMax) OPENRAS_KIT(lstrcpynW);
LPSTR lstrcatA(LPSTR lpTo, LPCSTR lpFrom) OPENRAS_KIT(lstrcatA);
LPWSTR lstrcatW(LPWSTR lpTo, LPCWSTR lpFrom) OPENRAS_KIT(lstrcatW);
int lstrcmpA(LPCSTR lpLeft, LPCSTR lpRight) OPENRAS_KIT(lstrcmpA);
int lstrcmpW(LPCWSTR lpLeft, LPCWSTR lpRight) OPENRAS_KIT(lstrcmpW);
int lstrcmpiA(LPCSTR lpLeft, LPCSTR lpRight) OPENRAS_KIT(lstrcmpiA);
int lstrcmpiW(LPCWSTR lpLeft, LPCWSTR lpRight) OPENRAS_KIT(lstrcmpiW);
/** At most 1024 characters, the NUL included. */
int wsprintfA(LPSTR lpTo, LPCSTR lpFormat, ...) OPENRAS_KIT(wsprintfA);
int wsprintfW(LPWSTR lpTo, LPCWSTR lpFormat, ...) OPENRAS_KIT(wsprintfW);
int wvsprintfA(LPSTR lpTo, LPCSTR lpFormat, va_list Arguments) OPENRAS_KIT(wvsprintfA);
int wvsprintfW(LPWSTR lpTo, LPCWSTR lpFormat, va_list Arguments) OPENRAS_KIT(wvsprintfW);

/* ---- Characters, comparing -------------------------------------------------------------------------------------- */

/** The character after it; the NUL is its own next. A character is a code point. */
LPSTR CharNextA(LPCSTR lpText) OPENRAS_KIT(CharNextA);
LPWSTR CharNextW(LPCWSTR lpText) OPENRAS_KIT(CharNextW);
/** The character before it; lpStart is its own. */
LPSTR CharPrevA(LPCSTR lpStart, LPCSTR lpAt) OPENRAS_KIT(CharPrevA);
LPWSTR CharPrevW(LPCWSTR lpStart, LPCWSTR lpAt) OPENRAS_KIT(CharPrevW);

typedef DWORD LCID;
typedef WORD LANGID;
#define SORT_DEFAULT 0
#define MAKELCID(language, sort) ((LCID)((DWORD)(WORD)(sort) << 16 | (DWORD)(WORD)(language)))
#define LOCALE_SYSTEM_DEFAULT 0x0800u
#define LOCALE_USER_DEFAULT 0x0400u
#define LOCALE_INVARIANT 0x007Fu
#define NORM_IGNORECASE 0x01u
#define LINGUISTIC_IGNORECASE 0x10u
#define SORT_STRINGSORT 0x1000u
#define CSTR_LESS_THAN 1
#define CSTR_EQUAL 2
#define CSTR_GREATER_THAN 3
/**
 * Letters regardless of their case first; where all are the same, small ones come before capitals (but for
 * NORM_IGNORECASE). The same for every locale.
 * @param cch1, cch2 characters; negative: up to the NUL.
 * @return CSTR_*; 0 with GetLastError 87, or 1004 for flags that mean more.
 */
int CompareStringA(LCID Locale, DWORD dwFlags, LPCSTR lpText1, int cch1, LPCSTR lpText2, int cch2)
    OPENRAS_KIT(CompareStringA);
int CompareStringW(LCID Locale, DWORD dwFlags, LPCWSTR lpText1, int cch1, LPCWSTR lpText2, int cch2)
    OPENRAS_KIT(CompareStringW);

/* ---- The C runtime's ---------------------------------------------------------------------------------------------
 * Those that cut (_snprintf, _snwprintf) return -1 then, and write no NUL. */

int _snprintf(char* to, size_t count, const char* format, ...) OPENRAS_KIT(_snprintf);
int _vsnprintf(char* to, size_t count, const char* format, va_list arguments) OPENRAS_KIT(_vsnprintf);
int _snwprintf(WCHAR* to, size_t count, const WCHAR* format, ...) OPENRAS_KIT(_snwprintf);
int _vsnwprintf(WCHAR* to, size_t count, const WCHAR* format, va_list arguments) OPENRAS_KIT(_vsnwprintf);
int _swprintf(WCHAR* to, const WCHAR* format, ...) OPENRAS_KIT(_swprintf);
int _vswprintf(WCHAR* to, const WCHAR* format, va_list arguments) OPENRAS_KIT(_vswprintf);
int _wtoi(const WCHAR* text) OPENRAS_KIT(_wtoi);
int _wcsicmp(const WCHAR* left, const WCHAR* right) OPENRAS_KIT(_wcsicmp);
int _wcsnicmp(const WCHAR* left, const WCHAR* right, size_t count) OPENRAS_KIT(_wcsnicmp);
WCHAR* _wcsdup(const WCHAR* text) OPENRAS_KIT(_wcsdup);
WCHAR* _wcsupr(WCHAR* text) OPENRAS_KIT(_wcsupr);
WCHAR* _wcslwr(WCHAR* text) OPENRAS_KIT(_wcslwr);
char* _strupr(char* text) OPENRAS_KIT(_strupr);
char* _strlwr(char* text) OPENRAS_KIT(_strlwr);
int _putws(const WCHAR* text) OPENRAS_KIT(_putws);
FILE* _wfopen(const WCHAR* path, const WCHAR* mode) OPENRAS_KIT(_wfopen);
WCHAR* _wgetenv(const WCHAR* name) OPENRAS_KIT(_wgetenv);
#define _stricmp strcasecmp
#define _strnicmp strncasecmp
#define stricmp strcasecmp
#define strnicmp strncasecmp
#define wcsicmp _wcsicmp
#define wcsnicmp _wcsnicmp
#define _strdup strdup

#define _TRUNCATE ((size_t)-1)
typedef int errno_t;
errno_t strcpy_s(char* to, size_t room, const char* from) OPENRAS_KIT(strcpy_s);
errno_t strcat_s(char* to, size_t room, const char* from) OPENRAS_KIT(strcat_s);
errno_t strncpy_s(char* to, size_t room, const char* from, size_t count) OPENRAS_KIT(strncpy_s);
errno_t wcscpy_s(WCHAR* to, size_t room, const WCHAR* from) OPENRAS_KIT(wcscpy_s);
errno_t wcscat_s(WCHAR* to, size_t room, const WCHAR* from) OPENRAS_KIT(wcscat_s);
errno_t wcsncpy_s(WCHAR* to, size_t room, const WCHAR* from, size_t count) OPENRAS_KIT(wcsncpy_s);
int sprintf_s(char* to, size_t room, const char* format, ...) OPENRAS_KIT(sprintf_s);
int swprintf_s(WCHAR* to, size_t room, const WCHAR* format, ...) OPENRAS_KIT(swprintf_s);

#ifdef __cplusplus
}
/* Windows' overloads that take the array's size from its type. */
template <size_t Room>
errno_t strcpy_s(char (&to)[Room], const char* from) {
    return strcpy_s(to, Room, from);
}
template <size_t Room>
errno_t strcat_s(char (&to)[Room], const char* from) {
    return strcat_s(to, Room, from);
}
template <size_t Room>
errno_t wcscpy_s(WCHAR (&to)[Room], const WCHAR* from) {
    return wcscpy_s(to, Room, from);
}
template <size_t Room>
errno_t wcscat_s(WCHAR (&to)[Room], const WCHAR* from) {
    return wcscat_s(to, Room, from);
}
#endif

#ifndef _countof
#define _countof(array) (sizeof(array) / sizeof((array)[0]))
#endif
#ifndef ARRAYSIZE
#define ARRAYSIZE(array) _countof(array)
#endif

#define CharNext OPENRAS_AW(CharNext)
#define CharPrev OPENRAS_AW(CharPrev)
#define CompareString OPENRAS_AW(CompareString)
#define lstrlen OPENRAS_AW(lstrlen)
#define lstrcpy OPENRAS_AW(lstrcpy)
#define lstrcpyn OPENRAS_AW(lstrcpyn)
#define lstrcat OPENRAS_AW(lstrcat)
#define lstrcmp OPENRAS_AW(lstrcmp)
#define lstrcmpi OPENRAS_AW(lstrcmpi)
#define wsprintf OPENRAS_AW(wsprintf)
#define wvsprintf OPENRAS_AW(wvsprintf)

#endif
