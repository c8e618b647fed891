#include "api/event_object.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <limits>
#include <string_view>

namespace openras::api {

namespace {

/// What tells one event object from another: "" where the descriptor is none.
std::string event_object(int fd) {
    std::ifstream facts("/proc/self/fdinfo/" + std::to_string(fd));
    constexpr std::string_view key = "eventfd-id:";  // since Linux 5.2
    for (std::string line; std::getline(facts, line);)
        if (line.starts_with(key)) return line;
    return {};
}

}  // namespace

Expected<std::unique_ptr<EventObject>> EventObject::of(HANDLE event) {
    const auto descriptor = reinterpret_cast<std::intptr_t>(event);
    if (descriptor <= 0 || descriptor > std::numeric_limits<int>::max())
        return failure(ERROR_INVALID_HANDLE, "the event is no descriptor");
    std::unique_ptr<EventObject> made(new EventObject(static_cast<int>(descriptor)));
    made->object_ = event_object(made->event_);
    if (made->object_.empty()) return failure(ERROR_INVALID_HANDLE, "the event is no eventfd");
    made->copy_ = UniqueFd(fcntl(made->event_, F_DUPFD_CLOEXEC, 0));
    if (!made->copy_) return failure(ERROR_NOT_ENOUGH_MEMORY, "no descriptor left");
    made->enroll();
    return made;
}

bool EventObject::alive() const {
    return event_object(event_) == object_;
}

void EventObject::signal() const {
    pollfd room{copy_.get(), POLLOUT, 0};
    if (poll(&room, 1, 0) != 1) return;  // full: a write would block
    const std::uint64_t one = 1;
    (void)!write(copy_.get(), &one, sizeof one);
}

}  // namespace openras::api
