#include "dataplane/ingress.h"

namespace openras::dataplane {

std::optional<ConstBytes> packet_of_frame(ConstBytes frame, AllowedFamilies allowed) {
    const auto field = header_at<2>(frame, 0);
    if (!field) return std::nullopt;
    const std::uint16_t protocol = u16_at<0>(*field);
    if (protocol != kPppIpv4 && protocol != kPppIpv6) return std::nullopt;
    const Family family = protocol == kPppIpv4 ? Family::Ipv4 : Family::Ipv6;
    const ConstBytes packet = frame.subspan(2);
    if (!allowed.contains(family) || family_of(packet) != family) return std::nullopt;
    if (family == Family::Ipv4) {
        const auto header = packet.first<kIpv4HeaderSize>();
        const std::size_t total = u16_at<2>(header);
        const std::size_t header_size = std::size_t{u8_at<0>(header)} % 16 * 4;
        if (header_size < kIpv4HeaderSize || total < header_size || total > packet.size()) return std::nullopt;
        return packet.first(total);
    }
    const std::size_t total = kIpv6HeaderSize + u16_at<4>(packet.first<kIpv6HeaderSize>());
    if (total > packet.size()) return std::nullopt;
    return packet.first(total);
}

}  // namespace openras::dataplane
