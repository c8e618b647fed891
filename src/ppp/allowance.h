// What bounds a peer. A peer that answers each frame of ours with one that needs another answer would keep us sending
// for ever, as fast as the line goes; RFC 1661 has a counter against it in one place only (Max-Failure, section 4.6).
// So everything that a peer can draw from us again and again has an allowance: so many at once, and one more each time
// an interval has passed. What goes beyond it is as if the line had lost it.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/time.h"

namespace openras::ppp {

struct Bound {
    std::uint16_t at_once;
    Duration interval;  ///< one more after each
};

/// Packets of all kinds that answer the peer's (a whole set-up takes about 15 from each end).
inline constexpr Bound most_answers{100, std::chrono::milliseconds(100)};
/// Code-Rejects and Protocol-Rejects: a peer that has been told so often knows it.
inline constexpr Bound most_rejects{20, std::chrono::seconds(10)};
/// Negotiations of one control protocol that the peer begins anew.
inline constexpr Bound most_renegotiations{10, std::chrono::seconds(10)};

class Allowance {
  public:
    explicit constexpr Allowance(const Bound& bound) : bound_(bound) {}

    /// False where the bound is reached.
    bool take(TimePoint now) {
        const TimePoint since = std::max(used_up_to_, now);
        if (since - now > bound_.interval * (bound_.at_once - 1)) return false;
        used_up_to_ = since + bound_.interval;
        return true;
    }

  private:
    const Bound& bound_;
    TimePoint used_up_to_{};  ///< what has been taken is paid for at this time
};

}  // namespace openras::ppp
