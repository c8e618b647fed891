#include "phonebook/names.h"

#include <fmt/format.h>
#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <cstdint>

#include "base/strings.h"

namespace openras::phonebook {
namespace {

std::unexpected<RasError> wrong(std::string_view name, std::string_view why) {
    const ConstBytes bytes{reinterpret_cast<const std::uint8_t*>(name.data()), name.size()};
    return failure(ERROR_INVALID_NAME, fmt::format("'{}' {}", printable(bytes, 80), why));
}

/// Whatever the program's locale is: C.UTF-8 is built into the C library.
bool is_letter_or_digit(char32_t c) {
    static const locale_t unicode = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (unicode == nullptr) return c > 0x7F || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    return ::iswalnum_l(static_cast<wint_t>(c), unicode) != 0;
}

/// The text has been checked: surrogates come in pairs.
char32_t code_point(std::u16string_view text, std::size_t i) {
    const char32_t unit = text[i];
    if (unit < 0xD800 || unit > 0xDBFF) return unit;
    return 0x10000 + ((unit - 0xD800) << 10) + (char32_t{text[i + 1]} - 0xDC00);
}

/// What both functions want.
Expected<std::u16string> checked(std::string_view name) {
    auto text = to_utf16(name);
    if (!text) return wrong(name, "is not UTF-8");
    if (text->empty()) return wrong(name, "is empty");
    if (text->size() > max_name_units) return wrong(name, fmt::format("is longer than {} characters", max_name_units));
    if (text->front() == u'.') return wrong(name, "begins with a period");
    if (std::ranges::any_of(*text, [](char16_t c) { return c < 0x20 || c == 0x7F; })) {
        return wrong(name, "holds a control character");
    }
    return std::move(*text);
}

}  // namespace

Expected<void> validate_entry_name(std::string_view name) {
    const auto text = checked(name);
    if (!text) return std::unexpected(text.error());
    if (text->find_first_of(u"|><?*\\/:") != std::u16string::npos) return wrong(name, "holds one of | > < ? * \\ / :");
    for (std::size_t i = 0; i < text->size(); ++i) {
        if (is_letter_or_digit(code_point(*text, i))) return {};
    }
    return wrong(name, "has no letter or digit");
}

Expected<void> validate_renamed_entry(std::string_view name) {
    const auto text = checked(name);
    if (!text) return std::unexpected(text.error());
    if (text->find_first_not_of(u' ') == std::u16string::npos) return wrong(name, "is blank");
    return {};
}

}  // namespace openras::phonebook
