// read_properties(): from an entry's lines to what RASENTRY says.
#include <algorithm>

#include "base/strings.h"
#include "phonebook/device_types.h"
#include "phonebook/entry_reader.h"
#include "phonebook/property_map.h"

namespace openras::phonebook {
namespace {

/// A Map of property_map.h that fills an EntryProperties.
class Reader {
  public:
    Reader(const Document& document, const EntryLayout& layout, Encoding encoding, EntryProperties& into)
        : own_(document, layout.entry, encoding),
          anywhere_(document, layout.all, encoding),
          device_(document, layout.lines_of(layout.device_place(0)), encoding),
          number_(document, layout.lines_of(layout.phone_place(0, 0)), encoding),
          into_(into) {}

    void of_first_device() { from_ = &device_; }
    void of_first_number() { from_ = &number_; }

    void number(std::string_view key, std::uint32_t EntryProperties::* property, std::uint32_t missing,
                std::uint32_t largest = any_number) {
        into_.*property = value(key, missing, largest);
    }
    void number(std::string_view key, bool EntryProperties::* property, std::uint32_t missing) {
        into_.*property = value(key, missing) != 0;
    }
    void coded(std::string_view key, std::uint32_t EntryProperties::* property, std::uint32_t missing,
               std::uint32_t (*from)(std::uint32_t), std::uint32_t (*)(std::uint32_t)) {
        into_.*property = from(value(key, missing));
    }
    void text(std::string_view key, std::string EntryProperties::* property) { from_->text(key, into_.*property); }
    template <typename Address>
    void address(std::string_view key, Address EntryProperties::* property) {
        from_->address(key, into_.*property);
    }
    void bytes(std::string_view key, std::vector<std::uint8_t> EntryProperties::* property) {
        from_->bytes(key, into_.*property);
    }
    void flag(std::string_view key, OptionBit bit, std::uint32_t missing) { set(bit, value(key, missing) != 0); }
    void inverse(std::string_view key, OptionBit bit, std::uint32_t missing) { set(bit, value(key, missing) == 0); }
    void choice(std::string_view key, OptionBit bit, std::uint32_t with, std::uint32_t without) {
        set(bit, value(key, without) == with);
    }
    void part_of(std::string_view key, OptionBit bit, std::uint32_t mask, std::uint32_t missing) {
        set(bit, (value(key, missing) & mask) != 0);
    }
    void excluded(std::string_view key, std::uint32_t EntryProperties::* property, std::uint32_t bit) {
        set({property, bit}, (value(key, 0) & bit) == 0);
    }
    void kept(std::string_view key, std::uint32_t EntryProperties::* word, std::uint32_t mask) {
        std::uint32_t bits = 0;
        anywhere_.number(key, bits);
        into_.*word |= bits & mask;
    }
    void mirror(std::string_view, Place, OptionBit) {}

    void guid() { own_.guid("Guid", into_.guid); }

    [[nodiscard]] std::optional<RasError> error() const {
        for (const auto* reader : {&own_, &anywhere_, &device_, &number_}) {
            if (reader->error()) return reader->error();
        }
        return std::nullopt;
    }

  private:
    std::uint32_t value(std::string_view key, std::uint32_t missing, std::uint32_t largest = any_number) {
        from_->number(key, missing, 0, largest);
        return missing;
    }
    void set(OptionBit bit, bool on) {
        if (on) into_.*bit.word |= bit.bit;
    }

