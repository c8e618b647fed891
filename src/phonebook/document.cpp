#include "phonebook/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "phonebook/line_walk.h"

namespace openras::phonebook {
namespace {

constexpr std::size_t usual_line_bytes = 18;  // of Windows' books

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

std::unexpected<RasError> too_large(std::string_view book) {
    return failure(ERROR_CANNOT_LOAD_PHONEBOOK,
                   fmt::format("{}: larger than {} MiB", book, max_file_bytes / (1024 * 1024)));
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
    bool inside = false;  // an entry
    const auto on_line = [&](const WalkedLine& at) {
        auto& sections = document.sections_;
        if (at.kind == LineKind::Header) {
            if (inside) sections.back().end = at.index;
            inside = at.begins_entry;
            if (inside) sections.push_back({at.index, at.index});
        }
        if (inside && at.fault != nullptr && sections.back().fault == nullptr) {
            sections.back().fault = at.fault;
            sections.back().fault_line = at.index;
        }
        const auto parts = parts_of_line(at.line, at.kind);
        document.lines_.push_back({parts.kind, span_of(at.whole), span_of(parts.key), span_of(parts.value)});
    };
    const auto on_remark = [&](std::size_t line, std::string what) {
        if (document.remarks_.size() < max_remarks) document.remarks_.push_back({line, std::move(what)});
    };
    if (auto walked = walk_lines(all, document.name_, on_line, on_remark); !walked) {
        return std::unexpected(walked.error());
    }
    if (inside) document.sections_.back().end = document.lines_.size();
    return document;
}

Expected<void> Document::check(const Section& section) const {
    if (section.fault == nullptr) return {};
    return error_at(section.fault_line, section.fault);
}

}  // namespace openras::phonebook
