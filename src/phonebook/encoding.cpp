#include "phonebook/encoding.h"

#include <array>
#include <cstdint>

#include "base/strings.h"

namespace openras::phonebook {
namespace {

// Windows-1252, 0x80 to 0x9F; the rest is that of Latin-1. Unassigned places stay what they are (Unicode's best fit).
constexpr std::array<char16_t, 32> windows_1252{0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

}  // namespace

std::optional<std::string> to_text(std::string_view bytes, Encoding encoding) {
    if (to_utf16(bytes)) return std::string(bytes);
    if (encoding == Encoding::Utf8) return std::nullopt;
    std::u16string wide;
    wide.reserve(bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        wide += byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : static_cast<char16_t>(byte);
    }
    return to_utf8(wide);
}

}  // namespace openras::phonebook
