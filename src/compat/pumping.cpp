#include "compat/pumping.h"

#include <rasnotify.h>

#include <algorithm>
#include <vector>

namespace openras::compat {

namespace {

using Clock = std::chrono::steady_clock;

// Trivial types: a thread_local with a destructor would not be destroyed where the main thread calls pthread_exit.
thread_local int channel = -1;
/// A pump is running on this thread, so that whoever waits now does so inside a handler.
thread_local bool pumping = false;

/// Handlers may end their thread: then this is undone with it.
class PumpScope {
  public:
    PumpScope() { pumping = true; }
    ~PumpScope() { pumping = false; }
    PumpScope(const PumpScope&) = delete;
    PumpScope& operator=(const PumpScope&) = delete;
};

int milliseconds_until(Deadline deadline) {
    if (!deadline) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 3'600'000));
}

bool any_ready(std::span<const pollfd> polled) {
    return std::ranges::any_of(polled, [](const pollfd& one) { return one.revents != 0; });
}

}  // namespace

Deadline deadline_after(DWORD milliseconds) {
    if (milliseconds == INFINITE) return std::nullopt;
    return Clock::now() + std::chrono::milliseconds(milliseconds);
}

void pump_this_thread() {
    int fd = -1;
    if (channel < 0 && RasGetNotificationFd(&fd) == 0) channel = fd;  // it keeps its number
}

bool poll_pumping(std::span<pollfd> wanted, Deadline deadline) {
    std::vector<pollfd> all(wanted.begin(), wanted.end());
    all.push_back({-1, POLLIN, 0});  // the channel; poll() passes over a negative descriptor
    pollfd& notifications = all.back();
    for (bool watch_channel = true;;) {
        notifications.fd = watch_channel && !pumping ? channel : -1;
        notifications.revents = 0;
        int timeout = milliseconds_until(deadline);
        // The library had nothing to deliver although its descriptor was readable (a program that pumps by itself
        // waits inside a handler): look again a little later.
        if (!watch_channel) timeout = timeout < 0 ? 10 : std::min(timeout, 10);
        const int ready = poll(all.data(), all.size(), timeout);
        const bool skipped_channel = !watch_channel;
        watch_channel = true;
        if (ready < 0) {
            for (pollfd& one : all) one.revents = 0;  // a signal
        } else if (notifications.revents != 0) {
            DWORD delivered = 0;
            {
                const PumpScope scope;
                RasPumpNotifications(0, &delivered);
            }
            watch_channel = delivered != 0;
            // A handler may have changed what is ready.
            poll(all.data(), all.size() - 1, 0);
        }
        const std::span<const pollfd> polled(all.data(), wanted.size());
        if (ready >= 0 && any_ready(polled)) {
            std::ranges::copy(polled, wanted.begin());
            return true;
        }
        if (deadline && Clock::now() >= *deadline && (ready == 0 || !skipped_channel)) return false;
    }
}

}  // namespace openras::compat
