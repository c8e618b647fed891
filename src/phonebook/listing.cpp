#include "phonebook/listing.h"

#include <algorithm>

#include "base/strings.h"
#include "phonebook/entry_reader.h"
#include "phonebook/files.h"
#include "phonebook/line_walk.h"

namespace openras::phonebook {
namespace {

/// Most names are ASCII, and all names of most books.
bool is_utf8(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }) || to_utf16(text);
}

}  // namespace

Expected<std::vector<std::string>> entry_names_in(std::string_view bytes, std::string_view book) {
    std::vector<std::string> names;
    std::vector<const char*> begins;  // of the entries
    const auto walked =
        walk_lines(bytes, book, [&](std::string_view whole, std::string_view line, Document::LineKind kind) {
            if (kind != Document::LineKind::Header) return;
            names.emplace_back(parts_of_line(line, kind).key);
            begins.push_back(whole.data());
        });
    if (!walked) return std::unexpected(walked.error());
    begins.push_back(bytes.data() + bytes.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (is_utf8(names[i])) continue;
        // What the bytes are stands in the entry: Encoding=.
        const auto entry = Document::parse(std::string(begins[i], begins[i + 1]), std::string(book));
        if (!entry) return std::unexpected(entry.error());
        names[i] = shown_name(*entry, entry->sections().front());
    }
    return names;
}

Expected<std::vector<std::string>> list_entry_names(const std::string& path) {
    const auto bytes = read_whole(system_files(), path);
    if (!bytes) return std::unexpected(bytes.error());
    return entry_names_in(*bytes, path);
}

Expected<std::vector<ListedEntry>> list_entries(const std::vector<BookPath>& books, const NameLister& names_of) {
    std::vector<ListedEntry> entries;
    for (const auto& book : books) {
        auto names = names_of(book.path);
        if (!names && names.error().code == ERROR_CANNOT_OPEN_PHONEBOOK) continue;
        if (!names) return std::unexpected(std::move(names.error()));
        const BookPath canonical{canonical_path(book.path), book.system, book.all_users};
        entries.reserve(entries.size() + names->size());
        for (auto& name : *names) entries.push_back({std::move(name), canonical});
    }
    return entries;
}

}  // namespace openras::phonebook
