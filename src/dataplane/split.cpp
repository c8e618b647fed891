#include "dataplane/split.h"

#include <algorithm>
#include <array>

#include "dataplane/checksum.h"
#include "dataplane/ip_packet.h"
#include "dataplane/mss_clamp.h"

namespace openras::dataplane {
namespace {

constexpr std::array<std::uint8_t, 2> kIpv4Field{kPppIpv4 >> 8, kPppIpv4 & 0xff};
constexpr std::array<std::uint8_t, 2> kIpv6Field{kPppIpv6 >> 8, kPppIpv6 & 0xff};

ConstBytes protocol_field(Family family) {
    return family == Family::Ipv4 ? kIpv4Field : kIpv6Field;
}

// The longest IP and transport headers that we cut; the kernel sends no longer ones in a super-packet.
constexpr std::size_t kMostHeader = 256;
// Even a super-packet of the smallest possible MSS (48, less options) has fewer segments.
constexpr std::size_t kMostSegments = 8192;

// A super-packet's parts and what all its segments have in common.
struct Plan {
    Family family;
    std::size_t transport_offset;
    std::size_t header_size;   // IP and transport
    std::size_t segment_size;  // payload of each but the last
    std::array<std::uint8_t, kMostHeader> header;
    ChecksumSum ip_sum;         // IPv4 header without length, identification and checksum
    ChecksumSum transport_sum;  // pseudo header without length, transport header without what differs by segment
    std::uint16_t first_id;
};

// Checks what is the same for TCP and UDP. `transport_size` is the transport header's.
bool plan_headers(Plan& plan, const VirtioHeader& virtio, ConstBytes packet, std::size_t transport_size) {
    plan.header_size = plan.transport_offset + transport_size;
    if (plan.header_size > kMostHeader || plan.header_size >= packet.size() || virtio.gso_size == 0) return false;
    std::ranges::copy(packet.first(plan.header_size), plan.header.begin());
    if (plan.family == Family::Ipv6) return plan.transport_offset >= kIpv6HeaderSize;

    const auto ip = std::span(plan.header).first<kIpv4HeaderSize>();
    if (plan.transport_offset < kIpv4HeaderSize || std::size_t{u8_at<0>(ip)} % 16 * 4 != plan.transport_offset)
        return false;
    plan.first_id = u16_at<4>(ip);
    put_u16<2>(ip, 0);
    put_u16<4>(ip, 0);
    put_u16<10>(ip, 0);
    plan.ip_sum.add(std::span(plan.header).first(plan.transport_offset));
    return true;
}

// The kernel leaves the pseudo header's sum, with the whole packet's length, in the checksum field.
void begin_transport_sum(Plan& plan, std::uint16_t left_by_kernel, std::size_t transport_length) {
    plan.transport_sum.add_u16(left_by_kernel)
        .subtract_u16(static_cast<std::uint16_t>(transport_length))
        .add(std::span(plan.header).subspan(plan.transport_offset, plan.header_size - plan.transport_offset));
}

// The new head of the segment: protocol field, copied headers, the IP header's own fields set.
Bytes write_head(const Plan& plan, FrameList& out, std::size_t index, std::size_t payload_size) {
    const Bytes head = out.scratch(2 + plan.header_size);
    std::ranges::copy(protocol_field(plan.family), head.begin());
    std::copy_n(plan.header.begin(), plan.header_size, head.begin() + 2);
    const std::size_t total = plan.header_size + payload_size;
    if (plan.family == Family::Ipv6) {
        put_u16<4>(head.subspan(2).first<kIpv6HeaderSize>(), static_cast<std::uint16_t>(total - kIpv6HeaderSize));
        return head;
    }
    const auto ip = head.subspan(2).first<kIpv4HeaderSize>();
    const auto id = static_cast<std::uint16_t>(plan.first_id + index);
    ChecksumSum sum = plan.ip_sum;
    sum.add_u16(static_cast<std::uint16_t>(total)).add_u16(id);
    put_u16<2>(ip, static_cast<std::uint16_t>(total));
    put_u16<4>(ip, id);
    put_u16<10>(ip, sum.checksum());
    return head;
}

bool split_tcp(Plan& plan, const VirtioHeader& virtio, ConstBytes packet, std::uint16_t mtu, FrameList& out) {
    const auto original = header_at<kTcpHeaderSize>(packet, plan.transport_offset);
    if (!original) return false;
    const std::size_t transport_size = std::size_t{u8_at<12>(*original)} / 16 * 4;
    if (transport_size < kTcpHeaderSize || !plan_headers(plan, virtio, packet, transport_size)) return false;
    if (mtu <= plan.header_size) return false;
    // The kernel cuts to the interface's MTU; a link that has become narrower meanwhile gets shorter segments.
    plan.segment_size = std::min<std::size_t>(virtio.gso_size, mtu - plan.header_size);
    const ConstBytes payload = packet.subspan(plan.header_size);
    if (payload.size() / plan.segment_size >= kMostSegments) return false;

    const std::uint32_t first_sequence = u32_at<4>(*original);
    const std::uint8_t flags = u8_at<13>(*original);
    const auto common = std::span(plan.header).subspan(plan.transport_offset).first<kTcpHeaderSize>();
    put_u32<4>(common, 0);
    put_u8<13>(common, 0);
    put_u16<16>(common, 0);
    begin_transport_sum(plan, u16_at<16>(*original), packet.size() - plan.transport_offset);

    std::size_t index = 0;
    for (std::size_t at = 0; at < payload.size(); at += plan.segment_size, ++index) {
        const ConstBytes piece = payload.subspan(at, std::min(plan.segment_size, payload.size() - at));
        const bool last = at + piece.size() == payload.size();
        std::uint8_t own_flags = flags;
        if (!last) own_flags &= static_cast<std::uint8_t>(~(kTcpFin | kTcpPsh));
        if (index != 0) own_flags &= static_cast<std::uint8_t>(~kTcpCwr);
        const auto sequence = static_cast<std::uint32_t>(first_sequence + at);

        const Bytes head = write_head(plan, out, index, piece.size());
        const auto tcp = head.subspan(2 + plan.transport_offset).first<kTcpHeaderSize>();
        ChecksumSum sum = plan.transport_sum;
        sum.add_u32(sequence)
            .add_u16(own_flags)
            .add_u16(static_cast<std::uint16_t>(transport_size + piece.size()))
            .add(piece);
        put_u32<4>(tcp, sequence);
        put_u8<13>(tcp, own_flags);
        put_u16<16>(tcp, sum.checksum());
        out.add(head, piece);
    }
    return true;
}

bool split_udp(Plan& plan, const VirtioHeader& virtio, ConstBytes packet, std::uint16_t mtu, FrameList& out) {
    const auto original = header_at<kUdpHeaderSize>(packet, plan.transport_offset);
    if (!original || !plan_headers(plan, virtio, packet, kUdpHeaderSize)) return false;
    plan.segment_size = virtio.gso_size;  // the application's datagrams: they may not be cut smaller
    const ConstBytes payload = packet.subspan(plan.header_size);
    if (plan.header_size + std::min(plan.segment_size, payload.size()) > mtu) return false;
    if (payload.size() / plan.segment_size >= kMostSegments) return false;

    const auto common = std::span(plan.header).subspan(plan.transport_offset).first<kUdpHeaderSize>();
    put_u16<4>(common, 0);
    put_u16<6>(common, 0);
    begin_transport_sum(plan, u16_at<6>(*original), packet.size() - plan.transport_offset);

    std::size_t index = 0;
    for (std::size_t at = 0; at < payload.size(); at += plan.segment_size, ++index) {
        const ConstBytes piece = payload.subspan(at, std::min(plan.segment_size, payload.size() - at));
        const auto length = static_cast<std::uint16_t>(kUdpHeaderSize + piece.size());
        const Bytes head = write_head(plan, out, index, piece.size());
        const auto udp = head.subspan(2 + plan.transport_offset).first<kUdpHeaderSize>();
        ChecksumSum sum = plan.transport_sum;
        sum.add_u16(length).add_u16(length).add(piece);  // in the pseudo header and in the header
        const std::uint16_t checksum = sum.checksum();
        put_u16<4>(udp, length);
        put_u16<6>(udp, checksum == 0 ? 0xffff : checksum);  // RFC 768: zero means none
        out.add(head, piece);
    }
    return true;
}

// Completes the checksum that the kernel has left to us: the field holds the pseudo header's sum.
bool complete_checksum(const VirtioHeader& virtio, Bytes packet) {
    const std::size_t start = virtio.checksum_start;
    const auto field = header_at<2>(packet, start + virtio.checksum_offset);
    if (!field) return false;
    const std::uint16_t checksum = ChecksumSum().add(packet.subspan(start)).checksum();
    constexpr std::uint16_t kUdpChecksumOffset = 6;
    const bool zero_means_none = virtio.checksum_offset == kUdpChecksumOffset;
    put_u16<0>(*field, zero_means_none && checksum == 0 ? 0xffff : checksum);
    return true;
}

}  // namespace

bool split(const VirtioHeader& header, Bytes packet, std::uint16_t mtu, FrameList& out) {
    const auto family = family_of(packet);
    if (!family) return false;
    const bool needs_checksum = (header.flags & VirtioHeader::kNeedsChecksum) != 0;
    if (header.kind() == VirtioHeader::kGsoNone) {
        if (packet.size() > mtu) return false;
        if (needs_checksum && !complete_checksum(header, packet)) return false;
        clamp_mss(packet, mtu);
        out.add(protocol_field(*family), packet);
        return true;
    }
    if (!needs_checksum) return false;  // the kernel never leaves segmentation to us without the checksum
    Plan plan{.family = *family,
              .transport_offset = header.checksum_start,
              .header_size = 0,
              .segment_size = 0,
              .header = {},
              .ip_sum = {},
              .transport_sum = {},
              .first_id = 0};
    if (header.kind() == VirtioHeader::kGsoUdp) return split_udp(plan, header, packet, mtu, out);
    if (header.kind() != (*family == Family::Ipv4 ? VirtioHeader::kGsoTcpv4 : VirtioHeader::kGsoTcpv6)) return false;
    return split_tcp(plan, header, packet, mtu, out);
}

}  // namespace openras::dataplane
