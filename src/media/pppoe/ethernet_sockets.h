// The pair of packet sockets through which PPPoE speaks on one Ethernet interface. An unprivileged process gets it from
// the net helper; a privileged one (rasserver, a test) opens it here.
#pragma once

#include <cstdint>
#include <string>

#include "base/ras_error.h"
#include "base/unique_fd.h"
#include "media/pppoe/mac_address.h"

namespace openras::pppoe {

/// One pair of packet sockets of an Ethernet interface, bound and non-blocking.
struct EthernetSockets {
    UniqueFd discovery;  ///< AF_PACKET SOCK_RAW, 0x8863
    UniqueFd session;    ///< AF_PACKET SOCK_RAW, 0x8864
    MacAddress mac{};
    std::uint32_t mtu = 1500;  ///< the interface's MTU, bytes (RFC 4638 is asked for where it exceeds 1500)
    int if_index = 0;
};

inline constexpr std::uint16_t discovery_ethertype = 0x8863;  ///< RFC 2516 section 4
inline constexpr std::uint16_t session_ethertype = 0x8864;

/// Opens both sockets on the interface `name` of the calling thread's network namespace. Needs CAP_NET_RAW.
/// Fails with 608 where there is no such interface, 633 where it is no Ethernet, is down, or may not be opened.
Expected<EthernetSockets> open_ethernet_sockets(const std::string& name);

}  // namespace openras::pppoe
