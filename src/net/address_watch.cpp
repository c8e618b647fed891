#include "net/address_watch.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/socket.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <optional>
#include <system_error>

namespace openras::net {
namespace {

constexpr std::size_t read_size = 64 * 1024;

/// Link-local addresses, and other families', are nothing.
std::optional<AddressChange> change_of(nlmsghdr* message) {
    if (message->nlmsg_type != RTM_NEWADDR && message->nlmsg_type != RTM_DELADDR) return std::nullopt;
    ifaddrmsg header{};
    if (nlmsg_datalen(message) < static_cast<int>(sizeof header)) return std::nullopt;
    std::memcpy(&header, nlmsg_data(message), sizeof header);
    if (header.ifa_family != AF_INET6 || header.ifa_scope != RT_SCOPE_UNIVERSE) return std::nullopt;
    std::array<nlattr*, IFA_MAX + 1> attributes{};
    if (nlmsg_parse(message, sizeof header, attributes.data(), IFA_MAX, nullptr) < 0) return std::nullopt;
    auto* address = attributes[IFA_LOCAL] != nullptr ? attributes[IFA_LOCAL] : attributes[IFA_ADDRESS];
    AddressChange change{.if_index = header.ifa_index};
    if (address == nullptr || nla_len(address) != static_cast<int>(change.address.size())) return std::nullopt;
    std::memcpy(change.address.data(), nla_data(address), change.address.size());
    // One whose uniqueness is still being asked about, or is refuted, may not be used (RFC 4862 section 5.4).
    change.gone = message->nlmsg_type == RTM_DELADDR || (header.ifa_flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) != 0;
    return change;
}

}  // namespace

AddressWatch::AddressWatch() : socket_(nl_socket_alloc(), nl_socket_free), buffer_(read_size) {
    if (!socket_) throw std::bad_alloc();
    if (nl_connect(socket_.get(), NETLINK_ROUTE) < 0 ||
        nl_socket_add_membership(socket_.get(), RTNLGRP_IPV6_IFADDR) < 0)
        throw std::system_error(errno, std::generic_category(), "netlink socket for IPv6 addresses");
}

int AddressWatch::fd() const {
    return nl_socket_get_fd(socket_.get());
}

bool AddressWatch::read(const AddressVisitor& visit) {
    bool complete = true;
    for (;;) {
        sockaddr_nl sender{};
        socklen_t sender_size = sizeof sender;
        const ssize_t size = ::recvfrom(fd(), buffer_.data(), buffer_.size(), MSG_DONTWAIT,
                                        reinterpret_cast<sockaddr*>(&sender), &sender_size);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == ENOBUFS) {
            complete = false;
            continue;
        }
        if (size <= 0) return complete;
        if (sender.nl_pid != 0) continue;  // not the kernel
        int rest = static_cast<int>(size);
        for (auto* header = reinterpret_cast<nlmsghdr*>(buffer_.data()); nlmsg_ok(header, rest);
             header = nlmsg_next(header, &rest))
            if (const auto change = change_of(header)) visit(*change);
    }
}

int global_addresses(Netlink& netlink, const AddressVisitor& visit) {
    ifaddrmsg header{};
    header.ifa_family = AF_INET6;
    return netlink.ask(NetlinkMessage(RTM_GETADDR, NLM_F_DUMP).header(header), [&](nlmsghdr* message) {
        if (const auto change = change_of(message)) visit(*change);
    });
}

}  // namespace openras::net
