// The texts of an entry as UTF-8. Encoding=1 says that they are; Encoding=0 means the 8-bit code page of the machine
// that wrote the file, which the file does not name: Windows-1252 unless the bytes are UTF-8 after all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace openras::phonebook {

enum class Encoding { Ansi, Utf8 };

/// std::nullopt where `encoding` is Utf8 and the bytes are not.
std::optional<std::string> to_text(std::string_view bytes, Encoding encoding);

}  // namespace openras::phonebook
