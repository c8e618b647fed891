// The functions of stdio.h and wchar.h that wide.h binds to the kit: printf in every form, and reading from standard
// input. Wide text goes to a stream as UTF-8, so that narrow and wide output mix. Declared in wide.h alone, which is
// not for this compilation; here WCHAR is char16_t.
#include <cstdarg>
#include <cstring>
#include <cwchar>

#include "compat/console_input.h"
#include "compat/format.h"
#include "compat/guard.h"
#include "compat/kit/console.h"
#include "compat/kit/text.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace {

template <typename Unit>
int print(std::FILE* stream, const Unit* pattern, std::va_list arguments) {
    return safely(-1, [&] {
        const auto text = format(pattern, arguments);
        std::string bytes;
        if constexpr (std::is_same_v<Unit, char>)
            bytes = text;
        else
            bytes = utf8(text);
        if (std::fwrite(bytes.data(), 1, bytes.size(), stream) != bytes.size()) return -1;
        return static_cast<int>(text.size());
    });
}

/// What a function does whose result does not fit.
enum class Cut {
    AsC99,      ///< the length it would have; the text is cut, and ends in NUL
    AsFailure,  ///< -1; the text is cut, and ends in NUL
    AsWindows,  ///< -1; the text is cut, without a NUL; a text that just fits has none either
    ToNothing,  ///< -1; the text is empty
};

template <typename Unit>
int print(Unit* to, std::size_t room, Cut cut, const Unit* pattern, std::va_list arguments) {
    return safely(-1, [&] {
        const auto text = format(pattern, arguments);
        const auto length = static_cast<int>(text.size());
        if (text.size() < room || (cut == Cut::AsWindows && text.size() == room)) {
            std::memcpy(to, text.data(), text.size() * sizeof(Unit));
            if (text.size() < room) to[text.size()] = 0;
            return length;
        }
        if (room != 0) {
            const std::size_t kept = cut == Cut::ToNothing ? 0 : cut == Cut::AsWindows ? room : room - 1;
            std::memcpy(to, text.data(), kept * sizeof(Unit));
            if (kept < room) to[kept] = 0;
        }
        return cut == Cut::AsC99 ? length : -1;
    });
}

constexpr std::size_t unbounded = ~std::size_t{0} / 4;
constexpr std::size_t wsprintf_most = 1024;

/// A low surrogate that came with the high one that was returned last.
thread_local struct {
    std::FILE* stream;
    char16_t unit;
} second_half;

int next_byte(std::FILE* stream) {
    wait_for_input(stream);
    return std::fgetc(stream);
}

wint_t next_unit(std::FILE* stream) {
    if (second_half.stream == stream) {
        second_half.stream = nullptr;
        return second_half.unit;
    }
    const int first = next_byte(stream);
    if (first == EOF) return WEOF;
    char bytes[4] = {static_cast<char>(first)};
    std::size_t count = 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
    for (; count < length; ++count) {
        const int more = next_byte(stream);
        if ((more & 0xC0) != 0x80) {
            if (more != EOF) std::ungetc(more, stream);
            break;
        }
        bytes[count] = static_cast<char>(more);
    }
    const std::u16string units = utf16({bytes, count});
    if (units.size() == 2 && units[0] >= 0xD800 && units[0] < 0xDC00) second_half = {stream, units[1]};
    return units[0];
}

}  // namespace

#define OPENRAS_LIST(call)        \
    std::va_list arguments;       \
    va_start(arguments, pattern); \
    const auto result = call;     \
    va_end(arguments);            \
    return result

