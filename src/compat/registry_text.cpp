#include "compat/registry_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/strings.h"
#include "compat/kit/registry.h"
#include "compat/utf.h"

namespace openras::compat {

namespace {

constexpr std::string_view preface =
    "; What programs of OpenRAS' porting kit keep in the registry: keys in brackets, one value a line.\n";

constexpr std::string_view bad_encoding = "not UTF-8";
constexpr std::string_view bad_header = "a key without its closing bracket";
constexpr std::string_view bad_value = "no value is written like this";
constexpr std::string_view no_key = "a value that belongs to no key";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\xEF\xBB\xBF";  // a byte order mark, too
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// A quoted text at the beginning of `text`, which then begins behind it.
std::optional<std::string> take_quoted(std::string_view& text) {
    if (!text.starts_with('"')) return std::nullopt;
    std::string result;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '"') {
            text.remove_prefix(at + 1);
            return result;
        }
        if (text[at] == '\\' && ++at == text.size()) return std::nullopt;
        result += text[at];
    }
    return std::nullopt;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char byte : text) {
        if (byte == '"' || byte == '\\') result += '\\';
        result += byte;
    }
    return result + '"';
}

std::optional<std::uint32_t> hex_number(std::string_view digits) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::optional<std::string> hex_bytes(std::string_view list) {
    std::string bytes;
    while (!list.empty()) {
        const auto byte = list.size() >= 2 ? hex_number(list.substr(0, 2)) : std::nullopt;
        if (!byte || (list.size() > 2 && (list[2] != ',' || list.size() == 3))) return std::nullopt;
        bytes += static_cast<char>(*byte);
        list.remove_prefix(std::min<std::size_t>(3, list.size()));
    }
    return bytes;
}

std::string little_endian(std::uint32_t number) {
    std::string bytes;
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xFF);
    return bytes;
}

/// The text of a REG_SZ that can be written in quotes.
std::optional<std::string> plain_text(const RegistryValue& value) {
    if (value.type != REG_SZ || value.data.size() < 2 || value.data.size() % 2 != 0) return std::nullopt;
    const std::u16string text = units_of(value.data);
    if (text.back() != 0 || !is_registry_name(std::u16string_view(text).substr(0, text.size() - 1)))
        return std::nullopt;
    return to_utf8(std::u16string_view(text).substr(0, text.size() - 1));
}

std::string written(const RegistryValue& value) {
    std::string line = (value.name.empty() ? "@" : quoted(utf8(value.name))) + "=";
    if (const auto text = plain_text(value)) return line + quoted(*text);
    if (value.type == REG_DWORD && value.data.size() == 4) {
        std::uint32_t number = 0;
        for (int i = 3; i >= 0; --i)
            number = number << 8 | static_cast<unsigned char>(value.data[static_cast<std::size_t>(i)]);
        return line + fmt::format("dword:{:08x}", number);
    }
    line += value.type == REG_BINARY ? "hex:" : fmt::format("hex({:x}):", value.type);
    for (std::size_t i = 0; i < value.data.size(); ++i)
        line += fmt::format("{}{:02x}", i == 0 ? "" : ",", static_cast<unsigned char>(value.data[i]));
    return line;
}

std::optional<RegistryValue> read_value(std::string_view line) {
    RegistryValue value;
    if (line.starts_with('@')) {
        line.remove_prefix(1);
    } else {
        const auto name = take_quoted(line);
        if (!name) return std::nullopt;
        value.name = utf16(*name);
    }
    line = trimmed(line);
    if (!line.starts_with('=')) return std::nullopt;
    line = trimmed(line.substr(1));
    if (const auto text = take_quoted(line)) {
        if (!line.empty()) return std::nullopt;
        value.type = REG_SZ;
        value.data = bytes_of(utf16(*text) + u'\0');
        return value;
    }
    if (line.starts_with("dword:")) {
        const auto number = line.size() <= 14 ? hex_number(line.substr(6)) : std::nullopt;
        if (!number) return std::nullopt;
        value.type = REG_DWORD;
        value.data = little_endian(*number);
        return value;
    }
    value.type = REG_BINARY;
    if (!line.starts_with("hex")) return std::nullopt;
    line.remove_prefix(3);
    if (const auto end = line.find(')'); line.starts_with('(') && end != std::string_view::npos) {
        const auto type = hex_number(line.substr(1, end - 1));
        if (!type) return std::nullopt;
        value.type = *type;
        line.remove_prefix(end + 1);
    }
    auto data = line.starts_with(':') ? hex_bytes(line.substr(1)) : std::nullopt;
    if (!data) return std::nullopt;
    value.data = std::move(*data);
    return value;
}

