// Dials a PPPoE server: discovery driven on a port's reactor. Done when the session is there; PPP comes next.
//
//   pppoe::DialOptions options{.service_name = "internet"};
//   auto link = co_await pppoe::dial(port, std::move(options), random);
//
// The options are a named object: GCC 12 destroys a braced temporary in a co_await expression twice.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "base/random.h"
#include "base/ras_error.h"
#include "media/link.h"
#include "media/pppoe/discovery_client.h"
#include "media/pppoe/ethernet_port.h"

namespace openras::pppoe {

struct DialOptions {
    std::string service_name{};        ///< "" = any
    std::string ac_name{};             ///< "" = any
    std::uint16_t max_payload = 1500;  ///< most PPP payload asked for (RFC 4638), where the interface's MTU allows it
    DiscoveryTiming timing{};
    bool* refused = nullptr;  ///< set where a server has refused, with or without words; must outlive the dial
};

/// Runs on the port's executor. May be cancelled by Asio's cancellation (as the caller's cancellation state lets
/// through): then fails with 631, or throws operation_aborted where cancellation had come before; in any case, and also
/// when the coroutine is destroyed, a session that exists or comes into being yet is ended by a PADT.
/// Fails with 633 when the interface is down or gone, 815 when no suitable server answered (DiscoveryTiming::total) or
/// the service is unknown, 651 with the server's words in peer_text when it refused.
/// @param port    outlives the dial
/// @param random  used before the first suspension only
boost::asio::awaitable<Expected<std::unique_ptr<media::Link>>> dial(EthernetPort& port, DialOptions options,
                                                                    RandomSource& random);

}  // namespace openras::pppoe
