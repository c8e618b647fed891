#include "phonebook/entry_editor.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/strings.h"
#include "phonebook/entry_reader.h"
#include "phonebook/key_order.h"
#include "phonebook/values.h"

namespace openras::phonebook {
namespace {

using LineKind = Document::LineKind;

std::unexpected<RasError> refused(std::string what) {
    return failure(ERROR_INVALID_PARAMETER, std::move(what));
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

std::string_view without_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string_view marker_of(Part part) {
    switch (part) {
        case Part::Entry: return "";
        case Part::NetComponents: return "NETCOMPONENTS";
        case Part::Media: return "MEDIA";
        case Part::Device: return "DEVICE";
        case Part::Phone: return "PhoneNumber";
    }
    return "";
}

bool is_marker(std::string_view key) {
    return key == "NETCOMPONENTS" || key == "MEDIA" || key == "DEVICE" || key == "PhoneNumber";
}

Expected<void> check_key(std::string_view key) {
    const bool good = !key.empty() && key == without_blanks(key) && key.find('=') == std::string_view::npos &&
                      std::ranges::none_of(key, is_control) &&
                      std::string_view("[;#").find(key[0]) == std::string_view::npos && !key.starts_with("//");
    if (!good) return refused(fmt::format("'{}' is no key of a phone book", key));
    return {};
}

/// @param what  names the value in the error
Expected<void> check_text(std::string_view what, std::string_view text) {
    for (const char c : text) {
        if (is_control(c) && c != '\t') {
            return refused(fmt::format("{}: the value holds a line break or another control character", what));
        }
    }
    if (!to_utf16(text)) return refused(fmt::format("{}: the value is not UTF-8", what));
    if (what.size() + 1 + text.size() > max_value_bytes) {
        return refused(fmt::format("{}: the value is longer than {} bytes", what, max_value_bytes));
    }
    return {};
}

std::string slice(const Document& book, const Document::Section& section) {
    const auto begin = book.lines()[section.header].whole.offset;
    const auto& last = book.lines()[section.end - 1].whole;
    return book.bytes().substr(begin, last.offset + last.length - begin);
}

/// An entry's own lines are a book of their own; they have been parsed before.
Document parsed(std::string bytes, const std::string& name) {
    return Document::parse(std::move(bytes), name).value();
}

std::string_view line_end_of(const Document& document, std::size_t line) {
    const auto text = document.text(document.lines()[line].whole);
    for (const std::string_view end : {"\r\r\n", "\r\n", "\n", "\r"})
        if (text.ends_with(end)) return end;
    return "";
}

}  // namespace

EntryEditor::EntryEditor(const Document& book, const Document::Section& section)
    : document_(parsed(slice(book, section), book.name())),
      layout_(layout_of(document_, document_.sections().front())),
      encoding_(encoding_of(document_, document_.sections().front())),
      line_end_(line_end_of(book, section.header)),
      original_name_(book.raw_name(section)),
      original_bytes_(document_.bytes()) {
    if (line_end_.empty()) line_end_ = line_end_of(book, 0);
    if (line_end_.empty()) line_end_ = "\r\n";
}

std::string EntryEditor::name() const {
    return shown_name(document_, section());
}

Expected<void> EntryEditor::splice(std::size_t offset, std::size_t length, std::string_view with) {
    auto bytes = document_.bytes();
    bytes.replace(offset, length, with);
    auto changed = Document::parse(std::move(bytes), document_.name());
    if (!changed) return refused(std::move(changed.error().text));
    const auto& sections = changed->sections();
    if (sections.size() != 1 || sections.front().fault != nullptr || sections.front().end != changed->lines().size())
        return refused(fmt::format("{}: that would be no entry any more", document_.name()));
    document_ = std::move(*changed);
    layout_ = layout_of(document_, section());
    encoding_ = encoding_of(document_, section());
    return {};
}

Expected<void> EntryEditor::insert_line(std::size_t after, std::string_view text, bool blank_before) {
    const auto& before = document_.lines()[after].whole;
    const std::size_t offset = before.offset + before.length;
    const auto end = line_end_of(document_, after);
    const auto new_end = end.empty() ? line_end_ : std::string(end);
    const auto lines = fmt::format("{}{}", blank_before ? new_end : "", text);
    // An unfinished last line is finished, and the new one is unfinished in its place.
    return splice(offset, 0, end.empty() ? new_end + lines : lines + new_end);
}

Expected<void> EntryEditor::become_utf8() {
    std::string bytes;
    for (const auto& line : document_.lines()) {
        const auto whole = document_.text(line.whole);
        const auto span = line.kind == LineKind::Header ? line.key : line.value;
        const auto from = span.offset - line.whole.offset;
        if (line.kind != LineKind::Header && line.kind != LineKind::Setting) {
            bytes += whole;
            continue;
        }
        bytes += whole.substr(0, from);
        bytes += *to_text(document_.text(span), Encoding::Ansi);
        bytes += whole.substr(from + span.length);
    }
    if (auto done = splice(0, document_.bytes().size(), bytes); !done) return done;
    return write_line({}, "Encoding", "1");
}

Expected<std::optional<std::string>> EntryEditor::get(const Place& place, std::string_view key) const {
    ValueReader reader(document_, layout_.lines_of(place, key), encoding_);
    if (!reader.has(key)) return std::nullopt;
    std::string value;
    reader.text(key, value);
    if (reader.error()) return std::unexpected(*reader.error());
    return value;
}

Expected<std::vector<std::string>> EntryEditor::get_all(const Place& place, std::string_view key) const {
    ValueReader reader(document_, layout_.lines_of(place, key), encoding_);
    auto values = reader.texts(key);
    if (reader.error()) return std::unexpected(*reader.error());
    return values;
}

std::size_t EntryEditor::line_before(const Place& place, std::string_view key) const {
    const auto lines = layout_.lines_of(place);
    // Behind the key that is nearest before this one in Windows' order; a key that Windows does not know goes to the
    // end.
    const auto order = order_of(place.part, key);
    std::size_t nearest = 0;
    std::size_t found = place.part == Part::Entry ? section().header : lines.begin;
    for (std::size_t i = lines.begin; i < lines.end; ++i) {
        const auto& line = document_.lines()[i];
        if (line.kind != LineKind::Setting) continue;
        const auto other = order_of(place.part, document_.text(line.key));
        if (!order) {
            found = i;
        } else if (other && *other <= *order && *other >= nearest) {
            nearest = *other;
            found = i;
        }
    }
    return found;
}

Expected<void> EntryEditor::change(const Place& place, std::string_view key, std::string_view value) {
    const auto trimmed = without_blanks(value);
    if (auto good = check_text(key, trimmed); !good) return good;
    const auto lines = layout_.lines_of(place, key);
    if (place.part != Part::Entry && lines.begin == lines.end) return refused(fmt::format("{}: no such block", key));
    const auto line = find_key(document_, lines, key);
    if (line != document_.lines().size()) {
        const auto there = to_text(document_.text(document_.lines()[line].value), encoding_);
        if (there && *there == trimmed) return {};
    }
    if (encoding_ == Encoding::Ansi && place.part == Part::Entry && key == "Encoding" && trimmed == "1") {
        return become_utf8();
    }
    if (encoding_ == Encoding::Ansi && !is_ascii(trimmed)) {
        if (auto done = become_utf8(); !done) return done;
    }
    return write_line(place, key, trimmed);
}

Expected<void> EntryEditor::write_line(const Place& place, std::string_view key, std::string_view value) {
    const auto line = find_key(document_, layout_.lines_of(place, key), key);
    if (line == document_.lines().size()) return insert_line(line_before(place, key), fmt::format("{}={}", key, value));
    const auto span = document_.lines()[line].value;
    return splice(span.offset, span.length, value);
}

/// Runs steps of which a later one may fail: then the entry is as it was.
template <typename Steps>
Expected<void> EntryEditor::all_or_nothing(Steps&& steps) {
    auto document = document_;
    Expected<void> done = steps();
    if (done) return done;
    document_ = std::move(document);
    layout_ = layout_of(document_, section());
    encoding_ = encoding_of(document_, section());
    return done;
}

Expected<void> EntryEditor::set(const Place& place, std::string_view key, std::string_view value) {
    if (auto good = check_key(key); !good) return good;
    if (is_marker(key)) return refused(fmt::format("{} begins a block", key));
    return all_or_nothing([&] { return change(place, key, value); });
}

Expected<void> EntryEditor::set_marker(const Place& place, std::string_view value) {
    if (place.part == Part::Entry) return refused("an entry has no marker");
    return all_or_nothing([&] { return change(place, marker_of(place.part), value); });
}

Expected<void> EntryEditor::set_all(const Place& place, std::string_view key, std::span<const std::string> values) {
    auto before = get_all(place, key);
    if (before && std::ranges::equal(*before, values)) return {};
    if (values.empty()) return remove(place, key);
    return all_or_nothing([&]() -> Expected<void> {
        if (auto done = set(place, key, values.front()); !done) return done;
        auto line = find_key(document_, layout_.lines_of(place, key), key);
        remove_lines(place, key, line + 1);
        for (const auto& value : values.subspan(1)) {
            // Hexadecimal blobs are all that repeats: what is not ASCII would have to be encoded here.
            if (!is_ascii(value)) return refused(fmt::format("{}: not ASCII", key));
            if (auto good = check_text(key, value); !good) return good;
            if (auto done = insert_line(line++, fmt::format("{}={}", key, without_blanks(value))); !done) return done;
        }
        return {};
    });
}

void EntryEditor::remove_lines(const Place& place, std::string_view key, std::size_t from) {
    auto lines = layout_.lines_of(place, key);
    lines.begin = std::max(lines.begin, from);
    for (;;) {
        const auto line = find_key(document_, lines, key);
        if (line == document_.lines().size()) return;
        const auto span = document_.lines()[line].whole;
        splice(span.offset, span.length, "").value();  // an entry less a line is an entry
        lines = {line, layout_.lines_of(place, key).end};
    }
}

Expected<void> EntryEditor::remove(const Place& place, std::string_view key) {
    if (auto good = check_key(key); !good) return good;
    if (is_marker(key)) return refused(fmt::format("{} begins a block", key));
    remove_lines(place, key, 0);
    return {};
}

Expected<void> EntryEditor::rename(std::string_view name) {
    if (auto good = check_text("name", name); !good) return failure(ERROR_INVALID_NAME, good.error().text);
    if (name.empty() || name.size() > max_name_bytes || std::ranges::any_of(name, is_control)) {
        return failure(ERROR_INVALID_NAME,
                       fmt::format("a name has 1 to {} bytes and no control character", max_name_bytes));
    }
    if (this->name() == name) return {};
    return all_or_nothing([&]() -> Expected<void> {
        if (encoding_ == Encoding::Ansi && !is_ascii(name)) {
            if (auto done = become_utf8(); !done) return done;
        }
        const auto span = document_.lines()[section().header].key;
        return splice(span.offset, span.length, name);
    });
}

std::size_t EntryEditor::last_text_before(std::size_t line) const {
    do --line;
    while (document_.lines()[line].kind == LineKind::Blank);
    return line;
}

Expected<void> EntryEditor::add_block(const Place& place, std::string_view value) {
    const auto marker = marker_of(place.part);
    const auto trimmed = without_blanks(value);
    if (auto good = check_text(marker, trimmed); !good) return good;
    const auto nothing = [&] { return refused(fmt::format("{}: no such place for a block", marker)); };
    std::size_t after = 0;
    const auto& links = layout_.links;
    switch (place.part) {
        case Part::Entry: return nothing();
        case Part::NetComponents:
            if (layout_.net_components.begin != layout_.net_components.end) return nothing();
            after = last_text_before(layout_.entry.end);
            break;
        case Part::Media:
            if (place.link > links.size()) return nothing();
            after = last_text_before(place.link < links.size() ? links[place.link].lines.begin : layout_.all.end);
            break;
        case Part::Device: {
            if (place.link >= links.size() || place.device > links[place.link].devices.size()) return nothing();
            const auto& link = links[place.link];
            after = last_text_before(place.device < link.devices.size() ? link.devices[place.device].lines.begin
                                                                        : link.lines.end);
            break;
        }
        case Part::Phone: {
            if (place.link >= links.size() || place.device >= links[place.link].devices.size()) return nothing();
            const auto& phones = links[place.link].devices[place.device].phones;
            if (place.phone > phones.size()) return nothing();
            if (place.phone < phones.size()) {
                after = last_text_before(phones[place.phone].begin);
            } else if (phones.empty()) {
                after = line_before({Part::Device, place.link, place.device, 0}, marker);
            } else {  // before the keys of the device that stand behind its last number
                after = line_before({Part::Phone, place.link, place.device, phones.size() - 1}, "FriendlyName");
            }
            break;
        }
    }
    return all_or_nothing([&]() -> Expected<void> {
        if (encoding_ == Encoding::Ansi && !is_ascii(trimmed)) {
            const auto lines = document_.lines().size();
            if (auto done = become_utf8(); !done) return done;
            after += document_.lines().size() - lines;  // Encoding= stands before every block
        }
        return insert_line(after, fmt::format("{}={}", marker, trimmed), place.part != Part::Phone);
    });
}

Expected<void> EntryEditor::remove_block(const Place& place) {
    const auto lines = layout_.lines_of(place);
    if (place.part == Part::Entry || lines.begin == lines.end) return refused("no such block");
    std::vector<bool> gone(document_.lines().size());
    if (place.part == Part::Phone) {  // what belongs to the device stays
        for (std::size_t i = lines.begin; i < lines.end; ++i) {
            const auto& line = document_.lines()[i];
            gone[i] = line.kind == LineKind::Setting && order_of(Part::Phone, document_.text(line.key)).has_value();
        }
    } else {
        // The blank lines behind the block are those before the next.
        for (auto i = last_text_before(lines.begin) + 1; i <= last_text_before(lines.end); ++i) gone[i] = true;
    }
    std::string bytes;
    for (std::size_t i = 0; i < gone.size(); ++i) {
        if (!gone[i]) bytes += document_.text(document_.lines()[i].whole);
    }
    return splice(0, document_.bytes().size(), bytes);
}

}  // namespace openras::phonebook
