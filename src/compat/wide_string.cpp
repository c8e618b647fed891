// The functions of wchar.h, wctype.h and stdlib.h that wide.h binds to the kit, on UTF-16. Declared in wide.h alone,
// which is not for this compilation.
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <cwctype>
#include <string>
#include <string_view>

#include "compat/guard.h"
#include "compat/kit/text.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace {

using Traits = std::char_traits<char16_t>;
using View = std::u16string_view;

/// Letters of every script, whatever the program's locale; it is built into the C library.
locale_t letters() {
    static const locale_t only = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return only;
}
wint_t lower(wint_t unit) {
    return letters() != nullptr ? towlower_l(unit, letters()) : std::towlower(unit);
}
wint_t upper(wint_t unit) {
    return letters() != nullptr ? towupper_l(unit, letters()) : std::towupper(unit);
}

std::size_t bounded_length(const char16_t* text, std::size_t most) {
    std::size_t length = 0;
    while (length < most && text[length] != 0) ++length;
    return length;
}

int compare(const char16_t* left, const char16_t* right, std::size_t most, bool fold) {
    for (; most != 0; --most, ++left, ++right) {
        const wint_t a = fold ? lower(*left) : *left;
        const wint_t b = fold ? lower(*right) : *right;
        if (a != b) return a < b ? -1 : 1;
        if (a == 0) break;
    }
    return 0;
}
constexpr std::size_t all = ~std::size_t{0};

/// The start of a wide text, as far as it is ASCII, given to one of the C library's functions for numbers.
template <typename Function>
auto parse(const char16_t* text, char16_t** end, Function function) {
    std::string ascii;
    for (const char16_t* unit = text; *unit != 0 && *unit < 0x80; ++unit) ascii += static_cast<char>(*unit);
    char* stopped = nullptr;
    const auto value = function(ascii.c_str(), &stopped);
    if (end != nullptr) *end = const_cast<char16_t*>(text) + (stopped - ascii.c_str());
    return value;
}

char16_t* found_at(const char16_t* text, std::size_t place) {
    return place == View::npos ? nullptr : const_cast<char16_t*>(text) + place;
}

}  // namespace

extern "C" {

#define OPENRAS_EXPORT __attribute__((visibility("default")))
OPENRAS_EXPORT std::size_t openras_compat_wcslen(const char16_t* text) {
    return Traits::length(text);
}
OPENRAS_EXPORT std::size_t openras_compat_wcsnlen(const char16_t* text, std::size_t most) {
    return bounded_length(text, most);
}
OPENRAS_EXPORT char16_t* openras_compat_wcscpy(char16_t* to, const char16_t* from) {
    return Traits::copy(to, from, Traits::length(from) + 1);
}
OPENRAS_EXPORT char16_t* openras_compat_wcsncpy(char16_t* to, const char16_t* from, std::size_t count) {
    const std::size_t length = bounded_length(from, count);
    Traits::copy(to, from, length);
    Traits::assign(to + length, count - length, u'\0');
    return to;
}
OPENRAS_EXPORT char16_t* openras_compat_wcscat(char16_t* to, const char16_t* from) {
    Traits::copy(to + Traits::length(to), from, Traits::length(from) + 1);
    return to;
}
OPENRAS_EXPORT char16_t* openras_compat_wcsncat(char16_t* to, const char16_t* from, std::size_t count) {
    const std::size_t length = bounded_length(from, count);
    char16_t* end = Traits::copy(to + Traits::length(to), from, length);
    end[length] = 0;
    return to;
}
OPENRAS_EXPORT int openras_compat_wcscmp(const char16_t* left, const char16_t* right) {
    return compare(left, right, all, false);
}
OPENRAS_EXPORT int openras_compat_wcscoll(const char16_t* left, const char16_t* right) {
    return compare(left, right, all, false);
}
OPENRAS_EXPORT int openras_compat_wcsncmp(const char16_t* left, const char16_t* right, std::size_t count) {
    return compare(left, right, count, false);
}
OPENRAS_EXPORT int openras_compat_wcscasecmp(const char16_t* left, const char16_t* right) {
    return compare(left, right, all, true);
}
OPENRAS_EXPORT int openras_compat_wcsncasecmp(const char16_t* left, const char16_t* right, std::size_t count) {
    return compare(left, right, count, true);
}
OPENRAS_EXPORT char16_t* openras_compat_wcsdup(const char16_t* text) {
    const std::size_t count = Traits::length(text) + 1;
    auto* copy = static_cast<char16_t*>(std::malloc(count * sizeof *text));
    return copy != nullptr ? Traits::copy(copy, text, count) : nullptr;
}
OPENRAS_EXPORT char16_t* openras_compat_wcschr(const char16_t* text, char16_t wanted) {
    return found_at(text, View(text, Traits::length(text) + 1).find(wanted));
}
OPENRAS_EXPORT char16_t* openras_compat_wcsrchr(const char16_t* text, char16_t wanted) {
    return found_at(text, View(text, Traits::length(text) + 1).rfind(wanted));
}
OPENRAS_EXPORT char16_t* openras_compat_wcspbrk(const char16_t* text, const char16_t* wanted) {
    return found_at(text, View(text).find_first_of(wanted));
}
OPENRAS_EXPORT char16_t* openras_compat_wcsstr(const char16_t* text, const char16_t* wanted) {
    return found_at(text, View(text).find(wanted));
}
OPENRAS_EXPORT std::size_t openras_compat_wcscspn(const char16_t* text, const char16_t* reject) {
    const std::size_t place = View(text).find_first_of(reject);
    return place == View::npos ? Traits::length(text) : place;
}
OPENRAS_EXPORT std::size_t openras_compat_wcsspn(const char16_t* text, const char16_t* accept) {
    const std::size_t place = View(text).find_first_not_of(accept);
    return place == View::npos ? Traits::length(text) : place;
}
OPENRAS_EXPORT char16_t* openras_compat_wcstok(char16_t* text, const char16_t* delimiters, char16_t** state) {
    char16_t* token = text != nullptr ? text : *state;
    if (token == nullptr) return nullptr;
    token += openras_compat_wcsspn(token, delimiters);
    if (*token == 0) return *state = nullptr;
    char16_t* end = token + openras_compat_wcscspn(token, delimiters);
    *state = *end != 0 ? end + 1 : nullptr;
    *end = 0;
    return token;
}
OPENRAS_EXPORT int openras_compat_wmemcmp(const char16_t* left, const char16_t* right, std::size_t count) {
    return Traits::compare(left, right, count);
}
OPENRAS_EXPORT char16_t* openras_compat_wmemcpy(char16_t* to, const char16_t* from, std::size_t count) {
    return Traits::copy(to, from, count);
}
OPENRAS_EXPORT char16_t* openras_compat_wmemmove(char16_t* to, const char16_t* from, std::size_t count) {
    return Traits::move(to, from, count);
}
OPENRAS_EXPORT char16_t* openras_compat_wmemset(char16_t* to, char16_t unit, std::size_t count) {
    return Traits::assign(to, count, unit);
}
OPENRAS_EXPORT char16_t* openras_compat_wmemchr(const char16_t* text, char16_t wanted, std::size_t count) {
    return const_cast<char16_t*>(Traits::find(text, count, wanted));
}

OPENRAS_EXPORT long openras_compat_wcstol(const char16_t* text, char16_t** end, int base) {
    return parse(text, end, [&](const char* from, char** stop) { return std::strtol(from, stop, base); });
}
OPENRAS_EXPORT unsigned long openras_compat_wcstoul(const char16_t* text, char16_t** end, int base) {
    return parse(text, end, [&](const char* from, char** stop) { return std::strtoul(from, stop, base); });
}
OPENRAS_EXPORT long long openras_compat_wcstoll(const char16_t* text, char16_t** end, int base) {
    return parse(text, end, [&](const char* from, char** stop) { return std::strtoll(from, stop, base); });
}
OPENRAS_EXPORT unsigned long long openras_compat_wcstoull(const char16_t* text, char16_t** end, int base) {
    return parse(text, end, [&](const char* from, char** stop) { return std::strtoull(from, stop, base); });
}
OPENRAS_EXPORT double openras_compat_wcstod(const char16_t* text, char16_t** end) {
    return parse(text, end, [](const char* from, char** stop) { return std::strtod(from, stop); });
}
OPENRAS_EXPORT float openras_compat_wcstof(const char16_t* text, char16_t** end) {
    return parse(text, end, [](const char* from, char** stop) { return std::strtof(from, stop); });
}

OPENRAS_EXPORT wint_t openras_compat_towlower(wint_t unit) {
    return lower(unit);
}
OPENRAS_EXPORT wint_t openras_compat_towupper(wint_t unit) {
    return upper(unit);
}
#define OPENRAS_CLASS(name)                                                        \
    OPENRAS_EXPORT int openras_compat_##name(wint_t unit) {                        \
        return letters() != nullptr ? name##_l(unit, letters()) : std::name(unit); \
    }
