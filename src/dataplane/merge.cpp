#include "dataplane/merge.h"

#include <algorithm>
#include <cstring>

namespace openras::dataplane {
namespace {

bool equal(ConstBytes left, ConstBytes right) {
    return left.size() == right.size() && std::memcmp(left.data(), right.data(), left.size()) == 0;
}

// Addresses and ports mixed; a collision only ends a run early.
std::uint32_t hash_flow(ConstBytes addresses, ConstBytes ports, std::uint8_t protocol) {
    std::uint64_t hash = protocol;
    const auto mix = [&hash](ConstBytes bytes) {
        for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) {
            std::uint32_t word;
            std::memcpy(&word, bytes.data() + at, sizeof word);
            hash = (hash ^ word) * 0x9e3779b97f4a7c15;
        }
    };
    mix(addresses);
    mix(ports);
    return static_cast<std::uint32_t>(hash >> 32);
}

constexpr std::uint16_t kDontFragment = 0x4000;

}  // namespace

Merger::Fate Merger::classify(ConstBytes packet, Segment& segment) {
    const auto ip = parse_ip(packet);
    // A fragment, or a packet whose transport header is elsewhere, may belong to any flow.
    if (!ip || ip->fragment || !ip->plain) return Fate::EndsAllFlows;
    if (ip->protocol != kProtocolTcp && ip->protocol != kProtocolUdp) return Fate::EndsItsFlow;
    segment.packet = ip->bytes;
    segment.family = ip->family;
    segment.udp = ip->protocol == kProtocolUdp;
    const auto ports = header_at<4>(ip->bytes, ip->transport_offset);
    if (!ports) return Fate::EndsAllFlows;
    const ConstBytes addresses = ip->family == Family::Ipv4 ? packet.subspan(12, 8) : packet.subspan(8, 32);
    segment.hash = hash_flow(addresses, *ports, ip->protocol);
    if (ip->family == Family::Ipv4) {
        const auto header = packet.first<kIpv4HeaderSize>();
        segment.id = u16_at<4>(header);
        constexpr std::uint16_t kReservedFlag = 0x8000;
        if ((u16_at<6>(header) & kReservedFlag) != 0) return Fate::EndsItsFlow;
    }
    return (segment.udp ? classify_udp(segment) : classify_tcp(segment)) ? Fate::Mergeable : Fate::EndsItsFlow;
}

bool Merger::classify_tcp(Segment& segment) {
    const auto tcp = header_at<kTcpHeaderSize>(segment.packet, segment.transport_offset());
    if (!tcp) return false;
    const std::uint8_t flags = u8_at<13>(*tcp);
    const std::size_t header_size = std::size_t{u8_at<12>(*tcp)} / 16 * 4;
    if (header_size < kTcpHeaderSize || u8_at<12>(*tcp) % 16 != 0) return false;
    if ((flags & ~kTcpPsh) != kTcpAck) return false;
    if (segment.transport_offset() + header_size >= segment.packet.size()) return false;
    segment.header_size = static_cast<std::uint8_t>(segment.transport_offset() + header_size);
    segment.push = (flags & kTcpPsh) != 0;
    segment.sequence = u32_at<4>(*tcp);
    return true;
}

bool Merger::classify_udp(Segment& segment) {
    const auto udp = header_at<kUdpHeaderSize>(segment.packet, segment.transport_offset());
    if (!udp || u16_at<4>(*udp) != segment.packet.size() - segment.transport_offset()) return false;
    if (u16_at<6>(*udp) == 0 || u16_at<4>(*udp) == kUdpHeaderSize) return false;
    segment.header_size = static_cast<std::uint8_t>(segment.transport_offset() + kUdpHeaderSize);
    segment.push = false;
    segment.sequence = 0;
    return true;
}

bool Merger::checksums_right(const Segment& segment) {
    const ConstBytes transport = segment.packet.subspan(segment.transport_offset());
    if (segment.family == Family::Ipv4 && ChecksumSum().add(segment.packet.first(kIpv4HeaderSize)).folded() != 0xffff)
        return false;
    return pseudo_header_sum(segment.family, segment.packet, segment.udp ? kProtocolUdp : kProtocolTcp,
                             transport.size())
               .add(transport)
               .folded() == 0xffff;
}

bool Merger::same_headers(const Segment& left, const Segment& right) {
    if (left.family != right.family || left.udp != right.udp || left.header_size != right.header_size) return false;
    const auto same = [&](std::size_t offset, std::size_t length) {
        return equal(left.packet.subspan(offset, length), right.packet.subspan(offset, length));
    };
    if (left.family == Family::Ipv4) {
        if (!same(12, 8) || !same(0, 2) || !same(6, 4)) return false;  // addresses; version, TOS; flags, TTL, protocol
    } else if (!same(8, 32) || !same(0, 4) || !same(6, 2)) {  // addresses; class, flow label; next header, hop limit
        return false;
    }
    const std::size_t transport = left.transport_offset();
    if (left.udp) return same(transport, 4);  // ports
    // Ports; acknowledgement and offset; window; urgent pointer and options.
    return same(transport, 4) && same(transport + 8, 5) && same(transport + 14, 2) &&
           same(transport + 18, left.header_size - transport - 18);
}

