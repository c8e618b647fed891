// The one reading of a phone book's lines: Document keeps what it sees, a list of names does not.
// Source: [MS-RRASM] 2.2.2, and what public files show beyond it.
#pragma once

#include <algorithm>
#include <cstring>
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
std::unexpected<RasError> too_many_lines(std::string_view book);
std::unexpected<RasError> too_large(std::string_view book);
/// What is wrong with a name; nullptr: nothing.
const char* complaint_about_name(std::string_view name);

inline bool is_blank_character(char c) {
    return c == ' ' || c == '\t';
}

/// What a file's end is padded with (DOS' end of file, blocks of NULs), and a form feed.
inline bool is_padding(char c) {
    return c == '\0' || c == '\x1A' || c == '\f' || is_blank_character(c) || c == '\r' || c == '\n';
}

inline std::string_view trim_line(std::string_view text) {
    while (!text.empty() && is_blank_character(text.front())) text.remove_prefix(1);
    while (!text.empty() && (is_blank_character(text.back()) || text.back() == '\r' || text.back() == '\n')) {
        text.remove_suffix(1);
    }
    return text;
}

/// The name of a header and what is wrong with it. Behind the last ']' Windows reads nothing.
struct HeaderName {
    std::string_view name;
    const char* fault = nullptr;      ///< the entry has a name, and is unusable
    const char* complaint = nullptr;  ///< it has none
};

inline HeaderName name_of_header(std::string_view line) {
    auto content = trim_line(line);
    const auto end = content.rfind(']');
    HeaderName header;
    header.name = content.substr(1, end == std::string_view::npos ? end : end - 1);
    if (end == std::string_view::npos) header.fault = "the name lacks its ']'";
    header.complaint = complaint_about_name(header.name);
    return header;
}

/// The kind of a line, and nothing more: a list of ten thousand names has no time for keys.
/// @param line  with its line end, without byte order mark
/// @param fault  set where the line makes its entry unusable
inline Document::LineKind kind_of_line(std::string_view line, const char*& fault) {
    using enum Document::LineKind;
    static_assert(max_line_bytes == 1048576);
    if (line.size() > max_line_bytes) fault = "the line is longer than 1048576 bytes";
    const auto whole = line;
    while (!line.empty() && is_blank_character(line.front())) line.remove_prefix(1);
    if (line.empty()) return Blank;
    switch (line.front()) {
        case '\r':
        case '\n':
            if (trim_line(line).empty()) return Blank;
            break;
        case '\0':
        case '\x1A':
        case '\f':
            if (std::ranges::all_of(line, is_padding)) {
                fault = nullptr;
                return Blank;
            }
            break;
        case '/':
            if (!line.starts_with("//")) break;
            [[fallthrough]];
        case ';':
        case '#': fault = nullptr; return Comment;
        case '[': return Header;
        default: break;
    }
    if (whole.find('\0') != std::string_view::npos) fault = "the line holds a NUL";
    return line.front() == '=' || line.find('=') == std::string_view::npos ? Unknown : Setting;
}

/// @param line  as above
inline LineParts parts_of_line(std::string_view line, Document::LineKind kind) {
    using enum Document::LineKind;
    if (kind == Header) return {kind, name_of_header(line).name, {}};
    if (kind != Setting) return {kind, {}, {}};
    const auto content = trim_line(line);
    const auto sign = content.find('=');
    return {kind, trim_line(content.substr(0, sign)), trim_line(content.substr(sign + 1))};
}

/// The next line of `rest`, with its line end: LF, CR LF, CR CR LF (a text file that was written as text twice), or a
/// CR alone. @param newline  where the next LF is, from call to call, for a book without any is searched only once
inline std::string_view next_line(std::string_view rest, const char*& newline) {
    const char* const begin = rest.data();
    const char* const end = begin + rest.size();
    if (newline < begin) {
        newline = static_cast<const char*>(std::memchr(begin, '\n', rest.size()));
        if (newline == nullptr) newline = end;
    }
    const std::size_t length = std::min(newline + 1, end) - begin;
    const auto* const cr = static_cast<const char*>(std::memchr(begin, '\r', length));
    if (cr == nullptr) return rest.substr(0, length);
    const std::size_t before_newline = newline - cr;
    const bool of_line_end = newline != end && (before_newline == 1 || (before_newline == 2 && cr[1] == '\r'));
    return rest.substr(0, of_line_end ? length : static_cast<std::size_t>(cr + 1 - begin));
}

/// What stands at a line.
struct WalkedLine {
    std::size_t index = 0;
    std::string_view whole;
    std::string_view line;  ///< without byte order mark
    Document::LineKind kind = Document::LineKind::Blank;
    bool begins_entry = false;    ///< a Header whose lines count
    const char* fault = nullptr;  ///< makes its entry unusable
};

/// Calls on_line(WalkedLine) for each line, in order, and on_remark(index, text) for each that is passed over. 622: too
/// large.
template <typename OnLine, typename OnRemark>
Expected<void> walk_lines(std::string_view bytes, std::string_view book, OnLine&& on_line, OnRemark&& on_remark) {
    if (bytes.size() > max_file_bytes) return too_large(book);
    std::unordered_map<std::string_view, std::size_t> headers;
    const char* newline = nullptr;
    bool any_header = false;
    std::size_t index = 0;
    for (std::string_view rest = bytes; !rest.empty(); ++index) {
        if (index == max_lines) return too_many_lines(book);
        WalkedLine at;
        at.index = index;
        at.whole = next_line(rest, newline);
        at.line = index == 0 ? at.whole.substr(byte_order_mark_size(at.whole)) : at.whole;
        rest.remove_prefix(at.whole.size());
        at.kind = kind_of_line(at.line, at.fault);
        if (at.kind == Document::LineKind::Unknown) on_remark(index, std::string("neither [name] nor Key=Value"));
        if (at.kind == Document::LineKind::Setting && !any_header)
            on_remark(index, std::string("a setting before the first [name]"));
        if (at.kind == Document::LineKind::Header) {
            any_header = true;
            const HeaderName header = name_of_header(at.line);
            if (header.complaint != nullptr) {
                on_remark(index, std::string(header.complaint));
            } else if (const auto [before, is_new] = headers.emplace(header.name, index); !is_new) {
                on_remark(index, "the entry of this name in line " + std::to_string(before->second + 1) + " counts");
            } else {
                at.begins_entry = true;
                if (header.fault != nullptr) at.fault = header.fault;
            }
        }
        on_line(at);
    }
    return {};
}

}  // namespace openras::phonebook
