#include "bus/entry_settings.h"

#include <algorithm>

#include "base/bytes.h"

namespace openras::bus {

namespace {

/// The name servers that the entry fixes, IPv4 first; none where it takes the server's.
std::vector<std::string> name_servers(const phonebook::Entry& entry) {
    std::vector<std::string> servers;
    const auto add = [&](bool fixed, const std::string& address) {
        if (fixed && !address.empty()) servers.push_back(address);
    };
    add(entry.ip_name_assign == 2, entry.dns1);
    add(entry.ip_name_assign == 2, entry.dns2);
    add(entry.ipv6_name_assign == 2, entry.ipv6_dns1);
    add(entry.ipv6_name_assign == 2, entry.ipv6_dns2);
    return servers;
}

std::string guid_text(const phonebook::Entry& entry) {
    const bool has_one = std::ranges::any_of(entry.guid, [](std::uint8_t byte) { return byte != 0; });
    return has_one ? to_hex(entry.guid) : std::string();
}

}  // namespace

EntrySettings settings_from(const phonebook::Entry& entry) {
    EntrySettings settings;
    settings.type = entry.type;
    settings.guid = guid_text(entry);
    settings.device_type = entry.device_type;
    settings.device_name = entry.device;
    if (!entry.phone_numbers.empty()) settings.phone_number = entry.phone_numbers.front();
    settings.user = entry.user;
    settings.ac_name = entry.ac_name;
    settings.interface_name = entry.interface_name;
    settings.auth_restrictions = entry.auth_restrictions;
    settings.excluded_protocols = entry.excluded_protocols;
    settings.default_route_ipv4 = entry.ip_prioritize_remote;
    settings.default_route_ipv6 = entry.ipv6_prioritize_remote;
    settings.ipv6_route_always = entry.ipv6_route_always;
    if (entry.ip_assign == 2) settings.ip_address = entry.ip_address;
    settings.dns = name_servers(entry);
    settings.mtu = entry.mtu;
    settings.idle_seconds = entry.idle_disconnect_seconds;
    settings.echo_interval = entry.echo_interval.value_or(0xFFFFFFFF);
    settings.echo_failures = entry.echo_failures.value_or(0);
    return settings;
}

}  // namespace openras::bus
