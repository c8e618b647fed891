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
#include "media/pppoe/ethernet_sockets.h"
#include "net/types.h"

namespace openras::net {

/// A TUN device opened by the helper (IFF_TUN | IFF_NO_PI | IFF_VNET_HDR, offloads on), down and without address yet.
struct TunDevice {
    LeaseId lease = 0;
    UniqueFd fd;       ///< non-blocking; the helper keeps a copy
    std::string name;  ///< "ppp0" ...
    int if_index = 0;
    bool vnet_hdr = true;
    bool udp_offload = false;  ///< the kernel hands over UDP super-packets too (TUN_F_USO4, TUN_F_USO6)
};

/// One pair of packet sockets of an Ethernet interface, bound and non-blocking.
using EthernetSockets = pppoe::EthernetSockets;

class HelperClient {
  public:
    /// @param fd  the manager's end of the SOCK_SEQPACKET pair (or a connected helper socket)
    /// @param on_worker_lost  called on the executor when a new worker has taken over: each lease is gone
    /// @param on_helper_gone  called once when the helper is gone for good (end of file)
    HelperClient(const boost::asio::any_io_executor& executor, UniqueFd fd, std::function<void()> on_worker_lost,
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
