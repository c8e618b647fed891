// Moves packets between a TUN device and a medium's link, in batches: super-packets from the kernel (virtio-net header)
// are split into frames of the link's size, arriving frames are merged into super-packets. One reactor owns it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>

#include "base/packet.h"
#include "base/unique_fd.h"
#include "media/link.h"

namespace openras::dataplane {

/// Counters of one direction since the start.
struct DirectionCounters {
    std::uint64_t bytes = 0;  ///< of IP packets as they are on the link
    std::uint64_t packets = 0;
    std::uint64_t dropped = 0;  ///< refused by the kernel, or not allowed (network protocol down, bad packet)
    bool operator==(const DirectionCounters&) const = default;
};

struct Counters {
    DirectionCounters sent;      ///< from this machine to the link
    DirectionCounters received;  ///< from the link to this machine
};

/// The machine's end of a connection. A TUN, or for tests and dials at scale a sink that only counts.
class Endpoint {
  public:
    virtual ~Endpoint() = default;
    /// PPP data frames as they came from the link: a two-byte protocol field (0x0021 or 0x0057), then the IP packet.
    /// Views valid for the call only.
    virtual void deliver(FrameBatch frames) = 0;
    /// Begins reading and sending to `link` (outlives this, or stop() comes first). Packets of a protocol that is not
    /// allowed are dropped and counted, and so is all that is delivered before the first call. May be called again,
    /// when another network protocol has come up or the MTU has changed. `link` may destroy this endpoint while it
    /// sends.
    /// @param mtu  most bytes of one IP packet on the link
    virtual void start(media::Link& link, std::uint16_t mtu, bool allow_ipv4, bool allow_ipv6) = 0;
    /// Stops all I/O; the descriptor stays open until destruction.
    virtual void stop() = 0;
    [[nodiscard]] virtual Counters counters() const = 0;
};

/// The executor's io_context must run on one thread: its endpoints share their buffers.
/// @param tun       non-blocking, opened with IFF_VNET_HDR (10-byte virtio_net_hdr) and offloads
/// @param vnet_hdr  false for a plain TUN
std::unique_ptr<Endpoint> make_tun_endpoint(const boost::asio::any_io_executor& executor, UniqueFd tun, bool vnet_hdr);

/// Counts what arrives and sends nothing.
std::unique_ptr<Endpoint> make_counting_endpoint();

}  // namespace openras::dataplane
