// Packets for the data plane's tests, built and judged by code of their own: byte by byte, with the textbook's
// checksum, so that an error in the product is not repeated here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "base/packet.h"
#include "dataplane/merge.h"
#include "dataplane/split.h"

namespace openras::dataplane::testing {

inline std::uint16_t naive_sum(ConstBytes bytes, std::uint32_t sum = 0) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        sum += i % 2 == 0 ? std::uint32_t{bytes[i]} << 8 : bytes[i];
        if (sum > 0xffff) sum = (sum & 0xffff) + 1;
    }
    return static_cast<std::uint16_t>(sum);
}

inline std::uint16_t get16(ConstBytes bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}
inline std::uint32_t get32(ConstBytes bytes, std::size_t at) {
    return std::uint32_t{get16(bytes, at)} << 16 | get16(bytes, at + 2);
}
inline void set16(Bytes bytes, std::size_t at, std::size_t value) {
    bytes[at] = static_cast<std::uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<std::uint8_t>(value);
}
inline void set32(Bytes bytes, std::size_t at, std::uint32_t value) {
    set16(bytes, at, value >> 16);
    set16(bytes, at + 2, value & 0xffff);
}

/// What a packet is to be; the rest of the header has fixed values.
struct Spec {
    bool ipv6 = false;
    bool udp = false;
    std::size_t ip_options = 0;  ///< bytes of IPv4 options or of an IPv6 destination options header (0 or 8)
    ByteVector tcp_options{};    ///< a multiple of four
    std::uint8_t flags = 0x10;
    std::uint32_t sequence = 1000;
    std::uint32_t acknowledgement = 77;
    std::uint16_t window = 512;
    std::uint16_t id = 1;
    bool dont_fragment = false;
    std::uint16_t source_port = 1234;
    std::uint8_t tos = 0;
    std::uint8_t ttl = 64;
    ByteVector payload{};

    [[nodiscard]] std::size_t ip_size() const { return (ipv6 ? 40 : 20) + ip_options; }
    [[nodiscard]] std::size_t header_size() const { return ip_size() + (udp ? 8 : 20 + tcp_options.size()); }
};

