#include "server/responder.h"

#include <algorithm>

#include "dataplane/checksum.h"

namespace openras::server {

namespace {

constexpr std::size_t ipv4_header = 20;
constexpr std::size_t ipv6_header = 40;
constexpr std::uint8_t protocol_icmp = 1;
constexpr std::uint8_t protocol_icmpv6 = 58;
constexpr std::uint8_t echo_request = 8, echo_reply = 0;                // RFC 792
constexpr std::uint8_t echo_request6 = 128, echo_reply6 = 129;          // RFC 4443
constexpr std::uint8_t router_solicitation = 133, advertisement = 134;  // RFC 4861 section 4
constexpr std::uint8_t option_prefix = 3, option_mtu = 5;
constexpr std::uint8_t option_dns = 25, option_search = 31;  // RFC 8106 section 5
constexpr Ipv6Address all_nodes{0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

void put_u16(ByteVector& bytes, std::size_t at, std::uint16_t value) {
    ByteWriter(bytes).patch_u16(at, value);
}

struct Ipv6View {
    std::uint8_t next_header;
    Ipv6Address source;
    Ipv6Address destination;
    ConstBytes payload;
};

std::optional<Ipv6View> parse6(ConstBytes packet) {
    ByteReader reader(packet);
    const auto first = reader.u32();
    const auto length = reader.u16();
    const auto next = reader.u8();
    const auto hops = reader.u8();
    const auto source = reader.array<16>();
    const auto destination = reader.array<16>();
    if (!first || *first >> 28 != 6 || !length || !next || !hops || !source || !destination) return std::nullopt;
    const auto payload = reader.bytes(*length);
    if (!payload) return std::nullopt;
    return Ipv6View{*next, *source, *destination, *payload};
}

/// An IPv6 packet around an ICMPv6 message whose checksum field is zero.
ByteVector make_icmp6(const Ipv6Address& source, const Ipv6Address& destination, ConstBytes message) {
    ByteVector packet;
    packet.reserve(ipv6_header + message.size());
    ByteWriter(packet)
        .u32(0x60000000)
        .u16(static_cast<std::uint16_t>(message.size()))
        .u8(protocol_icmpv6)
        .u8(255)
        .bytes(source)
        .bytes(destination)
        .bytes(message);
    dataplane::ChecksumSum sum;
    sum.add(source).add(destination).add_u32(static_cast<std::uint32_t>(message.size())).add_u32(protocol_icmpv6);
    put_u16(packet, ipv6_header + 2, sum.add(message).checksum());
    return packet;
}

/// RDNSS and DNSSL.
void put_names(ByteVector& message, const Responder& responder) {
    ByteWriter out(message);
    if (!responder.dns6.empty()) {
        out.u8(option_dns).u8(static_cast<std::uint8_t>(1 + 2 * responder.dns6.size())).u16(0);
        out.u32(responder.prefix_lifetime);
        for (const auto& server : responder.dns6) out.bytes(server);
    }
    if (responder.search.empty()) return;
    ByteVector names;
    for (std::string_view rest : responder.search) {
        while (!rest.empty()) {
            const auto label = rest.substr(0, rest.find('.'));
            ByteWriter(names).u8(static_cast<std::uint8_t>(label.size())).text(label);
            rest.remove_prefix(std::min(rest.size(), label.size() + 1));
        }
        ByteWriter(names).u8(0);
    }
    names.resize((names.size() + 7) / 8 * 8);
    out.u8(option_search).u8(static_cast<std::uint8_t>(1 + names.size() / 8)).u16(0);
    out.u32(responder.prefix_lifetime).bytes(names);
}

}  // namespace

Ipv6Address link_local(const ppp::InterfaceId& id) {
    Ipv6Address address{0xfe, 0x80};
    std::ranges::copy(id, address.begin() + 8);
    return address;
}

bool is_router_solicitation(ConstBytes packet) {
    return packet.size() > ipv6_header && packet[6] == protocol_icmpv6 && packet[ipv6_header] == router_solicitation;
}

std::optional<ByteVector> Responder::answer4(ConstBytes packet) const {
    ByteReader reader(packet);
    const auto version = reader.u8();
    const auto service = reader.u8();
    const auto total = reader.u16();
    const auto identification = reader.u16();
    const auto fragment = reader.u16();
    const auto ttl = reader.u8();
    const auto protocol = reader.u8();
    const auto checksum = reader.u16();
    const auto source = reader.array<4>();
    const auto destination = reader.array<4>();
    if (!version || *version != 0x45 || !service || !total || *total > packet.size() || !identification || !fragment ||
        (*fragment & 0x3fff) != 0 || !ttl || protocol != protocol_icmp || !checksum || !source ||
        destination != local4 || *total < ipv4_header + 8 || packet[ipv4_header] != echo_request)
        return std::nullopt;
    ByteVector reply;
    reply.reserve(*total);
    ByteWriter(reply).u8(0x45).u8(0).u16(*total).u16(*identification).u16(0).u8(64).u8(protocol_icmp).u16(0);
    ByteWriter(reply).bytes(local4).bytes(*source).u8(echo_reply).u8(0).u16(0);
    ByteWriter(reply).bytes(packet.subspan(ipv4_header + 4, *total - ipv4_header - 4));
    put_u16(reply, 10, dataplane::ChecksumSum().add(ConstBytes(reply).first(ipv4_header)).checksum());
    put_u16(reply, ipv4_header + 2, dataplane::ChecksumSum().add(ConstBytes(reply).subspan(ipv4_header)).checksum());
    return reply;
}

std::optional<ByteVector> Responder::answer6(ConstBytes packet) const {
    const auto view = parse6(packet);
    if (!view || view->next_header != protocol_icmpv6 || view->payload.size() < 8) return std::nullopt;
    if (view->payload[0] == router_solicitation) {
        ByteVector reply = router_advertisement();
        if (reply.empty()) return std::nullopt;
        return reply;
    }
    if (view->payload[0] != echo_request6) return std::nullopt;
    Ipv6Address own_global{};
    if (prefix6) {
        std::ranges::copy(*prefix6, own_global.begin());
        own_global[15] = 1;
    }
    if (view->destination != link_local6 && !(prefix6 && view->destination == own_global)) return std::nullopt;
    ByteVector message;
    ByteWriter(message).u8(echo_reply6).u8(0).u16(0).bytes(view->payload.subspan(4));
    return make_icmp6(view->destination, view->source, message);
}

ByteVector Responder::router_advertisement() const {
    if (!prefix6 || !advertise) return {};
    constexpr std::uint16_t router_lifetime = 1800;
    constexpr std::uint32_t longest_preferred = 14400;
    const std::uint32_t preferred = std::min(prefix_lifetime, longest_preferred);
    constexpr std::uint8_t autonomous = 0x40;  // not on-link: a point-to-point link has nobody else on it
    ByteVector message;
    ByteWriter(message)
        .u8(advertisement)
        .u8(0)
        .u16(0)
        .u8(64)
        .u8(0)
        .u16(router_lifetime)
        .u32(0)
        .u32(0)
        .u8(option_prefix)
        .u8(4)
        .u8(64)
        .u8(autonomous)
        .u32(prefix_lifetime)
        .u32(preferred)
        .u32(0)
        .bytes(*prefix6)
        .zeros(8)
        .u8(option_mtu)
        .u8(1)
        .u16(0)
        .u32(mtu);
    put_names(message, *this);
    return make_icmp6(link_local6, all_nodes, message);
}

}  // namespace openras::server
