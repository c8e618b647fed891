// lstr*, strsafe.h, the checked functions of the C runtime, and conversion (kit/text.h, strsafe.h): each is one
// template, for bytes and for UTF-16.
#include "compat/kit/text.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include "compat/format.h"
#include "compat/guard.h"
#include "compat/strsafe.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace {

template <typename Unit>
std::size_t bounded_length(const Unit* text, std::size_t most) {
    std::size_t length = 0;
    while (length < most && text[length] != 0) ++length;
    return length;
}

/// Appends at `at` what fits with a NUL. @return whether everything did
template <typename Unit>
bool put(Unit* to, std::size_t at, std::size_t room, std::basic_string_view<Unit> from) {
    const std::size_t count = std::min(from.size(), room - at - 1);
    std::memmove(to + at, from.data(), count * sizeof(Unit));
    to[at + count] = 0;
    return count == from.size();
}

template <typename Unit>
HRESULT string_put(Unit* to, std::size_t room, bool append, const Unit* from, std::size_t most) {
    if (to == nullptr || room == 0 || room > STRSAFE_MAX_CCH || from == nullptr) return STRSAFE_E_INVALID_PARAMETER;
    const std::size_t at = append ? bounded_length(to, room) : 0;
    if (at == room) return STRSAFE_E_INVALID_PARAMETER;  // no NUL in there
    // One more than fits is enough to know that it does not fit.
    const std::basic_string_view<Unit> text(from, bounded_length(from, std::min(most, room)));
    return put(to, at, room, text) ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}

template <typename Unit>
HRESULT string_print(Unit* to, std::size_t room, const Unit* pattern, va_list arguments) {
    if (to == nullptr || room == 0 || room > STRSAFE_MAX_CCH || pattern == nullptr) return STRSAFE_E_INVALID_PARAMETER;
    return safely(E_OUTOFMEMORY, [&] {
        const auto text = format(pattern, arguments);
        return put(to, 0, room, std::basic_string_view<Unit>(text)) ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
    });
}

template <typename Unit>
HRESULT string_length(const Unit* text, std::size_t most, std::size_t* length) {
    if (length != nullptr) *length = 0;
    if (text == nullptr || most > STRSAFE_MAX_CCH) return STRSAFE_E_INVALID_PARAMETER;
    const std::size_t found = bounded_length(text, most);
    if (found == most) return STRSAFE_E_INVALID_PARAMETER;
    if (length != nullptr) *length = found;
    return S_OK;
}

/// The _s functions: what does not fit leaves an empty string; with _TRUNCATE it is cut (80).
template <typename Unit>
errno_t checked_put(Unit* to, std::size_t room, bool append, const Unit* from, std::size_t most) {
    constexpr errno_t truncated = 80;
    if (to == nullptr || room == 0) return EINVAL;
    const std::size_t at = append ? bounded_length(to, room) : 0;
    if (from == nullptr || at == room) {
        to[0] = 0;
        return EINVAL;
    }
    if (put(to, at, room, std::basic_string_view<Unit>(from, bounded_length(from, most)))) return 0;
    if (most == _TRUNCATE) return truncated;
    to[0] = 0;
    return ERANGE;
}
constexpr std::size_t all = ~std::size_t{0} - 1;

template <typename Unit>
Unit* list_copy(Unit* to, std::size_t at, const Unit* from, std::size_t most) {
    if (to == nullptr || from == nullptr || most == 0) return nullptr;
    const std::size_t count = bounded_length(from, most - 1);
    std::memmove(to + at, from, count * sizeof(Unit));
    to[at + count] = 0;
    return to;
}

