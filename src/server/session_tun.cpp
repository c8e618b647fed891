#include "server/session_tun.h"

#include <fmt/format.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>

#include <algorithm>
#include <cstring>

#include "net/netlink.h"
#include "net/tun.h"
#include "server/responder.h"

namespace openras::server {

namespace {

net::IpAddress address_of(const ppp::Ipv4Address& address) {
    net::IpAddress out;
    std::ranges::copy(address, out.bytes.begin());
    return out;
}
net::IpAddress address_of(const Ipv6Address& address) {
    return {net::Family::Ipv6, address};
}

net::NetlinkMessage new_address(unsigned if_index, const net::IpAddress& local, const net::IpAddress& other,
                                std::uint8_t prefix_length) {
    const bool six = local.family == net::Family::Ipv6;
    ifaddrmsg header{};
    header.ifa_family = six ? AF_INET6 : AF_INET;
    header.ifa_prefixlen = prefix_length;
    header.ifa_flags = six ? IFA_F_NODAD : 0;
    header.ifa_index = if_index;
    net::NetlinkMessage message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
    message.header(header).address(IFA_LOCAL, local).address(IFA_ADDRESS, other);
    return message;
}

net::NetlinkMessage change_link(unsigned if_index, unsigned set_flags) {
    ifinfomsg header{};
    header.ifi_index = static_cast<int>(if_index);
    header.ifi_flags = header.ifi_change = set_flags;
    net::NetlinkMessage message(RTM_NEWLINK, 0);
    message.header(header);
    return message;
}

/// MTU, and no link-local address of the kernel's own: the one that IPv6CP agreed on is the only one (RFC 5072
/// section 5). In a message of its own, since the kernel would bring the interface up before it looked at this.
net::NetlinkMessage prepare_link(unsigned if_index, std::uint16_t mtu) {
    constexpr std::uint8_t mode_none = 1;  // IN6_ADDR_GEN_MODE_NONE
    net::NetlinkMessage message = change_link(if_index, 0);
    message.u32(IFLA_MTU, mtu);
    nlattr* spec = nla_nest_start(message.get(), IFLA_AF_SPEC);
    nlattr* inet6 = nla_nest_start(message.get(), AF_INET6);
    message.u8(IFLA_INET6_ADDR_GEN_MODE, mode_none);
    nla_nest_end(message.get(), inet6);
    nla_nest_end(message.get(), spec);
    return message;
}

}  // namespace

Expected<SessionTun> open_session_tun(net::Netlink& netlink, const std::string& name, std::uint16_t mtu,
                                      const std::optional<ppp::Ipv4Result>& ipv4,
                                      const std::optional<ppp::InterfaceId>& ipv6_id,
                                      const std::optional<std::array<std::uint8_t, 8>>& prefix6) {
    auto tun = net::open_tun(name);
    if (!tun) return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("no TUN: {}", std::strerror(tun.error())));
    const auto if_index = netlink.index_of(tun->name);
    if (!if_index) return failure(ERROR_PORT_NOT_AVAILABLE, tun->name + " has gone");
    if (ipv4) netlink.add(new_address(*if_index, address_of(ipv4->local), address_of(ipv4->peer), 32));
    netlink.add(prepare_link(*if_index, mtu));
    netlink.add(change_link(*if_index, IFF_UP));
    if (ipv6_id) {
        const auto own = address_of(link_local(*ipv6_id));
        netlink.add(new_address(*if_index, own, own, 64));
    }
    if (ipv6_id && prefix6) {
        Ipv6Address global{};
        std::ranges::copy(*prefix6, global.begin());
        global[15] = 1;
        netlink.add(new_address(*if_index, address_of(global), address_of(global), 64));
    }
    for (const int error : netlink.commit())
        if (error != 0 && error != EEXIST)
            return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("{}: {}", tun->name, std::strerror(error)));
    return SessionTun{std::move(tun->fd), tun->name};
}

}  // namespace openras::server
