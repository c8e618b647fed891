// What the connection records ask of the reactor; tests put something simpler in its place.
#pragma once

#include <functional>
#include <unordered_map>

#include "dataplane/forwarder.h"
#include "manager/dial_observer.h"
#include "manager/dial_plan.h"

namespace openras::manager {

using CounterMap = std::unordered_map<Handle, dataplane::Counters>;

class Dialler {
  public:
    virtual ~Dialler() = default;
    virtual void dial(DialPlan plan) = 0;
    /// Goes on with a paused dial.
    virtual void resume(Handle handle, ppp::Credentials credentials) = 0;
    /// Always answered by DialObserver::hung_up() or ended().
    virtual void hang_up(Handle handle, DialEnd end) = 0;
    /// `done` runs on a thread of the dialler's.
    virtual void collect_counters(std::function<void(CounterMap)> done) = 0;
    /// Of one connection; all 0 where it is none of the dialler's any more.
    virtual void counters_of(Handle handle, std::function<void(dataplane::Counters)> done) = 0;
};

}  // namespace openras::manager
