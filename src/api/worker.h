// A thread of the library's that stands in for a caller which cannot pump (worker delivery), or for a window: it owns a
// channel and runs the handlers. It ends when its dials are over (a managed runtime waits at its own end for the
// threads that have run its code), with the thread that it stands for, and when the manager is gone; one that serves a
// window also when the window has vanished.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "api/channel.h"

namespace openras::api {

class WindowLink;

class Worker : public std::enable_shared_from_this<Worker> {
  public:
    /// Opens the channel; the thread starts with run(). `window` null: it serves its caller's handlers.
    static Expected<std::shared_ptr<Worker>> make(std::unique_ptr<WindowLink> window);
    ~Worker();

    Channel& channel() { return channel_; }
    [[nodiscard]] WindowLink* window() { return window_.get(); }
    [[nodiscard]] bool serves_thread() const { return window_ == nullptr; }
    /// Keeps the thread while one more dial is made for it, until let_go(). The thread that it stands for only.
    /// @return false: it has ended
    bool hold();
    void let_go();
    /// Starts the thread, once.
    void run();
    /// The thread that it stands for has ended: what is not established is aborted at once.
    void caller_ended();
    /// Its thread is through, or was never started.
    [[nodiscard]] bool through() const { return through_; }

  private:
    explicit Worker(std::unique_ptr<WindowLink> window);
    void work();
    bool end_if_idle();
    void wake();

    Channel channel_;
    std::unique_ptr<WindowLink> window_;
    UniqueFd control_;
    bool running_ = false;
    std::mutex mutex_;  ///< guards the next two
    bool held_ = false;
    bool ended_ = false;  ///< no dial may be made for it any more
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> through_ = false;
};

}  // namespace openras::api
