#include "net/leases.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <raserror.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "net/checks.h"
#include "net/errors.h"
#include "net/routes.h"
#include "net/sysctl.h"
#include "net/tun.h"

namespace openras::net {
namespace {

constexpr int tries_for_a_name = 256;
constexpr std::string_view default_pattern = "ppp%d";

NetlinkMessage change_link(std::uint32_t if_index, unsigned set_flags = 0) {
    ifinfomsg header{};
    header.ifi_index = static_cast<int>(if_index);
    header.ifi_flags = set_flags;
    header.ifi_change = set_flags;
    return std::move(NetlinkMessage(RTM_NEWLINK, 0).header(header));
}

/// IFLA_AF_SPEC { AF_INET6 { IFLA_INET6_ADDR_GEN_MODE none } }: the kernel makes no link-local address of its own; the
/// one that IPv6CP agreed on is the only one (RFC 5072 section 5).
void put_no_own_addresses(NetlinkMessage& message) {
    constexpr std::uint8_t mode_none = 1;  // IN6_ADDR_GEN_MODE_NONE
    auto* spec = nla_nest_start(message.get(), IFLA_AF_SPEC);
    auto* inet6 = nla_nest_start(message.get(), AF_INET6);
    message.u8(IFLA_INET6_ADDR_GEN_MODE, mode_none);
    nla_nest_end(message.get(), inet6);
    nla_nest_end(message.get(), spec);
}

NetlinkMessage address_message(std::uint16_t type, int flags, std::uint32_t if_index,
                               const InterfaceSettings::PointToPoint& address) {
    const bool six = address.local.family == Family::Ipv6;
    const unsigned whole = six ? 128 : 32;
    ifaddrmsg header{};
    header.ifa_family = six ? AF_INET6 : AF_INET;
    header.ifa_prefixlen = address.prefix_length;
    header.ifa_flags = six ? IFA_F_NODAD : 0;
    header.ifa_scope = is_link_local(address.local) ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
    header.ifa_index = if_index;
    const bool with_peer = !is_unspecified(address.peer) && address.prefix_length == whole;
    NetlinkMessage message(type, flags);
    message.header(header)
        .address(IFA_LOCAL, address.local)
        .address(IFA_ADDRESS, with_peer ? address.peer : address.local);
    return message;
}

NetlinkMessage add_address(std::uint32_t if_index, const InterfaceSettings::PointToPoint& address) {
    return address_message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, if_index, address);
}

bool has_ipv6(const InterfaceSettings& settings) {
    return settings.accept_router_advertisements || settings.default_route_ipv6 ||
           std::ranges::any_of(settings.addresses,
                               [](const auto& address) { return address.local.family == Family::Ipv6; });
}

/// For a machine where IPv6 cannot be had: what remains of a connection is its IPv4.
InterfaceSettings without_ipv6(InterfaceSettings settings) {
    settings.accept_router_advertisements = settings.default_route_ipv6 = settings.ipv6_route_always = false;
    std::erase_if(settings.addresses, [](const auto& address) { return address.local.family == Family::Ipv6; });
    return settings;
}

}  // namespace

bool Leases::Lease::wants_ipv6_halves(const InterfaceSettings& wanted) const {
    const auto is_global = [](const auto& one) {
        return one.local.family == Family::Ipv6 && !is_link_local(one.local);
    };
    return wanted.default_route_ipv6 &&
           (wanted.ipv6_route_always || !global.empty() || std::ranges::any_of(wanted.addresses, is_global));
}

/// The kernel would look at every interface to fill in a %d; this asks it for one name at a time.
std::string Leases::next_name(int& number) {
    if (free_numbers_.empty()) {
        number = next_number_++;
    } else {
        number = free_numbers_.top();
        free_numbers_.pop();
    }
    return fmt::format("ppp{}", number);
}

