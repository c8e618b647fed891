// Finds a link that has died without a word: LCP echo when nothing has been heard for an interval, the end when several
// in a row had no answer. Anything that the peer sends is a sign of life, so a busy link sends no echo at all.
#pragma once

#include "ppp/context.h"

namespace openras::ppp {

class Liveness {
  public:
    enum class Verdict : std::uint8_t { Fine, SendEcho, Dead };

    /// @param interval  0 = off
    void start(Duration interval, unsigned failures, TimePoint now) {
        interval_ = interval;
        failures_ = failures;
        heard(now);
        deadline_ = interval > Duration::zero() && failures > 0 ? now + interval : never;
    }
    void stop() { deadline_ = never; }
    void heard(TimePoint now) {
        heard_ = now;
        unanswered_ = 0;
    }
    /// What is to be done at `now`.
    Verdict advance(TimePoint now) {
        if (now < deadline_) return Verdict::Fine;
        if (now - heard_ < interval_) {
            deadline_ = heard_ + interval_;
            return Verdict::Fine;
        }
        if (unanswered_ >= failures_) return Verdict::Dead;
        ++unanswered_;
        deadline_ = now + interval_;
        return Verdict::SendEcho;
    }
    [[nodiscard]] TimePoint deadline() const { return deadline_; }

  private:
    Duration interval_{};
    TimePoint deadline_ = never;
    TimePoint heard_{};
    unsigned failures_ = 0;
    unsigned unanswered_ = 0;
};

}  // namespace openras::ppp
