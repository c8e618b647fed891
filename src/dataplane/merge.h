// Merges what arrived in one batch into super-packets, as the kernel's own receive offload does: one write of up to 64
// kB instead of 45 of 1,400 bytes. Nothing is held back beyond the batch. What was merged can be cut again into the
// very same packets (but for the IPv4 identification of packets that may not be fragmented, which RFC 6864 makes
// meaningless).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/packet.h"
#include "dataplane/ip_packet.h"
#include "dataplane/virtio_header.h"

namespace openras::dataplane {

/// Takes the merged packets, in an order that keeps each flow's own.
class PacketWriter {
  public:
    enum class Result {
        Done,        ///< taken, or lost for good
        Unsupported  ///< this kind of super-packet is unknown to the kernel
    };
    virtual ~PacketWriter() = default;
    /// @param head     the whole packet, or a super-packet's new headers
    /// @param pieces   a super-packet's payload
    /// @param packets  how many packets of the link these are
    virtual Result write(const VirtioHeader& header, ConstBytes head, FrameBatch pieces, std::size_t packets) = 0;
};

class Merger {
  public:
    /// The most payload pieces of one super-packet: well below the 1,024 parts of one writev().
    static constexpr std::size_t kMostPieces = 512;

    /// @param packet  an IP packet, valid until flush()
    void add(ConstBytes packet);
    /// Writes all and forgets it.
    void flush(PacketWriter& writer);

  private:
    static constexpr std::uint32_t kNone = 0xffffffff;
    static constexpr std::size_t kMostIpLength = 65535;
    static constexpr std::size_t kMostUdpPieces = 64;  // UDP_MAX_SEGMENTS
    static constexpr std::size_t kSlots = 256;

    // A TCP segment or UDP datagram that can be part of a super-packet.
    struct Segment {
        ConstBytes packet;
        std::uint8_t header_size;  // IP and transport
        Family family;
        bool udp;
        bool push;
        std::uint16_t id;
        std::uint32_t sequence;
        std::uint32_t hash;

        [[nodiscard]] std::size_t transport_offset() const {
            return family == Family::Ipv4 ? kIpv4HeaderSize : kIpv6HeaderSize;
        }
        [[nodiscard]] ConstBytes payload() const { return packet.subspan(header_size); }
    };
    // A packet of the batch; those of one run are chained.
    struct Link {
        ConstBytes packet;
        std::uint32_t next;
    };
    // One write to come: a single packet, or a run of segments.
    struct Run {
        Segment first;
        std::uint32_t first_link;
        std::uint32_t last_link;
        std::uint32_t count;
        std::size_t payload_size;
        bool verified;  // the first segment's checksums are right
        bool push;
    };
    struct Slot {
        std::uint32_t batch = 0;
        std::uint32_t run = kNone;
    };
    enum class Fate { Mergeable, EndsItsFlow, EndsAllFlows };

    static Fate classify(ConstBytes packet, Segment& segment);
    static bool classify_tcp(Segment& segment);
    static bool classify_udp(Segment& segment);
    static bool checksums_right(const Segment& segment);
    static bool same_headers(const Segment& left, const Segment& right);
    static bool continues(const Run& run, const Segment& segment);
    std::uint32_t begin_run(const Segment& segment);
    bool append(Run& run, const Segment& segment);
    void write_run(const Run& run, PacketWriter& writer);
    void write_single(std::uint32_t link, PacketWriter& writer);

    std::vector<Link> links_;
    std::vector<Run> runs_;
    std::vector<ConstBytes> pieces_;
    std::array<Slot, kSlots> slots_{};
    std::uint32_t batch_ = 1;
    bool udp_supported_ = true;
};

}  // namespace openras::dataplane
