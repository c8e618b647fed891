#include "compat/utf.h"

#include "compat/kit/text.h"

namespace openras::compat {

namespace {

constexpr char32_t replacement = 0xFFFD;

/// The code point at `at`, which moves on; where the bytes are none, `replacement` and one byte (Unicode 15, 3.9).
char32_t next(std::string_view text, std::size_t& at, bool& wrong) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const unsigned first = byte(at++);
    if (first < 0x80) return first;
    const unsigned length = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
    static constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
    char32_t point = first & (0x3Fu >> length);
    bool good = length != 0 && first < 0xF5;
    for (unsigned i = 0; good && i < length; ++i) {
        good = (byte(at + i) & 0xC0) == 0x80;
        point = point << 6 | (byte(at + i) & 0x3F);
    }
    if (!good || point < least[length] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
        wrong = true;
        return replacement;
    }
    at += length;
    return point;
}

char32_t next(std::u16string_view text, std::size_t& at, bool& wrong) {
    const char32_t unit = text[at++];
    if (unit < 0xD800 || unit > 0xDFFF) return unit;
    if (unit < 0xDC00 && at < text.size() && text[at] >= 0xDC00 && text[at] <= 0xDFFF)
        return 0x10000 + ((unit - 0xD800) << 10) + (text[at++] - 0xDC00u);
    wrong = true;
    return replacement;
}

template <typename To, typename From>
To convert(From text, bool* wrong) {
    To result;
    bool replaced = false;
    for (std::size_t at = 0; at < text.size();) append(result, next(text, at, replaced));
    if (wrong != nullptr) *wrong = replaced;
    return result;
}

}  // namespace

void append(std::string& to, char32_t point) {
    const auto add = [&](char32_t byte) { to += static_cast<char>(byte); };
    const auto more = [&](unsigned shift) { add(0x80 | (point >> shift & 0x3F)); };
    if (point < 0x80) {
        add(point);
    } else if (point < 0x800) {
        add(0xC0 | point >> 6);
        more(0);
    } else if (point < 0x10000) {
        add(0xE0 | point >> 12);
        more(6);
        more(0);
    } else {
        add(0xF0 | point >> 18);
        more(12);
        more(6);
        more(0);
    }
}

void append(std::u16string& to, char32_t point) {
    if (point >= 0x10000) {
        to += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10));
        point = 0xDC00 + (point & 0x3FF);
    }
    to += static_cast<char16_t>(point);
}

std::u16string utf16(std::string_view text, bool* wrong) {
    return convert<std::u16string>(text, wrong);
}
std::string utf8(std::u16string_view text, bool* wrong) {
    return convert<std::string>(text, wrong);
}

std::u16string folded(std::u16string text) {
    _wcslwr(text.data());
    return text;
}

}  // namespace openras::compat
