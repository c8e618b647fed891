// What may come in from a link: the checks that every endpoint makes on a PPP data frame before it believes it to be an
// IP packet.
#pragma once

#include <optional>

#include "dataplane/ip_packet.h"

namespace openras::dataplane {

/// Which network protocols have been opened (IPCP, IPv6CP).
struct AllowedFamilies {
    bool ipv4 = false;
    bool ipv6 = false;

    [[nodiscard]] bool contains(Family family) const { return family == Family::Ipv4 ? ipv4 : ipv6; }
};

/// The IP packet in `frame` (two-byte protocol field first), or std::nullopt when it is not of an allowed protocol, not
/// of the version that its protocol field says, or too short for its own lengths.
std::optional<ConstBytes> packet_of_frame(ConstBytes frame, AllowedFamilies allowed);

}  // namespace openras::dataplane