inline ByteVector random_bytes(std::mt19937& random, std::size_t size) {
    ByteVector bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

inline std::uint16_t pseudo_sum(ConstBytes packet, std::uint8_t protocol, std::size_t length) {
    ByteVector pseudo;
    const bool ipv6 = packet[0] >> 4 == 6;
    const ConstBytes addresses = ipv6 ? packet.subspan(8, 32) : packet.subspan(12, 8);
    pseudo.assign(addresses.begin(), addresses.end());
    for (const std::size_t byte : {length >> 24, length >> 16, length >> 8, length})
        pseudo.push_back(static_cast<std::uint8_t>(byte));
    pseudo.insert(pseudo.end(), {0, 0, 0, protocol});
    return naive_sum(pseudo);
}

/// @param partial  leave the transport checksum to be completed, as the kernel does
inline ByteVector build(const Spec& spec, bool partial = false) {
    const std::size_t ip = spec.ip_size();
    ByteVector packet(spec.header_size());
    packet.insert(packet.end(), spec.payload.begin(), spec.payload.end());
    const std::uint8_t protocol = spec.udp ? 17 : 6;
    if (spec.ipv6) {
        set32(packet, 0, 0x60000000u | std::uint32_t{spec.tos} << 20 | 0x12345);
        set16(packet, 4, packet.size() - 40);
        packet[6] = spec.ip_options == 0 ? protocol : 60;
        packet[7] = spec.ttl;
        for (std::size_t i = 8; i < 40; ++i) packet[i] = static_cast<std::uint8_t>(i * 7);
        if (spec.ip_options != 0) {
            packet[40] = protocol;
            packet[41] = static_cast<std::uint8_t>(spec.ip_options / 8 - 1);
            packet[42] = 1;  // PadN
            packet[43] = static_cast<std::uint8_t>(spec.ip_options - 4);
        }
    } else {
        packet[0] = static_cast<std::uint8_t>(0x40 | ip / 4);
        packet[1] = spec.tos;
        set16(packet, 2, packet.size());
        set16(packet, 4, spec.id);
        set16(packet, 6, spec.dont_fragment ? 0x4000 : 0);
        packet[8] = spec.ttl;
        packet[9] = protocol;
        set32(packet, 12, 0x0a000001);
        set32(packet, 16, 0x0a000002);
        for (std::size_t i = 20; i < ip; ++i) packet[i] = 1;  // no operation
        set16(packet, 10, 0xffff & ~naive_sum(ConstBytes(packet).first(ip)));
    }
    const std::size_t length = packet.size() - ip;
    set16(packet, ip, spec.source_port);
    set16(packet, ip + 2, 80);
    if (spec.udp) {
        set16(packet, ip + 4, length);
    } else {
        set32(packet, ip + 4, spec.sequence);
        set32(packet, ip + 8, spec.acknowledgement);
        packet[ip + 12] = static_cast<std::uint8_t>((20 + spec.tcp_options.size()) / 4 << 4);
        packet[ip + 13] = spec.flags;
        set16(packet, ip + 14, spec.window);
        std::copy(spec.tcp_options.begin(), spec.tcp_options.end(), packet.begin() + static_cast<long>(ip) + 20);
    }
    const std::size_t field = ip + (spec.udp ? 6 : 16);
    const std::uint16_t pseudo = pseudo_sum(packet, protocol, length);
    if (partial) {
        set16(packet, field, pseudo);
        return packet;
    }
    std::uint16_t checksum = static_cast<std::uint16_t>(~naive_sum(ConstBytes(packet).subspan(ip), pseudo));
    if (spec.udp && checksum == 0) checksum = 0xffff;
    set16(packet, field, checksum);
    return packet;
}

/// What is wrong with the lengths and checksums of a packet without IPv6 extension headers; empty if nothing.
inline std::string fault(ConstBytes packet) {
    const bool ipv6 = packet[0] >> 4 == 6;
    std::size_t ip = ipv6 ? 40 : packet[0] % 16 * 4u;
    std::uint8_t protocol = ipv6 ? packet[6] : packet[9];
    if (ipv6 && protocol == 60) {
        protocol = packet[40];
        ip += packet[41] * 8u + 8;
    }
    if ((ipv6 ? get16(packet, 4) + 40u : get16(packet, 2)) != packet.size()) return "IP length";
    if (!ipv6 && naive_sum(packet.first(ip)) != 0xffff) return "IP checksum";
    if (protocol == 17 && get16(packet, ip + 4) != packet.size() - ip) return "UDP length";
    if (naive_sum(packet.subspan(ip), pseudo_sum(packet, protocol, packet.size() - ip)) != 0xffff)
        return "transport checksum";
    return {};
}

inline ByteVector joined(const Packet& packet) {
    ByteVector bytes(packet.head.begin(), packet.head.end());
    bytes.insert(bytes.end(), packet.body.begin(), packet.body.end());
    return bytes;
}

/// Splits a copy of `packet`; the frames with their protocol fields. Empty when it was refused.
inline std::vector<ByteVector> split_frames(const VirtioHeader& header, ByteVector packet, std::uint16_t mtu) {
    FrameList list;
    std::vector<ByteVector> frames;
    if (!split(header, packet, mtu, list)) {
        if (!list.empty()) frames.push_back({0xde, 0xad});
        return frames;
    }
    for (const Packet& frame : list.frames()) frames.push_back(joined(frame));
    return frames;
}

/// Keeps what the merger writes.
struct Written {
    VirtioHeader header;
    ByteVector packet;
    std::size_t packets;
};
class KeepingWriter final : public PacketWriter {
  public:
    Result write(const VirtioHeader& header, ConstBytes head, FrameBatch pieces, std::size_t packets) override {
        if (refuse_udp && header.kind() == VirtioHeader::kGsoUdp) return Result::Unsupported;
        ByteVector packet(head.begin(), head.end());
        for (const ConstBytes piece : pieces) packet.insert(packet.end(), piece.begin(), piece.end());
        written.push_back({header, std::move(packet), packets});
        return Result::Done;
    }
    std::vector<Written> written;
    bool refuse_udp = false;
};

inline std::vector<Written> merge_all(Merger& merger, const std::vector<ByteVector>& packets) {
    KeepingWriter writer;
    for (const auto& packet : packets) merger.add(packet);
    merger.flush(writer);
    return writer.written;
}
inline std::vector<Written> merge_all(const std::vector<ByteVector>& packets) {
    Merger merger;
    return merge_all(merger, packets);
}

inline VirtioHeader gso(const Spec& spec, std::size_t segment) {
    return {.flags = VirtioHeader::kNeedsChecksum,
            .gso_type = spec.udp    ? VirtioHeader::kGsoUdp
                        : spec.ipv6 ? VirtioHeader::kGsoTcpv6
                                    : VirtioHeader::kGsoTcpv4,
            .header_size = static_cast<std::uint16_t>(spec.header_size()),
            .gso_size = static_cast<std::uint16_t>(segment),
            .checksum_start = static_cast<std::uint16_t>(spec.ip_size()),
            .checksum_offset = static_cast<std::uint16_t>(spec.udp ? 6 : 16)};
}

inline ByteVector without_protocol(const ByteVector& frame) {
    return {frame.begin() + 2, frame.end()};
}

}  // namespace openras::dataplane::testing
