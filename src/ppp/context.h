// What every protocol of one session works with: the shared settings, randomness, and where frames go.
#pragma once

#include "ppp/packet.h"
#include "ppp/protocol.h"
#include "ppp/session.h"

namespace openras::ppp {

struct Context {
    std::shared_ptr<const Config> config;
    RandomSource& random;
    SessionOutput& output;
    std::uint16_t peer_mru = default_mru;  ///< the longest packet that we may send now

    void send(std::uint16_t protocol, std::uint8_t code, std::uint8_t id, ConstBytes data) const {
        output.transmit(make_frame(protocol, code, id, data));
    }
};

/// "No timer runs", as a time point that never comes.
inline constexpr TimePoint never = TimePoint::max();

}  // namespace openras::ppp