/// One direction of the conversion; -1 counts up to and with the NUL.
template <typename To, typename From>
int convert(UINT page, const From* from, int count, To* to, int room, bool strict,
            std::basic_string<To> (*function)(std::basic_string_view<From>, bool*)) {
    const bool known = page == CP_ACP || page == CP_OEMCP || page == CP_THREAD_ACP || page == CP_UTF8;
    if (!known || from == nullptr || count == 0 || count < -1 || room < 0 || (room != 0 && to == nullptr)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    return safely(0, [&] {
        const std::size_t length =
            count == -1 ? std::char_traits<From>::length(from) + 1 : static_cast<std::size_t>(count);
        bool wrong = false;
        const auto text = function({from, length}, &wrong);
        if (wrong && strict) {
            SetLastError(ERROR_NO_UNICODE_TRANSLATION);
            return 0;
        }
        const auto needed = static_cast<int>(text.size());
        if (room == 0) return needed;
        if (needed > room) {
            SetLastError(ERROR_INSUFFICIENT_BUFFER);
            return 0;
        }
        std::copy(text.begin(), text.end(), to);
        return needed;
    });
}

}  // namespace

int MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpBytes, int cb, LPWSTR lpWide, int cch) {
    return convert<char16_t, char>(CodePage, lpBytes, cb, lpWide, cch, (dwFlags & MB_ERR_INVALID_CHARS) != 0, utf16);
}
int WideCharToMultiByte(UINT CodePage, DWORD, LPCWSTR lpWide, int cch, LPSTR lpBytes, int cb, LPCSTR,
                        LPBOOL lpUsedDefault) {
    if (lpUsedDefault != nullptr) *lpUsedDefault = FALSE;
    return convert<char, char16_t>(CodePage, lpWide, cch, lpBytes, cb, false, utf8);
}

int lstrlenA(LPCSTR lpText) {
    return lpText != nullptr ? static_cast<int>(std::strlen(lpText)) : 0;
}
int lstrlenW(LPCWSTR lpText) {
    return lpText != nullptr ? static_cast<int>(std::char_traits<WCHAR>::length(lpText)) : 0;
}
LPSTR lstrcpyA(LPSTR lpTo, LPCSTR lpFrom) {
    return list_copy(lpTo, 0, lpFrom, all);
}
LPWSTR lstrcpyW(LPWSTR lpTo, LPCWSTR lpFrom) {
    return list_copy(lpTo, 0, lpFrom, all);
}
LPSTR lstrcpynA(LPSTR lpTo, LPCSTR lpFrom, int iMax) {
    return list_copy(lpTo, 0, lpFrom, iMax > 0 ? static_cast<std::size_t>(iMax) : 0);
}
LPWSTR lstrcpynW(LPWSTR lpTo, LPCWSTR lpFrom, int iMax) {
    return list_copy(lpTo, 0, lpFrom, iMax > 0 ? static_cast<std::size_t>(iMax) : 0);
}
LPSTR lstrcatA(LPSTR lpTo, LPCSTR lpFrom) {
    return list_copy(lpTo, static_cast<std::size_t>(lstrlenA(lpTo)), lpFrom, all);
}
LPWSTR lstrcatW(LPWSTR lpTo, LPCWSTR lpFrom) {
    return list_copy(lpTo, static_cast<std::size_t>(lstrlenW(lpTo)), lpFrom, all);
}
int lstrcmpA(LPCSTR lpLeft, LPCSTR lpRight) {
    return std::strcmp(lpLeft, lpRight);
}
int lstrcmpW(LPCWSTR lpLeft, LPCWSTR lpRight) {
    return std::u16string_view(lpLeft).compare(lpRight);
}
int lstrcmpiA(LPCSTR lpLeft, LPCSTR lpRight) {
    return strcasecmp(lpLeft, lpRight);
}
int lstrcmpiW(LPCWSTR lpLeft, LPCWSTR lpRight) {
    return _wcsicmp(lpLeft, lpRight);
}