bool Merger::continues(const Run& run, const Segment& segment) {
    const std::size_t segment_size = run.first.payload().size();
    const std::size_t size = segment.payload().size();
    if (run.push || run.payload_size % segment_size != 0 || size > segment_size) return false;
    if (run.count >= (segment.udp ? kMostUdpPieces : kMostPieces)) return false;
    if (run.first.header_size + run.payload_size + size > kMostIpLength) return false;
    if (!segment.udp && segment.sequence != static_cast<std::uint32_t>(run.first.sequence + run.payload_size))
        return false;
    if (!same_headers(run.first, segment)) return false;
    if (segment.family == Family::Ipv6) return true;
    // RFC 6864 section 4: the identification means something only where the packet may be fragmented.
    const bool may_be_fragmented = (u16_at<6>(segment.packet.first<kIpv4HeaderSize>()) & kDontFragment) == 0;
    return !may_be_fragmented || segment.id == static_cast<std::uint16_t>(run.first.id + run.count);
}

std::uint32_t Merger::begin_run(const Segment& segment) {
    const auto link = static_cast<std::uint32_t>(links_.size());
    links_.push_back({segment.packet, kNone});
    runs_.push_back({segment, link, link, 1, 0, false, segment.push});
    return static_cast<std::uint32_t>(runs_.size() - 1);
}

// A segment whose checksum is wrong must reach the kernel as it is: inside a super-packet it would get a right one. So
// the sums are verified, the first segment's when the second one comes.
bool Merger::append(Run& run, const Segment& segment) {
    if (!continues(run, segment)) return false;
    if (!run.verified && !checksums_right(run.first)) return false;
    run.verified = true;
    if (!checksums_right(segment)) return false;
    const auto link = static_cast<std::uint32_t>(links_.size());
    links_.push_back({segment.packet, kNone});
    links_[run.last_link].next = link;
    run.last_link = link;
    run.payload_size += segment.payload().size();
    run.push = segment.push;
    ++run.count;
    return true;
}

void Merger::add(ConstBytes packet) {
    Segment segment{};
    segment.packet = packet;
    const Fate fate = classify(packet, segment);
    if (fate == Fate::Mergeable && (udp_supported_ || !segment.udp)) {
        Slot& slot = slots_[segment.hash % kSlots];
        const bool open = slot.batch == batch_ && slot.run != kNone;
        if (open && append(runs_[slot.run], segment)) return;
        slot = {batch_, begin_run(segment)};
        runs_.back().payload_size = segment.payload().size();
        return;
    }
    // Later segments of the flow must not overtake this packet by joining a run before it.
    if (fate == Fate::EndsAllFlows) {
        ++batch_;
    } else {
        slots_[segment.hash % kSlots].run = kNone;
    }
    segment.packet = packet;
    begin_run(segment);
}

void Merger::write_single(std::uint32_t link, PacketWriter& writer) {
    writer.write(VirtioHeader{}, links_[link].packet, {}, 1);
}

void Merger::write_run(const Run& run, PacketWriter& writer) {
    if (run.count == 1) return write_single(run.first_link, writer);

    const Segment& first = run.first;
    const std::size_t transport = first.transport_offset();
    const std::size_t total = first.header_size + run.payload_size;
    std::array<std::uint8_t, kIpv6HeaderSize + 60> buffer;
    const Bytes head = Bytes(buffer).first(first.header_size);
    std::ranges::copy(first.packet.first(first.header_size), head.begin());

    if (first.family == Family::Ipv4) {
        const auto ip = head.first<kIpv4HeaderSize>();
        put_u16<2>(ip, static_cast<std::uint16_t>(total));
        put_u16<10>(ip, 0);
        put_u16<10>(ip, ChecksumSum().add(ip).checksum());
    } else {
        put_u16<4>(head.first<kIpv6HeaderSize>(), static_cast<std::uint16_t>(total - kIpv6HeaderSize));
    }
    // The kernel wants the pseudo header's sum and completes it if the packet ever leaves the machine.
    const std::uint8_t protocol = first.udp ? kProtocolUdp : kProtocolTcp;
    const std::uint16_t sum = pseudo_header_sum(first.family, first.packet, protocol, total - transport).folded();
    VirtioHeader header{.flags = VirtioHeader::kNeedsChecksum,
                        .gso_type = VirtioHeader::kGsoUdp,
                        .header_size = first.header_size,
                        .gso_size = static_cast<std::uint16_t>(first.payload().size()),
                        .checksum_start = static_cast<std::uint16_t>(transport),
                        .checksum_offset = 6};
    if (first.udp) {
        const auto udp = head.subspan(transport).first<kUdpHeaderSize>();
        put_u16<4>(udp, static_cast<std::uint16_t>(total - transport));
        put_u16<6>(udp, sum);
    } else {
        const auto tcp = head.subspan(transport).first<kTcpHeaderSize>();
        if (run.push) put_u8<13>(tcp, kTcpAck | kTcpPsh);
        put_u16<16>(tcp, sum);
        header.gso_type = first.family == Family::Ipv4 ? VirtioHeader::kGsoTcpv4 : VirtioHeader::kGsoTcpv6;
        header.checksum_offset = 16;
    }

    pieces_.clear();
    for (std::uint32_t link = run.first_link; link != kNone; link = links_[link].next)
        pieces_.push_back(links_[link].packet.subspan(first.header_size));
    if (writer.write(header, head, pieces_, run.count) == PacketWriter::Result::Done) return;
    if (first.udp) udp_supported_ = false;  // a kernel before 6.2
    for (std::uint32_t link = run.first_link; link != kNone; link = links_[link].next) write_single(link, writer);
}

void Merger::flush(PacketWriter& writer) {
    for (const Run& run : runs_) write_run(run, writer);
    runs_.clear();
    links_.clear();
    ++batch_;
}

}  // namespace openras::dataplane
