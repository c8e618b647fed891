/* Names that are char functions, or with _UNICODE wide ones. */
#ifndef OPENRAS_COMPAT_TCHAR_H
#define OPENRAS_COMPAT_TCHAR_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#if defined(_UNICODE) && !defined(UNICODE) && !defined(OPENRAS_COMPAT_TYPES_H)
#define UNICODE /* the two are one here */
#endif
#include "windows.h"

#ifndef _T
#define _T(quote) TEXT(quote)
#endif
#ifndef _TEXT
#define _TEXT(quote) TEXT(quote)
#endif
#define __T(quote) TEXT(quote)

#if defined(_UNICODE) || defined(UNICODE)
#define OPENRAS_T(narrow, wide) wide
typedef wchar_t _TCHAR, _TUCHAR;
typedef wint_t _TINT;
#else
#define OPENRAS_T(narrow, wide) narrow
typedef char _TCHAR;
typedef unsigned char _TUCHAR;
typedef int _TINT;
#endif

#if defined(__cplusplus) && (defined(_UNICODE) || defined(UNICODE)) && !defined(OPENRAS_FOREIGN_WINTYPES)
/* A wmain keeps its type; of a void one the exit status is 0. */
extern "C" void openras_compat_void_main(void) __attribute__((visibility("default")));
template <typename Returned>
struct openras_main_returns {};
template <>
struct openras_main_returns<void> {
    openras_main_returns() { openras_compat_void_main(); }
};
#define OPENRAS_TMAIN(number, ...)                                                           \
    openras_what_tmain_returned();                                                           \
    __attribute__((unused)) static openras_main_returns<__typeof__(openras_what_tmain_returned())> \
        openras_tmain##number;                                                               \
    __typeof__(openras_what_tmain_returned()) wmain(__VA_ARGS__)
#define OPENRAS_TMAIN_OF(number, ...) OPENRAS_TMAIN(number, __VA_ARGS__)
#define _tmain(...) OPENRAS_TMAIN_OF(__COUNTER__, __VA_ARGS__)
#else
#define _tmain OPENRAS_T(main, wmain)
#endif
#define _tWinMain OPENRAS_T(WinMain, wWinMain)
#define _TEOF OPENRAS_T(EOF, WEOF)

#define _tprintf OPENRAS_T(printf, wprintf)
#define _ftprintf OPENRAS_T(fprintf, fwprintf)
#define _vtprintf OPENRAS_T(vprintf, vwprintf)
#define _vftprintf OPENRAS_T(vfprintf, vfwprintf)
#define _stprintf OPENRAS_T(sprintf, _swprintf)
#define _vstprintf OPENRAS_T(vsprintf, _vswprintf)
#define _sntprintf OPENRAS_T(_snprintf, _snwprintf)
#define _vsntprintf OPENRAS_T(_vsnprintf, _vsnwprintf)
#define _stprintf_s OPENRAS_T(sprintf_s, swprintf_s)
#define _putts OPENRAS_T(puts, _putws)
#define _fputts OPENRAS_T(fputs, fputws)
#define _fgetts OPENRAS_T(fgets, fgetws)
#define _puttchar OPENRAS_T(putchar, putwchar)
#define _gettchar OPENRAS_T(getchar, getwchar)
#define _tfopen OPENRAS_T(fopen, _wfopen)
#define _tgetenv OPENRAS_T(getenv, _wgetenv)

#define _tcslen OPENRAS_T(strlen, wcslen)
#define _tcsnlen OPENRAS_T(strnlen, wcsnlen)
#define _tcscpy OPENRAS_T(strcpy, wcscpy)
#define _tcsncpy OPENRAS_T(strncpy, wcsncpy)
#define _tcscat OPENRAS_T(strcat, wcscat)
#define _tcsncat OPENRAS_T(strncat, wcsncat)
#define _tcscmp OPENRAS_T(strcmp, wcscmp)
#define _tcsncmp OPENRAS_T(strncmp, wcsncmp)
#define _tcsicmp OPENRAS_T(_stricmp, _wcsicmp)
#define _tcsnicmp OPENRAS_T(_strnicmp, _wcsnicmp)
#define _tcschr OPENRAS_T(strchr, wcschr)
#define _tcsrchr OPENRAS_T(strrchr, wcsrchr)
#define _tcsstr OPENRAS_T(strstr, wcsstr)
#define _tcspbrk OPENRAS_T(strpbrk, wcspbrk)
#define _tcsspn OPENRAS_T(strspn, wcsspn)
#define _tcscspn OPENRAS_T(strcspn, wcscspn)
#define _tcsdup OPENRAS_T(_strdup, _wcsdup)
#define _tcsupr OPENRAS_T(_strupr, _wcsupr)
#define _tcslwr OPENRAS_T(_strlwr, _wcslwr)
#define _tcscpy_s OPENRAS_T(strcpy_s, wcscpy_s)
#define _tcscat_s OPENRAS_T(strcat_s, wcscat_s)
#define _tcsncpy_s OPENRAS_T(strncpy_s, wcsncpy_s)
#define _tcstol OPENRAS_T(strtol, wcstol)
#define _tcstoul OPENRAS_T(strtoul, wcstoul)
#define _tcstod OPENRAS_T(strtod, wcstod)
#define _ttoi OPENRAS_T(atoi, _wtoi)
#define _tstoi OPENRAS_T(atoi, _wtoi)
#define _ttol OPENRAS_T(atol, _wtoi)
#define _istdigit OPENRAS_T(isdigit, iswdigit)
#define _istalpha OPENRAS_T(isalpha, iswalpha)
#define _istalnum OPENRAS_T(isalnum, iswalnum)
#define _istspace OPENRAS_T(isspace, iswspace)
#define _totlower OPENRAS_T(tolower, towlower)
#define _totupper OPENRAS_T(toupper, towupper)

#endif
