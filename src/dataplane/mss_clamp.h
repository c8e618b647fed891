// Keeps TCP from using segments that the link cannot carry: the MSS option (RFC 9293 section 3.7.1) of every SYN is
// lowered to what fits, both ways, for IPv4 and IPv6, since ICMP "too big" messages are often lost on the way.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace openras::dataplane {

/// Whether this is a SYN whose MSS option is higher than a packet of `mtu` bytes can carry.
bool mss_too_high(ConstBytes packet, std::uint16_t mtu);

/// Lowers such an option, the TCP checksum with it. Anything else, or anything malformed, stays as it is.
/// @return whether the packet was changed
bool clamp_mss(Bytes packet, std::uint16_t mtu);

}  // namespace openras::dataplane
