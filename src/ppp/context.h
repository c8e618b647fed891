// What every protocol of one session works with: the shared settings, randomness, and where frames go.
#pragma once

#include "ppp/allowance.h"
#include "ppp/packet.h"
#include "ppp/protocol.h"
#include "ppp/session.h"

namespace openras::ppp {

struct Context {
    std::shared_ptr<const Config> config;
    RandomSource& random;
    SessionOutput& output;
    std::uint16_t peer_mru = default_mru;  ///< the longest packet that we may send now
    Duration round_trip{};                 ///< as the medium has measured it; 0 = not known
    TimePoint now{};                       ///< of the frame that came last
    bool answering = false;                ///< a frame of the peer's is being worked on: what is sent answers it
    Allowance answers{most_answers};
    Allowance rejects{most_rejects};

    void send(std::uint16_t protocol, std::uint8_t code, std::uint8_t id, ConstBytes data) {
        if (answering && !answers.take(now)) return;
        output.transmit(make_frame(protocol, code, id, data));
    }
    /// A Code-Reject or Protocol-Reject may be sent.
    bool may_reject() { return rejects.take(now); }
};

/// "No timer runs", as a time point that never comes.
inline constexpr TimePoint never = TimePoint::max();

}  // namespace openras::ppp
