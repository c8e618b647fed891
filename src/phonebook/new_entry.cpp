// What Windows 10 puts into a new entry: default_properties() and new_entry_text().
#include <fmt/format.h>

#include "phonebook/device_types.h"
#include "phonebook/key_order.h"
#include "phonebook/link_writer.h"
#include "phonebook/property_map.h"

namespace openras::phonebook {
namespace {

constexpr std::string_view line_end = "\r\n";

/// The entry's own keys and NETCOMPONENTS=, without a link.
EntryEditor bare_entry() {
    std::string text = fmt::format("[new]{}", line_end);
    for (const auto& known : known_keys()) {
        if (known.fresh != Fresh::Always || known.part > Part::NetComponents) continue;
        if (known.key == "NETCOMPONENTS") text += line_end;
        text += fmt::format("{}={}{}", known.key, known.value, line_end);
    }
    const auto document = Document::parse(std::move(text), "new entry");
    return {document.value(), document->sections().front()};
}

std::string hexadecimal(const Guid& guid) {
    std::string digits;
    for (const auto byte : guid) digits += fmt::format("{:02X}", byte);
    return digits;
}

}  // namespace

EntryProperties default_properties() {
    auto entry = bare_entry();
    add_link(entry, {}).value();
    auto properties = read_properties(entry.document(), entry.section()).value();
    properties.type = RASET_Phone;
    properties.links.clear();
    return properties;
}

Expected<std::string> new_entry_text(std::string_view name, const EntryProperties& properties, const NewEntry& made) {
    auto entry = bare_entry();
    if (auto done = entry.rename(name); !done) return std::unexpected(done.error());
    for (const auto& link : properties.links) {
        if (auto done = add_link(entry, link); !done) return std::unexpected(done.error());
    }
    if (auto done = write_properties(entry, properties); !done) return std::unexpected(done.error());
    if (auto done = write_identity(entry, made); !done) return std::unexpected(done.error());
    const auto& first = properties.links.front();
    if (auto done = entry.set({}, "PreferredPort", port_of(first.device_type)); !done) {
        return std::unexpected(done.error());
    }
    if (auto done = entry.set({}, "PreferredDevice", first.device_name); !done) return std::unexpected(done.error());
    return fmt::format("{}{}", entry.bytes(), line_end);
}

Expected<void> write_identity(EntryEditor& entry, const NewEntry& made) {
    const auto low = static_cast<std::uint32_t>(made.file_time);
    const auto high = static_cast<std::uint32_t>(made.file_time >> 32);
    for (const auto& [key, value] : std::initializer_list<std::pair<std::string_view, std::string>>{
             {"LowDateTime", std::to_string(low)},
             {"HighDateTime", std::to_string(high)},
             {"DialParamsUID", std::to_string(made.dial_params_uid)},
             {"Guid", hexadecimal(made.guid)}}) {
        if (auto done = entry.set({}, key, value); !done) return done;
    }
    return {};
}

}  // namespace openras::phonebook
