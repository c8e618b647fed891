#include "phonebook/entry_reader.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>
#include <rasconst.h>

#include <charconv>
#include <limits>

#include "base/strings.h"

namespace openras::phonebook {
namespace {

using Line = Document::Line;
using LineKind = Document::LineKind;

constexpr std::uint32_t any_number = std::numeric_limits<std::uint32_t>::max();

/// Reads values by key and remembers the first that is wrong, so that the list of keys below reads as a list.
class Settings {
  public:
    Settings(const Document& document, std::size_t begin, std::size_t end, Encoding encoding)
        : document_(document), begin_(begin), end_(end), encoding_(encoding) {}

    void number(std::string_view key, std::uint32_t& into, std::uint32_t smallest = 0,
                std::uint32_t largest = any_number) {
        const auto* line = find(key);
        if (!line || line->value.length == 0) return;
        const auto digits = document_.text(line->value);
        std::int64_t value = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        // Some files hold the 32 bits as a signed number: -1 is 0xFFFFFFFF.
        if (error == std::errc() && largest == any_number && value < 0 &&
            value >= std::numeric_limits<std::int32_t>::min()) {
            value += std::int64_t{1} << 32;
        }
        if (error != std::errc() || stop != digits.data() + digits.size()) {
            return wrong(*line, "is no number");
        }
        if (value < smallest || value > largest) {
            return wrong(*line, fmt::format("is not in {} to {}", smallest, largest));
        }
        into = static_cast<std::uint32_t>(value);
    }

    void number(std::string_view key, std::optional<std::uint32_t>& into, std::uint32_t smallest,
                std::uint32_t largest) {
        const auto* line = find(key);
        if (!line || line->value.length == 0) return;
        std::uint32_t value = 0;
        number(key, value, smallest, largest);
        into = value;
    }

    void flag(std::string_view key, bool& into) {
        std::uint32_t value = into;
        number(key, value);
        into = value != 0;
    }

    void text(std::string_view key, std::string& into) {
        if (const auto* line = find(key)) into = text_of(*line);
    }

    std::string text_of(const Line& line) {
        const auto bytes = document_.text(line.value);
        for (const char c : bytes) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte < 0x20 && byte != '\t') || byte == 0x7F) {
                wrong(line, "holds a control character");
                return {};
            }
        }
        auto text = to_text(bytes, encoding_);
        if (!text) wrong(line, "is not UTF-8, which Encoding=1 promises");
        return text.value_or("");
    }

    /// "" for the address of zeros, which stands for none.
    void address(std::string_view key, int family, std::string& into) {
        const auto* line = find(key);
        if (!line || line->value.length == 0) return;
        const std::string text(document_.text(line->value));
        std::array<std::uint8_t, 16> binary{};
        if (text.find('\0') != std::string::npos || inet_pton(family, text.c_str(), binary.data()) != 1) {
            return wrong(*line, family == AF_INET ? "is no IPv4 address" : "is no IPv6 address");
        }
        into = binary == std::array<std::uint8_t, 16>{} ? "" : text;
    }

    void guid(std::string_view key, std::array<std::uint8_t, 16>& into) {
        const auto* line = find(key);
        if (!line || line->value.length == 0) return;
        const auto digits = document_.text(line->value);
        if (digits.size() != 32) return wrong(*line, "is not 32 hexadecimal digits");
        for (std::size_t i = 0; i < into.size(); ++i) {
            const char* pair = digits.data() + 2 * i;
            const auto [stop, error] = std::from_chars(pair, pair + 2, into[i], 16);
            if (error != std::errc() || stop != pair + 2) return wrong(*line, "is not 32 hexadecimal digits");
        }
    }

    void interface_name(std::string_view key, std::string& into) {
        const auto* line = find(key);
        if (!line) return;
        const auto name = document_.text(line->value);
        bool good = name.size() < IFNAMSIZ && name != "." && name != "..";
        for (const char c : name) {
            good = good && c > ' ' && c < 0x7F && c != '/' && c != ':';
        }
        const auto percent = name.find('%');
        if (percent != std::string_view::npos) {  // as the kernel has it: at most one, and that as %d
            good = good && name.substr(percent, 2) == "%d" && name.find('%', percent + 1) == std::string_view::npos;
        }
        if (!good) return wrong(*line, "is no name of a network interface");
        into = name;
    }

    [[nodiscard]] const std::optional<RasError>& error() const { return error_; }

  private:
    const Line* find(std::string_view key) const {
        for (std::size_t i = begin_; i < end_; ++i) {
            const auto& line = document_.lines()[i];
            if (line.kind == LineKind::Setting && document_.text(line.key) == key) return &line;
        }
        return nullptr;
    }

    void wrong(const Line& line, std::string_view what) {
        if (error_) return;
        const auto index = static_cast<std::size_t>(&line - document_.lines().data());
        const auto key = document_.text(line.key);
        const auto value = document_.text(line.value).substr(0, 80);
        error_ =
            document_
                .error_at(index, fmt::format("{}: '{}' {}", printable(as_bytes(key)), printable(as_bytes(value)), what))
                .error();
    }

    static ConstBytes as_bytes(std::string_view text) {
        return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    }

    const Document& document_;
    std::size_t begin_;
    std::size_t end_;
    Encoding encoding_;
    std::optional<RasError> error_;
};

