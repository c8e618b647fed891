#include "net/ethernet.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/filter.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <raserror.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <expected>
#include <optional>

#include "net/checks.h"
#include "net/errors.h"

namespace openras::net {
namespace {

constexpr int packet_buffer = 8 * 1024 * 1024;  // bytes; a burst of a thousand sessions between two turns of a reactor

struct LinkFacts {
    std::string name;
    unsigned flags = 0;
    bool ethernet = false;
    bool port = false;  ///< of a bridge or bond
    protocol::EthernetOpened facts;
};

std::optional<LinkFacts> read_link(nlmsghdr* message) {
    if (message->nlmsg_type != RTM_NEWLINK) return std::nullopt;
    ifinfomsg info{};
    std::memcpy(&info, nlmsg_data(message), sizeof info);
    std::array<nlattr*, IFLA_MAX + 1> attributes{};
    if (nlmsg_parse(message, sizeof info, attributes.data(), IFLA_MAX, nullptr) < 0) return std::nullopt;
    LinkFacts link;
    link.flags = info.ifi_flags;
    link.facts.if_index = static_cast<std::uint32_t>(info.ifi_index);
    if (auto* name = attributes[IFLA_IFNAME]) link.name = nla_get_string(name);
    if (auto* mtu = attributes[IFLA_MTU]) link.facts.mtu = nla_get_u32(mtu);
    if (auto* mac = attributes[IFLA_ADDRESS]; mac != nullptr && nla_len(mac) == ETH_ALEN) {
        std::memcpy(link.facts.mac.data(), nla_data(mac), ETH_ALEN);
        link.ethernet = info.ifi_type == ARPHRD_ETHER;
    }
    link.port = attributes[IFLA_MASTER] != nullptr;
    return link;
}

/// Lets in untagged frames of one Ethernet type that are for this machine.
std::array<sock_filter, 8> filter_for(std::uint16_t type) {
    const auto ancillary = [](int what) { return static_cast<std::uint32_t>(SKF_AD_OFF + what); };
    return {{
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, type, 0, 5),
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, ancillary(SKF_AD_VLAN_TAG_PRESENT)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3),
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, ancillary(SKF_AD_PKTTYPE)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_OTHERHOST, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, 0x40000),
        BPF_STMT(BPF_RET | BPF_K, 0),
    }};
}

std::expected<UniqueFd, int> open_socket(std::uint16_t type, int if_index) {
    // Protocol 0: deaf until the filter is in place and bind() names the protocol.
    UniqueFd fd(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) return std::unexpected(errno);
    auto instructions = filter_for(type);
    const sock_fprog program{static_cast<unsigned short>(instructions.size()), instructions.data()};
    const int on = 1;
    if (::setsockopt(fd.get(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0 ||
        ::setsockopt(fd.get(), SOL_SOCKET, SO_LOCK_FILTER, &on, sizeof on) < 0)
        return std::unexpected(errno);
    ::setsockopt(fd.get(), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);  // Linux 4.20
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, &packet_buffer, sizeof packet_buffer);
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDBUFFORCE, &packet_buffer, sizeof packet_buffer);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(type);
    address.sll_ifindex = if_index;
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
        return std::unexpected(errno);
    return fd;
}

}  // namespace

Expected<OpenedEthernet> Ethernets::open(const std::string& interface) {
    if (auto ok = check_interface_name(interface); !ok) return std::unexpected(ok.error());
    if (!is_allowed(interface))
        return failure(win32_access_denied, fmt::format("{} is not in the helper's list of interfaces", interface));
    std::optional<LinkFacts> link;
    const int error =
        netlink_.ask(NetlinkMessage(RTM_GETLINK, 0).header(ifinfomsg{}).text(IFLA_IFNAME, interface.c_str()),
                     [&](nlmsghdr* message) { link = read_link(message); });
    if (error != 0 || !link)
        return failure(ERROR_DEVICE_DOES_NOT_EXIST, fmt::format("{}: {}", interface, std::strerror(error)));
    if (!link->ethernet || (link->flags & IFF_LOOPBACK) != 0)
        return failure(ERROR_DEVICE_DOES_NOT_EXIST, fmt::format("{} is not an Ethernet interface", interface));
    if ((link->flags & IFF_UP) == 0) return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("{} is down", interface));
    const int index = static_cast<int>(link->facts.if_index);
    auto discovery = open_socket(ETH_P_PPP_DISC, index);
    auto session = open_socket(ETH_P_PPP_SES, index);
    if (!discovery || !session)
        return failure(ERROR_PORT_NOT_AVAILABLE,
                       fmt::format("packet socket on {}: {}", interface,
                                   std::strerror(!discovery ? discovery.error() : session.error())));
    return OpenedEthernet{std::move(*discovery), std::move(*session), link->facts};
}

Expected<std::vector<std::string>> Ethernets::list() {
    const auto begin = std::chrono::steady_clock::now();
    if (begin < listed_until_) return listed_;
    std::vector<std::string> names;
    const int error = netlink_.ask(NetlinkMessage(RTM_GETLINK, NLM_F_DUMP).header(ifinfomsg{}), [&](nlmsghdr* message) {
        const auto link = read_link(message);
        constexpr unsigned wanted = IFF_UP | IFF_RUNNING;
        if (link && link->ethernet && (link->flags & wanted) == wanted && (link->flags & IFF_LOOPBACK) == 0 &&
            !link->port && is_allowed(link->name) && names.size() < protocol::max_listed)
            names.push_back(link->name);
    });
    if (error != 0) return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("interfaces: {}", std::strerror(error)));
    std::ranges::sort(names);
    const auto end = std::chrono::steady_clock::now();
    listed_ = std::move(names);
    listed_until_ = end + 10 * (end - begin);
    return listed_;
}

}  // namespace openras::net
