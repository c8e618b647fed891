// Packet sockets on Ethernet interfaces for PPPoE (RFC 2516: discovery 0x8863, session 0x8864), and which interfaces
// there are.
#pragma once

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "base/ras_error.h"
#include "base/unique_fd.h"
#include "net/netlink.h"
#include "net/protocol.h"

namespace openras::net {

struct OpenedEthernet {
    UniqueFd discovery;
    UniqueFd session;
    protocol::EthernetOpened facts;
};

class Ethernets {
  public:
    /// @param allowed  the only interfaces that may be opened; empty = all
    Ethernets(Netlink& netlink, std::set<std::string> allowed) : netlink_(netlink), allowed_(std::move(allowed)) {}

    /// Opens both sockets of an interface that is up and Ethernet-like. A filter that lets only the one Ethernet type
    /// in is set and locked, so the sockets can hear nothing else whoever holds them.
    Expected<OpenedEthernet> open(const std::string& interface);
    /// Allowed Ethernet-like interfaces that are up, have carrier and are no port of a bridge or bond. The list is kept
    /// for ten times as long as it took to make, so that listing never takes more than a tenth of the time.
    Expected<std::vector<std::string>> list();

  private:
    [[nodiscard]] bool is_allowed(const std::string& name) const { return allowed_.empty() || allowed_.contains(name); }

    Netlink& netlink_;
    std::set<std::string> allowed_;
    std::vector<std::string> listed_;
    std::chrono::steady_clock::time_point listed_until_{};
};

}  // namespace openras::net
