#include "compat/profile_text.h"

#include <algorithm>

#include "base/strings.h"

namespace openras::compat {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\xEF\xBB\xBF";  // a byte order mark, too
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view unquoted(std::string_view text) {
    const bool quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

std::vector<ProfileText::Line> ProfileText::lines() const {
    std::vector<Line> result;
    const std::string_view bytes = bytes_;
    for (std::size_t begin = 0; begin < bytes.size();) {
        Line line;
        line.begin = begin;
        line.end = std::min(bytes.find('\n', begin), bytes.size() - 1) + 1;
        const std::string_view text = trimmed(bytes.substr(begin, line.end - begin));
        if (const auto close = text.find(']'); text.starts_with('[') && close != std::string_view::npos) {
            line.section = trimmed(text.substr(1, close - 1));
        } else if (const auto sign = text.find('='); sign != std::string_view::npos && !text.starts_with(';')) {
            line.key = trimmed(text.substr(0, sign));
            line.value = trimmed(text.substr(sign + 1));
        }
        result.push_back(line);
        begin = line.end;
    }
    return result;
}

std::vector<ProfileText::Line> ProfileText::lines_of(std::string_view section) const {
    std::vector<Line> result;
    for (const Line& line : lines()) {
        if (line.section && !result.empty()) break;
        if (!result.empty() || (line.section && equals_ignoring_case(*line.section, trimmed(section))))
            result.push_back(line);
    }
    return result;
}

std::vector<std::string> ProfileText::sections() const {
    std::vector<std::string> names;
    for (const Line& line : lines())
        if (line.section) names.emplace_back(*line.section);
    return names;
}

std::vector<std::string> ProfileText::keys(std::string_view section) const {
    std::vector<std::string> names;
    for (const Line& line : lines_of(section))
        if (!line.key.empty()) names.emplace_back(line.key);
    return names;
}

std::optional<std::string> ProfileText::value(std::string_view section, std::string_view key) const {
    for (const Line& line : lines_of(section))
        if (!line.key.empty() && equals_ignoring_case(line.key, trimmed(key))) return std::string(unquoted(line.value));
    return std::nullopt;
}

void ProfileText::set(std::string_view section, std::string_view key, std::string_view value) {
    const std::string_view line_end = bytes_.find("\r\n") != std::string::npos ? "\r\n" : "\n";
    const std::string line = std::string(trimmed(key)) + "=" + std::string(value) + std::string(line_end);
    const auto of_section = lines_of(section);
    std::size_t at = bytes_.size();
    for (const Line& old : of_section) {
        if (equals_ignoring_case(old.key, trimmed(key)) && !old.section) {
            bytes_.replace(old.begin, old.end - old.begin, line);
            return;
        }
        // Behind the last line of the section that says something.
        if (old.section || !trimmed(std::string_view(bytes_).substr(old.begin, old.end - old.begin)).empty())
            at = old.end;
    }
    std::string added =
        of_section.empty() ? "[" + std::string(trimmed(section)) + "]" + std::string(line_end) + line : line;
    if (at > 0 && bytes_[at - 1] != '\n') added.insert(0, line_end);
    bytes_.insert(at, added);
}

void ProfileText::remove(std::string_view section, std::string_view key) {
    for (const Line& line : lines_of(section)) {
        if (line.key.empty() || !equals_ignoring_case(line.key, trimmed(key))) continue;
        bytes_.erase(line.begin, line.end - line.begin);
        return;
    }
}

void ProfileText::remove_section(std::string_view section) {
    if (const auto of_section = lines_of(section); !of_section.empty())
        bytes_.erase(of_section.front().begin, of_section.back().end - of_section.front().begin);
}

}  // namespace openras::compat
