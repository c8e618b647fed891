#include "phonebook/document.h"

#include <fmt/format.h>

#include <map>

#include "base/strings.h"

namespace openras::phonebook {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool is_utf16(std::string_view bytes) {
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || (bytes.size() > 1 && bytes[1] == '\0');
}

bool has_control_characters(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) return true;
    }
    return false;
}

}  // namespace

std::unexpected<RasError> Document::error_at(std::size_t line, std::string_view what) const {
    return failure(ERROR_CORRUPT_PHONEBOOK, fmt::format("{}:{}: {}", name_, line + 1, what));
}

Expected<Document::Line> Document::classify(Span whole, std::size_t index) const {
    // Blanks and the line end do not count.
    auto trimmed = [&](Span span) {
        while (span.length > 0 && (is_blank(bytes_[span.offset]))) ++span.offset, --span.length;
        while (span.length > 0) {
            const char last = bytes_[span.offset + span.length - 1];
            if (!is_blank(last) && last != '\r' && last != '\n') break;
            --span.length;
        }
        return span;
    };
    Line line{LineKind::Blank, whole, {}, {}};
    if (index == 0) {
        const auto mark = static_cast<std::uint32_t>(byte_order_mark_size(text(whole)));
        whole.offset += mark;
        whole.length -= mark;
    }
    if (whole.length > max_line_bytes) {
        return error_at(index, fmt::format("the line is longer than {} bytes", max_line_bytes));
    }
    const Span content = trimmed(whole);
    const std::string_view characters = text(content);
    if (characters.find('\0') != std::string_view::npos) return error_at(index, "the line holds a NUL");
    if (characters.empty()) return line;
    if (characters.front() == ';' || characters.front() == '#') {
        line.kind = LineKind::Comment;
        return line;
    }
    if (characters.front() == '[') {
        if (characters.back() != ']' || characters.size() < 2) return error_at(index, "the name lacks its ']'");
        line.kind = LineKind::Header;
        line.key = {content.offset + 1, content.length - 2};
        const std::string_view name = text(line.key);
        if (name.empty()) return error_at(index, "the entry has no name");
        if (name.size() > max_name_bytes) {
            return error_at(index, fmt::format("the name is longer than {} bytes", max_name_bytes));
        }
        if (has_control_characters(name)) return error_at(index, "the name holds a control character");
        return line;
    }
    const auto sign = characters.find('=');
    if (sign == std::string_view::npos || sign == 0) return error_at(index, "neither [name] nor Key=Value");
    const auto equals = static_cast<std::uint32_t>(sign);
    line.kind = LineKind::Setting;
    line.key = trimmed({content.offset, equals});
    line.value = trimmed({content.offset + equals + 1, content.length - equals - 1});
    return line;
}

Expected<Document> Document::parse(std::string bytes, std::string name) {
    if (bytes.size() > max_file_bytes) {
        return failure(ERROR_CANNOT_LOAD_PHONEBOOK,
                       fmt::format("{}: larger than {} MiB", name, max_file_bytes / (1024 * 1024)));
    }
    if (is_utf16(bytes)) {
        return failure(ERROR_CANNOT_LOAD_PHONEBOOK, fmt::format("{}: the file is UTF-16; save it as UTF-8", name));
    }
    Document document(std::move(bytes), std::move(name));
    std::map<std::string_view, std::size_t> headers;
    const std::string_view all = document.bytes_;
    for (std::size_t offset = 0; offset < all.size();) {
        const auto newline = all.find('\n', offset);
        const std::size_t end = newline == std::string_view::npos ? all.size() : newline + 1;
        const std::size_t index = document.lines_.size();
        if (index == max_lines) {
            return failure(ERROR_CANNOT_LOAD_PHONEBOOK,
                           fmt::format("{}: more than {} lines", document.name_, max_lines));
        }
        const Span whole{static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(end - offset)};
        auto line = document.classify(whole, index);
        if (!line) return std::unexpected(std::move(line.error()));
        if (line->kind == LineKind::Setting && document.sections_.empty()) {
            return document.error_at(index, "a setting before the first [name]");
        }
        if (line->kind == LineKind::Header) {
            // The views stay good: bytes_ is not touched while this function runs.
            const auto [before, is_new] = headers.emplace(document.text(line->key), index);
            if (!is_new) {
                return document.error_at(index, fmt::format("line {} has an entry of this name", before->second + 1));
            }
            if (!document.sections_.empty()) document.sections_.back().end = index;
            document.sections_.push_back({index, index});
        }
        document.lines_.push_back(*line);
        offset = end;
    }
    if (!document.sections_.empty()) document.sections_.back().end = document.lines_.size();
    return document;
}

}  // namespace openras::phonebook
