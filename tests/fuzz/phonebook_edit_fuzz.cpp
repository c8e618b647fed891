// Any bytes as a phone book, and any bytes as changes to it (up to the first line end): other entries keep every byte,
// a changed key changes one line, what is written is read again, and the book stays one.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phonebook/book.h"
#include "phonebook/listing.h"

namespace {

using namespace openras::phonebook;

constexpr std::size_t most_operations = 12;

void require(bool good) {
    if (!good) std::abort();
}

/// The script, byte for byte; zeros when it has ended.
class Script {
  public:
    explicit Script(std::string_view bytes) : bytes_(bytes) {}
    [[nodiscard]] bool ended() const { return bytes_.empty(); }
    std::uint8_t next() {
        if (bytes_.empty()) return 0;
        const auto byte = static_cast<std::uint8_t>(bytes_.front());
        bytes_.remove_prefix(1);
        return byte;
    }
    std::uint32_t number() { return static_cast<std::uint32_t>(next()) << (next() % 32); }
    std::string text() {
        static const std::array<std::string, 8> texts{"", "1", "x = y", "ü日", " [z] ", "a\rb", "\xFF", ";"};
        const auto choice = next();
        if (choice < 128) return texts[choice % texts.size()];
        const auto length = std::min<std::size_t>(choice - 128, bytes_.size());
        const std::string taken(bytes_.substr(0, length));
        bytes_.remove_prefix(length);
        return taken;
    }
    std::string_view key() {
        static constexpr std::array<std::string_view, 12> keys{
            "Encoding",  "Type", "PrivateNetwork", "Port",      "AreaCode",   "LastSelectedPhone",
            "ms_server", "Own",  "OpenRasX",       "IpAddress", "X25Address", "CustomAuthData"};
        return keys[next() % keys.size()];
    }
    Place place() {
        const auto part = static_cast<Part>(next() % 5);
        return {part, next() % 3U, next() % 3U, next() % 3U};
    }

