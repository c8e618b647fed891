// What a dial needs to know, decided on the bus thread before the reactor begins: an immutable value.
#pragma once

#include <cstdint>
#include <string>

#include "base/secret.h"
#include "bus/messages.h"
#include "manager/config.h"
#include "ppp/session.h"

namespace openras::manager {

using Handle = std::uint32_t;

struct DialPlan {
    Handle handle = 0;
    std::string dial_id;  ///< eight hex digits, in every log line of this dial
    std::string entry;
    bus::EntrySettings settings;
    std::string phone_number;  ///< PPPoE: the service name that is really asked for
    ppp::Credentials credentials;
    bool paused_states = false;  ///< RDEOPT_PausedStates
    bool privileged = false;     ///< root, group openras, or a system entry: may have routes, DNS, any interface
};

}  // namespace openras::manager
