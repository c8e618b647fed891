// Packets as they move together, in batches, between a medium, PPP and a network device: views only, in two parts so
// that a header written anew and a payload left where it was need no copy to become one packet.
#pragma once

#include "base/bytes.h"

namespace openras {

/// One packet or frame: the bytes of `head` followed by those of `body` (either may be empty).
struct Packet {
    ConstBytes head;
    ConstBytes body;

    [[nodiscard]] std::size_t size() const { return head.size() + body.size(); }
};

/// Views valid for the duration of a call only.
using PacketBatch = std::span<const Packet>;

/// Whole frames as received: one contiguous view each, valid for the duration of a call only.
using FrameBatch = std::span<const ConstBytes>;

}  // namespace openras