OPENRAS_CLASS(iswalnum)
OPENRAS_CLASS(iswalpha)
OPENRAS_CLASS(iswcntrl)
OPENRAS_CLASS(iswdigit)
OPENRAS_CLASS(iswlower)
OPENRAS_CLASS(iswprint)
OPENRAS_CLASS(iswpunct)
OPENRAS_CLASS(iswspace)
OPENRAS_CLASS(iswupper)
OPENRAS_CLASS(iswxdigit)

/// `to` NULL: only the count. A text that fits exactly gets no NUL, as in C.
OPENRAS_EXPORT std::size_t openras_compat_mbstowcs(char16_t* to, const char* from, std::size_t room) {
    return safely(all, [&] {
        const std::u16string text = utf16(from);
        if (to == nullptr) return text.size();
        const std::size_t count = std::min(text.size(), room);
        Traits::copy(to, text.data(), count);
        if (count < room) to[count] = 0;
        return count;
    });
}
OPENRAS_EXPORT std::size_t openras_compat_wcstombs(char* to, const char16_t* from, std::size_t room) {
    return safely(all, [&] {
        const std::string text = utf8(from);
        if (to == nullptr) return text.size();
        std::size_t count = std::min(text.size(), room);
        while (count < text.size() && count != 0 && (text[count] & 0xC0) == 0x80) --count;  // whole characters
        std::memcpy(to, text.data(), count);
        if (count < room) to[count] = 0;
        return count;
    });
}

}  // extern "C"

int _wtoi(const WCHAR* text) {
    return static_cast<int>(openras_compat_wcstol(text, nullptr, 10));
}
int _wcsicmp(const WCHAR* left, const WCHAR* right) {
    return compare(left, right, all, true);
}
int _wcsnicmp(const WCHAR* left, const WCHAR* right, size_t count) {
    return compare(left, right, count, true);
}
WCHAR* _wcsdup(const WCHAR* text) {
    return openras_compat_wcsdup(text);
}
WCHAR* _wcsupr(WCHAR* text) {
    for (WCHAR* unit = text; *unit != 0; ++unit) *unit = static_cast<WCHAR>(upper(*unit));
    return text;
}
WCHAR* _wcslwr(WCHAR* text) {
    for (WCHAR* unit = text; *unit != 0; ++unit) *unit = static_cast<WCHAR>(lower(*unit));
    return text;
}
