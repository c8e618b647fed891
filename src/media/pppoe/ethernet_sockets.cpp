#include "media/pppoe/ethernet_sockets.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <raserror.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace openras::pppoe {

namespace {

// linux/if_packet.h has it since 4.20.
#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

std::unexpected<RasError> system_failure(std::uint32_t code, const std::string& name, std::string_view what) {
    return failure(code, fmt::format("{}: {}: {}", name, what, std::generic_category().message(errno)));
}

/// A burst of a thousand sessions must fit; without CAP_NET_ADMIN the system's limit stays.
void ask_for_buffer(int fd, int option, int forced_option, int bytes) {
    if (::setsockopt(fd, SOL_SOCKET, forced_option, &bytes, sizeof bytes) != 0)
        ::setsockopt(fd, SOL_SOCKET, option, &bytes, sizeof bytes);
}

/// Created for no protocol and bound to one afterwards, so that nothing of another interface is ever queued.
Expected<UniqueFd> open_one(const std::string& name, int if_index, std::uint16_t ethertype, int buffer_bytes) {
    UniqueFd fd(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) return system_failure(ERROR_PORT_NOT_AVAILABLE, name, "packet socket");
    const int on = 1;
    ::setsockopt(fd.get(), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
    ask_for_buffer(fd.get(), SO_RCVBUF, SO_RCVBUFFORCE, buffer_bytes);
    ask_for_buffer(fd.get(), SO_SNDBUF, SO_SNDBUFFORCE, buffer_bytes);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ethertype);
    address.sll_ifindex = if_index;
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return system_failure(ERROR_PORT_NOT_AVAILABLE, name, "binding a packet socket");
    return fd;
}

}  // namespace

Expected<EthernetSockets> open_ethernet_sockets(const std::string& name) {
    ifreq request{};
    if (name.empty() || name.size() >= sizeof request.ifr_name)
        return failure(ERROR_DEVICE_DOES_NOT_EXIST, fmt::format("\"{}\" is no interface name", name));
    std::memcpy(request.ifr_name, name.data(), name.size());

    const UniqueFd query(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!query) return system_failure(ERROR_PORT_NOT_AVAILABLE, name, "socket");
    EthernetSockets sockets;
    if (::ioctl(query.get(), SIOCGIFINDEX, &request) != 0)
        return system_failure(ERROR_DEVICE_DOES_NOT_EXIST, name, "no such interface");
    sockets.if_index = request.ifr_ifindex;
    if (::ioctl(query.get(), SIOCGIFFLAGS, &request) != 0)
        return system_failure(ERROR_PORT_NOT_AVAILABLE, name, "flags");
    if ((request.ifr_flags & IFF_UP) == 0) return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("{} is down", name));
    if (::ioctl(query.get(), SIOCGIFMTU, &request) != 0) return system_failure(ERROR_PORT_NOT_AVAILABLE, name, "MTU");
    sockets.mtu = static_cast<std::uint32_t>(std::max(request.ifr_mtu, 0));
    if (::ioctl(query.get(), SIOCGIFHWADDR, &request) != 0)
        return system_failure(ERROR_PORT_NOT_AVAILABLE, name, "hardware address");
    if (request.ifr_hwaddr.sa_family != ARPHRD_ETHER)
        return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("{} is no Ethernet interface", name));
    std::memcpy(sockets.mac.data(), request.ifr_hwaddr.sa_data, sockets.mac.size());

    auto discovery = open_one(name, sockets.if_index, discovery_ethertype, 4 << 20);
    if (!discovery) return std::unexpected(discovery.error());
    auto session = open_one(name, sockets.if_index, session_ethertype, 16 << 20);
    if (!session) return std::unexpected(session.error());
    sockets.discovery = std::move(*discovery);
    sockets.session = std::move(*session);
    return sockets;
}

}  // namespace openras::pppoe
