// A PPPoE server on a port: answers discovery and hands out a link for each session; PPP on it is the owner's affair.
//
//   pppoe::AccessConcentrator concentrator(port, {.ac_name = "lab"}, random,
//       [&](std::unique_ptr<media::Link> link, const pppoe::SessionInfo& session) { ... link->set_receiver(...); });
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "base/random.h"
#include "media/link.h"
#include "media/pppoe/discovery_server.h"
#include "media/pppoe/ethernet_port.h"

namespace openras::pppoe {

class AccessConcentrator {
  public:
    /// Called on the port's reactor, from inside its reading. The link's owner keeps it (destroying it, also at once,
    /// sends a PADT) and learns of the peer's PADT by LinkReceiver::link_down (629).
    using Accept = std::function<void(std::unique_ptr<media::Link> link, const SessionInfo& session)>;

    /// One for each port. `options.interface_mtu` is taken from the port.
    /// @param port, random  outlive this
    AccessConcentrator(EthernetPort& port, ServerOptions options, RandomSource& random, Accept accept);
    /// Links already handed out live on.
    ~AccessConcentrator();
    AccessConcentrator(const AccessConcentrator&) = delete;
    AccessConcentrator& operator=(const AccessConcentrator&) = delete;

    /// Sees each discovery packet first; false: the server is not to have it (a test server delays or refuses it, and
    /// may hand it over later by receive()).
    using Filter = std::function<bool(const DiscoveryPacket& packet, TimePoint now)>;
    void set_filter(Filter filter);
    void receive(const DiscoveryPacket& packet, TimePoint now);

    /// While false no PADI or PADR is answered (a server that falls silent, or drains before it ends).
    void set_accepting(bool accepting);
    [[nodiscard]] std::size_t session_count() const;
    /// PADI and PADR dropped by the rate limit.
    [[nodiscard]] std::uint64_t rate_limited() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace openras::pppoe