/// Whether `path` is `above` or below it.
bool is_within(std::u16string_view path, std::u16string_view above) {
    return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == u'\\');
}

}  // namespace

std::u16string units_of(std::string_view data) {
    std::u16string units(data.size() / 2, u'\0');
    for (std::size_t i = 0; i < units.size(); ++i)
        units[i] = static_cast<char16_t>(static_cast<unsigned char>(data[2 * i]) |
                                         static_cast<unsigned char>(data[2 * i + 1]) << 8);
    return units;
}

std::string bytes_of(std::u16string_view units) {
    std::string data;
    for (const char16_t unit : units) {
        data += static_cast<char>(unit & 0xFF);
        data += static_cast<char>(unit >> 8);
    }
    return data;
}

bool is_registry_name(std::u16string_view name) {
    return to_utf8(name).has_value() && std::ranges::none_of(name, [](char16_t unit) { return unit < 0x20; });
}

RegistryText::Line RegistryText::parse_line(std::string_view raw, bool below_key) {
    Line line{.raw = std::string(raw), .value = {}, .folded_name = {}, .damage = {}};
    const std::string_view text = trimmed(raw);
    if (text.empty() || text.starts_with(';')) return line;
    if (!to_utf16(text)) {
        line.damage = bad_encoding;
    } else if (auto value = read_value(text); !value) {
        line.damage = bad_value;
    } else if (!below_key) {
        line.damage = no_key;
    } else {
        line.folded_name = folded(value->name);
        line.value = std::move(value);
    }
    return line;
}

RegistryText::Section RegistryText::parse_header(std::string_view raw) {
    Section section;
    section.header = Line{.raw = std::string(raw), .value = {}, .folded_name = {}, .damage = {}};
    const std::string_view text = trimmed(raw);
    const auto path = text.size() > 2 && text.ends_with(']') ? to_utf16(text.substr(1, text.size() - 2)) : std::nullopt;
    if (path && is_registry_name(*path)) {
        section.path = *path;
        section.folded_path = folded(*path);
    } else {
        section.header->damage = to_utf16(text) ? bad_header : bad_encoding;
    }
    return section;
}

RegistryText RegistryText::parse(std::string_view bytes) {
    RegistryText result;
    result.sections_.emplace_back();
    while (!bytes.empty()) {
        const auto end = std::min(bytes.find('\n'), bytes.size());
        const std::string_view raw = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        if (trimmed(raw).starts_with('[')) {
            result.sections_.push_back(parse_header(raw));
        } else {
            result.sections_.back().lines.push_back(parse_line(raw, !result.sections_.back().path.empty()));
        }
    }
    return result;
}

std::string RegistryText::bytes() const {
    std::string result;
    for (const Section& section : sections_) {
        if (section.header) result += section.header->raw + "\n";
        for (const Line& line : section.lines) result += line.raw + "\n";
    }
    return result;
}

std::vector<RegistryDamage> RegistryText::damage() const {
    std::vector<RegistryDamage> result;
    std::size_t number = 0;
    const auto look = [&](const Line& line) {
        ++number;
        if (!line.damage.empty()) result.push_back({number, line.raw, line.damage});
    };
    for (const Section& section : sections_) {
        if (section.header) look(*section.header);
        std::ranges::for_each(section.lines, look);
    }
    return result;
}

bool RegistryText::has_key(std::u16string_view path) const {
    const std::u16string wanted = folded(std::u16string(path));
    return std::ranges::any_of(sections_,
                               [&](const Section& section) { return is_within(section.folded_path, wanted); });
}

