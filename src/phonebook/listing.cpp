#include "phonebook/listing.h"

#include <algorithm>

#include "base/strings.h"
#include "phonebook/entry_reader.h"
#include "phonebook/file_text.h"
#include "phonebook/line_walk.h"

namespace openras::phonebook {
namespace {

/// Most names are ASCII, and all names of most books.
bool is_utf8(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }) || to_utf16(text);
}

}  // namespace

Expected<std::vector<std::string>> entry_names_in(std::string_view text, std::string_view book) {
    std::vector<std::string> names;
    std::vector<const char*> begins;  // of the entries
    const auto on_line = [&](const WalkedLine& at) {
        if (!at.begins_entry) return;
        names.emplace_back(name_of_header(at.line).name);
        begins.push_back(at.whole.data());
    };
    const auto walked = walk_lines(text, book, on_line, [](std::size_t, const std::string&) {});
    if (!walked) return std::unexpected(walked.error());
    begins.push_back(text.data() + text.size());
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
    const auto file = read_text(system_files(), path);
    if (!file) return std::unexpected(file.error());
    return entry_names_in(file->text, path);
}

std::vector<ListedEntry> list_entries(const std::vector<BookPath>& books, const NameLister& names_of) {
    std::vector<ListedEntry> entries;
    for (const auto& book : books) {
        auto names = names_of(book.path);
        if (!names) continue;
        const BookPath canonical{canonical_path(book.path), book.system, book.all_users};
        entries.reserve(entries.size() + names->size());
        for (auto& name : *names) entries.push_back({std::move(name), canonical});
    }
    return entries;
}

}  // namespace openras::phonebook
