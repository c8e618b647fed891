#include "dataplane/ip_packet.h"

namespace openras::dataplane {
namespace {

// RFC 8200 section 4.1: the extension headers that may stand before a transport header that we look at.
constexpr std::uint8_t kHopByHop = 0;
constexpr std::uint8_t kRouting = 43;
constexpr std::uint8_t kFragment = 44;
constexpr std::uint8_t kDestinationOptions = 60;
constexpr unsigned kMostExtensions = 8;

std::optional<IpPacket> parse_ipv4(ConstBytes packet) {
    const auto header = packet.first<kIpv4HeaderSize>();
    const std::size_t header_size = std::size_t{u8_at<0>(header)} % 16 * 4;
    const std::size_t total = u16_at<2>(header);
    if (header_size < kIpv4HeaderSize || total < header_size || total > packet.size()) return std::nullopt;
    constexpr std::uint16_t kMoreFragmentsAndOffset = 0x3fff;
    return IpPacket{.family = Family::Ipv4,
                    .protocol = u8_at<9>(header),
                    .fragment = (u16_at<6>(header) & kMoreFragmentsAndOffset) != 0,
                    .plain = header_size == kIpv4HeaderSize,
                    .transport_offset = header_size,
                    .bytes = packet.first(total)};
}

std::optional<IpPacket> parse_ipv6(ConstBytes packet) {
    const auto header = packet.first<kIpv6HeaderSize>();
    const std::size_t total = kIpv6HeaderSize + u16_at<4>(header);
    if (total > packet.size()) return std::nullopt;
    IpPacket result{.family = Family::Ipv6,
                    .protocol = u8_at<6>(header),
                    .fragment = false,
                    .plain = true,
                    .transport_offset = kIpv6HeaderSize,
                    .bytes = packet.first(total)};
    ByteReader reader(result.bytes.subspan(kIpv6HeaderSize));
    for (unsigned i = 0; i < kMostExtensions; ++i) {
        const bool fragment = result.protocol == kFragment;
        if (!fragment && result.protocol != kHopByHop && result.protocol != kRouting &&
            result.protocol != kDestinationOptions)
            break;
        const auto next = reader.u8();
        const auto length = reader.u8();
        if (!next || !length) return std::nullopt;
        const std::size_t size = fragment ? 8 : (std::size_t{*length} + 1) * 8;
        if (!reader.skip(size - 2)) return std::nullopt;
        result.protocol = *next;
        result.plain = false;
        result.fragment = result.fragment || fragment;
    }
    result.transport_offset = result.bytes.size() - reader.remaining();
    return result;
}

}  // namespace

std::optional<Family> family_of(ConstBytes packet) {
    if (packet.size() < kIpv4HeaderSize) return std::nullopt;
    switch (packet[0] >> 4) {
        case 4: return Family::Ipv4;
        case 6: return packet.size() < kIpv6HeaderSize ? std::nullopt : std::optional(Family::Ipv6);
        default: return std::nullopt;
    }
}

std::optional<IpPacket> parse_ip(ConstBytes packet) {
    const auto family = family_of(packet);
    if (!family) return std::nullopt;
    return *family == Family::Ipv4 ? parse_ipv4(packet) : parse_ipv6(packet);
}

ChecksumSum pseudo_header_sum(Family family, ConstBytes packet, std::uint8_t protocol, std::size_t length) {
    ChecksumSum sum;
    sum.add(family == Family::Ipv4 ? packet.subspan(12, 8) : packet.subspan(8, 32));
    sum.add_u32(static_cast<std::uint32_t>(length)).add_u16(protocol);
    return sum;
}

}  // namespace openras::dataplane
