// RasDial's arguments, decoded once for both faces of the API, and what is done with them.
#pragma once

#include <ras.h>

#include <cstdint>
#include <string>

#include "api/channel.h"
#include "base/secret.h"

namespace openras::api {

struct DialCall {
    std::string phonebook;  ///< "" = the default books
    std::string entry;
    std::string phone_number;
    std::string callback_number;
    std::string user;
    Secret password;
    std::string domain;
    std::uint32_t subentry = 0;
    std::uint32_t options = 0;                      ///< RDEOPT_*
    const RASDIALEXTENSIONS* extensions = nullptr;  ///< the caller's own, for custom dialers
    ULONG_PTR callback_id = 0;
    std::uint32_t notifier_type = 0;
    void* notifier = nullptr;  ///< null: synchronous
};

/// @param channel the notifications' way, or null: that of the calling thread, as its delivery mode has it
/// @param connection in: null, or the paused dial to go on with; out: the handle, before anything is sent to a peer
DWORD dial(const DialCall& call, Channel* channel, HRASCONN* connection);

/// RasDialA or RasDialW from its raw arguments.
template <typename Traits>
DWORD dial_with(Channel* channel, const RASDIALEXTENSIONS* extensions, const typename Traits::Char* phonebook,
                const typename Traits::DialParams* params, DWORD notifier_type, void* notifier, HRASCONN* connection);

}  // namespace openras::api