  private:
    std::string_view bytes_;
};

std::vector<std::string_view> lines_of(const Document& document) {
    std::vector<std::string_view> lines;
    for (const auto& line : document.lines()) lines.push_back(document.text(line.whole));
    return lines;
}

/// At most one line has been changed, or one added; a last line without line end may have been given one.
void require_one_line(const Document& before, const Document& after) {
    auto old_lines = lines_of(before);
    auto new_lines = lines_of(after);
    require(new_lines.size() - old_lines.size() <= 1);
    const auto [old_begin, new_begin] = std::ranges::mismatch(old_lines, new_lines);
    const auto unfinished = !old_lines.back().ends_with('\n');
    const auto skipped = static_cast<std::size_t>(old_begin - old_lines.begin());
    std::size_t same_behind = 0;
    while (same_behind < old_lines.size() - skipped && same_behind < new_lines.size() - skipped &&
           *(old_lines.rbegin() + static_cast<std::ptrdiff_t>(same_behind)) ==
               *(new_lines.rbegin() + static_cast<std::ptrdiff_t>(same_behind))) {
        ++same_behind;
    }
    require(new_lines.size() - skipped - same_behind <= (unfinished ? 2U : 1U));
}

void change_entry(Script& script, EntryEditor& entry) {
    const auto place = script.place();
    const auto before = entry.document();
    const auto encoding = entry.encoding();
    switch (script.next() % 6) {
        case 0: {
            const auto key = script.key();
            const auto value = script.text();
            if (!entry.set(place, key, value)) {
                require(entry.bytes() == before.bytes());
            } else {
                const auto first = value.find_first_not_of(" \t");
                const auto last = value.find_last_not_of(" \t");
                const auto trimmed = first == std::string::npos ? "" : value.substr(first, last + 1 - first);
                const auto now = entry.get(place, key);
                require(now.has_value() && *now == trimmed);
                if (key != "Encoding" && entry.encoding() == encoding) require_one_line(before, entry.document());
            }
            break;
        }
        case 1: {
            const auto key = script.key();
            if (entry.remove(place, key)) {
                const auto now = entry.get(place, key);
                require(now.has_value() && !now->has_value());
            }
            break;
        }
        case 2: (void)entry.add_block(place, script.text()); break;
        case 3: (void)entry.remove_block(place); break;
        case 4: (void)entry.rename(script.text()); break;
        default: (void)entry.set_marker(place, script.text()); break;
    }
    require(Document::parse(entry.bytes(), "fuzz").has_value());
    require(entry.document().sections().size() == 1);
}

void change_properties(Script& script, EntryProperties& properties) {
    properties.options ^= script.number();
    properties.options2 ^= script.number();
    properties.encryption_type = script.next() % 8;
    properties.net_protocols ^= script.next();
    properties.area_code = script.text();
    properties.script = script.text();
    properties.x25_address = script.text();
    properties.auth_data.assign(script.number() % 2000, script.next());
    if (script.next() % 2 != 0 && properties.links.size() > 1) {
        properties.links.erase(properties.links.begin() + script.next() % 2);
    }
    if (script.next() % 2 != 0) {
        properties.links.push_back(
            {.device_type = "vpn", .device_name = script.text(), .phone_number = {}, .alternates = {}});
    }
    auto& link = properties.links[script.next() % properties.links.size()];
    link.phone_number = script.text();
    link.alternates.resize(script.next() % 3, script.text());
    if (script.next() % 4 == 0) link.device_type = script.text();
}

void write_properties_of(Script& script, EntryEditor& entry) {
    const auto before = read_properties(entry.document(), entry.section());
    if (!before) return;
    const auto unchanged = entry.bytes();
    require(write_properties(entry, *before).has_value() && entry.bytes() == unchanged);
    auto wanted = *before;
    change_properties(script, wanted);
    if (!write_properties(entry, wanted)) {
        require(entry.bytes() == unchanged);
    } else {
        require(read_properties(entry.document(), entry.section()) == settled(wanted, *before));
    }
}

std::size_t offset_of(const Document& document, std::string_view raw_name) {
    for (const auto& section : document.sections()) {
        if (document.raw_name(section) == raw_name) return document.lines()[section.header].whole.offset;
    }
    std::abort();
}

void change_book(Script& script, Book& book) {
    const auto names = book.entry_names();
    const auto name = names.empty() ? "none" : names[script.next() % names.size()];
    const auto before = book.bytes();
    switch (script.next() % 5) {
        case 0:
        case 1: {
            auto entry = book.edit(name);
            if (!entry) return;
            const auto own = entry->bytes();
            const auto at = offset_of(book.document(), entry->original_name());
            if (script.next() % 2 == 0) {
                change_entry(script, *entry);
            } else {
                write_properties_of(script, *entry);
            }
            if (book.replace(*entry)) {
                require(book.bytes() == before.substr(0, at) + entry->bytes() + before.substr(at + own.size()));
            } else {
                require(book.bytes() == before);
            }
            break;
        }
        case 2: {
            const auto done = book.remove(name);
            require(!done || book.entry_names().size() + 1 == names.size());
            break;
        }
        case 3: {
            const auto done = book.copy(name, script.text(), {});
            require(!done || book.bytes().starts_with(before));
            break;
        }
        default: {
            auto properties = default_properties();
            properties.links.resize(1);
            change_properties(script, properties);
            const auto done = book.add(script.text(), properties, {});
            require(!done || book.bytes().starts_with(before));
            break;
        }
    }
    require(entry_names_in(book.bytes(), "fuzz") == book.entry_names());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto end = std::min(bytes.find('\n'), bytes.size());
    Script script(bytes.substr(0, end));
    const std::string text(bytes.substr(std::min(end + 1, bytes.size())));
    auto book = Book::parse(text, "fuzz");
    const auto names = entry_names_in(text, "fuzz");
    require(names.has_value() == book.has_value());
    if (!book) return 0;
    require(*names == book->entry_names());
    for (std::size_t i = 0; i < most_operations && !script.ended(); ++i) change_book(script, *book);
    return 0;
}
