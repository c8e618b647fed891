#include "net/checks.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>
#include <netinet/in.h>
#include <raserror.h>

#include <algorithm>
#include <string>

#include "net/errors.h"

namespace openras::net {
namespace {

constexpr std::uint32_t least_mtu = 68;         // RFC 791 section 3.2
constexpr std::uint32_t least_mtu_ipv6 = 1280;  // RFC 8200 section 5
constexpr std::uint32_t largest_mtu = 65535;
constexpr std::size_t longest_label = 63;  // RFC 1035 section 2.3.4
constexpr std::size_t longest_number = 5;  // what "%d" may become

static_assert(protocol::max_name == IFNAMSIZ - 1);

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_name_character(char c) {
    return is_letter_or_digit(c) || c == '_' || c == '.' || c == '-';
}

}  // namespace

Expected<void> check_new_name(std::string_view name) {
    if (name.empty()) return {};
    if (name.size() > protocol::max_name) return failure(win32_invalid_parameter, "interface name too long");
    std::string plain(name);
    if (const auto at = plain.find("%d"); at != std::string::npos) {
        plain.replace(at, 2, longest_number, '0');
        if (plain.size() > protocol::max_name)
            return failure(win32_invalid_parameter, "interface name too long for %d");
    }
    if (!is_letter_or_digit(plain.front()) && plain.front() != '_')
        return failure(win32_invalid_parameter, "interface name begins with a character that is not allowed");
    if (!std::ranges::all_of(plain, is_name_character))
        return failure(win32_invalid_parameter, "interface name holds a character that is not allowed");
    if (plain == "all" || plain == "default" || plain == "lo")
        return failure(win32_invalid_parameter, "interface name is reserved");
    return {};
}

Expected<void> check_interface_name(std::string_view name) {
    if (name.empty() || name.size() > protocol::max_name || name == "." || name == "..")
        return failure(win32_invalid_parameter, "not an interface name");
    const bool clean = std::ranges::all_of(
        name, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '/' && c != '\x7f' && c != ':'; });
    if (!clean) return failure(win32_invalid_parameter, "interface name holds a character that is not allowed");
    return {};
}

bool is_unspecified(const IpAddress& address) {
    const std::size_t size = address.family == Family::Ipv4 ? 4 : 16;
    return std::ranges::all_of(ConstBytes(address.bytes).first(size), [](std::uint8_t b) { return b == 0; });
}

bool is_link_local(const IpAddress& address) {
    return address.family == Family::Ipv6 && address.bytes[0] == 0xfe && (address.bytes[1] & 0xc0) == 0x80;
}

std::string to_string(const IpAddress& address) {
    char text[INET6_ADDRSTRLEN] = "";
    ::inet_ntop(address.family == Family::Ipv4 ? AF_INET : AF_INET6, address.bytes.data(), text, sizeof text);
    return text;
}

Expected<void> check_unicast(const IpAddress& address, std::string_view what) {
    const auto refuse = [&](std::string_view why) {
        return failure(win32_invalid_parameter, fmt::format("{} {}: {}", what, to_string(address), why));
    };
    const auto& b = address.bytes;
    switch (address.family) {
        case Family::Ipv4:
            if (b[0] == 0) return refuse("in 0.0.0.0/8");
            if (b[0] == 127) return refuse("loopback");
            if (b[0] >= 224) return refuse("multicast or reserved");
            return {};
        case Family::Ipv6: {
            const bool head_zero = std::all_of(b.begin(), b.begin() + 10, [](std::uint8_t x) { return x == 0; });
            if (head_zero) return refuse("unspecified, loopback or IPv4 inside IPv6");
            if (b[0] == 0xff) return refuse("multicast");
            return {};
        }
    }
    return refuse("unknown family");
}

Expected<void> check_dns_server(const IpAddress& server) {
    if (auto ok = check_unicast(server, "DNS server"); !ok) return ok;
    if (is_link_local(server)) return failure(win32_invalid_parameter, "DNS server is link-local");
    return {};
}

Expected<void> check_domain(std::string_view name) {
    if (name.empty() || name.size() > protocol::max_domain)
        return failure(win32_invalid_parameter, "search domain too long or empty");
    while (!name.empty()) {
        const auto dot = name.find('.');
        const auto label = name.substr(0, dot);
        const bool good =
            !label.empty() && label.size() <= longest_label && label.front() != '-' &&
            std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
        if (!good || dot == name.size() - 1) return failure(win32_invalid_parameter, "not a search domain");
        name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
    }
    return {};
}

Expected<void> check(const InterfaceSettings& settings) {
    if (settings.addresses.size() > protocol::max_addresses || settings.dns.size() > protocol::max_addresses ||
        settings.servers_outside.size() > protocol::max_addresses || settings.search.size() > protocol::max_addresses)
        return failure(win32_invalid_parameter, "too many addresses");
    bool ipv6 = settings.accept_router_advertisements || settings.default_route_ipv6;
    for (const auto& address : settings.addresses) {
        if (auto ok = check_unicast(address.local, "local address"); !ok) return ok;
        if (address.peer.family != address.local.family)
            return failure(win32_invalid_parameter, "local and peer address of different families");
        if (!is_unspecified(address.peer))
            if (auto ok = check_unicast(address.peer, "peer address"); !ok) return ok;
        const bool six = address.local.family == Family::Ipv6;
        if (address.prefix_length > (six ? 128 : 32) || address.prefix_length < 8)
            return failure(win32_invalid_parameter, "prefix length out of range");
        ipv6 = ipv6 || six;
    }
    for (const auto& server : settings.servers_outside)
        if (auto ok = check_unicast(server, "server"); !ok) return ok;
    for (const auto& server : settings.dns)
        if (auto ok = check_dns_server(server); !ok) return ok;
    for (const auto& domain : settings.search)
        if (auto ok = check_domain(domain); !ok) return ok;
    if (settings.mtu > largest_mtu || settings.mtu < (ipv6 ? least_mtu_ipv6 : least_mtu))
        return failure(win32_invalid_parameter, fmt::format("MTU {} out of range", settings.mtu));
    return {};
}

}  // namespace openras::net
