#include "server/tun_messages.h"

#include <fmt/format.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstring>

#include "net/netlink.h"
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

void add_ipv4(net::Netlink& netlink, std::uint32_t index, const TunPlan::Ipv4& ipv4) {
    netlink.add(new_address(index, address_of(ipv4.local), address_of(ipv4.peer), 32));
}

void add_ipv6(net::Netlink& netlink, std::uint32_t index, const TunPlan& plan) {
    if (!plan.ipv6_id) return;
    const auto own = address_of(link_local(*plan.ipv6_id));
    netlink.add(new_address(index, own, own, 64));
    if (!plan.prefix6) return;
    Ipv6Address global{};
    std::ranges::copy(*plan.prefix6, global.begin());
    global[15] = 1;
    netlink.add(new_address(index, address_of(global), address_of(global), 64));
}

Expected<void> commit(net::Netlink& netlink, const std::string& name) {
    for (const int error : netlink.commit())
        if (error != 0 && error != EEXIST)
            return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("{}: {}", name, std::strerror(error)));
    return {};
}

}  // namespace

Expected<void> set_up_tun(net::Netlink& netlink, std::uint32_t index, const TunPlan& plan) {
    if (plan.ipv4) add_ipv4(netlink, index, *plan.ipv4);
    netlink.add(prepare_link(index, plan.mtu));
    netlink.add(change_link(index, IFF_UP));
    add_ipv6(netlink, index, plan);
    return commit(netlink, plan.name);
}

Expected<void> add_tun_addresses(net::Netlink& netlink, std::uint32_t index, const TunPlan& plan) {
    if (plan.ipv4) add_ipv4(netlink, index, *plan.ipv4);
    add_ipv6(netlink, index, plan);
    return commit(netlink, plan.name);
}

void delete_tuns(net::Netlink& netlink, const std::vector<std::uint32_t>& indexes, std::uint32_t group) {
    for (const std::uint32_t index : indexes) {
        net::NetlinkMessage message = change_link(index, 0);
        message.u32(IFLA_GROUP, group);
        netlink.add(message);
    }
    net::NetlinkMessage message(RTM_DELLINK, 0);
    message.header(ifinfomsg{}).u32(IFLA_GROUP, group);
    netlink.add(message);
    const int error = netlink.commit().back();
    if (error != 0 && error != ENODEV) spdlog::warn("deleting {} interfaces: {}", indexes.size(), std::strerror(error));
}

}  // namespace openras::server
