#include "manager/projection.h"

#include <arpa/inet.h>
#include <ras.h>

#include <array>

#include "net/checks.h"

namespace openras::manager {

namespace {

constexpr std::size_t max_dns = 4;

std::string text_of(const ppp::Ipv4Address& address) {
    if (address == ppp::Ipv4Address{}) return {};
    std::array<char, INET_ADDRSTRLEN> text{};
    inet_ntop(AF_INET, address.data(), text.data(), text.size());
    return text.data();
}

std::uint64_t number_of(const ppp::InterfaceId& id) {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : id) number = (number << 8) | byte;
    return number;
}

net::IpAddress link_local(std::uint64_t id) {
    net::IpAddress address{.family = net::Family::Ipv6, .bytes = {0xfe, 0x80}};
    for (std::size_t i = 0; i < 8; ++i) address.bytes[15 - i] = static_cast<std::uint8_t>(id >> (8 * i));
    return address;
}

}  // namespace

void set_lcp(bus::ProjectionReply& projection, const ppp::LcpResult& lcp) {
    if (lcp.auth) {
        switch (*lcp.auth) {
            case ppp::AuthMethod::Pap: projection.auth_protocol = RASLCPAP_PAP; break;
            case ppp::AuthMethod::ChapMd5:
                projection.auth_protocol = RASLCPAP_CHAP;
                projection.auth_data = RASLCPAD_CHAP_MD5;
                break;
            case ppp::AuthMethod::MsChapV2:
                projection.auth_protocol = RASLCPAP_CHAP;
                projection.auth_data = RASLCPAD_CHAP_MSV2;
                break;
        }
    }
    projection.lcp_options = (lcp.local_pfc ? RASLCPO_PFC : 0u) | (lcp.local_acfc ? RASLCPO_ACFC : 0u);
    projection.lcp_peer_options = (lcp.peer_pfc ? RASLCPO_PFC : 0u) | (lcp.peer_acfc ? RASLCPO_ACFC : 0u);
}

void set_ipv4(bus::ProjectionReply& projection, const ppp::Ipv4Result& ipv4) {
    projection.ipv4_error = 0;
    projection.ipv4_text.clear();
    projection.ipv4_local = text_of(ipv4.local);
    projection.ipv4_peer = text_of(ipv4.peer);
    projection.dns_primary = text_of(ipv4.dns_primary);
    projection.dns_secondary = text_of(ipv4.dns_secondary);
}

void set_ipv6(bus::ProjectionReply& projection, const ppp::Ipv6Result& ipv6) {
    projection.ipv6_error = 0;
    projection.ipv6_text.clear();
    projection.ipv6_local_id = number_of(ipv6.local);
    projection.ipv6_peer_id = number_of(ipv6.peer);
}

void set_failed(bus::ProjectionReply& projection, ppp::Network network, const RasError& error) {
    switch (network) {
        case ppp::Network::Ipv4:
            set_ipv4(projection, {});
            projection.ipv4_error = error.code;
            projection.ipv4_text = error.text;
            break;
        case ppp::Network::Ipv6:
            set_ipv6(projection, {});
            projection.ipv6_error = error.code;
            projection.ipv6_text = error.text;
            break;
    }
}

void set_names(bus::ProjectionReply& projection, const AdvertisedNames& names) {
    projection.dns_advertised.clear();
    projection.search.clear();
    if (projection.ipv6_error != 0) return;
    for (const AdvertisedNames::Server& server : names.servers()) {
        std::array<char, INET6_ADDRSTRLEN> text{};
        inet_ntop(AF_INET6, server.data(), text.data(), text.size());
        projection.dns_advertised.emplace_back(text.data());
    }
    projection.search = names.domains();
}

std::string link_local_text(std::uint64_t interface_id) {
    if (interface_id == 0) return {};
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, link_local(interface_id).bytes.data(), text.data(), text.size());
    return text.data();
}

net::InterfaceSettings settings_of(const bus::ProjectionReply& projection) {
    net::InterfaceSettings settings;
    settings.mtu = projection.mtu;
    if (projection.ipv4_error == 0) {
        const auto local = addresses_of({projection.ipv4_local});
        const auto peer = addresses_of({projection.ipv4_peer});
        if (!local.empty())
            settings.addresses.push_back(
                {.local = local[0], .peer = peer.empty() ? local[0] : peer[0], .prefix_length = 32});
        settings.dns = addresses_of({projection.dns_primary, projection.dns_secondary});
    }
    if (projection.ipv6_error == 0) {
        settings.addresses.push_back({.local = link_local(projection.ipv6_local_id),
                                      .peer = {.family = net::Family::Ipv6, .bytes = {}},
                                      .prefix_length = 64});
        settings.accept_router_advertisements = true;
        const auto more = addresses_of(projection.dns_advertised);
        settings.dns.insert(settings.dns.end(), more.begin(), more.end());
        settings.search = projection.search;
        std::erase_if(settings.search, [](const std::string& domain) { return !net::check_domain(domain); });
    }
    // A server's nonsense about DNS is no reason to be without the link.
    std::erase_if(settings.dns, [](const net::IpAddress& server) { return !net::check_dns_server(server); });
    if (settings.dns.size() > max_dns) settings.dns.resize(max_dns);
    return settings;
}

std::vector<net::IpAddress> addresses_of(const std::vector<std::string>& texts) {
    std::vector<net::IpAddress> out;
    for (const std::string& text : texts) {
        net::IpAddress address;
        if (inet_pton(AF_INET, text.c_str(), address.bytes.data()) == 1)
            address.family = net::Family::Ipv4;
        else if (inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1)
            address.family = net::Family::Ipv6;
        else
            continue;
        if (out.size() < max_dns) out.push_back(address);
    }
    return out;
}

}  // namespace openras::manager
