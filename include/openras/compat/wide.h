/*
 * What -fshort-wchar changes. The porting kit's compiler flags include this file before everything else, so that it
 * comes before any header of the C library: with wchar_t of 16 bits the library's own wide functions, built for 32,
 * would read and write past the end. Each of them is here either bound to the kit's function of that name (also where
 * it is reached as std::wcslen, or by an inline function of a header) or refused when it is called.
 *
 * The printf family is the kit's, too, with Windows' meaning of formats: l is 32 bits (DWORD and LONG), %S and %ls are
 * UTF-16, %I64d. Reading from a console pumps notifications, as waiting does.
 */
#ifndef OPENRAS_COMPAT_WIDE_H
#define OPENRAS_COMPAT_WIDE_H

#if __SIZEOF_WCHAR_T__ != 2
#error "the porting kit needs -fshort-wchar: compile with $(pkg-config --cflags openras-compat)"
#endif
#define OPENRAS_SHORT_WCHAR 1 /* wintypes.h: WCHAR is wchar_t */

/* The checked variants of wide functions that this would bring are the C library's, for 32 bits. */
#undef _FORTIFY_SOURCE

/* Functions beyond the C standard, which Windows' headers have, too. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

/* Formats are Windows', which the compiler does not know. */
#pragma GCC diagnostic ignored "-Wformat"
/* What cannot work with 16-bit wchar_t is declared deprecated below: its use is an error. */
#pragma GCC diagnostic error "-Wdeprecated-declarations"
/* The declarations repeat those of the C library. */
#pragma GCC system_header