Expected<Leases::Created> Leases::create(const std::string& name) {
    if (auto ok = check_new_name(name); !ok) return std::unexpected(ok.error());
    if (leases_.size() >= max_leases_)
        return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("{} interfaces are the limit", max_leases_));
    Lease lease;
    const bool numbered = name.empty() || name == default_pattern;
    std::vector<int> taken;
    std::expected<OpenedTun, int> tun = std::unexpected(EEXIST);
    for (int i = 0; i < tries_for_a_name; ++i) {
        tun = open_tun(numbered ? next_name(lease.number) : name);
        if (tun || !numbered || (tun.error() != EEXIST && tun.error() != EBUSY)) break;
        taken.push_back(lease.number);
        lease.number = -1;
    }
    for (const int number : taken) free_numbers_.push(number);
    if (!tun) {
        if (lease.number >= 0) free_numbers_.push(lease.number);
        return failure(
            tun.error() == EEXIST || tun.error() == EBUSY ? win32_already_exists
                                                          : std::uint32_t{ERROR_PORT_NOT_AVAILABLE},
            fmt::format("interface {}: {}", name.empty() ? default_pattern : name, std::strerror(tun.error())));
    }
    lease.tun = std::move(tun->fd);
    lease.name = std::move(tun->name);

    // By name here; by index, which no rename changes, ever after.
    auto group = std::move(NetlinkMessage(RTM_NEWLINK, 0)
                               .header(ifinfomsg{})
                               .text(IFLA_IFNAME, lease.name.c_str())
                               .u32(IFLA_GROUP, journal_.undo().header->link_group));
    put_no_own_addresses(group);
    netlink_.add(group);
    auto error = netlink_.commit().front();
    if (error == EAFNOSUPPORT || error == EOPNOTSUPP) {  // a kernel without IPv6
        netlink_.add(NetlinkMessage(RTM_NEWLINK, 0)
                         .header(ifinfomsg{})
                         .text(IFLA_IFNAME, lease.name.c_str())
                         .u32(IFLA_GROUP, journal_.undo().header->link_group));
        error = netlink_.commit().front();
    }
    if (error == 0) {
        if (const auto index = netlink_.index_of(lease.name))
            lease.if_index = *index;
        else
            error = ENODEV;
    }
    if (error != 0) {
        if (lease.number >= 0) free_numbers_.push(lease.number);
        return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("interface {}: {}", lease.name, std::strerror(error)));
    }

    const LeaseId id = ++last_lease_;
    Created created{{id, lease.if_index, tun->udp_offload, lease.name}, lease.tun.get()};
    by_index_.emplace(lease.if_index, id);
    leases_.emplace(id, std::move(lease));
    return created;
}

Expected<void> Leases::pin(Lease& lease, const IpAddress& server) {
    auto& entry = pins_[server];
    if (entry.users == 0) {
        const auto way = find_way(netlink_, server);
        if (!way) {
            pins_.erase(server);
            if (way.error() == EADDRNOTAVAIL) return {};  // this machine itself
            return failure(ERROR_ROUTE_NOT_AVAILABLE,
                           fmt::format("no route to server {}: {}", to_string(server), std::strerror(way.error())));
        }
        entry.route = *way;
        journal_.append(record::HostRouteAdded{*way});
        netlink_.add(add_message(*way));
        const int error = netlink_.commit().front();
        entry.ours = error == 0;
        if (!entry.ours) journal_.append(record::HostRouteGone{server});
        if (error != 0 && error != EEXIST) {  // EEXIST: the administrator has pinned it already
            pins_.erase(server);
            return failure(ERROR_ROUTE_NOT_AVAILABLE,
                           fmt::format("route to server {}: {}", to_string(server), std::strerror(error)));
        }
    }
    ++entry.users;
    lease.pinned.push_back(server);
    return {};
}

void Leases::unpin(const IpAddress& server) {
    const auto found = pins_.find(server);
    if (found == pins_.end() || --found->second.users > 0) return;
    if (found->second.ours) {
        netlink_.add(delete_message(found->second.route));
        netlink_.commit();  // gone already where its interface has gone
        journal_.append(record::HostRouteGone{server});
    }
    pins_.erase(found);
}

void Leases::take_away(const Lease& lease, const InterfaceSettings& next) {
    std::vector<std::string> steps;
    for (const auto& address : lease.settings.addresses) {
        if (std::ranges::find(next.addresses, address) != next.addresses.end()) continue;
        netlink_.add(address_message(RTM_DELADDR, 0, lease.if_index, address));
        steps.push_back("address " + to_string(address.local));
    }
    const auto halves = [&](Family family, bool before, bool after) {
        if (!before || after) return;
        for (const bool upper : {false, true}) {
            netlink_.add(half_default_message(family, upper, lease.if_index, RTM_DELROUTE));
            steps.emplace_back("default route");
        }
    };
    halves(Family::Ipv4, lease.settings.default_route_ipv4, next.default_route_ipv4);
    halves(Family::Ipv6, lease.ipv6_halves, lease.wants_ipv6_halves(next));
    if (!steps.empty()) {
        const auto errors = netlink_.commit();
        for (std::size_t i = 0; i < errors.size(); ++i)  // the kernel takes routes away with the last IPv4 address
            if (errors[i] != 0 && errors[i] != ESRCH && errors[i] != EADDRNOTAVAIL)
                spdlog::warn("interface {}: taking away {}: {}", lease.name, steps[i], std::strerror(errors[i]));
    }
    // What router advertisements have brought goes, too.
    if (has_ipv6(lease.settings) && !has_ipv6(next) && !disable_ipv6(lease.name))
        spdlog::warn("interface {}: IPv6 could not be switched off", lease.name);
}

