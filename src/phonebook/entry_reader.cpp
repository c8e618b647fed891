#include "phonebook/entry_reader.h"

#include <rasconst.h>
#include <sys/socket.h>

#include "base/strings.h"
#include "phonebook/entry_layout.h"
#include "phonebook/values.h"

namespace openras::phonebook {
namespace {

/// The MEDIA blocks.
Expected<std::vector<Link>> read_links(const Document& document, const EntryLayout& layout, Encoding encoding) {
    std::vector<Link> links;
    for (const auto& block : layout.links) {
        ValueReader of_link(document, block.lines, encoding);
        Link link;
        of_link.text("MEDIA", link.media);
        of_link.text("Port", link.port);
        of_link.device_name("Device", link.device);
        if (of_link.error()) return std::unexpected(*of_link.error());
        if (!block.devices.empty()) {
            const auto& device = block.devices[block.main_device];
            ValueReader of_device(document, device.lines, encoding);
            of_device.text("DEVICE", link.device_type);
            if (of_device.error()) return std::unexpected(*of_device.error());
            for (const auto& lines : device.phones) {
                ValueReader of_number(document, lines, encoding);
                PhoneNumber number;
                of_number.text("PhoneNumber", number.number);
                of_number.text("AreaCode", number.area_code);
                of_number.number("CountryCode", number.country_code);
                of_number.number("CountryID", number.country_id);
                of_number.flag("UseDialingRules", number.use_dialing_rules);
                if (of_number.error()) return std::unexpected(*of_number.error());
                link.phone_numbers.push_back(std::move(number));
            }
        }
        links.push_back(std::move(link));
    }
    return links;
}

void read_ours(ValueReader& all, Entry& entry) {
    all.text("OpenRasUser", entry.user);
    all.text("OpenRasAcName", entry.ac_name);
    all.number("OpenRasMtu", entry.mtu, 0, 65535);
    all.interface_name("OpenRasInterfaceName", entry.interface_name);
    all.flag("OpenRasIpv6RouteAlways", entry.ipv6_route_always);
    all.number("OpenRasEchoInterval", entry.echo_interval, 0, 3600);
    all.number("OpenRasEchoFailures", entry.echo_failures, 1, 255);
}

void read_settings(ValueReader& entry_level, Entry& entry) {
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

}  // namespace

std::uint32_t type_of_device(std::string_view device_type) {
    if (equals_ignoring_case(device_type, "PPPoE")) return RASET_Broadband;
    if (equals_ignoring_case(device_type, "vpn")) return RASET_Vpn;
    return RASET_Phone;
}

Encoding encoding_of(const Document& document, const Document::Section& section) {
    std::uint32_t value = 0;
    ValueReader(document, own_lines(document, section), Encoding::Ansi).number("Encoding", value);
    return value == 1 ? Encoding::Utf8 : Encoding::Ansi;
}

std::string shown_name(const Document& document, const Document::Section& section) {
    const auto raw = document.raw_name(section);
    if (auto text = to_text(raw, encoding_of(document, section))) return *text;
    return printable_name({reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()}, max_name_bytes);
}

Expected<Entry> read_entry(const Document& document, const Document::Section& section) {
    if (auto usable = document.check(section); !usable) return std::unexpected(usable.error());
    const auto layout = layout_of(document, section);
    const auto encoding = encoding_of(document, section);
    Entry entry;
    entry.line = static_cast<std::uint32_t>(section.header + 1);
    auto name = to_text(document.raw_name(section), encoding);
    if (!name) return document.error_at(section.header, "the name is not UTF-8, which Encoding=1 promises");
    entry.name = std::move(*name);

    ValueReader entry_level(document, layout.entry, encoding);
    read_settings(entry_level, entry);
    // Ours count wherever they stand in the entry: people append lines at its end.
    ValueReader all(document, layout.all, encoding);
    read_ours(all, entry);
    for (const auto* settings : {&entry_level, &all}) {
        if (settings->error()) return std::unexpected(*settings->error());
    }

    auto links = read_links(document, layout, encoding);
    if (!links) return std::unexpected(std::move(links.error()));
    if (links->empty()) return document.error_at(section.header, "the entry has no MEDIA= block, so no device");
    entry.links = std::move(*links);
    const auto& first = entry.links.front();
    entry.device = first.device;
    entry.device_type = first.device_type;
    entry.port = first.port;
    for (const auto& number : first.phone_numbers) entry.phone_numbers.push_back(number.number);
    if (entry.type == 0) entry.type = type_of_device(entry.device_type);
    return entry;
}

}  // namespace openras::phonebook
