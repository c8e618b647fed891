// write_properties(): the keys whose meaning has changed, and no other line.
#include <arpa/inet.h>
#include <fmt/format.h>

#include "phonebook/link_writer.h"
#include "phonebook/property_map.h"

namespace openras::phonebook {
namespace {

constexpr std::size_t hex_line_bytes = 512;  ///< of CustomAuthData; longer data is continued by further lines

std::vector<std::string> hex_lines(const std::vector<std::uint8_t>& bytes) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % hex_line_bytes == 0) lines.emplace_back();
        lines.back() += fmt::format("{:02X}", bytes[i]);
    }
    return lines;
}

template <std::size_t size>
std::string shown_address(const std::array<std::uint8_t, size>& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(size == 4 ? AF_INET : AF_INET6, address.data(), text.data(), text.size());
}

/// A Map of property_map.h that writes what differs between two EntryProperties.
class Writer {
  public:
    /// @param written  what the file said, with its contradictions
    Writer(EntryEditor& entry, const EntryProperties& written, const EntryProperties& before,
           const EntryProperties& after)
        : entry_(entry),
          written_(written),
          before_(before),
          after_(after),
          auth_changed_(((before.options ^ after.options) & auth_options) != 0 ||
                        ((before.options2 ^ after.options2) & auth_options2) != 0) {}

    void of_first_device() { place_ = entry_.layout().device_place(0); }
    void of_first_number() { place_ = entry_.layout().phone_place(0, 0); }

    void number(std::string_view key, std::uint32_t EntryProperties::* property, std::uint32_t, std::uint32_t = 0) {
        if (before_.*property != after_.*property) set(key, after_.*property);
    }
    void number(std::string_view key, bool EntryProperties::* property, std::uint32_t) {
        if (before_.*property != after_.*property) set(key, after_.*property ? 1 : 0);
    }
    void coded(std::string_view key, std::uint32_t EntryProperties::* property, std::uint32_t,
               std::uint32_t (*)(std::uint32_t), std::uint32_t (*to)(std::uint32_t)) {
        if (before_.*property != after_.*property) set(key, to(after_.*property));
    }
    void text(std::string_view key, std::string EntryProperties::* property) {
        if (before_.*property != after_.*property) set(key, after_.*property);
    }
    void address(std::string_view key, Ipv4 EntryProperties::* property) {
        if (before_.*property != after_.*property) set(key, shown_address(after_.*property));
    }
    void address(std::string_view key, Ipv6 EntryProperties::* property) {
        if (before_.*property != after_.*property) set(key, shown_address(after_.*property));
    }
    void bytes(std::string_view key, std::vector<std::uint8_t> EntryProperties::* property) {
        if (before_.*property == after_.*property) return;
        remember(entry_.set_all(place_, key, hex_lines(after_.*property)));
    }
    void flag(std::string_view key, OptionBit bit, std::uint32_t) {
        if (changed(bit)) set(key, is_set(bit) ? 1 : 0);
    }
    void inverse(std::string_view key, OptionBit bit, std::uint32_t) {
        if (changed(bit)) set(key, is_set(bit) ? 0 : 1);
    }
    void choice(std::string_view key, OptionBit bit, std::uint32_t with, std::uint32_t without) {
        if (changed(bit)) set(key, is_set(bit) ? with : without);
    }
    void part_of(std::string_view key, OptionBit bit, std::uint32_t mask, std::uint32_t missing) {
        // The bits of AuthRestrictions= were settled together: one that changes brings the others with it.
        const bool of_auth = (bit.bit & (bit.word == &EntryProperties::options ? auth_options : auth_options2)) != 0;
        const bool unsaid = auth_changed_ && of_auth && ((written_.*bit.word ^ after_.*bit.word) & bit.bit) != 0;
        if (changed(bit) || unsaid) set_bit(key, mask, is_set(bit), missing);
    }
    void excluded(std::string_view key, std::uint32_t EntryProperties::* property, std::uint32_t bit) {
        const OptionBit has{property, bit};
        if (changed(has)) set_bit(key, bit, !is_set(has), 0);
    }
    void kept(std::string_view key, std::uint32_t EntryProperties::* word, std::uint32_t mask) {
        const auto bits = after_.*word & mask;
        if (bits == (before_.*word & mask)) return;
        if (bits != 0) {
            set(key, bits);
        } else {
            remember(entry_.remove(place_, key));
        }
    }
    void mirror(std::string_view key, Place place, OptionBit bit) {
        if (!changed(bit)) return;
        const auto there = entry_.get(place, key);
        if (there && there->has_value()) remember(entry_.set(place, key, is_set(bit) ? "0" : "1"));
    }

