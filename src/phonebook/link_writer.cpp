#include "phonebook/link_writer.h"

#include <rasconst.h>

#include <algorithm>

#include "base/strings.h"
#include "phonebook/device_types.h"
#include "phonebook/key_order.h"

namespace openras::phonebook {
namespace {

bool is_modem(std::string_view type) {
    return equals_ignoring_case(type, RASDT_Modem);
}

/// The keys of a new block as Windows writes them; those that a caller sets afterwards stand there already.
Expected<void> add_fresh_keys(EntryEditor& entry, const Place& place, std::string_view device_type) {
    for (const auto& known : known_keys()) {
        const bool marker = known.key == "DEVICE" || known.key == "PhoneNumber" || known.key == "MEDIA";
        if (marker || known.part != place.part || known.fresh == Fresh::Never) continue;
        if (known.fresh == Fresh::Modem && !is_modem(device_type)) continue;
        if (auto done = entry.set(place, known.key, known.value); !done) return done;
    }
    return {};
}

Expected<void> add_number(EntryEditor& entry, const Place& place, std::string_view number) {
    if (auto done = entry.add_block(place, number); !done) return done;
    return add_fresh_keys(entry, place, "");
}

/// @param now  the numbers that the device has, `wanted` those that it shall have
Expected<void> write_numbers(EntryEditor& entry, std::size_t link, std::vector<std::string> now,
                             const std::vector<std::string>& wanted) {
    while (now.size() > wanted.size()) {
        const auto [different, end] = std::ranges::mismatch(now, wanted);
        const auto index = static_cast<std::size_t>(different - now.begin());
        if (auto done = entry.remove_block(entry.layout().phone_place(link, index)); !done) return done;
        now.erase(different);
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto place = entry.layout().phone_place(link, i);
        const auto done = i < now.size() ? entry.set_marker(place, wanted[i]) : add_number(entry, place, wanted[i]);
        if (!done) return done;
    }
    return {};
}

std::vector<std::string> all_numbers(const LinkProperties& link) {
    std::vector<std::string> numbers{link.phone_number};
    numbers.insert(numbers.end(), link.alternates.begin(), link.alternates.end());
    return numbers;
}

Expected<std::vector<std::string>> numbers_in(const EntryEditor& entry, std::size_t link) {
    const auto& block = entry.layout().links[link];
    std::vector<std::string> numbers;
    for (std::size_t i = 0; i < block.devices[block.main_device].phones.size(); ++i) {
        auto number = entry.get(entry.layout().phone_place(link, i), "PhoneNumber");
        if (!number) return std::unexpected(number.error());
        numbers.push_back(**number);
    }
    return numbers;
}

/// Keys of the entry that repeat a value of the first link, changed with it where they did repeat it.
Expected<void> write_device_key(EntryEditor& entry, std::size_t link, std::string_view key, std::string_view repeated,
                                std::string_view value) {
    const Place place{Part::Media, link, 0, 0};
    const auto old = entry.get(place, key);
    if (!old) return std::unexpected(old.error());
    if (auto done = entry.set(place, key, value); !done) return done;
    if (link != 0) return {};
    const auto preferred = entry.get({}, repeated);
    if (!preferred) return std::unexpected(preferred.error());
    if (!preferred->has_value() || **preferred != old->value_or("")) return {};
    return entry.set({}, repeated, value);
}

Expected<void> write_link(EntryEditor& entry, std::size_t index, const LinkProperties& before,
                          const LinkProperties& wanted) {
    const bool has_device = !entry.layout().links[index].devices.empty();
    if (before.device_name != wanted.device_name) {
        if (auto done = write_device_key(entry, index, "Device", "PreferredDevice", wanted.device_name); !done) {
            return done;
        }
    }
    if (before.device_type != wanted.device_type) {
        const auto type = device_type_to_file(wanted.device_type);
        if (media_of(before.device_type) != media_of(wanted.device_type)) {
            const Place place{Part::Media, index, 0, 0};
            if (auto done = entry.set_marker(place, media_of(wanted.device_type)); !done) return done;
        }
        if (port_of(before.device_type) != port_of(wanted.device_type)) {
            const auto port = port_of(wanted.device_type);
            if (auto done = write_device_key(entry, index, "Port", "PreferredPort", port); !done) return done;
        }
        const auto place = entry.layout().device_place(index);
        const auto done = has_device ? entry.set_marker(place, type) : entry.add_block(place, type);
        if (!done) return done;
    }
    if (before.phone_number == wanted.phone_number && before.alternates == wanted.alternates) return {};
    if (entry.layout().links[index].devices.empty()) {
        const auto place = entry.layout().device_place(index);
        if (auto done = entry.add_block(place, device_type_to_file(wanted.device_type)); !done) return done;
    }
    auto now = numbers_in(entry, index);
    if (!now) return std::unexpected(now.error());
    return write_numbers(entry, index, std::move(*now), all_numbers(wanted));
}

/// The first `switch` block before or behind the device that is dialled; one is added where `needed`.
Expected<std::optional<Place>> switch_block(EntryEditor& entry, bool before, bool needed) {
    const auto& link = entry.layout().links.front();
    const auto main = link.main_device;
    for (std::size_t i = before ? 0 : main + 1; i < (before ? main : link.devices.size()); ++i) {
        const Place place{Part::Device, 0, i, 0};
        const auto type = entry.get(place, "DEVICE");
        if (type && equals_ignoring_case(type->value_or(""), switch_device)) return place;
    }
    if (!needed) return std::nullopt;
    const Place place{Part::Device, 0, before ? 0 : main + 1, 0};
    if (auto done = entry.add_block(place, switch_device); !done) return std::unexpected(done.error());
    return place;
}

/// Writes what a switch block does; one that does nothing any more is removed.
Expected<void> write_switch(EntryEditor& entry, bool before, bool terminal, const std::string& script,
                            bool script_changed) {
    const auto place = switch_block(entry, before, terminal || !script.empty());
    if (!place) return std::unexpected(place.error());
    if (!place->has_value()) return {};
    const auto has_script = entry.get(**place, "Script");
    const bool keeps_script = !script_changed && has_script && has_script->value_or("0") != "0";
    if (!terminal && script.empty() && !keeps_script) return entry.remove_block(**place);
    if (auto done = entry.set(**place, "Terminal", terminal ? "1" : "0"); !done) return done;
    if (!script_changed) return {};
    if (script.empty()) {
        if (auto done = entry.remove(**place, "Name"); !done) return done;
        return entry.remove(**place, "Script");
    }
    if (auto done = entry.set(**place, "Name", script); !done) return done;
    return entry.set(**place, "Script", "1");
}

Expected<void> write_x25(EntryEditor& entry, const EntryProperties& before, const EntryProperties& wanted) {
    using P = EntryProperties;
    struct Row {
        std::string_view key;
        std::string P::* property;
    };
    for (const auto& [key, property] : {Row{"X25Pad", &P::x25_pad_type}, Row{"X25Address", &P::x25_address},
                                        Row{"UserData", &P::x25_user_data}, Row{"Facilities", &P::x25_facilities}}) {
        if (before.*property == wanted.*property) continue;
        const auto& link = entry.layout().links.front();
        Place place{Part::Device, 0, link.devices.size(), 0};
        for (std::size_t i = link.devices.size(); i-- > 0;) {
            const auto type = entry.get({Part::Device, 0, i, 0}, "DEVICE");
            if (type && is_x25(type->value_or(""))) place.device = i;  // the first
        }
        if (place.device == link.devices.size()) {
            place.device = link.main_device + 1;
            if (auto done = entry.add_block(place, device_type_to_file(RASDT_Pad)); !done) return done;
        }
        if (auto done = entry.set(place, key, wanted.*property); !done) return done;
    }
    return {};
}

}  // namespace

Expected<void> add_link(EntryEditor& entry, const LinkProperties& wanted) {
    const auto index = entry.layout().links.size();
    const Place media{Part::Media, index, 0, 0};
    const Place device{Part::Device, index, 0, 0};
    if (auto done = entry.add_block(media, media_of(wanted.device_type)); !done) return done;
    if (auto done = entry.set(media, "Port", port_of(wanted.device_type)); !done) return done;
    if (auto done = entry.set(media, "Device", wanted.device_name); !done) return done;
    if (auto done = entry.add_block(device, device_type_to_file(wanted.device_type)); !done) return done;
    if (auto done = write_numbers(entry, index, {}, all_numbers(wanted)); !done) return done;
    return add_fresh_keys(entry, device, wanted.device_type);
}

Expected<void> write_links(EntryEditor& entry, const EntryProperties& before, const EntryProperties& wanted) {
    for (const auto& link : wanted.links) {
        const bool is_switch = equals_ignoring_case(link.device_type, switch_device);
        if (is_switch && std::ranges::find(before.links, link) == before.links.end()) {
            return failure(ERROR_INVALID_PARAMETER, "a switch is no device that can be dialled");
        }
    }
    auto now = before.links;
    while (now.size() > wanted.links.size()) {
        const auto different = std::ranges::mismatch(now, wanted.links).in1;
        const auto index = static_cast<std::size_t>(different - now.begin());
        if (auto done = entry.remove_block({Part::Media, index, 0, 0}); !done) return done;
        now.erase(different);
    }
    for (std::size_t i = 0; i < wanted.links.size(); ++i) {
        const auto done =
            i < now.size() ? write_link(entry, i, now[i], wanted.links[i]) : add_link(entry, wanted.links[i]);
        if (!done) return done;
    }
    return {};
}

bool other_texts_differ(const EntryProperties& one, const EntryProperties& other) {
    return one.script != other.script || one.x25_pad_type != other.x25_pad_type ||
           one.x25_address != other.x25_address || one.x25_facilities != other.x25_facilities ||
           one.x25_user_data != other.x25_user_data;
}

Expected<void> write_other_devices(EntryEditor& entry, const EntryProperties& before, const EntryProperties& wanted) {
    const auto changed = before.options ^ wanted.options;
    const bool other_texts = before.script != wanted.script || before.x25_pad_type != wanted.x25_pad_type ||
                             before.x25_address != wanted.x25_address ||
                             before.x25_facilities != wanted.x25_facilities ||
                             before.x25_user_data != wanted.x25_user_data;
    if ((changed & (RASEO_TerminalBeforeDial | RASEO_TerminalAfterDial)) == 0 && !other_texts) return {};
    // Of two switches the one that is added might be taken for the device that is dialled.
    if (equals_ignoring_case(wanted.links.front().device_type, switch_device)) {
        return failure(ERROR_INVALID_PARAMETER, "a switch alone takes no terminal, script or X.25");
    }
    if ((changed & RASEO_TerminalBeforeDial) != 0) {
        const bool terminal = (wanted.options & RASEO_TerminalBeforeDial) != 0;
        if (auto done = write_switch(entry, true, terminal, "", false); !done) return done;
    }
    if ((changed & RASEO_TerminalAfterDial) != 0 || before.script != wanted.script) {
        const bool terminal = (wanted.options & RASEO_TerminalAfterDial) != 0;
        const bool script_changed = before.script != wanted.script;
        if (auto done = write_switch(entry, false, terminal, wanted.script, script_changed); !done) return done;
    }
    return write_x25(entry, before, wanted);
}

}  // namespace openras::phonebook
