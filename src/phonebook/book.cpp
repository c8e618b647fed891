#include "phonebook/book.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/strings.h"
#include "phonebook/entry_reader.h"
#include "phonebook/file_text.h"
#include "phonebook/names.h"

namespace openras::phonebook {
namespace {

std::string to_lower(std::string_view name) {
    std::string lower(name);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

}  // namespace

Expected<Book> Book::load(const std::string& path) {
    auto file = read_text(system_files(), path);
    if (!file) return std::unexpected(std::move(file.error()));
    return parse(std::move(file->text), path);
}

Expected<Book> Book::parse(std::string bytes, std::string name_for_errors) {
    auto document = Document::parse(std::move(bytes), std::move(name_for_errors));
    if (!document) return std::unexpected(std::move(document.error()));
    return Book(std::move(*document));
}

Book::Book(Document document) : document_(std::move(document)) {
    sections_.reserve(document_.sections().size());
    lowercase_names_.reserve(document_.sections().size());
    for (std::size_t i = 0; i < document_.sections().size(); ++i) {
        auto name = shown_name(document_, document_.sections()[i]);
        lowercase_names_.emplace(to_lower(name), i);
        sections_.emplace(std::move(name), i);  // different bytes may be one name: the first is found
    }
}

std::vector<std::string> Book::entry_names() const {
    std::vector<std::string> names;
    names.reserve(document_.sections().size());
    for (const auto& section : document_.sections()) names.push_back(shown_name(document_, section));
    return names;
}

Expected<const Document::Section*> Book::find(std::string_view name) const {
    if (const auto exact = sections_.find(std::string(name)); exact != sections_.end()) {
        return &document_.sections()[exact->second];
    }
    if (const auto similar = lowercase_names_.find(to_lower(name)); similar != lowercase_names_.end()) {
        return &document_.sections()[similar->second];
    }
    return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, fmt::format("{}: no entry '{}'", document_.name(), name));
}

bool Book::contains(std::string_view name) const {
    return find(name).has_value();
}

Expected<Entry> Book::entry(std::string_view name) const {
    const auto section = find(name);
    if (!section) return std::unexpected(section.error());
    return read_entry(document_, **section);
}

Expected<EntryProperties> Book::properties(std::string_view name) const {
    const auto section = find(name);
    if (!section) return std::unexpected(section.error());
    return read_properties(document_, **section);
}

Expected<void> Book::become(std::string bytes) {
    auto changed = parse(std::move(bytes), document_.name());
    if (!changed) return std::unexpected(std::move(changed.error()));
    *this = std::move(*changed);
    return {};
}

Expected<void> Book::splice(const Document::Section& section, std::string_view with) {
    const auto begin = document_.lines()[section.header].whole.offset;
    const auto& last = document_.lines()[section.end - 1].whole;
    auto bytes = document_.bytes();
    bytes.replace(begin, last.offset + last.length - begin, with);
    return become(std::move(bytes));
}

Expected<void> Book::append(std::string_view entry) {
    std::string bytes = document_.bytes();
    // A book whose lines end in LF alone stays one; a blank line between entries, as Windows has it.
    const bool lf = bytes.find('\n') != std::string::npos && bytes.find("\r\n") == std::string::npos;
    const std::string_view line_end = lf ? "\n" : "\r\n";
    if (!document_.sections().empty() && !bytes.ends_with('\n') && !bytes.ends_with('\r')) bytes += line_end;
    if (!document_.sections().empty() && document_.lines().back().kind != Document::LineKind::Blank) bytes += line_end;
    for (const char c : entry) {
        if (c != '\r' || !lf) bytes += c;
    }
    return become(std::move(bytes));
}

Expected<void> Book::free_name(std::string_view name) const {
    if (!contains(name)) return {};
    return failure(ERROR_ALREADY_EXISTS, fmt::format("{}: there is an entry '{}'", document_.name(), name));
}

Expected<EntryEditor> Book::edit(std::string_view name) const {
    const auto section = find(name);
    if (!section) return std::unexpected(section.error());
    if (auto usable = document_.check(**section); !usable) return std::unexpected(usable.error());
    return EntryEditor(document_, **section);
}

Expected<void> Book::replace(const EntryEditor& entry) {
    const auto section = std::ranges::find_if(document_.sections(), [&](const Document::Section& candidate) {
        return document_.raw_name(candidate) == entry.original_name();
    });
    if (section == document_.sections().end()) {
        return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY,
                       fmt::format("{}: no entry '{}'", document_.name(), entry.name()));
    }
    if (const auto found = find(entry.name()); found && **found != *section) return free_name(entry.name());
    return splice(*section, entry.bytes());
}

Expected<void> Book::set_properties(std::string_view name, const EntryProperties& properties) {
    auto entry = edit(name);
    if (!entry) return std::unexpected(entry.error());
    if (auto done = write_properties(*entry, properties); !done) return done;
    return entry->changed() ? replace(*entry) : Expected<void>{};
}

Expected<void> Book::add(std::string_view name, const EntryProperties& properties, const NewEntry& made) {
    if (auto valid = validate_entry_name(name); !valid) return valid;
    if (auto unused = free_name(name); !unused) return unused;
    const auto text = new_entry_text(name, properties, made);
    if (!text) return std::unexpected(text.error());
    return append(*text);
}

Expected<void> Book::copy(std::string_view from, std::string_view to, const NewEntry& made) {
    auto entry = edit(from);
    if (!entry) return std::unexpected(entry.error());
    if (auto valid = validate_entry_name(to); !valid) return valid;
    if (auto unused = free_name(to); !unused) return unused;
    if (auto done = entry->rename(to); !done) return done;
    if (auto done = write_identity(*entry, made); !done) return done;
    return append(std::string_view(entry->bytes()).substr(byte_order_mark_size(entry->bytes())));
}

Expected<void> Book::rename(std::string_view from, std::string_view to) {
    auto entry = edit(from);
    if (!entry) return std::unexpected(entry.error());
    if (auto valid = validate_renamed_entry(to); !valid) return valid;
    if (auto done = entry->rename(to); !done) return done;
    return entry->changed() ? replace(*entry) : Expected<void>{};
}

Expected<void> Book::remove(std::string_view name) {
    auto section = find(name);
    if (!section) return std::unexpected(section.error());
    // A second entry of the name, which did not count, would come up in the place of the first.
    for (const std::string raw_name(document_.raw_name(**section)); section;) {
        const bool marked = byte_order_mark_size(document_.text(document_.lines()[(*section)->header].whole)) != 0;
        if (auto removed = splice(**section, marked ? byte_order_mark : ""); !removed) return removed;
        const auto next = std::ranges::find_if(
            document_.sections(), [&](const auto& candidate) { return document_.raw_name(candidate) == raw_name; });
        if (next == document_.sections().end()) break;
        section = &*next;
    }
    return {};
}

}  // namespace openras::phonebook
