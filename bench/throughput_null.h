// The null forwarder that throughput is measured against: the same frames on the same sockets, and nothing else. It
// cuts and joins IPv4 TCP super-packets, trusts everything, leaves checksums uncomputed, knows no PPP.
#pragma once

#include <array>
#include <cstdint>

namespace openras::bench {

/// Forwards between the TUN and the packet socket until `stop` becomes readable.
/// @param header  Ethernet, PPPoE and PPP header of every frame sent; the length at [18] is set for each
void run_null_forwarder(int tun, int packet_socket, int stop, const std::array<std::uint8_t, 22>& header);

}  // namespace openras::bench
