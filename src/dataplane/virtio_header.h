// The header that a TUN with IFF_VNET_HDR puts before each packet (Virtual I/O Device 1.2, section 5.1.6): what the
// kernel leaves to us on reading (checksum, segmentation) and what we leave to the kernel on writing.
#pragma once

#include <cstdint>
#include <cstring>

#include "dataplane/header_fields.h"

namespace openras::dataplane {

inline constexpr std::size_t kVirtioHeaderSize = 10;

/// Fields are in host order, as a TUN has them by default.
struct VirtioHeader {
    static constexpr std::uint8_t kNeedsChecksum = 1;

    static constexpr std::uint8_t kGsoNone = 0;
    static constexpr std::uint8_t kGsoTcpv4 = 1;
    static constexpr std::uint8_t kGsoTcpv6 = 4;
    static constexpr std::uint8_t kGsoUdp = 5;  // VIRTIO_NET_HDR_GSO_UDP_L4, younger than Debian 12's headers
    static constexpr std::uint8_t kGsoEcn = 0x80;

    std::uint8_t flags = 0;
    std::uint8_t gso_type = kGsoNone;
    std::uint16_t header_size = 0;      ///< a hint: IP and transport header
    std::uint16_t gso_size = 0;         ///< payload bytes of each segment but the last
    std::uint16_t checksum_start = 0;   ///< the checksum is over everything from here
    std::uint16_t checksum_offset = 0;  ///< of its field, from checksum_start

    bool operator==(const VirtioHeader&) const = default;

    [[nodiscard]] static VirtioHeader from_bytes(std::span<const std::uint8_t, kVirtioHeaderSize> bytes) {
        VirtioHeader header;
        std::memcpy(&header, bytes.data(), bytes.size());
        return header;
    }
    /// The header as the kernel reads it; lives as long as this object.
    [[nodiscard]] ConstBytes bytes() const { return {reinterpret_cast<const std::uint8_t*>(this), kVirtioHeaderSize}; }
    /// gso_type without its flag bits.
    [[nodiscard]] std::uint8_t kind() const { return static_cast<std::uint8_t>(gso_type & ~kGsoEcn); }
};
static_assert(sizeof(VirtioHeader) == kVirtioHeaderSize);

}  // namespace openras::dataplane