    ValueReader own_;
    ValueReader anywhere_;
    ValueReader device_;
    ValueReader number_;
    ValueReader* from_ = &own_;
    EntryProperties& into_;
};

/// RASSUBENTRY's part.
Expected<void> read_links(const Document& document, const EntryLayout& layout, Encoding encoding,
                          EntryProperties& into) {
    for (const auto& block : layout.links) {
        ValueReader of_link(document, block.lines, encoding);
        LinkProperties link;
        of_link.device_name("Device", link.device_name);
        if (!block.devices.empty()) {
            const auto& device = block.devices[block.main_device];
            of_link.text_of(device.lines.begin);
            link.device_type = device_type_from_file(of_link.text_of(device.lines.begin));
            for (std::size_t i = 0; i < device.phones.size(); ++i) {
                auto number = of_link.text_of(device.phones[i].begin);
                if (i == 0) {
                    link.phone_number = std::move(number);
                } else if (!number.empty()) {
                    link.alternates.push_back(std::move(number));
                }
            }
        }
        if (of_link.error()) return std::unexpected(*of_link.error());
        into.links.push_back(std::move(link));
    }
    return {};
}

/// Terminal windows, the script and X.25 are devices of their own beside the one that is dialled.
Expected<void> read_other_devices(const Document& document, const LinkBlock& link, Encoding encoding,
                                  EntryProperties& into) {
    bool has_x25 = false;
    for (std::size_t i = 0; i < link.devices.size(); ++i) {
        ValueReader device(document, link.devices[i].lines, encoding);
        std::string type;
        device.text("DEVICE", type);
        if (equals_ignoring_case(type, switch_device) && i != link.main_device) {
            bool terminal = false;
            bool script = false;
            device.flag("Terminal", terminal);
            device.flag("Script", script);
            if (terminal) into.options |= i < link.main_device ? RASEO_TerminalBeforeDial : RASEO_TerminalAfterDial;
            if (script && i > link.main_device && into.script.empty()) device.text("Name", into.script);
        } else if (is_x25(type) && !has_x25) {
            has_x25 = true;
            device.text("X25Pad", into.x25_pad_type);
            device.text("X25Address", into.x25_address);
            device.text("Facilities", into.x25_facilities);
            device.text("UserData", into.x25_user_data);
        }
        if (device.error()) return std::unexpected(*device.error());
    }
    return {};
}

}  // namespace

std::uint32_t encryption_from_file(std::uint32_t value) {
    switch (value) {
        case 0: return ET_None;
        case 8: return ET_Optional;
        case 512: return ET_RequireMax;
        default: return ET_Require;
    }
}

std::uint32_t encryption_to_file(std::uint32_t value) {
    switch (value) {
        case ET_None: return 0;
        case ET_Optional: return 8;
        case ET_RequireMax: return 512;
        default: return 256;
    }
}

std::uint32_t eap_from_file(std::uint32_t value) {
    return value == any_number ? 0 : value;
}

std::uint32_t eap_to_file(std::uint32_t value) {
    return value;
}

Expected<EntryProperties> read_as_written(const Document& document, const Document::Section& section) {
    if (auto usable = document.check(section); !usable) return std::unexpected(usable.error());
    const auto layout = layout_of(document, section);
    const auto encoding = encoding_of(document, section);
    EntryProperties into;
    Reader reader(document, layout, encoding, into);
    map_properties(reader);
    reader.guid();
    if (auto error = reader.error()) return std::unexpected(std::move(*error));
    if (layout.links.empty()) return document.error_at(section.header, "the entry has no MEDIA= block, so no device");
    if (auto links = read_links(document, layout, encoding, into); !links) return std::unexpected(links.error());
    if (auto others = read_other_devices(document, layout.links.front(), encoding, into); !others) {
        return std::unexpected(others.error());
    }
    if (into.type == 0) into.type = type_of_device(into.links.front().device_type);
    if (into.encryption_type == ET_Require || into.encryption_type == ET_RequireMax) {
        into.options |= RASEO_RequireDataEncryption;
    }
    if (into.ipv4_interface_metric != 0) into.options2 |= RASEO2_IPv4ExplicitMetric;
    if (into.ipv6_interface_metric != 0) into.options2 |= RASEO2_IPv6ExplicitMetric;
    return into;
}

Expected<EntryProperties> read_properties(const Document& document, const Document::Section& section) {
    auto read = read_as_written(document, section);
    if (!read) return read;
    return settled(*read, *read);
}

}  // namespace openras::phonebook
