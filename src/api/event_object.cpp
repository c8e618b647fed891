#include "api/event_object.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

#include "api/fork_guard.h"
#include "api/mono_event.h"
#include "base/unique_fd.h"

namespace openras::api {

namespace {

/// What tells one event object from another: "" where the descriptor is none.
std::string identity(int fd) {
    std::ifstream facts("/proc/self/fdinfo/" + std::to_string(fd));
    constexpr std::string_view key = "eventfd-id:";  // since Linux 5.2
    for (std::string line; std::getline(facts, line);)
        if (line.starts_with(key)) return line;
    return {};
}

/// An eventfd. It counts until the caller closes its descriptor, which is noticed at the next event.
class EventFd final : public EventObject, public ForkAware {
  public:
    static Expected<std::unique_ptr<EventObject>> of(int event) {
        auto made = std::make_unique<EventFd>();
        made->event_ = event;
        made->identity_ = identity(event);
        if (made->identity_.empty()) return failure(ERROR_INVALID_HANDLE, "the event is no eventfd");
        made->copy_ = UniqueFd(fcntl(event, F_DUPFD_CLOEXEC, 0));
        if (!made->copy_) return failure(ERROR_NOT_ENOUGH_MEMORY, "no descriptor left");
        return made;
    }
    EventFd() { enroll(); }
    ~EventFd() override { withdraw(); }

    [[nodiscard]] bool alive() const override { return identity(event_) == identity_; }
    void signal() const override {
        pollfd room{copy_.get(), POLLOUT, 0};
        if (poll(&room, 1, 0) != 1) return;  // full: a write would block
        const std::uint64_t one = 1;
        (void)!write(copy_.get(), &one, sizeof one);
    }

  private:
    void forget_in_child() override { copy_.reset(); }

    int event_ = -1;  ///< the caller's descriptor
    UniqueFd copy_;   ///< ours of the same object
    std::string identity_;
};

}  // namespace

Expected<std::unique_ptr<EventObject>> EventObject::of(HANDLE event) {
    const auto value = reinterpret_cast<std::intptr_t>(event);
    if (value > 0 && value <= std::numeric_limits<int>::max()) return EventFd::of(static_cast<int>(value));
    if (value > 0) return mono_event(event);
    return failure(ERROR_INVALID_HANDLE, "no event");
}

}  // namespace openras::api
