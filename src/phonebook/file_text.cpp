#include "phonebook/file_text.h"

#include <fmt/format.h>

#include <utility>

#include "base/strings.h"

namespace openras::phonebook {
namespace {

constexpr std::string_view le_mark = "\xFF\xFE";
constexpr std::string_view be_mark = "\xFE\xFF";

FileForm form_of(std::string_view bytes) {
    if (bytes.starts_with(le_mark)) return FileForm::Utf16LeWithMark;
    if (bytes.starts_with(be_mark)) return FileForm::Utf16BeWithMark;
    // A book's first character is ASCII, and no book of bytes has a NUL there.
    if (bytes.size() > 1 && bytes[0] != '\0' && bytes[1] == '\0') return FileForm::Utf16Le;
    return FileForm::Bytes;
}

std::string_view mark_of(FileForm form) {
    switch (form) {
        case FileForm::Bytes:
        case FileForm::Utf16Le: return {};
        case FileForm::Utf16LeWithMark: return le_mark;
        case FileForm::Utf16BeWithMark: return be_mark;
    }
    return {};
}

auto no_utf16(const std::string& name) {
    return failure(ERROR_CANNOT_LOAD_PHONEBOOK, fmt::format("{}: the file begins as UTF-16 and is none", name));
}

}  // namespace

Expected<FileText> text_of_file(std::string bytes, const std::string& name) {
    const FileForm form = form_of(bytes);
    if (form == FileForm::Bytes) return FileText{std::move(bytes), form};
    const std::string_view units = std::string_view(bytes).substr(mark_of(form).size());
    if (units.size() % 2 != 0) return no_utf16(name);
    const std::size_t low = form == FileForm::Utf16BeWithMark ? 1 : 0;
    std::u16string wide;
    wide.reserve(units.size() / 2);
    for (std::size_t i = 0; i < units.size(); i += 2) {
        wide += static_cast<char16_t>(static_cast<unsigned char>(units[i + low]) |
                                      static_cast<unsigned char>(units[i + 1 - low]) << 8);
    }
    auto text = to_utf8(wide);
    if (!text) return no_utf16(name);
    return FileText{std::move(*text), form};
}

Expected<std::string> bytes_of_file(std::string text, FileForm form, const std::string& name) {
    if (form == FileForm::Bytes) return text;
    const auto wide = to_utf16(text);
    if (!wide)
        return failure(ERROR_CANNOT_LOAD_PHONEBOOK,
                       fmt::format("{}: the file is UTF-16, and what it is to say is not Unicode", name));
    std::string bytes(mark_of(form));
    bytes.reserve(bytes.size() + 2 * wide->size());
    for (const char16_t unit : *wide) {
        const char low = static_cast<char>(unit & 0xFF);
        const char high = static_cast<char>(unit >> 8);
        bytes += form == FileForm::Utf16BeWithMark ? high : low;
        bytes += form == FileForm::Utf16BeWithMark ? low : high;
    }
    return bytes;
}

Expected<FileText> read_text(Files& files, const std::string& path, struct stat* version) {
    auto bytes = read_whole(files, path, version);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    return text_of_file(std::move(*bytes), path);
}

}  // namespace openras::phonebook
