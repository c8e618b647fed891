#include "net/routes.h"

#include <netlink/attr.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

namespace openras::net {
namespace {

constexpr std::uint8_t family_number(Family family) {
    return family == Family::Ipv4 ? AF_INET : AF_INET6;
}
constexpr std::size_t address_size(Family family) {
    return family == Family::Ipv4 ? 4 : 16;
}
constexpr std::uint8_t host_prefix(Family family) {
    return family == Family::Ipv4 ? 32 : 128;
}

IpAddress from_bytes(Family family, const void* bytes) {
    IpAddress address;
    address.family = family;
    std::memcpy(address.bytes.data(), bytes, address_size(family));
    return address;
}

rtmsg host_header(const HostRoute& route) {
    rtmsg header{};
    header.rtm_family = family_number(route.destination.family);
    header.rtm_dst_len = host_prefix(route.destination.family);
    header.rtm_table = RT_TABLE_MAIN;
    header.rtm_protocol = route_protocol;
    header.rtm_scope =
        route.has_gateway || route.destination.family == Family::Ipv6 ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
    header.rtm_type = RTN_UNICAST;
    return header;
}

void put_way(NetlinkMessage& message, const HostRoute& route) {
    message.address(RTA_DST, route.destination).u32(RTA_OIF, route.if_index);
    if (!route.has_gateway) return;
    if (route.gateway.family == route.destination.family) {
        message.address(RTA_GATEWAY, route.gateway);
        return;
    }
    ByteVector via(sizeof(rtvia));
    const std::uint16_t family = family_number(route.gateway.family);
    std::memcpy(via.data(), &family, sizeof family);
    const auto bytes = ConstBytes(route.gateway.bytes).first(address_size(route.gateway.family));
    via.insert(via.end(), bytes.begin(), bytes.end());
    message.bytes(RTA_VIA, via);
}

/// 0 or errno; fills `route` from an RTM_NEWROUTE.
int read_way(nlmsghdr* message, HostRoute& route) {
    if (message->nlmsg_type != RTM_NEWROUTE) return 0;
    rtmsg header{};
    std::memcpy(&header, nlmsg_data(message), sizeof header);
    if (header.rtm_type != RTN_UNICAST) return EADDRNOTAVAIL;
    std::array<nlattr*, RTA_MAX + 1> attributes{};
    if (nlmsg_parse(message, sizeof header, attributes.data(), RTA_MAX, nullptr) < 0) return EBADMSG;
    if (attributes[RTA_OIF] == nullptr) return ENETUNREACH;
    route.if_index = nla_get_u32(attributes[RTA_OIF]);
    const Family family = route.destination.family;
    if (auto* gateway = attributes[RTA_GATEWAY];
        gateway != nullptr && nla_len(gateway) == static_cast<int>(address_size(family))) {
        route.has_gateway = true;
        route.gateway = from_bytes(family, nla_data(gateway));
    } else if (auto* via = attributes[RTA_VIA]; via != nullptr && nla_len(via) >= 6) {
        std::uint16_t number = 0;
        std::memcpy(&number, nla_data(via), sizeof number);
        const Family other = number == AF_INET6 ? Family::Ipv6 : Family::Ipv4;
        if (nla_len(via) < static_cast<int>(sizeof(rtvia) + address_size(other))) return EBADMSG;
        route.has_gateway = true;
        route.gateway = from_bytes(other, static_cast<const char*>(nla_data(via)) + sizeof(rtvia));
    }
    return 0;
}

}  // namespace

std::expected<HostRoute, int> find_way(Netlink& netlink, const IpAddress& destination) {
    rtmsg header{};
    header.rtm_family = family_number(destination.family);
    header.rtm_dst_len = host_prefix(destination.family);
    HostRoute route;
    route.destination = destination;
    int refused = 0;
    const int error = netlink.ask(NetlinkMessage(RTM_GETROUTE, 0).header(header).address(RTA_DST, destination),
                                  [&](nlmsghdr* message) { refused = read_way(message, route); });
    if (error != 0) return std::unexpected(error);
    if (refused != 0) return std::unexpected(refused);
    if (route.if_index == 0) return std::unexpected(ENETUNREACH);
    return route;
}

NetlinkMessage add_message(const HostRoute& route) {
    NetlinkMessage message(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
    message.header(host_header(route));
    put_way(message, route);
    return message;
}

NetlinkMessage delete_message(const HostRoute& route) {
    NetlinkMessage message(RTM_DELROUTE, 0);
    message.header(host_header(route));
    put_way(message, route);
    return message;
}

NetlinkMessage half_default_message(Family family, bool upper, std::uint32_t if_index, std::uint16_t type) {
    rtmsg header{};
    header.rtm_family = family_number(family);
    header.rtm_dst_len = 1;
    header.rtm_table = RT_TABLE_MAIN;
    header.rtm_protocol = route_protocol;
    header.rtm_scope = family == Family::Ipv4 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
    header.rtm_type = RTN_UNICAST;
    IpAddress half;
    half.family = family;
    half.bytes[0] = upper ? 0x80 : 0;
    NetlinkMessage message(type, type == RTM_NEWROUTE ? NLM_F_CREATE : 0);
    message.header(header).address(RTA_DST, half).u32(RTA_OIF, if_index);
    return message;
}

}  // namespace openras::net
