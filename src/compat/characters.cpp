// Characters of a text and the order of texts (kit/text.h).
#include <algorithm>
#include <string>
#include <string_view>

#include "compat/guard.h"
#include "compat/kit/text.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace {

/// Whether a code point goes on with this unit.
bool goes_on(char unit) {
    return (static_cast<unsigned char>(unit) & 0xC0) == 0x80;
}
bool goes_on(char16_t unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

template <typename Unit>
Unit* next(const Unit* text) {
    if (*text != 0) {
        ++text;
        while (goes_on(*text)) ++text;
    }
    return const_cast<Unit*>(text);
}

template <typename Unit>
Unit* previous(const Unit* start, const Unit* at) {
    if (at > start) {
        --at;
        while (at > start && goes_on(*at)) --at;
    }
    return const_cast<Unit*>(at);
}

constexpr DWORD known_flags = NORM_IGNORECASE | LINGUISTIC_IGNORECASE | SORT_STRINGSORT;

template <typename Unit>
int compare(DWORD flags, const Unit* left, int left_size, const Unit* right, int right_size) {
    const auto fail = [](DWORD error) {
        SetLastError(error);
        return 0;
    };
    if (left == nullptr || right == nullptr) return fail(ERROR_INVALID_PARAMETER);
    if ((flags & ~known_flags) != 0) return fail(ERROR_INVALID_FLAGS);
    const auto text = [](const Unit* from, int size) {
        using View = std::basic_string_view<Unit>;
        const View view = size < 0 ? View(from) : View(from, static_cast<std::size_t>(size));
        if constexpr (sizeof(Unit) == 1)
            return utf16(view);
        else
            return std::u16string(view);
    };
    const std::u16string one = text(left, left_size);
    const std::u16string other = text(right, right_size);
    int order = folded(one).compare(folded(other));
    // A small letter's number is higher than the capital's.
    if (order == 0 && (flags & (NORM_IGNORECASE | LINGUISTIC_IGNORECASE)) == 0) order = other.compare(one);
    return order < 0 ? CSTR_LESS_THAN : order > 0 ? CSTR_GREATER_THAN : CSTR_EQUAL;
}

}  // namespace

LPSTR CharNextA(LPCSTR lpText) {
    return next(lpText);
}
LPWSTR CharNextW(LPCWSTR lpText) {
    return next(lpText);
}
LPSTR CharPrevA(LPCSTR lpStart, LPCSTR lpAt) {
    return previous(lpStart, lpAt);
}
LPWSTR CharPrevW(LPCWSTR lpStart, LPCWSTR lpAt) {
    return previous(lpStart, lpAt);
}

int CompareStringA(LCID, DWORD dwFlags, LPCSTR lpText1, int cch1, LPCSTR lpText2, int cch2) {
    return safely(0, [&] { return compare(dwFlags, lpText1, cch1, lpText2, cch2); });
}
int CompareStringW(LCID, DWORD dwFlags, LPCWSTR lpText1, int cch1, LPCWSTR lpText2, int cch2) {
    return safely(0, [&] { return compare(dwFlags, lpText1, cch1, lpText2, cch2); });
}
