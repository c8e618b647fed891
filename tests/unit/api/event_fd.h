// A caller's event object.
#pragma once

#include <poll.h>
#include <rasnotify.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "base/unique_fd.h"

namespace openras::test {

class EventFd {
  public:
    EventFd() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    [[nodiscard]] HANDLE handle() const { return RasEventFromFd(fd_.get()); }
    [[nodiscard]] int fd() const { return fd_.get(); }
    /// The events since the last call; waits for the first one, 10 s at most.
    std::uint64_t take() {
        pollfd ready{fd_.get(), POLLIN, 0};
        (void)poll(&ready, 1, 10'000);
        return taken();
    }
    /// Without waiting.
    std::uint64_t taken() {
        std::uint64_t count = 0;
        return read(fd_.get(), &count, sizeof count) == sizeof count ? count : 0;
    }
    void close() { fd_.reset(); }

  private:
    UniqueFd fd_;
};

}  // namespace openras::test
