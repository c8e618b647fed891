// How a dial on the reactor speaks to the connection records on the bus thread. Every function may be called from the
// reactor's thread; it posts and returns at once.
#pragma once

#include <ras.h>

#include <functional>
#include <optional>
#include <string>

#include "base/ras_error.h"
#include "bus/messages.h"
#include "manager/dial_plan.h"
#include "ppp/session.h"

namespace openras::manager {

/// What becomes known along the way; only the members given are taken over.
struct DialFacts {
    std::optional<std::string> device_name{};
    std::optional<std::string> interface_name{};
    std::optional<std::string> remote{};
    std::optional<bus::ProjectionReply> projection{};
    std::optional<std::uint64_t> bits_per_second{};  ///< of the device under the link, 0 = it does not say
};

/// The last word about a connection.
struct DialEnd {
    RasError error{};
    ppp::EndedBy ended_by = ppp::EndedBy::Nobody;
};

class DialObserver {
  public:
    virtual ~DialObserver() = default;

    /// The dial is about to enter `state`. `proceed` is called on the bus thread when the client's handler has returned
    /// (at once for a synchronous dial), never where the connection is hung up meanwhile.
    virtual void announce(Handle handle, RASCONNSTATE state, DialFacts facts, std::function<void()> proceed) = 0;
    /// The network protocols of a link that has been projected have changed.
    virtual void projected(Handle handle, bus::ProjectionReply projection) = 0;
    /// The connection is lost and is being torn down: it satisfies no new dial any more. ended() or hung_up() follows.
    virtual void ending(Handle handle) = 0;
    /// The dial has failed in the state announced last, or the connection has dropped; all is torn down already.
    virtual void ended(Handle handle, DialEnd end) = 0;
    /// A hang-up has been carried out: interface, session and routes are gone.
    virtual void hung_up(Handle handle) = 0;
};

}  // namespace openras::manager
