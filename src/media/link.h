// What a medium gives: a link that carries whole PPP frames. One interface for PPPoE, serial lines and tunnels, so that
// PPP, the data plane and the manager know nothing of the medium under them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/packet.h"
#include "base/ras_error.h"

namespace openras::media {

/// Takes what arrives on a link. Called on the reactor that owns the link.
class LinkReceiver {
  public:
    virtual ~LinkReceiver() = default;
    /// PPP frames, each beginning with its protocol field. Views valid for the call only.
    virtual void frames(FrameBatch batch) = 0;
    /// The link has gone by the peer's or the line's doing (PADT, carrier loss). Nothing follows.
    virtual void link_down(const RasError& error) = 0;
};

/// A medium's established link. Belongs to one reactor.
class Link {
  public:
    virtual ~Link() = default;
    /// Sends PPP frames (protocol field first). Never blocks: what the kernel does not take is dropped and counted.
    virtual void send(PacketBatch frames) = 0;
    /// Null detaches. What arrives while no receiver is attached is dropped.
    virtual void set_receiver(LinkReceiver* receiver) = 0;
    /// Tells the peer that the link is over (PPPoE: PADT). Idempotent; the destructor does it, too.
    virtual void hang_up() = 0;
    /// Ends the link without a word to the peer, as a line that is cut does; hang_up() and the destructor then send
    /// nothing. For a medium that has nothing to say at the end there is no difference.
    virtual void abandon() { hang_up(); }
    /// Most bytes of PPP payload (an IP packet) that the link carries each way: 1492 on plain PPPoE.
    [[nodiscard]] virtual std::uint16_t mtu() const = 0;
    /// About how long the peer took to answer while the link was made; 0 = not known.
    [[nodiscard]] virtual std::chrono::nanoseconds round_trip() const { return {}; }
    /// For log and status, such as "session 17, AC \"isp\" (02:00:00:00:00:01)".
    [[nodiscard]] virtual std::string describe() const = 0;
};

}  // namespace openras::media
