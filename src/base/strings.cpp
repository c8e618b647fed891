#include "base/strings.h"

namespace openras {

namespace {

constexpr char32_t invalid = 0xffffffff;

/// Decodes one code point at `position` and moves past it; `invalid` (moving one byte) where the bytes are not UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& position) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(position);
    std::size_t length = 0;
    char32_t value = 0;
    if (lead < 0x80) {
        ++position;
        return lead;
    }
    if ((lead & 0xe0) == 0xc0) {
        length = 2;
        value = lead & 0x1f;
    } else if ((lead & 0xf0) == 0xe0) {
        length = 3;
        value = lead & 0x0f;
    } else if ((lead & 0xf8) == 0xf0) {
        length = 4;
        value = lead & 0x07;
    }
    static constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (length == 0 || position + length > text.size()) {
        ++position;
        return invalid;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(position + i) & 0xc0) != 0x80) {
            ++position;
            return invalid;
        }
        value = (value << 6) | (byte(position + i) & 0x3f);
    }
    if (value < smallest[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
        ++position;
        return invalid;
    }
    position += length;
    return value;
}

void append_utf8(std::string& out, char32_t value) {
    if (value < 0x80) {
        out += static_cast<char>(value);
    } else if (value < 0x800) {
        out += static_cast<char>(0xc0 | (value >> 6));
        out += static_cast<char>(0x80 | (value & 0x3f));
    } else if (value < 0x10000) {
        out += static_cast<char>(0xe0 | (value >> 12));
        out += static_cast<char>(0x80 | ((value >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (value & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | (value >> 18));
        out += static_cast<char>(0x80 | ((value >> 12) & 0x3f));
        out += static_cast<char>(0x80 | ((value >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (value & 0x3f));
    }
}

void append_escaped(std::string& out, std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    for (const char byte : bytes) {
        switch (byte) {
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default: {
                const auto value = static_cast<std::uint8_t>(byte);
                out += "\\x";
                out += digits[value >> 4];
                out += digits[value & 0x0f];
            }
        }
    }
}

std::string shown(ConstBytes text, std::size_t limit, bool escape) {
    const std::string_view view = as_text(text);
    std::string out;
    std::string piece;
    std::size_t position = 0;
    while (position < view.size()) {
        const std::size_t begin = position;
        const char32_t value = next_code_point(view, position);
        const bool control = value < 0x20 || (value >= 0x7f && value < 0xa0) || value == 0x2028 || value == 0x2029;
        piece.clear();
        if (value != invalid && !control)
            append_utf8(piece, value);
        else if (escape)
            append_escaped(piece, view.substr(begin, position - begin));
        else
            piece += '?';
        if (out.size() + piece.size() > limit) break;
        out += piece;
    }
    return out;
}

}  // namespace

std::string printable(ConstBytes text, std::size_t limit) {
    return shown(text, limit, true);
}
std::string printable_name(ConstBytes text, std::size_t limit) {
    return shown(text, limit, false);
}

std::optional<std::u16string> to_utf16(std::string_view text) {
    // It may be a password: neither growing nor moving may leave copies behind.
    std::optional<std::u16string> made(std::in_place);
    std::u16string& out = *made;
    out.reserve(text.size());
    std::size_t position = 0;
    while (position < text.size()) {
        const char32_t value = next_code_point(text, position);
        if (value == invalid) return std::nullopt;
        if (value < 0x10000) {
            out += static_cast<char16_t>(value);
        } else {
            out += static_cast<char16_t>(0xd800 + ((value - 0x10000) >> 10));
            out += static_cast<char16_t>(0xdc00 + ((value - 0x10000) & 0x3ff));
        }
    }
    return made;
}

std::optional<std::string> to_utf8(std::u16string_view text) {
    std::optional<std::string> made(std::in_place);
    std::string& out = *made;
    out.reserve(3 * text.size());  // likewise
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t value = text[i];
        if (value >= 0xd800 && value <= 0xdbff) {
            if (i + 1 >= text.size() || text[i + 1] < 0xdc00 || text[i + 1] > 0xdfff) return std::nullopt;
            value = 0x10000 + ((value - 0xd800) << 10) + (text[++i] - 0xdc00);
        } else if (value >= 0xdc00 && value <= 0xdfff) {
            return std::nullopt;
        }
        append_utf8(out, value);
    }
    return made;
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    for (std::size_t i = 0; i < left.size(); ++i)
        if (lower(left[i]) != lower(right[i])) return false;
    return true;
}

}  // namespace openras
