// A caller's event object: what a HANDLE of one is stands in rasnotify.h. The library signals it from a thread of its
// own.
#pragma once

#include <ras.h>

#include <memory>

#include "base/ras_error.h"

namespace openras::api {

class EventObject {
  public:
    /// 6 where `event` is no event, 8 where no descriptor is left.
    static Expected<std::unique_ptr<EventObject>> of(HANDLE event);
    EventObject() = default;
    virtual ~EventObject() = default;
    EventObject(const EventObject&) = delete;
    EventObject& operator=(const EventObject&) = delete;

    /// Whether it still is what the caller gave.
    [[nodiscard]] virtual bool alive() const = 0;
    /// Adds 1 to an eventfd, one that is full stays so; sets an event of Mono's.
    virtual void signal() const = 0;
};

}  // namespace openras::api
