#include "dataplane/router_advertisement.h"

#include <algorithm>
#include <string_view>

#include "dataplane/ip_packet.h"

namespace openras::dataplane {
namespace {

constexpr std::uint8_t kProtocolIcmp6 = 58;
constexpr std::uint8_t kAdvertisement = 134;  // RFC 4861 section 4.2
constexpr std::uint8_t kOnLinkHopLimit = 255;
constexpr std::uint8_t kOptionServers = 25;  // RFC 8106 section 5.1
constexpr std::uint8_t kOptionDomains = 31;  // section 5.2
constexpr std::size_t kOptionUnit = 8;       // of an option's length
constexpr std::size_t kAddressSize = 16;
constexpr std::size_t kLongestName = 253;  // RFC 1035 section 2.3.4, as text
constexpr std::size_t kLongestLabel = 63;

constexpr std::size_t kNextHeaderAt = 6;
constexpr std::size_t kPppFieldSize = 2;

bool is_label(std::string_view label) {
    return !label.starts_with('-') && std::ranges::all_of(label, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

void take_servers(ByteReader option, std::uint32_t lifetime, RouterAdvertisement& out) {
    if (option.empty() || option.remaining() % kAddressSize != 0) return;
    while (const auto address = option.array<kAddressSize>())
        if (out.servers.size() < RouterAdvertisement::kMostServers) out.servers.push_back({*address, lifetime});
}

/// Labels up to an empty one make a name (RFC 1035 section 3.1, without compression); zeros fill the option up. What
/// follows a name that is cut off cannot be read.
void take_domains(ByteReader option, std::uint32_t lifetime, RouterAdvertisement& out) {
    while (out.domains.size() < RouterAdvertisement::kMostDomains) {
        std::string name;
        bool good = true;
        for (;;) {
            const auto size = option.u8();
            if (!size || *size > kLongestLabel) return;
            if (*size == 0) break;
            const auto label = option.bytes(*size);
            if (!label) return;
            good = good && is_label(as_text(*label)) && name.size() + 1 + *size <= kLongestName + 1;
            if (!good) continue;
            if (!name.empty()) name += '.';
            name += as_text(*label);
        }
        if (good && name.empty()) return;  // the filling
        if (good && name.size() <= kLongestName) out.domains.push_back({std::move(name), lifetime});
    }
}

}  // namespace

bool looks_like_router_advertisement(ConstBytes frame) {
    constexpr std::size_t type_at = kPppFieldSize + kIpv6HeaderSize;
    return frame.size() > type_at && frame[1] == kPppIpv6 && frame[kPppFieldSize + kNextHeaderAt] == kProtocolIcmp6 &&
           frame[type_at] == kAdvertisement;
}

std::optional<RouterAdvertisement> parse_router_advertisement(ConstBytes packet) {
    const auto ip = parse_ip(packet);
    if (!ip || ip->family != Family::Ipv6 || ip->protocol != kProtocolIcmp6 || !ip->plain) return std::nullopt;
    ByteReader header(ip->bytes);
    header.skip(kNextHeaderAt + 1);
    const auto hop_limit = header.u8();
    const auto source = header.array<kAddressSize>();
    if (hop_limit != kOnLinkHopLimit || !source || (*source)[0] != 0xfe || ((*source)[1] & 0xc0) != 0x80)
        return std::nullopt;

    const ConstBytes message = ip->bytes.subspan(ip->transport_offset);
    if (pseudo_header_sum(Family::Ipv6, ip->bytes, kProtocolIcmp6, message.size()).add(message).folded() != 0xffff)
        return std::nullopt;
    ByteReader reader(message);
    const auto type = reader.u8();
    const auto code = reader.u8();
    constexpr std::size_t rest_of_head = 2 + 4 + 4 + 4;  // checksum, hop limit .. lifetime, two timers
    if (type != kAdvertisement || code != 0 || !reader.skip(rest_of_head)) return std::nullopt;

    RouterAdvertisement out;
    while (!reader.empty()) {
        const auto kind = reader.u8();
        const auto units = reader.u8();
        if (!kind || !units || *units == 0) return std::nullopt;
        const auto body = reader.bytes(*units * kOptionUnit - 2);
        if (!body) return std::nullopt;
        if (*kind != kOptionServers && *kind != kOptionDomains) continue;
        ByteReader option(*body);
        option.skip(2);  // reserved
        const auto lifetime = option.u32();
        if (!lifetime) continue;
        if (*kind == kOptionServers)
            take_servers(option, *lifetime, out);
        else
            take_domains(option, *lifetime, out);
    }
    return out;
}

}  // namespace openras::dataplane
