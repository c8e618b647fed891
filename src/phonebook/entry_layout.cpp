#include "phonebook/entry_layout.h"

#include "base/strings.h"

namespace openras::phonebook {
namespace {

using LineKind = Document::LineKind;

bool begins_first_block(std::string_view key) {
    return key == "NETCOMPONENTS" || key == "MEDIA";
}

}  // namespace

LineRange own_lines(const Document& document, const Document::Section& section) {
    for (std::size_t i = section.header + 1; i < section.end; ++i) {
        const auto& line = document.lines()[i];
        if (line.kind == LineKind::Setting && begins_first_block(document.text(line.key))) {
            return {section.header + 1, i};
        }
    }
    return {section.header + 1, section.end};
}

EntryLayout layout_of(const Document& document, const Document::Section& section) {
    EntryLayout layout;
    layout.all = {section.header + 1, section.end};
    layout.entry = own_lines(document, section);
    layout.net_components = {section.end, section.end};
    for (std::size_t i = layout.entry.end; i < section.end; ++i) {
        const auto& line = document.lines()[i];
        if (line.kind != LineKind::Setting) continue;
        const auto key = document.text(line.key);
        // Each block reaches to the end until the next says otherwise.
        if (key == "NETCOMPONENTS" && layout.links.empty() && layout.net_components.begin == section.end) {
            layout.net_components = {i, section.end};
        } else if (key == "MEDIA") {
            if (layout.links.empty() && layout.net_components.begin < i) layout.net_components.end = i;
            if (!layout.links.empty()) {
                auto& before = layout.links.back();
                before.lines.end = i;
                if (!before.devices.empty()) before.devices.back().lines.end = i;
                if (!before.devices.empty() && !before.devices.back().phones.empty()) {
                    before.devices.back().phones.back().end = i;
                }
            }
            layout.links.push_back({.lines = {i, section.end}, .devices = {}});
        } else if (key == "DEVICE" && !layout.links.empty()) {
            auto& devices = layout.links.back().devices;
            if (!devices.empty()) {
                devices.back().lines.end = i;
                if (!devices.back().phones.empty()) devices.back().phones.back().end = i;
            }
            devices.push_back({.lines = {i, section.end}, .phones = {}});
        } else if (key == "PhoneNumber" && !layout.links.empty() && !layout.links.back().devices.empty()) {
            auto& phones = layout.links.back().devices.back().phones;
            if (!phones.empty()) phones.back().end = i;
            phones.push_back({i, section.end});
        }
    }
    for (auto& link : layout.links) {
        for (std::size_t i = 0; i < link.devices.size(); ++i) {
            const auto& marker = document.lines()[link.devices[i].lines.begin];
            if (equals_ignoring_case(document.text(marker.value), "switch")) continue;
            link.main_device = i;
            break;
        }
    }
    return layout;
}

LineRange EntryLayout::lines_of(const Place& place) const {
    const LineRange nothing{all.end, all.end};
    switch (place.part) {
        case Part::Entry: return entry;
        case Part::NetComponents: return net_components;
        case Part::Media:
        case Part::Device:
        case Part::Phone: break;
    }
    if (place.link >= links.size()) return nothing;
    const auto& link = links[place.link];
    if (place.part == Part::Media) return link.lines;
    if (place.device >= link.devices.size()) return nothing;
    const auto& device = link.devices[place.device];
    if (place.part == Part::Device) return device.lines;
    return place.phone < device.phones.size() ? device.phones[place.phone] : nothing;
}

LineRange EntryLayout::lines_of(const Place& place, std::string_view key) const {
    return place.part == Part::Entry && key.starts_with("OpenRas") ? all : lines_of(place);
}

Place EntryLayout::device_place(std::size_t link) const {
    return {Part::Device, link, link < links.size() ? links[link].main_device : 0, 0};
}

Place EntryLayout::phone_place(std::size_t link, std::size_t phone) const {
    auto place = device_place(link);
    place.part = Part::Phone;
    place.phone = phone;
    return place;
}

std::size_t find_key(const Document& document, LineRange lines, std::string_view key) {
    for (std::size_t i = lines.begin; i < lines.end; ++i) {
        const auto& line = document.lines()[i];
        if (line.kind == LineKind::Setting && document.text(line.key) == key) return i;
    }
    return document.lines().size();
}

}  // namespace openras::phonebook