char* _strupr(char* text) {
    for (char* byte = text; *byte != 0; ++byte)
        *byte = static_cast<char>(std::toupper(static_cast<unsigned char>(*byte)));
    return text;
}
char* _strlwr(char* text) {
    for (char* byte = text; *byte != 0; ++byte)
        *byte = static_cast<char>(std::tolower(static_cast<unsigned char>(*byte)));
    return text;
}
FILE* _wfopen(const WCHAR* path, const WCHAR* mode) {
    return safely<FILE*>(nullptr, [&] { return std::fopen(utf8(path).c_str(), utf8(mode).c_str()); });
}
WCHAR* _wgetenv(const WCHAR* name) {
    return safely<WCHAR*>(nullptr, [&]() -> WCHAR* {
        const char* found = std::getenv(utf8(name).c_str());
        thread_local std::u16string value;
        if (found == nullptr) return nullptr;
        value = utf16(found);
        return value.data();
    });
}

errno_t strcpy_s(char* to, size_t room, const char* from) {
    return checked_put(to, room, false, from, all);
}
errno_t strcat_s(char* to, size_t room, const char* from) {
    return checked_put(to, room, true, from, all);
}
errno_t strncpy_s(char* to, size_t room, const char* from, size_t count) {
    return checked_put(to, room, false, from, count);
}
errno_t wcscpy_s(WCHAR* to, size_t room, const WCHAR* from) {
    return checked_put(to, room, false, from, all);
}
errno_t wcscat_s(WCHAR* to, size_t room, const WCHAR* from) {
    return checked_put(to, room, true, from, all);
}
errno_t wcsncpy_s(WCHAR* to, size_t room, const WCHAR* from, size_t count) {
    return checked_put(to, room, false, from, count);
}

HRESULT StringCchCopyA(LPSTR to, size_t room, LPCSTR from) {
    return string_put(to, room, false, from, all);
}
HRESULT StringCchCopyW(LPWSTR to, size_t room, LPCWSTR from) {
    return string_put(to, room, false, from, all);
}
HRESULT StringCchCopyNA(LPSTR to, size_t room, LPCSTR from, size_t count) {
    return string_put(to, room, false, from, count);
}
HRESULT StringCchCopyNW(LPWSTR to, size_t room, LPCWSTR from, size_t count) {
    return string_put(to, room, false, from, count);
}
HRESULT StringCchCatA(LPSTR to, size_t room, LPCSTR from) {
    return string_put(to, room, true, from, all);
}
HRESULT StringCchCatW(LPWSTR to, size_t room, LPCWSTR from) {
    return string_put(to, room, true, from, all);
}
HRESULT StringCchVPrintfA(LPSTR to, size_t room, LPCSTR pattern, va_list arguments) {
    return string_print(to, room, pattern, arguments);
}
HRESULT StringCchVPrintfW(LPWSTR to, size_t room, LPCWSTR pattern, va_list arguments) {
    return string_print(to, room, pattern, arguments);
}
HRESULT StringCchLengthA(LPCSTR text, size_t most, size_t* length) {
    return string_length(text, most, length);
}
HRESULT StringCchLengthW(LPCWSTR text, size_t most, size_t* length) {
    return string_length(text, most, length);
}

#define OPENRAS_PRINT(room)                                            \
    va_list arguments;                                                 \
    va_start(arguments, pattern);                                      \
    const HRESULT result = string_print(to, room, pattern, arguments); \
    va_end(arguments);                                                 \
    return result
HRESULT StringCchPrintfA(LPSTR to, size_t room, LPCSTR pattern, ...) {
    OPENRAS_PRINT(room);
}
HRESULT StringCchPrintfW(LPWSTR to, size_t room, LPCWSTR pattern, ...) {
    OPENRAS_PRINT(room);
}
HRESULT StringCbPrintfA(LPSTR to, size_t bytes, LPCSTR pattern, ...) {
    OPENRAS_PRINT(bytes);
}
HRESULT StringCbPrintfW(LPWSTR to, size_t bytes, LPCWSTR pattern, ...) {
    OPENRAS_PRINT(bytes / sizeof(WCHAR));
}
