#include "cli/entry_changes.h"

#include <fmt/format.h>
#include <rasconst.h>

#include <algorithm>
#include <array>

#include "phonebook/encoding.h"
#include "phonebook/key_order.h"

namespace openras::cli {

namespace {

using phonebook::Book;
using phonebook::EntryEditor;
using phonebook::EntryProperties;
using phonebook::Part;
using phonebook::Place;

struct EntryType {
    std::string_view name;
    std::uint32_t type;  ///< RASET_*
    std::uint32_t vpn_strategy;
    std::string_view device_type;
    std::string_view device;  ///< where --device says nothing; "" = it must
    bool needs_phone;
};

constexpr auto types = std::to_array<EntryType>({
    {"pppoe", RASET_Broadband, VS_Default, "PPPoE", "WAN Miniport (PPPOE)", false},
    {"pptp", RASET_Vpn, VS_PptpOnly, "vpn", "WAN Miniport (PPTP)", true},
    {"l2tp", RASET_Vpn, VS_L2tpOnly, "vpn", "WAN Miniport (L2TP)", true},
    {"sstp", RASET_Vpn, VS_SstpOnly, "vpn", "WAN Miniport (SSTP)", true},
    {"ikev2", RASET_Vpn, VS_Ikev2Only, "vpn", "WAN Miniport (IKEv2)", true},
    {"modem", RASET_Phone, VS_Default, "modem", "", true},
});

/// Keys of our own (docs/phonebook.md); they stand with the entry's own keys.
constexpr auto own_keys =
    std::to_array<std::string_view>({"OpenRasUser", "OpenRasAcName", "OpenRasMtu", "OpenRasInterfaceName",
                                     "OpenRasIpv6RouteAlways", "OpenRasEchoInterval", "OpenRasEchoFailures"});

Place in_first_link(const EntryEditor& entry, Part part) {
    const auto& links = entry.layout().links;
    return {part, 0, links.empty() ? 0 : links.front().main_device, 0};
}

/// Where a key of this name is, or would be.
Expected<Place> place_of(const EntryEditor& entry, std::string_view key) {
    if (std::ranges::find(own_keys, key) != own_keys.end()) return Place{};
    for (const auto& known : phonebook::known_keys())
        if (known.key == key) return in_first_link(entry, known.part);
    for (const Part part : {Part::Entry, Part::NetComponents, Part::Media, Part::Device, Part::Phone}) {
        const Place place = in_first_link(entry, part);
        auto value = entry.get(place, key);
        if (!value) return std::unexpected(value.error());
        if (value->has_value()) return place;
    }
    return failure(ERROR_INVALID_PARAMETER,
                   fmt::format("'{}' is no key of a phone book (a key that the format does not know is changed only "
                               "where the entry has it)",
                               key));
}

bool begins_block(std::string_view key) {
    return key == "MEDIA" || key == "DEVICE" || key == "PhoneNumber" || key == "NETCOMPONENTS";
}

Expected<void> set_marker(EntryEditor& entry, Part part, std::string_view value) {
    const Place place = in_first_link(entry, part);
    const auto range = entry.layout().lines_of(place);
    if (part == Part::Phone && range.begin == range.end) return entry.add_block(place, value);
    return entry.set_marker(place, value);
}

Expected<void> change_key(EntryEditor& entry, const KeyChange& change) {
    auto place = place_of(entry, change.key);
    if (!place) return std::unexpected(place.error());
    if (begins_block(change.key)) {
        if (!change.value)
            return failure(ERROR_INVALID_PARAMETER,
                           fmt::format("{}= begins a part of the entry: it cannot be removed", change.key));
        return set_marker(entry, place->part, *change.value);
    }
    return change.value ? entry.set(*place, change.key, *change.value) : entry.remove(*place, change.key);
}

/// The lines of an entry as they are in the file, ending in a line end.
std::string lines_of(const Book& book, std::string_view name) {
    auto editor = book.edit(name);
    std::string lines = editor ? editor->bytes() : std::string();
    if (!lines.ends_with('\n')) lines += "\r\n";
    return lines;
}

/// The book with these bytes in place of the entry of that name.
std::string with_entry(const Book& book, std::string_view name, const std::string& lines) {
    const phonebook::Document& document = book.document();
    const std::string& bytes = document.bytes();
    const auto editor = book.edit(name);
    for (const auto& section : document.sections()) {
        if (!editor || document.raw_name(section) != editor->original_name()) continue;
        const std::size_t begin = document.lines()[section.header].whole.offset;
        const std::size_t end =
            section.end < document.lines().size() ? document.lines()[section.end].whole.offset : bytes.size();
        return bytes.substr(0, begin) + lines + bytes.substr(end);
    }
    return bytes;
}

Expected<void> become(Book& book, std::string bytes) {
    auto made = Book::parse(std::move(bytes), book.document().name());
    if (!made) return std::unexpected(made.error());
    book = std::move(*made);
    return {};
}

}  // namespace

std::vector<std::string_view> entry_types() {
    std::vector<std::string_view> names;
    names.reserve(types.size());
    for (const EntryType& type : types) names.push_back(type.name);
    return names;
}

std::expected<EntryProperties, std::string> new_properties(const CommandLine& line) {
    const auto type = std::ranges::find(types, line.type, &EntryType::name);
    if (type == types.end())
        return std::unexpected(
            fmt::format("no type of entries is called '{}': {}", line.type, fmt::join(entry_types(), ", ")));
    if (type->needs_phone && line.phone.empty())
        return std::unexpected(fmt::format("--type {} needs --phone, {}", type->name,
                                           type->type == RASET_Vpn ? "the server" : "the number"));
    if (type->device.empty() && line.device.empty())
        return std::unexpected(fmt::format("--type {} needs --device", type->name));
    EntryProperties made = phonebook::default_properties();
    made.type = type->type;
    made.vpn_strategy = type->vpn_strategy;
    // What the peer demands; a VPN keeps Windows' MS-CHAPv2 alone.
    if (type->type != RASET_Vpn) made.options |= RASEO_RequirePAP | RASEO_RequireCHAP | RASEO_RequireMsCHAP2;
    made.links = {{.device_type = std::string(type->device_type),
                   .device_name = line.device.empty() ? std::string(type->device) : line.device,
                   .phone_number = line.phone,
                   .alternates = {}}};
    return made;
}

Expected<void> change_entry(EntryEditor& entry, const CommandLine& line) {
    std::vector<KeyChange> changes;
    if (!line.device.empty()) {
        changes.push_back({"Device", line.device});
        auto preferred = entry.get({}, "PreferredDevice");  // Windows writes the device twice
        if (preferred && preferred->has_value()) changes.push_back({"PreferredDevice", line.device});
    }
    if (!line.phone.empty()) changes.push_back({"PhoneNumber", line.phone});
    if (!line.user.empty()) changes.push_back({"OpenRasUser", line.user});
    changes.insert(changes.end(), line.changes.begin(), line.changes.end());
    for (const KeyChange& change : changes)
        if (auto done = change_key(entry, change); !done) return done;
    return {};
}

Expected<void> check_entry(const Book& book, std::string_view name) {
    if (auto dialled = book.entry(name); !dialled) return std::unexpected(dialled.error());
    if (auto shown = book.properties(name); !shown) return std::unexpected(shown.error());
    return {};
}

Expected<std::vector<std::string>> copy_entries(const Book& from, Book& to, std::span<const std::string> names,
                                                bool replace) {
    std::vector<std::string> wanted;
    for (const std::string& name : names) {
        auto found = from.edit(name);
        if (!found) return std::unexpected(found.error());
        if (std::ranges::find(wanted, found->name()) == wanted.end()) wanted.push_back(found->name());
    }
    if (names.empty()) wanted = from.entry_names();
    std::string added;
    for (const std::string& name : wanted) {
        if (!to.contains(name)) {
            added += lines_of(from, name);
            continue;
        }
        if (!replace)
            return failure(ERROR_ALREADY_EXISTS, fmt::format("{} has an entry '{}' already (--replace replaces it)",
                                                             to.document().name(), name));
        if (auto done = become(to, with_entry(to, name, lines_of(from, name))); !done)
            return std::unexpected(done.error());
    }
    const std::string& bytes = to.bytes();
    if (auto done = become(to, bytes + (bytes.empty() || bytes.ends_with('\n') ? "" : "\r\n") + added); !done)
        return std::unexpected(done.error());
    return wanted;
}

std::vector<std::string> other_entries(const Book& before, const Book& after, std::span<const std::string> names) {
    const auto guid_in = [](const Book& book, const std::string& name) {
        const auto entry = book.entry(name);
        return entry ? entry->guid : phonebook::Guid{};
    };
    std::vector<std::string> others;
    for (const std::string& name : names) {
        const phonebook::Guid guid = guid_in(before, name);
        if (guid == phonebook::Guid{} || guid != guid_in(after, name)) others.push_back(name);
    }
    return others;
}

Expected<std::vector<Setting>> settings_of(const EntryEditor& entry) {
    const phonebook::Document& document = entry.document();
    std::vector<Setting> found;
    for (const auto& line : document.lines()) {
        if (line.kind != phonebook::Document::LineKind::Setting) continue;
        auto value = phonebook::to_text(document.text(line.value), entry.encoding());
        if (!value) return failure(ERROR_CORRUPT_PHONEBOOK, "a value is not UTF-8, which Encoding=1 promises");
        found.push_back({std::string(document.text(line.key)), std::move(*value)});
    }
    return found;
}

std::string_view type_of(const EntryProperties& properties) {
    for (const EntryType& type : types)
        if (type.type == properties.type && type.vpn_strategy == properties.vpn_strategy &&
            (properties.links.empty() || properties.links.front().device_type == type.device_type))
            return type.name;
    return "other";
}

}  // namespace openras::cli
