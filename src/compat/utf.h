// UTF-8 and UTF-16 into each other without an error: what is wrong becomes U+FFFD. (base/strings.h refuses it.)
#pragma once

#include <string>
#include <string_view>

namespace openras::compat {

/// @param wrong out, optional: whether something had to be replaced
std::u16string utf16(std::string_view text, bool* wrong = nullptr);
std::string utf8(std::u16string_view text, bool* wrong = nullptr);

/// One text of a function that is there as A and W: UTF-16 inside; NULL is empty.
inline std::u16string wide(const char* text) {
    return text != nullptr ? utf16(text) : std::u16string();
}
inline std::u16string wide(const char16_t* text) {
    return text != nullptr ? std::u16string(text) : std::u16string();
}
/// The same on the way out.
template <typename Unit>
std::basic_string<Unit> as(const std::u16string& text) {
    if constexpr (sizeof(Unit) == 1)
        return utf8(text);
    else
        return text;
}

/// In small letters: how classes and registered messages are found by name.
std::u16string folded(std::u16string text);

/// Appends one code point.
void append(std::string& to, char32_t point);
void append(std::u16string& to, char32_t point);

}  // namespace openras::compat