Expected<void> Leases::configure(LeaseId id, const InterfaceSettings& wanted) {
    if (auto ok = check(wanted); !ok) return ok;
    const auto found = leases_.find(id);
    if (found == leases_.end()) return failure(win32_invalid_parameter, fmt::format("no lease {}", id));
    auto& lease = found->second;
    InterfaceSettings settings = wanted;
    if (has_ipv6(wanted)) {
        // Before the interface is up, for going up sends a router solicitation.
        auto ready = enable_ipv6(lease.name)
                         ? set_router_advertisements(lease.name, wanted.accept_router_advertisements)
                         : failure(ERROR_CANNOT_PROJECT_CLIENT,
                                   fmt::format("interface {}: this machine has no IPv6 for it", lease.name));
        if (!ready) {
            settings = without_ipv6(wanted);
            if (settings.addresses.empty() && !wanted.addresses.empty()) return ready;
            spdlog::warn("{}; IPv4 alone", ready.error().text);
        }
    }

    take_away(lease, settings);
    for (const auto& server : settings.servers_outside)
        if (std::ranges::find(lease.pinned, server) == lease.pinned.end())
            if (auto ok = pin(lease, server); !ok) return ok;
    const bool moved = lease.settings.addresses != settings.addresses;  // its IPv4 routes are the newest then
    lease.settings = settings;

    std::vector<std::pair<std::string, std::uint32_t>> steps;  // for the error's text: what, RAS error
    const auto step = [&](const NetlinkMessage& message, std::string what, std::uint32_t code) {
        netlink_.add(message);
        steps.emplace_back(std::move(what), code);
    };
    step(change_link(lease.if_index).u32(IFLA_MTU, settings.mtu), fmt::format("MTU {}", settings.mtu),
         ERROR_CANNOT_PROJECT_CLIENT);
    // IPv4 addresses before up, IPv6 ones too: so router solicitations leave from the address agreed on.
    for (const auto& address : settings.addresses)
        step(add_address(lease.if_index, address), "address " + to_string(address.local), ERROR_CANNOT_PROJECT_CLIENT);
    step(change_link(lease.if_index, IFF_UP), "up", ERROR_CANNOT_PROJECT_CLIENT);
    const auto halves = [&](Family family) {
        step(half_default_message(family, false, lease.if_index), "default route", ERROR_ROUTE_NOT_AVAILABLE);
        step(half_default_message(family, true, lease.if_index), "default route", ERROR_ROUTE_NOT_AVAILABLE);
    };
    if (settings.default_route_ipv4) halves(Family::Ipv4);
    lease.ipv6_halves = lease.wants_ipv6_halves(settings);
    if (lease.ipv6_halves) halves(Family::Ipv6);
    const auto errors = netlink_.commit();
    for (std::size_t i = 0; i < errors.size(); ++i)
        if (errors[i] != 0 && errors[i] != EEXIST)
            return failure(steps[i].second,
                           fmt::format("interface {}: {}: {}", lease.name, steps[i].first, std::strerror(errors[i])));

    dns_.set(id, {lease.name, settings.dns, settings.search}, moved);
    dns_.apply();
    follow_addresses();
    return {};
}

void Leases::follow_addresses() {
    std::set<LeaseId> concerned;
    const bool complete = watch_.read([&](const AddressChange& change) {
        const auto found = by_index_.find(change.if_index);
        if (found == by_index_.end()) return;
        auto& global = leases_.at(found->second).global;
        if (change.gone)
            global.erase(change.address);
        else
            global.insert(change.address);
        concerned.insert(found->second);
    });
    if (!complete) look_at_every_address(concerned);
    settle_ipv6_routes(concerned);
}

