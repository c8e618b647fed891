#include "dataplane/mss_clamp.h"

#include <optional>

#include "dataplane/checksum.h"
#include "dataplane/ip_packet.h"

namespace openras::dataplane {
namespace {

// RFC 9293 section 3.2
constexpr std::uint8_t kOptionEnd = 0;
constexpr std::uint8_t kOptionNop = 1;
constexpr std::uint8_t kOptionMss = 2;
constexpr std::uint8_t kOptionMssLength = 4;

struct MssOption {
    std::size_t tcp_offset;    // of the TCP header in the packet
    std::size_t value_offset;  // of the option's value in the packet
    std::uint16_t limit;       // what fits
};

// The first MSS option that is too high. Each option is taken by a checked cursor; one of length 0 or 1, or one that
// does not fit, ends the search: a loop that trusts the length never ends or leaves the packet.
std::optional<MssOption> find(ConstBytes packet, std::uint16_t mtu) {
    const auto ip = parse_ip(packet);
    if (!ip || ip->protocol != kProtocolTcp || ip->fragment) return std::nullopt;
    const auto tcp = header_at<kTcpHeaderSize>(ip->bytes, ip->transport_offset);
    if (!tcp || (u8_at<13>(*tcp) & kTcpSyn) == 0) return std::nullopt;
    const std::size_t header_size = std::size_t{u8_at<12>(*tcp)} / 16 * 4;
    const std::size_t fixed = (ip->family == Family::Ipv4 ? kIpv4HeaderSize : kIpv6HeaderSize) + kTcpHeaderSize;
    if (header_size < kTcpHeaderSize || header_size > ip->bytes.size() - ip->transport_offset || mtu <= fixed)
        return std::nullopt;
    const auto limit = static_cast<std::uint16_t>(mtu - fixed);

    const std::size_t options_end = ip->transport_offset + header_size;
    ByteReader options(ip->bytes.subspan(ip->transport_offset + kTcpHeaderSize, header_size - kTcpHeaderSize));
    while (const auto kind = options.u8()) {
        if (*kind == kOptionEnd) break;
        if (*kind == kOptionNop) continue;
        const auto length = options.u8();
        if (!length || *length < 2) break;
        const auto value = options.bytes(*length - 2u);
        if (!value) break;
        if (*kind != kOptionMss || *length != kOptionMssLength) continue;
        if (u16_at<0>(value->first<2>()) <= limit) continue;
        return MssOption{ip->transport_offset, options_end - options.remaining() - value->size(), limit};
    }
    return std::nullopt;
}

}  // namespace

bool mss_too_high(ConstBytes packet, std::uint16_t mtu) {
    return find(packet, mtu).has_value();
}

bool clamp_mss(Bytes packet, std::uint16_t mtu) {
    bool changed = false;
    while (const auto option = find(packet, mtu)) {  // a repeated option is lowered, too; each turn lowers one
        const auto value = packet.subspan(option->value_offset).first<2>();
        const auto tcp = packet.subspan(option->tcp_offset).first<kTcpHeaderSize>();
        const bool odd = (option->value_offset - option->tcp_offset) % 2 != 0;
        // At an odd offset the value lies across two words; the sum of its byte-swapped halves comes to the same.
        const auto as_word = [odd](std::uint16_t number) {
            return odd ? static_cast<std::uint16_t>(number << 8 | number >> 8) : number;
        };
        put_u16<16>(tcp, adjust_checksum(u16_at<16>(tcp), as_word(u16_at<0>(value)), as_word(option->limit)));
        put_u16<0>(value, option->limit);
        changed = true;
    }
    return changed;
}

}  // namespace openras::dataplane