/// The MEDIA blocks. What belongs to a block follows its marker: the order of lines decides here, and only here.
Expected<std::vector<Link>> read_links(const Document& document, std::size_t begin, std::size_t end,
                                       Encoding encoding) {
    std::vector<Link> links;
    for (std::size_t i = begin; i < end; ++i) {
        const auto& line = document.lines()[i];
        if (line.kind != LineKind::Setting) continue;
        const auto key = document.text(line.key);
        Settings one(document, i, i + 1, encoding);
        if (key == "MEDIA") {
            links.push_back(
                {.media = one.text_of(line), .port = {}, .device = {}, .device_type = {}, .phone_numbers = {}});
        } else if (!links.empty()) {
            auto& link = links.back();
            if (key == "Port") link.port = one.text_of(line);
            if (key == "Device") link.device = one.text_of(line);
            if (key == "DEVICE") link.device_type = one.text_of(line);
            if (key == "PhoneNumber") link.phone_numbers.push_back({.number = one.text_of(line), .area_code = {}});
            if (!link.phone_numbers.empty()) {
                auto& number = link.phone_numbers.back();
                one.text("AreaCode", number.area_code);
                one.number("CountryCode", number.country_code);
                one.number("CountryID", number.country_id);
                one.flag("UseDialingRules", number.use_dialing_rules);
            }
        }
        if (one.error()) return std::unexpected(*one.error());
    }
    return links;
}

std::uint32_t type_of(std::string_view device_type) {
    if (equals_ignoring_case(device_type, "PPPoE")) return RASET_Broadband;
    if (equals_ignoring_case(device_type, "vpn")) return RASET_Vpn;
    return RASET_Phone;
}

void read_ours(Settings& all, Entry& entry) {
    all.text("OpenRasUser", entry.user);
    all.text("OpenRasAcName", entry.ac_name);
    all.number("OpenRasMtu", entry.mtu, 0, 65535);
    all.interface_name("OpenRasInterfaceName", entry.interface_name);
    all.number("OpenRasEchoInterval", entry.echo_interval, 0, 3600);
    all.number("OpenRasEchoFailures", entry.echo_failures, 1, 255);
}

