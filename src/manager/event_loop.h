// The bus thread's loop: sd-event, with a way in for other threads.
#pragma once

#include <systemd/sd-event.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "base/unique_fd.h"

namespace openras::manager {

class EventLoop {
  public:
    EventLoop();
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    [[nodiscard]] sd_event* get() const { return event_; }

    /// Runs `work` on the loop's thread, in order of posting. Any thread.
    void post(std::function<void()> work);

    using TimerId = std::uint64_t;
    /// Runs `work` once after `delay`. The loop's thread only, like all below.
    TimerId after(std::chrono::microseconds delay, std::function<void()> work);
    void cancel(TimerId timer);

    /// Calls `ready` whenever `fd` is readable, until the watch is cancelled. The descriptor stays the caller's.
    using WatchId = std::uint64_t;
    WatchId watch_readable(int fd, std::function<void()> ready);
    void unwatch(WatchId watch);
    /// Calls `stop` on SIGTERM and SIGINT, which are blocked for all threads made after this.
    void on_termination(std::function<void()> stop);
    /// Calls `reload` on SIGHUP, which is blocked likewise.
    void on_reload(std::function<void()> reload);

    /// Returns when quit() has been called.
    void run();
    void quit() { sd_event_exit(event_, 0); }

  private:
    struct Source {
        sd_event_source* source = nullptr;
        std::function<void()> work;
        EventLoop* loop = nullptr;
        std::uint64_t id = 0;
    };
    void run_posted();
    /// Calls `*work` on the signal, which is blocked from here on.
    void add_signal(int number, std::function<void()>* work);

    sd_event* event_ = nullptr;
    UniqueFd wake_;
    std::mutex mutex_;
    std::vector<std::function<void()>> posted_;  ///< under mutex_
    std::map<std::uint64_t, std::unique_ptr<Source>> sources_;
    std::uint64_t next_id_ = 1;
    std::function<void()> stop_;
    std::function<void()> reload_;
};

}  // namespace openras::manager
