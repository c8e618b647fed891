// UTF-8 and UTF-16 into each other without an error: what is wrong becomes U+FFFD. (base/strings.h refuses it.)
#pragma once

#include <string>
#include <string_view>

namespace openras::compat {

/// @param wrong out, optional: whether something had to be replaced
std::u16string utf16(std::string_view text, bool* wrong = nullptr);
std::string utf8(std::u16string_view text, bool* wrong = nullptr);

/// In small letters: how classes and registered messages are found by name.
std::u16string folded(std::u16string text);

/// Appends one code point.
void append(std::string& to, char32_t point);
void append(std::u16string& to, char32_t point);

}  // namespace openras::compat
