// A caller's event object: an eventfd, its number as a HANDLE (rasnotify.h). The library counts events into it from a
// thread of its own, until the caller closes the descriptor, which is noticed at the next event.
#pragma once

#include <ras.h>

#include <memory>
#include <string>

#include "api/fork_guard.h"
#include "base/ras_error.h"
#include "base/unique_fd.h"

namespace openras::api {

class EventObject final : public ForkAware {
  public:
    /// 6 where `event` is no eventfd, 8 where no descriptor is left.
    static Expected<std::unique_ptr<EventObject>> of(HANDLE event);
    ~EventObject() override { withdraw(); }

    /// Whether the caller's descriptor is still open and the same event object.
    [[nodiscard]] bool alive() const;
    /// Adds 1 to its counter; one that is full stays so.
    void signal() const;

  private:
    explicit EventObject(int event) : event_(event) {}
    void forget_in_child() override { copy_.reset(); }

    int event_;      ///< the caller's descriptor
    UniqueFd copy_;  ///< ours of the same object
    std::string object_;
};

}  // namespace openras::api
