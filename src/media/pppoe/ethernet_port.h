// An Ethernet interface as PPPoE uses it: one pair of packet sockets shared by all its sessions (a socket a session
// costs 137 us a frame with a thousand of them), frames demultiplexed by session number and peer address in user space.
//
// A port, its links, the dials on it and its AccessConcentrator belong to one reactor: the port's executor must run on
// one thread, and every function is called there. Links may outlive the port: they are then dead.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "base/ras_error.h"
#include "media/pppoe/ethernet_sockets.h"

namespace openras::pppoe {

class PortCore;

struct PortCounters {
    std::uint64_t received = 0;         ///< session frames handed to a link
    std::uint64_t sent = 0;             ///< session frames that the kernel took
    std::uint64_t send_dropped = 0;     ///< ... and did not take
    std::uint64_t unknown_session = 0;  ///< no such session, or not from its peer's address
    std::uint64_t malformed = 0;        ///< truncated, no PPPoE, or not for us
    std::uint64_t kernel_dropped = 0;   ///< lost before we could read them (PACKET_STATISTICS)
    bool operator==(const PortCounters&) const = default;
};

class EthernetPort {
  public:
    /// @param name  the interface's name, for texts
    EthernetPort(boost::asio::any_io_executor executor, EthernetSockets sockets, std::string name);
    /// Links still open are told link_down (628).
    ~EthernetPort();
    EthernetPort(const EthernetPort&) = delete;
    EthernetPort& operator=(const EthernetPort&) = delete;

    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] const MacAddress& mac() const;
    /// The interface's MTU, bytes.
    [[nodiscard]] std::uint32_t mtu() const;
    /// False once the interface has been removed: open a new port. (One that is down comes back by itself.)
    [[nodiscard]] bool alive() const;
    [[nodiscard]] std::size_t session_count() const;
    [[nodiscard]] PortCounters counters() const;

    /// For dial() and AccessConcentrator.
    [[nodiscard]] const std::shared_ptr<PortCore>& core() const { return core_; }

  private:
    std::shared_ptr<PortCore> core_;
};

}  // namespace openras::pppoe
