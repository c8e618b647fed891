// The manager's side of the net helper: asks the privileged worker for the few things that need root, and learns when
// the worker has died (a new one has then undone everything).
#pragma once

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/ras_error.h"
#include "base/unique_fd.h"

namespace openras::net {

/// Names one lease of the helper (an interface with all that hangs on it). 0 = none.
using LeaseId = std::uint32_t;

/// A TUN device opened by the helper (IFF_TUN | IFF_NO_PI | IFF_VNET_HDR, offloads on), down and without address yet.
struct TunDevice {
    LeaseId lease = 0;
    UniqueFd fd;             ///< non-blocking; the helper keeps a copy
    std::string name;        ///< "ppp0" ...
    int if_index = 0;
    bool vnet_hdr = true;
};

enum class Family : std::uint8_t { Ipv4, Ipv6 };

struct IpAddress {
    Family family = Family::Ipv4;
    std::array<std::uint8_t, 16> bytes{};  ///< network order, IPv4 in the first four
    bool operator==(const IpAddress&) const = default;
};

/// Everything that one connection wants of the machine, in one request.
struct InterfaceSettings {
    std::uint32_t mtu = 1492;                 ///< bytes, 576 to 65535 (1280 at least with IPv6)
    struct PointToPoint { IpAddress local; IpAddress peer; std::uint8_t prefix_length = 32; };
    std::vector<PointToPoint> addresses;      ///< at most 4
    bool accept_router_advertisements = false;  ///< IPv6: accept_ra on, addr_gen_mode none; link-local is in `addresses`
    bool default_route_ipv4 = false;          ///< as 0.0.0.0/1 and 128.0.0.0/1
    bool default_route_ipv6 = false;          ///< as ::/1 and 8000::/1
    std::vector<IpAddress> servers_outside;   ///< VPN servers to be reached by today's route (host route pinned first)
    std::vector<IpAddress> dns;               ///< at most 4; written by resolvconf, else /etc/resolv.conf
};

/// One pair of packet sockets of an Ethernet interface, bound and non-blocking.
struct EthernetSockets {
    UniqueFd discovery;  ///< AF_PACKET SOCK_RAW, 0x8863
    UniqueFd session;    ///< AF_PACKET SOCK_RAW, 0x8864
    std::array<std::uint8_t, 6> mac{};
    std::uint32_t mtu = 1500;  ///< the interface's MTU, bytes (RFC 4638 is asked for where it exceeds 1500)
    int if_index = 0;
};

class HelperClient {
  public:
    /// @param fd  the manager's end of the SOCK_SEQPACKET pair (or a connected helper socket)
    /// @param on_worker_lost  called on the executor when a new worker has taken over: each lease is gone
    /// @param on_helper_gone  called once when the helper is gone for good (end of file)
    HelperClient(boost::asio::any_io_executor executor, UniqueFd fd, std::function<void()> on_worker_lost,
                 std::function<void()> on_helper_gone);
    ~HelperClient();

    /// Completes when the first worker has said hello, or fails after 5 s.
    boost::asio::awaitable<Expected<void>> ready();
    /// @param name  wanted name, may contain one %d; "" = "ppp%d"
    boost::asio::awaitable<Expected<TunDevice>> create_tun(std::string name);
    boost::asio::awaitable<Expected<void>> configure(LeaseId lease, InterfaceSettings settings);
    /// Undoes all of the lease: routes, DNS, addresses, then the interface (batched by netlink). Completes when the
    /// interface is gone; only then close the TUN descriptor. Never fails for a lease that is gone already.
    boost::asio::awaitable<void> release(LeaseId lease);
    /// @param interface  name of an Ethernet or VLAN interface that is up
    boost::asio::awaitable<Expected<EthernetSockets>> open_ethernet(std::string interface);
    /// Names of the Ethernet-like interfaces that are up (for "WAN Miniport (PPPOE)").
    boost::asio::awaitable<Expected<std::vector<std::string>>> ethernet_interfaces();

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace openras::net
