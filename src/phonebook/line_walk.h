// The one reading of a phone book's lines: Document keeps what it sees, a list of names does not.
// Source: [MS-RRASM] 2.2.2, and what public files show beyond it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/ras_error.h"
#include "phonebook/document.h"

namespace openras::phonebook {

/// The parts of a line, without surrounding blanks.
struct LineParts {
    Document::LineKind kind = Document::LineKind::Blank;
    std::string_view key;  ///< of a Header: the name, blanks included
    std::string_view value;
};

/// "rasphone.pbk:12: what"
std::unexpected<RasError> error_at_line(std::string_view book, std::size_t index, std::string_view what);
/// What is wrong before any line is looked at.
Expected<void> check_book(std::string_view bytes, std::string_view book);
std::unexpected<RasError> too_many_lines(std::string_view book);
/// What is wrong with a name; nullptr: nothing.
const char* complaint_about_name(std::string_view name);

inline bool is_blank_character(char c) {
    return c == ' ' || c == '\t';
}

inline std::string_view trim_line(std::string_view text) {
    while (!text.empty() && is_blank_character(text.front())) text.remove_prefix(1);
    while (!text.empty() && (is_blank_character(text.back()) || text.back() == '\r' || text.back() == '\n')) {
        text.remove_suffix(1);
    }
    return text;
}

/// The kind of a line, and nothing more: a list of ten thousand names has no time for keys.
/// @param line  with its line end, without byte order mark
/// @param complaint  set where the line is no phone book
inline Document::LineKind kind_of_line(std::string_view line, const char*& complaint) {
    using enum Document::LineKind;
    static_assert(max_line_bytes == 65536);
    if (line.size() > max_line_bytes) complaint = "the line is longer than 65536 bytes";
    while (!line.empty() && is_blank_character(line.front())) line.remove_prefix(1);
    if (line.empty()) return Blank;
    switch (line.front()) {
        case '\r':
        case '\n':
            if (trim_line(line).empty()) return Blank;
            break;
        case ';':
        case '#': return Comment;
        case '[': {
            const auto content = trim_line(line);
            complaint = content.back() != ']' || content.size() < 2
                            ? "the name lacks its ']'"
                            : complaint_about_name(content.substr(1, content.size() - 2));
            return Header;
        }
        default: break;
    }
    if (line.front() == '=' || line.find('=') == std::string_view::npos) {
        complaint = "neither [name] nor Key=Value";
    }
    return Setting;
}

/// @param line  as above, without complaint
inline LineParts parts_of_line(std::string_view line, Document::LineKind kind) {
    using enum Document::LineKind;
    if (kind != Header && kind != Setting) return {kind, {}, {}};
    const auto content = trim_line(line);
    if (kind == Header) return {kind, content.substr(1, content.size() - 2), {}};
    const auto sign = content.find('=');
    return {kind, trim_line(content.substr(0, sign)), trim_line(content.substr(sign + 1))};
}

/// Calls on_line(whole line, line without byte order mark, kind) for each line, in order. 622: too large, or UTF-16;
/// 625: a line is no phone book, or two entries have one name.
template <typename OnLine>
Expected<void> walk_lines(std::string_view bytes, std::string_view book, OnLine&& on_line) {
    if (auto good = check_book(bytes, book); !good) return good;
    std::unordered_map<std::string_view, std::size_t> headers;
    std::size_t index = 0;
    for (std::string_view rest = bytes; !rest.empty(); ++index) {
        if (index == max_lines) return too_many_lines(book);
        const auto end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        const auto whole = rest.substr(0, end);
        const auto line = index == 0 ? whole.substr(byte_order_mark_size(whole)) : whole;
        rest.remove_prefix(end);
        const char* complaint = nullptr;
        const auto kind = kind_of_line(line, complaint);
        if (complaint) return error_at_line(book, index, complaint);
        if (kind == Document::LineKind::Setting && headers.empty()) {
            return error_at_line(book, index, "a setting before the first [name]");
        }
        if (kind == Document::LineKind::Header) {
            const auto [before, is_new] = headers.emplace(parts_of_line(line, kind).key, index);
            if (!is_new) {
                const auto first = std::to_string(before->second + 1);
                return error_at_line(book, index, "line " + first + " has an entry of this name");
            }
        }
        on_line(whole, line, kind);
    }
    return {};
}

}  // namespace openras::phonebook