void read_properties(Settings& entry_level, Entry& entry) {
    entry_level.number("PBVersion", entry.pb_version);
    entry_level.number("Type", entry.type);
    entry_level.guid("Guid", entry.guid);
    entry_level.number("DialParamsUID", entry.dial_params_uid);
    entry_level.number("AuthRestrictions", entry.auth_restrictions);
    entry_level.number("ExcludedProtocols", entry.excluded_protocols);
    entry_level.number("CustomAuthKey", entry.custom_auth_key);
    if (entry.custom_auth_key == any_number) entry.custom_auth_key = 0;  // -1: none
    entry_level.number("DataEncryption", entry.data_encryption);
    entry_level.number("VpnStrategy", entry.vpn_strategy);
    entry_level.flag("LcpExtensions", entry.lcp_extensions);
    entry_level.flag("SwCompression", entry.software_compression);
    entry_level.flag("IpHeaderCompression", entry.ip_header_compression);
    entry_level.flag("IpPrioritizeRemote", entry.ip_prioritize_remote);
    entry_level.flag("Ipv6PrioritizeRemote", entry.ipv6_prioritize_remote);
    entry_level.number("IpInterfaceMetric", entry.ip_interface_metric);
    entry_level.number("Ipv6InterfaceMetric", entry.ipv6_interface_metric);
    entry_level.number("IpAssign", entry.ip_assign);
    entry_level.address("IpAddress", AF_INET, entry.ip_address);
    entry_level.number("IpNameAssign", entry.ip_name_assign);
    entry_level.address("IpDnsAddress", AF_INET, entry.dns1);
    entry_level.address("IpDns2Address", AF_INET, entry.dns2);
    entry_level.number("Ipv6Assign", entry.ipv6_assign);
    entry_level.address("Ipv6Address", AF_INET6, entry.ipv6_address);
    entry_level.number("Ipv6PrefixLength", entry.ipv6_prefix_length, 0, 128);
    entry_level.number("Ipv6NameAssign", entry.ipv6_name_assign);
    entry_level.address("Ipv6DnsAddress", AF_INET6, entry.ipv6_dns1);
    entry_level.address("Ipv6Dns2Address", AF_INET6, entry.ipv6_dns2);
    entry_level.text("IpDnsSuffix", entry.dns_suffix);
    entry_level.number("IdleDisconnectSeconds", entry.idle_disconnect_seconds);
    entry_level.number("RedialAttempts", entry.redial_attempts);
    entry_level.number("RedialSeconds", entry.redial_seconds);
    entry_level.flag("RedialOnLinkFailure", entry.redial_on_link_failure);
    entry_level.flag("PreviewUserPw", entry.preview_user_pw);
    entry_level.flag("PreviewDomain", entry.preview_domain);
    entry_level.flag("PreviewPhoneNumber", entry.preview_phone_number);
    entry_level.flag("ShowDialingProgress", entry.show_dialing_progress);
    entry_level.flag("AutoLogon", entry.auto_logon);
    entry_level.text("CustomRasDialDll", entry.custom_dial_dll);
    entry_level.text("PrerequisiteEntry", entry.prerequisite_entry);
    entry_level.text("PrerequisitePbk", entry.prerequisite_book);
}

/// The line at which the first block begins; settings of the entry itself stand before it.
std::size_t first_block(const Document& document, const Document::Section& section) {
    for (std::size_t i = section.header + 1; i < section.end; ++i) {
        const auto& line = document.lines()[i];
        if (line.kind != LineKind::Setting) continue;
        const auto key = document.text(line.key);
        if (key == "NETCOMPONENTS" || key == "MEDIA") return i;
    }
    return section.end;
}

}  // namespace

Encoding encoding_of(const Document& document, const Document::Section& section) {
    std::uint32_t value = 0;
    Settings(document, section.header + 1, first_block(document, section), Encoding::Ansi).number("Encoding", value);
    return value == 1 ? Encoding::Utf8 : Encoding::Ansi;
}

Expected<Entry> read_entry(const Document& document, const Document::Section& section) {
    const auto encoding = encoding_of(document, section);
    const auto blocks = first_block(document, section);
    Entry entry;
    entry.line = static_cast<std::uint32_t>(section.header + 1);
    auto name = to_text(document.raw_name(section), encoding);
    if (!name) return document.error_at(section.header, "the name is not UTF-8, which Encoding=1 promises");
    entry.name = std::move(*name);

    Settings entry_level(document, section.header + 1, blocks, encoding);
    read_properties(entry_level, entry);
    // Ours count wherever they stand in the entry: people append lines at its end.
    Settings all(document, section.header + 1, section.end, encoding);
    read_ours(all, entry);
    for (const auto* settings : {&entry_level, &all}) {
        if (settings->error()) return std::unexpected(*settings->error());
    }

    auto links = read_links(document, blocks, section.end, encoding);
    if (!links) return std::unexpected(std::move(links.error()));
    if (links->empty()) return document.error_at(section.header, "the entry has no MEDIA= block, so no device");
    entry.links = std::move(*links);
    const auto& first = entry.links.front();
    entry.device = first.device;
    entry.device_type = first.device_type;
    entry.port = first.port;
    for (const auto& number : first.phone_numbers) entry.phone_numbers.push_back(number.number);
    if (entry.type == 0) entry.type = type_of(entry.device_type);
    return entry;
}

}  // namespace openras::phonebook
