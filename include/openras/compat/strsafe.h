/*
 * StringCch* and StringCb*: string functions that always end in NUL. Sizes are in characters (Cch) or bytes (Cb), the
 * NUL included. They return S_OK, STRSAFE_E_INSUFFICIENT_BUFFER (the text was cut) or STRSAFE_E_INVALID_PARAMETER.
 */
#ifndef OPENRAS_COMPAT_STRSAFE_H
#define OPENRAS_COMPAT_STRSAFE_H

#include <stdarg.h>

#include "kit/types.h"

#ifndef OPENRAS_FOREIGN_WINTYPES

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007A)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057)

#ifdef __cplusplus
extern "C" {
#endif

HRESULT StringCchCopyA(LPSTR to, size_t room, LPCSTR from) OPENRAS_KIT(StringCchCopyA);
HRESULT StringCchCopyW(LPWSTR to, size_t room, LPCWSTR from) OPENRAS_KIT(StringCchCopyW);
/** At most count characters of from. */
HRESULT StringCchCopyNA(LPSTR to, size_t room, LPCSTR from, size_t count) OPENRAS_KIT(StringCchCopyNA);
HRESULT StringCchCopyNW(LPWSTR to, size_t room, LPCWSTR from, size_t count) OPENRAS_KIT(StringCchCopyNW);
HRESULT StringCchCatA(LPSTR to, size_t room, LPCSTR from) OPENRAS_KIT(StringCchCatA);
HRESULT StringCchCatW(LPWSTR to, size_t room, LPCWSTR from) OPENRAS_KIT(StringCchCatW);
HRESULT StringCchPrintfA(LPSTR to, size_t room, LPCSTR format, ...) OPENRAS_KIT(StringCchPrintfA);
HRESULT StringCchPrintfW(LPWSTR to, size_t room, LPCWSTR format, ...) OPENRAS_KIT(StringCchPrintfW);
HRESULT StringCchVPrintfA(LPSTR to, size_t room, LPCSTR format, va_list arguments) OPENRAS_KIT(StringCchVPrintfA);
HRESULT StringCchVPrintfW(LPWSTR to, size_t room, LPCWSTR format, va_list arguments) OPENRAS_KIT(StringCchVPrintfW);
HRESULT StringCchLengthA(LPCSTR text, size_t most, size_t* length) OPENRAS_KIT(StringCchLengthA);
HRESULT StringCchLengthW(LPCWSTR text, size_t most, size_t* length) OPENRAS_KIT(StringCchLengthW);
HRESULT StringCbPrintfA(LPSTR to, size_t bytes, LPCSTR format, ...) OPENRAS_KIT(StringCbPrintfA);
HRESULT StringCbPrintfW(LPWSTR to, size_t bytes, LPCWSTR format, ...) OPENRAS_KIT(StringCbPrintfW);

#ifdef __cplusplus
}
#endif

#define StringCbCopyA(to, bytes, from) StringCchCopyA(to, bytes, from)
#define StringCbCopyW(to, bytes, from) StringCchCopyW(to, (bytes) / sizeof(WCHAR), from)
#define StringCbCatA(to, bytes, from) StringCchCatA(to, bytes, from)
#define StringCbCatW(to, bytes, from) StringCchCatW(to, (bytes) / sizeof(WCHAR), from)

#define StringCchCopy OPENRAS_AW(StringCchCopy)
#define StringCchCopyN OPENRAS_AW(StringCchCopyN)
#define StringCchCat OPENRAS_AW(StringCchCat)
#define StringCchPrintf OPENRAS_AW(StringCchPrintf)
#define StringCchVPrintf OPENRAS_AW(StringCchVPrintf)
#define StringCchLength OPENRAS_AW(StringCchLength)
#define StringCbCopy OPENRAS_AW(StringCbCopy)
#define StringCbCat OPENRAS_AW(StringCbCat)
#define StringCbPrintf OPENRAS_AW(StringCbPrintf)

#endif
#endif
