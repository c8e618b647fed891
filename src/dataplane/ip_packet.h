// What the data plane must know of a packet: its family, where its transport header begins and whether it is a fragment
// (RFC 791 section 3.1, RFC 8200 sections 3 and 4). The packet may come from the peer: everything is checked.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "dataplane/checksum.h"
#include "dataplane/header_fields.h"

namespace openras::dataplane {

enum class Family : std::uint8_t { Ipv4, Ipv6 };

inline constexpr std::size_t kIpv4HeaderSize = 20;
inline constexpr std::size_t kIpv6HeaderSize = 40;
inline constexpr std::size_t kTcpHeaderSize = 20;
inline constexpr std::size_t kUdpHeaderSize = 8;

inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;

// RFC 9293 section 3.1
inline constexpr std::uint8_t kTcpFin = 0x01;
inline constexpr std::uint8_t kTcpSyn = 0x02;
inline constexpr std::uint8_t kTcpPsh = 0x08;
inline constexpr std::uint8_t kTcpAck = 0x10;
inline constexpr std::uint8_t kTcpCwr = 0x80;

// RFC 1332 section 2, RFC 5072 section 2: the PPP protocol of the family's packets.
inline constexpr std::uint16_t kPppIpv4 = 0x0021;
inline constexpr std::uint16_t kPppIpv6 = 0x0057;

/// The family that the version field tells, if the packet is at least as long as that family's header.
std::optional<Family> family_of(ConstBytes packet);

struct IpPacket {
    Family family = Family::Ipv4;
    std::uint8_t protocol = 0;         ///< of the transport header
    bool fragment = false;             ///< any fragment, the first one included
    bool plain = false;                ///< neither IPv4 options nor IPv6 extension headers
    std::size_t transport_offset = 0;  ///< of the transport header, at most bytes.size()
    ConstBytes bytes;                  ///< the packet without anything that follows its own length
};

/// std::nullopt when the packet's own lengths do not fit what arrived.
std::optional<IpPacket> parse_ip(ConstBytes packet);

/// The sum of the pseudo header (RFC 9293 section 3.1, RFC 8200 section 8.1) for a packet without a routing header,
/// for a transport header and payload of `length` bytes, as the start of a checksum.
ChecksumSum pseudo_header_sum(Family family, ConstBytes packet, std::uint8_t protocol, std::size_t length);

}  // namespace openras::dataplane
