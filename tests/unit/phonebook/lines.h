// The lines of a phone book, to be compared before and after a change.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace openras::phonebook {

/// With their line ends.
inline std::vector<std::string> lines_of_text(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

}  // namespace openras::phonebook