extern "C" {

#define OPENRAS_EXPORT __attribute__((visibility("default")))
OPENRAS_EXPORT int openras_compat_vfprintf(std::FILE* stream, const char* pattern, std::va_list arguments) {
    return print(stream, pattern, arguments);
}
OPENRAS_EXPORT int openras_compat_vprintf(const char* pattern, std::va_list arguments) {
    return print(stdout, pattern, arguments);
}
OPENRAS_EXPORT int openras_compat_printf(const char* pattern, ...) {
    OPENRAS_LIST(print(stdout, pattern, arguments));
}
OPENRAS_EXPORT int openras_compat_fprintf(std::FILE* stream, const char* pattern, ...) {
    OPENRAS_LIST(print(stream, pattern, arguments));
}
OPENRAS_EXPORT int openras_compat_vsnprintf(char* to, std::size_t room, const char* pattern, std::va_list arguments) {
    return print(to, room, Cut::AsC99, pattern, arguments);
}
OPENRAS_EXPORT int openras_compat_snprintf(char* to, std::size_t room, const char* pattern, ...) {
    OPENRAS_LIST(print(to, room, Cut::AsC99, pattern, arguments));
}
OPENRAS_EXPORT int openras_compat_vsprintf(char* to, const char* pattern, std::va_list arguments) {
    return print(to, unbounded, Cut::AsC99, pattern, arguments);
}
OPENRAS_EXPORT int openras_compat_sprintf(char* to, const char* pattern, ...) {
    OPENRAS_LIST(print(to, unbounded, Cut::AsC99, pattern, arguments));
}

OPENRAS_EXPORT int openras_compat_vfwprintf(std::FILE* stream, const char16_t* pattern, std::va_list arguments) {
    return print(stream, pattern, arguments);
}
OPENRAS_EXPORT int openras_compat_vwprintf(const char16_t* pattern, std::va_list arguments) {
    return print(stdout, pattern, arguments);
}
OPENRAS_EXPORT int openras_compat_wprintf(const char16_t* pattern, ...) {
    OPENRAS_LIST(print(stdout, pattern, arguments));
}
OPENRAS_EXPORT int openras_compat_fwprintf(std::FILE* stream, const char16_t* pattern, ...) {
    OPENRAS_LIST(print(stream, pattern, arguments));
}
OPENRAS_EXPORT int openras_compat_vswprintf(char16_t* to, std::size_t room, const char16_t* pattern,
                                            std::va_list arguments) {
    return print(to, room, Cut::AsFailure, pattern, arguments);
}
OPENRAS_EXPORT int openras_compat_swprintf(char16_t* to, std::size_t room, const char16_t* pattern, ...) {
    OPENRAS_LIST(print(to, room, Cut::AsFailure, pattern, arguments));
}

OPENRAS_EXPORT int openras_compat_fputws(const char16_t* text, std::FILE* stream) {
    return safely(-1, [&] { return std::fputs(utf8(text).c_str(), stream) < 0 ? -1 : 0; });
}
OPENRAS_EXPORT wint_t openras_compat_fputwc(char16_t unit, std::FILE* stream) {
    return safely(static_cast<wint_t>(WEOF), [&]() -> wint_t {
        // A surrogate pair comes in two calls; its first half waits for the second.
        thread_local char16_t first_half = 0;
        std::u16string text;
        if (first_half != 0) text += first_half;
        first_half = 0;
        if (unit >= 0xD800 && unit < 0xDC00)
            first_half = unit;
        else
            text += unit;
        return std::fputs(utf8(text).c_str(), stream) < 0 ? WEOF : unit;
    });
}
OPENRAS_EXPORT wint_t openras_compat_putwchar(char16_t unit) {
    return openras_compat_fputwc(unit, stdout);
}

OPENRAS_EXPORT int openras_compat_fgetc(std::FILE* stream) {
    return next_byte(stream);
}
OPENRAS_EXPORT int openras_compat_getc(std::FILE* stream) {
    return next_byte(stream);
}
OPENRAS_EXPORT int openras_compat_getchar(void) {
    return next_byte(stdin);
}
OPENRAS_EXPORT char* openras_compat_fgets(char* to, int room, std::FILE* stream) {
    if (stream != stdin) return std::fgets(to, room, stream);
    int count = 0;
    while (count + 1 < room) {
        const int byte = next_byte(stream);
        if (byte == EOF) break;
        to[count++] = static_cast<char>(byte);
        if (byte == '\n') break;
    }
    if (count == 0) return nullptr;
    to[count] = 0;
    return to;
}
OPENRAS_EXPORT wint_t openras_compat_fgetwc(std::FILE* stream) {
    return safely(static_cast<wint_t>(WEOF), [&] { return next_unit(stream); });
}
OPENRAS_EXPORT wint_t openras_compat_getwchar(void) {
    return openras_compat_fgetwc(stdin);
}
OPENRAS_EXPORT char16_t* openras_compat_fgetws(char16_t* to, int room, std::FILE* stream) {
    int count = 0;
    while (count + 1 < room) {
        const wint_t unit = openras_compat_fgetwc(stream);
        if (unit == WEOF) break;
        to[count++] = static_cast<char16_t>(unit);
        if (unit == u'\n') break;
    }
    if (count == 0) return nullptr;
    to[count] = 0;
    return to;
}

}  // extern "C"

int _vsnprintf(char* to, size_t count, const char* pattern, va_list arguments) {
    return print(to, count, Cut::AsWindows, pattern, arguments);
}
int _snprintf(char* to, size_t count, const char* pattern, ...) {
    OPENRAS_LIST(print(to, count, Cut::AsWindows, pattern, arguments));
}
int _vsnwprintf(WCHAR* to, size_t count, const WCHAR* pattern, va_list arguments) {
    return print(to, count, Cut::AsWindows, pattern, arguments);
}
int _snwprintf(WCHAR* to, size_t count, const WCHAR* pattern, ...) {
    OPENRAS_LIST(print(to, count, Cut::AsWindows, pattern, arguments));
}
int _vswprintf(WCHAR* to, const WCHAR* pattern, va_list arguments) {
    return print(to, unbounded, Cut::AsFailure, pattern, arguments);
}
int _swprintf(WCHAR* to, const WCHAR* pattern, ...) {
    OPENRAS_LIST(print(to, unbounded, Cut::AsFailure, pattern, arguments));
}
int sprintf_s(char* to, size_t room, const char* pattern, ...) {
    OPENRAS_LIST(print(to, room, Cut::ToNothing, pattern, arguments));
}
int swprintf_s(WCHAR* to, size_t room, const WCHAR* pattern, ...) {
    OPENRAS_LIST(print(to, room, Cut::ToNothing, pattern, arguments));
}
int wvsprintfA(LPSTR to, LPCSTR pattern, va_list arguments) {
    return print(to, wsprintf_most, Cut::AsFailure, pattern, arguments);
}
int wvsprintfW(LPWSTR to, LPCWSTR pattern, va_list arguments) {
    return print(to, wsprintf_most, Cut::AsFailure, pattern, arguments);
}
int wsprintfA(LPSTR to, LPCSTR pattern, ...) {
    OPENRAS_LIST(print(to, wsprintf_most, Cut::AsFailure, pattern, arguments));
}
int wsprintfW(LPWSTR to, LPCWSTR pattern, ...) {
    OPENRAS_LIST(print(to, wsprintf_most, Cut::AsFailure, pattern, arguments));
}
int _putws(const WCHAR* text) {
    return openras_compat_fputws(text, stdout) < 0 || std::fputc('\n', stdout) == EOF ? -1 : 0;
}