    [[nodiscard]] const Expected<void>& done() const { return done_; }

  private:
    [[nodiscard]] bool changed(OptionBit bit) const { return ((before_.*bit.word ^ after_.*bit.word) & bit.bit) != 0; }
    [[nodiscard]] bool is_set(OptionBit bit) const { return (after_.*bit.word & bit.bit) != 0; }

    void set(std::string_view key, std::uint32_t value) { set(key, std::to_string(value)); }
    void set(std::string_view key, const std::string& value) {
        if (done_) remember(entry_.set(place_, key, value));
    }
    /// Bits that RASENTRY does not know stay.
    void set_bit(std::string_view key, std::uint32_t mask, bool on, std::uint32_t missing) {
        ValueReader reader(entry_.document(), entry_.layout().lines_of(place_, key), entry_.encoding());
        reader.number(key, missing);
        set(key, on ? missing | mask : missing & ~mask);
    }
    void remember(Expected<void> done) {
        if (done_) done_ = std::move(done);
    }

    EntryEditor& entry_;
    const EntryProperties& written_;
    const EntryProperties& before_;
    const EntryProperties& after_;
    bool auth_changed_;
    Place place_;
    Expected<void> done_;
};

/// Where a block that rows of the map write to is missing, it is added: a device without number can get an area code.
Expected<void> add_missing_blocks(EntryEditor& entry, const EntryProperties& before, const EntryProperties& after) {
    const bool of_number = before.area_code != after.area_code || before.country_code != after.country_code ||
                           before.country_id != after.country_id ||
                           ((before.options ^ after.options) & RASEO_UseCountryAndAreaCodes) != 0;
    const bool of_device = of_number || before.channels != after.channels || other_texts_differ(before, after) ||
                           ((before.options ^ after.options) &
                            (RASEO_PromoteAlternates | RASEO_TerminalBeforeDial | RASEO_TerminalAfterDial)) != 0;
    const auto device = entry.layout().device_place(0);
    if (of_device && entry.layout().links.front().devices.empty()) {
        if (auto done = entry.add_block(device, ""); !done) return done;
    }
    const auto number = entry.layout().phone_place(0, 0);
    const auto lines = entry.layout().lines_of(number);
    if (of_number && lines.begin == lines.end) return entry.add_block(number, "");
    return {};
}

}  // namespace

Expected<void> write_properties(EntryEditor& entry, const EntryProperties& wanted) {
    if (wanted.links.empty()) return failure(ERROR_INVALID_PARAMETER, "an entry has at least one device");
    auto before = read_properties(entry.document(), entry.section());
    if (!before) return std::unexpected(before.error());
    const auto after = settled(wanted, *before);
    auto changed = entry;  // all of it or nothing
    if (auto done = write_links(changed, *before, after); !done) return done;
    // Where the first link has gone, the second brings its own area code, script and so on; without Type= the kind
    // follows from the device.
    const auto written = read_as_written(changed.document(), changed.section());
    if (!written) return std::unexpected(written.error());
    before = settled(*written, *written);
    if (auto done = add_missing_blocks(changed, *before, after); !done) return done;
    if (auto done = write_other_devices(changed, *before, after); !done) return done;
    Writer writer(changed, *written, *before, after);
    map_properties(writer);
    if (!writer.done()) return writer.done();
    entry = std::move(changed);
    return {};
}

}  // namespace openras::phonebook
