#include "phonebook/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "phonebook/line_walk.h"

namespace openras::phonebook {
namespace {

constexpr std::size_t usual_line_bytes = 18;  // of Windows' books

bool is_utf16(std::string_view bytes) {
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || (bytes.size() > 1 && bytes[1] == '\0');
}

}  // namespace

std::unexpected<RasError> error_at_line(std::string_view book, std::size_t index, std::string_view what) {
    return failure(ERROR_CORRUPT_PHONEBOOK, fmt::format("{}:{}: {}", book, index + 1, what));
}

const char* complaint_about_name(std::string_view name) {
    static_assert(max_name_bytes == 1536);
    if (name.empty()) return "the entry has no name";
    if (name.size() > max_name_bytes) return "the name is longer than 1536 bytes";
    const bool control = std::ranges::any_of(name, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
    return control ? "the name holds a control character" : nullptr;
}

Expected<void> check_book(std::string_view bytes, std::string_view book) {
    if (bytes.size() > max_file_bytes) {
        return failure(ERROR_CANNOT_LOAD_PHONEBOOK,
                       fmt::format("{}: larger than {} MiB", book, max_file_bytes / (1024 * 1024)));
    }
    if (is_utf16(bytes)) {
        return failure(ERROR_CANNOT_LOAD_PHONEBOOK, fmt::format("{}: the file is UTF-16; save it as UTF-8", book));
    }
    if (const auto nul = bytes.find('\0'); nul != std::string_view::npos) {
        const auto before = bytes.substr(0, nul);
        return error_at_line(book, static_cast<std::size_t>(std::ranges::count(before, '\n')), "the line holds a NUL");
    }
    return {};
}

std::unexpected<RasError> too_many_lines(std::string_view book) {
    return failure(ERROR_CANNOT_LOAD_PHONEBOOK, fmt::format("{}: more than {} lines", book, max_lines));
}

std::unexpected<RasError> Document::error_at(std::size_t line, std::string_view what) const {
    return error_at_line(name_, line, what);
}

Expected<Document> Document::parse(std::string bytes, std::string name) {
    Document document(std::move(bytes), std::move(name));
    const std::string_view all = document.bytes_;
    const auto span_of = [&](std::string_view part) {
        if (part.empty() && part.data() == nullptr) return Span{};
        return Span{static_cast<std::uint32_t>(part.data() - all.data()), static_cast<std::uint32_t>(part.size())};
    };
    document.lines_.reserve(all.size() / usual_line_bytes);
    const auto walked =
        walk_lines(all, document.name_, [&](std::string_view whole, std::string_view line, LineKind kind) {
            const auto parts = parts_of_line(line, kind);
            const auto index = document.lines_.size();
            if (parts.kind == LineKind::Header) {
                if (!document.sections_.empty()) document.sections_.back().end = index;
                document.sections_.push_back({index, index});
            }
            document.lines_.push_back({parts.kind, span_of(whole), span_of(parts.key), span_of(parts.value)});
        });
    if (!walked) return std::unexpected(walked.error());
    if (!document.sections_.empty()) document.sections_.back().end = document.lines_.size();
    return document;
}

}  // namespace openras::phonebook