std::vector<std::u16string> RegistryText::subkeys(std::u16string_view path) const {
    const std::u16string above = folded(std::u16string(path));
    std::vector<std::u16string> names;
    std::vector<std::u16string> seen;
    for (const Section& section : sections_) {
        if (!is_within(section.folded_path, above) || section.path.size() <= above.size() + 1) continue;
        std::u16string name = section.path.substr(above.size() + 1);
        name.resize(std::min(name.find(u'\\'), name.size()));
        std::u16string key = folded(name);
        if (std::ranges::find(seen, key) != seen.end()) continue;
        seen.push_back(std::move(key));
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<RegistryValue> RegistryText::values(std::u16string_view path) const {
    const std::u16string wanted = folded(std::u16string(path));
    std::vector<RegistryValue> result;
    std::vector<std::u16string_view> seen;
    for (const Section& section : sections_) {
        if (section.folded_path != wanted) continue;
        for (const Line& line : section.lines) {
            if (!line.value || std::ranges::find(seen, line.folded_name) != seen.end()) continue;
            seen.push_back(line.folded_name);
            result.push_back(*line.value);
        }
    }
    return result;
}

std::optional<RegistryValue> RegistryText::value(std::u16string_view path, std::u16string_view name) const {
    const std::u16string wanted = folded(std::u16string(name));
    for (auto& value : values(path))
        if (folded(value.name) == wanted) return std::move(value);
    return std::nullopt;
}

RegistryText::Section* RegistryText::find(std::u16string_view path) {
    const std::u16string wanted = folded(std::u16string(path));
    const auto found = std::ranges::find(sections_, wanted, &Section::folded_path);
    return found != sections_.end() ? &*found : nullptr;
}

void RegistryText::make_key(const std::u16string& path) {
    if (sections_.empty() || (sections_.size() == 1 && sections_[0].lines.empty())) *this = parse(preface);
    for (std::size_t end = path.find(u'\\'); end < path.size();) {
        end = std::min(path.find(u'\\', end + 1), path.size());
        if (const std::u16string one = path.substr(0, end); find(one) == nullptr) {
            Section& before = sections_.back();
            const bool apart =
                before.lines.empty() ? before.header.has_value() : !trimmed(before.lines.back().raw).empty();
            if (apart) before.lines.push_back(parse_line("", false));
            sections_.push_back(parse_header("[" + utf8(one) + "]"));
        }
    }
}

void RegistryText::set(const std::u16string& path, RegistryValue value) {
    Line line{.raw = written(value), .value = value, .folded_name = folded(value.name), .damage = {}};
    for (Section& section : sections_) {
        if (section.folded_path != folded(path)) continue;
        for (Line& old : section.lines) {
            if (!old.value || old.folded_name != line.folded_name) continue;
            old = std::move(line);
            return;
        }
    }
    make_key(path);
    Section* section = find(path);
    if (section == nullptr) {  // a hive itself has a line for its values alone
        sections_.push_back(parse_header("[" + utf8(path) + "]"));
        section = &sections_.back();
    }
    auto at = section->lines.end();  // before the empty lines at its end
    while (at != section->lines.begin() && trimmed(std::prev(at)->raw).empty()) --at;
    section->lines.insert(at, std::move(line));
}

bool RegistryText::remove_value(std::u16string_view path, std::u16string_view name) {
    const std::u16string wanted_path = folded(std::u16string(path));
    const std::u16string wanted = folded(std::u16string(name));
    bool was_there = false;
    for (Section& section : sections_) {
        if (section.folded_path != wanted_path) continue;
        was_there |= std::erase_if(section.lines,
                                   [&](const Line& line) { return line.value && line.folded_name == wanted; }) != 0;
    }
    return was_there;
}

void RegistryText::remove_key(std::u16string_view path) {
    const std::u16string wanted = folded(std::u16string(path));
    std::vector<Line> kept;
    std::erase_if(sections_, [&](const Section& section) {
        if (!is_within(section.folded_path, wanted)) return false;
        for (const Line& line : section.lines)
            if (!line.damage.empty()) kept.push_back(line);
        return true;
    });
    auto& beginning = sections_.front().lines;
    beginning.insert(beginning.end(), kept.begin(), kept.end());
}

}  // namespace openras::compat