/* The kit's own function of a name. */
#define OPENRAS_OWN(name) __asm__("openras_compat_" #name)
#ifdef __cplusplus
#define OPENRAS_WC wchar_t
#define OPENRAS_NOTHROW noexcept(true)
#define OPENRAS_PURE(name) noexcept(true) OPENRAS_OWN(name)
extern "C" {
#else
#define OPENRAS_WC __WCHAR_TYPE__
#define OPENRAS_NOTHROW __attribute__((nothrow))
#define OPENRAS_PURE(name) OPENRAS_OWN(name) __attribute__((nothrow))
#endif
#define OPENRAS_SIZE __SIZE_TYPE__
#define OPENRAS_WINT __WINT_TYPE__
struct _IO_FILE;

/* clang-format off */
OPENRAS_SIZE wcslen(const OPENRAS_WC*) OPENRAS_PURE(wcslen);
OPENRAS_SIZE wcsnlen(const OPENRAS_WC*, OPENRAS_SIZE) OPENRAS_PURE(wcsnlen);
OPENRAS_WC* wcscpy(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict) OPENRAS_PURE(wcscpy);
OPENRAS_WC* wcsncpy(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict, OPENRAS_SIZE) OPENRAS_PURE(wcsncpy);
OPENRAS_WC* wcscat(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict) OPENRAS_PURE(wcscat);
OPENRAS_WC* wcsncat(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict, OPENRAS_SIZE) OPENRAS_PURE(wcsncat);
int wcscmp(const OPENRAS_WC*, const OPENRAS_WC*) OPENRAS_PURE(wcscmp);
int wcsncmp(const OPENRAS_WC*, const OPENRAS_WC*, OPENRAS_SIZE) OPENRAS_PURE(wcsncmp);
int wcscoll(const OPENRAS_WC*, const OPENRAS_WC*) OPENRAS_PURE(wcscoll);
int wcscasecmp(const OPENRAS_WC*, const OPENRAS_WC*) OPENRAS_PURE(wcscasecmp);
int wcsncasecmp(const OPENRAS_WC*, const OPENRAS_WC*, OPENRAS_SIZE) OPENRAS_PURE(wcsncasecmp);
OPENRAS_WC* wcsdup(const OPENRAS_WC*) OPENRAS_PURE(wcsdup);
OPENRAS_SIZE wcscspn(const OPENRAS_WC*, const OPENRAS_WC*) OPENRAS_PURE(wcscspn);
OPENRAS_SIZE wcsspn(const OPENRAS_WC*, const OPENRAS_WC*) OPENRAS_PURE(wcsspn);
OPENRAS_WC* wcstok(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict, OPENRAS_WC** __restrict) OPENRAS_PURE(wcstok);
int wmemcmp(const OPENRAS_WC*, const OPENRAS_WC*, OPENRAS_SIZE) OPENRAS_PURE(wmemcmp);
OPENRAS_WC* wmemcpy(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict, OPENRAS_SIZE) OPENRAS_PURE(wmemcpy);
OPENRAS_WC* wmemmove(OPENRAS_WC*, const OPENRAS_WC*, OPENRAS_SIZE) OPENRAS_PURE(wmemmove);
OPENRAS_WC* wmemset(OPENRAS_WC*, OPENRAS_WC, OPENRAS_SIZE) OPENRAS_PURE(wmemset);

long wcstol(const OPENRAS_WC* __restrict, OPENRAS_WC** __restrict, int) OPENRAS_PURE(wcstol);
unsigned long wcstoul(const OPENRAS_WC* __restrict, OPENRAS_WC** __restrict, int) OPENRAS_PURE(wcstoul);
__extension__ long long wcstoll(const OPENRAS_WC* __restrict, OPENRAS_WC** __restrict, int) OPENRAS_PURE(wcstoll);
__extension__ unsigned long long wcstoull(const OPENRAS_WC* __restrict, OPENRAS_WC** __restrict, int) OPENRAS_PURE(wcstoull);
double wcstod(const OPENRAS_WC* __restrict, OPENRAS_WC** __restrict) OPENRAS_PURE(wcstod);
float wcstof(const OPENRAS_WC* __restrict, OPENRAS_WC** __restrict) OPENRAS_PURE(wcstof);

OPENRAS_WINT towlower(OPENRAS_WINT) OPENRAS_PURE(towlower);
OPENRAS_WINT towupper(OPENRAS_WINT) OPENRAS_PURE(towupper);
int iswalnum(OPENRAS_WINT) OPENRAS_PURE(iswalnum);
int iswalpha(OPENRAS_WINT) OPENRAS_PURE(iswalpha);
int iswcntrl(OPENRAS_WINT) OPENRAS_PURE(iswcntrl);
int iswdigit(OPENRAS_WINT) OPENRAS_PURE(iswdigit);
int iswlower(OPENRAS_WINT) OPENRAS_PURE(iswlower);
int iswprint(OPENRAS_WINT) OPENRAS_PURE(iswprint);
int iswpunct(OPENRAS_WINT) OPENRAS_PURE(iswpunct);
int iswspace(OPENRAS_WINT) OPENRAS_PURE(iswspace);
int iswupper(OPENRAS_WINT) OPENRAS_PURE(iswupper);
int iswxdigit(OPENRAS_WINT) OPENRAS_PURE(iswxdigit);

OPENRAS_SIZE mbstowcs(OPENRAS_WC* __restrict, const char* __restrict, OPENRAS_SIZE) OPENRAS_PURE(mbstowcs);
OPENRAS_SIZE wcstombs(char* __restrict, const OPENRAS_WC* __restrict, OPENRAS_SIZE) OPENRAS_PURE(wcstombs);

int wprintf(const OPENRAS_WC* __restrict, ...) OPENRAS_OWN(wprintf);
int fwprintf(struct _IO_FILE* __restrict, const OPENRAS_WC* __restrict, ...) OPENRAS_OWN(fwprintf);
int swprintf(OPENRAS_WC* __restrict, OPENRAS_SIZE, const OPENRAS_WC* __restrict, ...) OPENRAS_PURE(swprintf);
int vwprintf(const OPENRAS_WC* __restrict, __builtin_va_list) OPENRAS_OWN(vwprintf);
int vfwprintf(struct _IO_FILE* __restrict, const OPENRAS_WC* __restrict, __builtin_va_list) OPENRAS_OWN(vfwprintf);
int vswprintf(OPENRAS_WC* __restrict, OPENRAS_SIZE, const OPENRAS_WC* __restrict, __builtin_va_list) OPENRAS_PURE(vswprintf);
int fputws(const OPENRAS_WC* __restrict, struct _IO_FILE* __restrict) OPENRAS_OWN(fputws);
OPENRAS_WINT fputwc(OPENRAS_WC, struct _IO_FILE*) OPENRAS_OWN(fputwc);
OPENRAS_WINT putwc(OPENRAS_WC, struct _IO_FILE*) OPENRAS_OWN(fputwc);
OPENRAS_WINT putwchar(OPENRAS_WC) OPENRAS_OWN(putwchar);
OPENRAS_WC* fgetws(OPENRAS_WC* __restrict, int, struct _IO_FILE* __restrict) OPENRAS_OWN(fgetws);
OPENRAS_WINT fgetwc(struct _IO_FILE*) OPENRAS_OWN(fgetwc);
OPENRAS_WINT getwc(struct _IO_FILE*) OPENRAS_OWN(fgetwc);
OPENRAS_WINT getwchar(void) OPENRAS_OWN(getwchar);

int printf(const char* __restrict, ...) OPENRAS_OWN(printf);
int fprintf(struct _IO_FILE* __restrict, const char* __restrict, ...) OPENRAS_OWN(fprintf);
int sprintf(char* __restrict, const char* __restrict, ...) OPENRAS_PURE(sprintf);
int snprintf(char* __restrict, OPENRAS_SIZE, const char* __restrict, ...) OPENRAS_PURE(snprintf);
int vprintf(const char* __restrict, __builtin_va_list) OPENRAS_OWN(vprintf);
int vfprintf(struct _IO_FILE* __restrict, const char* __restrict, __builtin_va_list) OPENRAS_OWN(vfprintf);
int vsprintf(char* __restrict, const char* __restrict, __builtin_va_list) OPENRAS_PURE(vsprintf);
int vsnprintf(char* __restrict, OPENRAS_SIZE, const char* __restrict, __builtin_va_list) OPENRAS_PURE(vsnprintf);

int getchar(void) OPENRAS_OWN(getchar);
int fgetc(struct _IO_FILE*) OPENRAS_OWN(fgetc);
int getc(struct _IO_FILE*) OPENRAS_OWN(fgetc);
char* fgets(char* __restrict, int, struct _IO_FILE* __restrict) OPENRAS_OWN(fgets);

/* Refused: they know wchar_t as 32 bits only. */
#define OPENRAS_REFUSED(name) \
    __attribute__((error(#name "() knows wchar_t as 32 bits only and is not in the porting kit: see docs/porting.md")))
int wscanf(const OPENRAS_WC* __restrict, ...) OPENRAS_REFUSED(wscanf);
int fwscanf(struct _IO_FILE* __restrict, const OPENRAS_WC* __restrict, ...) OPENRAS_REFUSED(fwscanf);
int swscanf(const OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict, ...) OPENRAS_NOTHROW OPENRAS_REFUSED(swscanf);
OPENRAS_WINT ungetwc(OPENRAS_WINT, struct _IO_FILE*) OPENRAS_REFUSED(ungetwc);
int mbtowc(OPENRAS_WC* __restrict, const char* __restrict, OPENRAS_SIZE) OPENRAS_NOTHROW OPENRAS_REFUSED(mbtowc);
int wctomb(char*, OPENRAS_WC) OPENRAS_NOTHROW OPENRAS_REFUSED(wctomb);
long double wcstold(const OPENRAS_WC* __restrict, OPENRAS_WC** __restrict) OPENRAS_NOTHROW OPENRAS_REFUSED(wcstold);
OPENRAS_SIZE wcsxfrm(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict, OPENRAS_SIZE) OPENRAS_NOTHROW OPENRAS_REFUSED(wcsxfrm);
OPENRAS_WC* wcpcpy(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict) OPENRAS_NOTHROW OPENRAS_REFUSED(wcpcpy);
OPENRAS_WC* wcpncpy(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict, OPENRAS_SIZE) OPENRAS_NOTHROW OPENRAS_REFUSED(wcpncpy);
OPENRAS_WC* wmempcpy(OPENRAS_WC* __restrict, const OPENRAS_WC* __restrict, OPENRAS_SIZE) OPENRAS_NOTHROW OPENRAS_REFUSED(wmempcpy);
int wcswidth(const OPENRAS_WC*, OPENRAS_SIZE) OPENRAS_NOTHROW OPENRAS_REFUSED(wcswidth);
struct tm;
OPENRAS_SIZE wcsftime(OPENRAS_WC* __restrict, OPENRAS_SIZE, const OPENRAS_WC* __restrict, const struct tm* __restrict) OPENRAS_NOTHROW OPENRAS_REFUSED(wcsftime);

/*
 * For GCC the C library declares these five as pairs of C++ overloads with names of its own for the linker. It does so
 * here, once, under other names; then come ours.
 */
#if defined(__cplusplus) && !defined(__clang__)
}
#define wcschr openras_libc_wcschr
#define wcsrchr openras_libc_wcsrchr
#define wcspbrk openras_libc_wcspbrk
#define wcsstr openras_libc_wcsstr
#define wmemchr openras_libc_wmemchr
#include <wchar.h>
#undef wcschr
#undef wcsrchr
#undef wcspbrk
#undef wcsstr
#undef wmemchr
#define OPENRAS_SEARCH(name, ...) \
    OPENRAS_WC* name(OPENRAS_WC*, __VA_ARGS__) OPENRAS_PURE(name); \
    const OPENRAS_WC* name(const OPENRAS_WC*, __VA_ARGS__) OPENRAS_PURE(name)
#else
#define OPENRAS_SEARCH(name, ...) OPENRAS_WC* name(const OPENRAS_WC*, __VA_ARGS__) OPENRAS_PURE(name)
#endif
OPENRAS_SEARCH(wcschr, OPENRAS_WC);
OPENRAS_SEARCH(wcsrchr, OPENRAS_WC);
OPENRAS_SEARCH(wcspbrk, const OPENRAS_WC*);
OPENRAS_SEARCH(wcsstr, const OPENRAS_WC*);
OPENRAS_SEARCH(wmemchr, OPENRAS_WC, OPENRAS_SIZE);
#if defined(__cplusplus) && defined(__clang__)
}
#endif

/* The kit's main() must find the program's wmain, whatever is hidden otherwise. */
#pragma GCC visibility push(default)

#ifdef __cplusplus
/* libstdc++ is built for 32 bits: what is compiled into it for wchar_t cannot be used (which does not concern system
 * headers). std::wstring_view is a template alone, and works. */
#if __has_include(<bits/c++config.h>)
#include <iosfwd>
#define OPENRAS_NO_WIDE(name, instead) \
    __attribute__((deprecated("std::" name " cannot be used with 16-bit wchar_t: " instead " (docs/porting.md)")))
namespace std {
typedef basic_string<wchar_t> wstring OPENRAS_NO_WIDE("wstring", "use WCHAR arrays or std::u16string");
typedef basic_ostream<wchar_t> wostream OPENRAS_NO_WIDE("wostream", "use std::ostream");
typedef basic_istream<wchar_t> wistream OPENRAS_NO_WIDE("wistream", "use std::istream");
typedef basic_ofstream<wchar_t> wofstream OPENRAS_NO_WIDE("wofstream", "use std::ofstream");
typedef basic_ifstream<wchar_t> wifstream OPENRAS_NO_WIDE("wifstream", "use std::ifstream");
typedef basic_stringstream<wchar_t> wstringstream OPENRAS_NO_WIDE("wstringstream", "use StringCchPrintf");
typedef basic_ostringstream<wchar_t> wostringstream OPENRAS_NO_WIDE("wostringstream", "use StringCchPrintf");
typedef basic_istringstream<wchar_t> wistringstream OPENRAS_NO_WIDE("wistringstream", "use wcstol and wcstok");
extern basic_ostream<wchar_t> wcout OPENRAS_NO_WIDE("wcout", "use wprintf");
extern basic_ostream<wchar_t> wcerr OPENRAS_NO_WIDE("wcerr", "use fwprintf");
extern basic_ostream<wchar_t> wclog OPENRAS_NO_WIDE("wclog", "use fwprintf");
extern basic_istream<wchar_t> wcin OPENRAS_NO_WIDE("wcin", "use fgetws");
}  // namespace std
#endif
#endif
/* clang-format on */

#endif /* OPENRAS_COMPAT_WIDE_H */