/// Where the kernel had more to tell than its buffer holds.
void Leases::look_at_every_address(std::set<LeaseId>& concerned) {
    for (auto& [id, lease] : leases_) {
        lease.global.clear();
        concerned.insert(id);
    }
    const int error = global_addresses(netlink_, [&](const AddressChange& one) {
        if (const auto found = by_index_.find(one.if_index); found != by_index_.end() && !one.gone)
            leases_.at(found->second).global.insert(one.address);
    });
    if (error != 0) spdlog::warn("listing the IPv6 addresses: {}", std::strerror(error));
}

void Leases::settle_ipv6_routes(const std::set<LeaseId>& concerned) {
    std::vector<LeaseId> changed;
    for (const LeaseId id : concerned) {
        auto& lease = leases_.at(id);
        const bool wanted = lease.wants_ipv6_halves(lease.settings);
        if (wanted == lease.ipv6_halves) continue;
        lease.ipv6_halves = wanted;
        for (const bool upper : {false, true})
            netlink_.add(
                half_default_message(Family::Ipv6, upper, lease.if_index, wanted ? RTM_NEWROUTE : RTM_DELROUTE));
        changed.push_back(id);
    }
    if (changed.empty()) return;
    const auto errors = netlink_.commit();
    for (std::size_t i = 0; i < errors.size(); ++i) {
        const auto& lease = leases_.at(changed[i / 2]);
        // Gone already: with an interface that went down.
        if (errors[i] != 0 && errors[i] != EEXIST && errors[i] != ESRCH)
            spdlog::warn("interface {}: IPv6 default route: {}", lease.name, std::strerror(errors[i]));
        else if (i % 2 == 0)
            spdlog::info("interface {}: {}", lease.name,
                         lease.ipv6_halves ? "has a global IPv6 address; the IPv6 default route goes there"
                                           : "no global IPv6 address any more; the IPv6 default route is gone");
    }
}

void Leases::release(const std::vector<LeaseId>& ids) {
    std::vector<Lease> going;
    for (const LeaseId id : ids) {
        const auto found = leases_.find(id);
        if (found == leases_.end()) continue;
        dns_.remove(id);
        by_index_.erase(found->second.if_index);
        going.push_back(std::move(found->second));
        leases_.erase(found);
    }
    if (going.empty()) return;
    dns_.apply();
    for (const auto& lease : going)
        for (const auto& server : lease.pinned) unpin(server);

    // Deleting waits for an RCU grace period; deleting a group waits once for all of its members.
    if (going.size() == 1) {
        ifinfomsg header{};
        header.ifi_index = static_cast<int>(going.front().if_index);
        netlink_.add(NetlinkMessage(RTM_DELLINK, 0).header(header));
    } else {
        const auto dying = journal_.undo().header->link_group + 1;
        for (const auto& lease : going) netlink_.add(change_link(lease.if_index).u32(IFLA_GROUP, dying));
        netlink_.add(NetlinkMessage(RTM_DELLINK, 0).header(ifinfomsg{}).u32(IFLA_GROUP, dying));
    }
    const auto errors = netlink_.commit();
    if (errors.back() != 0 && errors.back() != ENODEV)
        spdlog::warn("deleting {} interfaces: {}", going.size(), std::strerror(errors.back()));
    for (const auto& lease : going)
        if (lease.number >= 0) free_numbers_.push(lease.number);
}

void Leases::undo_everything(const record::Header& next) {
    const auto& undo = journal_.undo();
    dns_.undo();
    const bool here = undo.header && undo.header->network_namespace == next.network_namespace;
    if (undo.header && !here)
        spdlog::warn("the journal is of another network namespace; its routes and interfaces are not touched");
    if (here) {
        for (auto route = undo.host_routes.rbegin(); route != undo.host_routes.rend(); ++route)
            netlink_.add(delete_message(*route));
        for (const auto group : {undo.header->link_group, undo.header->link_group + 1})
            netlink_.add(NetlinkMessage(RTM_DELLINK, 0).header(ifinfomsg{}).u32(IFLA_GROUP, group));
        const auto errors = netlink_.commit();
        for (std::size_t i = errors.size() - 2; i < errors.size(); ++i)
            if (errors[i] != 0 && errors[i] != ENODEV)
                spdlog::error("deleting the interfaces: {}", std::strerror(errors[i]));
    }
    by_index_.clear();
    leases_.clear();  // their interfaces are gone, so closing does not block
    pins_.clear();
    free_numbers_ = {};
    next_number_ = 0;
    journal_.restart(next);
}

}  // namespace openras::net
