// Text from elsewhere: UTF-8 and UTF-16 in the API, arbitrary bytes from a peer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace openras {

/// A peer's words made safe to log and show: line feeds, tabs and carriage returns become "\\n", "\\t", "\\r"; each
/// byte of invalid UTF-8 or of another control character "\\x" and two hexadecimal digits, so that a reader can tell
/// what it was; a backslash stays one. At most `limit` bytes, cut between two characters.
std::string printable(ConstBytes text, std::size_t limit = 1024);
/// The same for a name that is asked for as it is shown: each such byte or control character becomes '?', since a
/// backslash is in no name.
std::string printable_name(ConstBytes text, std::size_t limit);

/// UTF-16 from UTF-8; std::nullopt where the input is not valid UTF-8.
std::optional<std::u16string> to_utf16(std::string_view text);
/// UTF-8 from UTF-16; std::nullopt on an unpaired surrogate.
std::optional<std::string> to_utf8(std::u16string_view text);

/// Equal without regard to the case of ASCII letters.
bool equals_ignoring_case(std::string_view left, std::string_view right);

}  // namespace openras
