// A thread of the library's that runs the handlers of another one's dials. There are three kinds: for a caller that
// cannot pump (worker delivery) and for a window it owns a channel; as the stand-in of a caller that may or may not
// pump (automatic delivery) it watches that thread's own channel, and takes over when a notification has waited 200 ms.
//
// It ends when its dials are over (a managed runtime waits at its own end for the threads that have run its code) and
// when the thread that it stands for has ended; one with a channel of its own also when the manager is gone, one that
// serves a window when the window has vanished.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>

#include "api/channel.h"

namespace openras::api {

class WindowLink;

class Worker : public std::enable_shared_from_this<Worker> {
  public:
    /// Opens the channel; the thread starts with run(). `window` null: it serves its caller's handlers.
    static Expected<std::shared_ptr<Worker>> make(std::unique_ptr<WindowLink> window);
    /// For the calling thread's own channel.
    static std::shared_ptr<Worker> stand_in(std::shared_ptr<Channel> channel);
    ~Worker();

    /// How long a notification waits for the caller to pump. Tests set it.
    static inline std::atomic<std::chrono::milliseconds> patience = std::chrono::milliseconds(200);

    Channel& channel() { return *channel_; }
    [[nodiscard]] WindowLink* window() { return window_.get(); }
    [[nodiscard]] bool stands_in() const { return stands_in_; }
    /// Keeps the thread while one more dial is made for it, until let_go(). The thread that it stands for only.
    /// @return false: it has ended
    bool hold();
    void let_go();
    /// Starts the thread, once.
    void run();
    /// The thread that it stands for has ended: what is not established is aborted at once, and hears so.
    /// @return false: there was nothing to do for it any more
    bool caller_ended();
    /// The caller has pumped: perhaps nothing is left to do.
    void wake();
    /// Its thread is through, or was never started.
    [[nodiscard]] bool through() const { return through_; }

  private:
    Worker(std::shared_ptr<Channel> channel, std::unique_ptr<WindowLink> window, bool stands_in);
    void work();
    class Ending;
    void deliver();
    void stand_by();
    void finish();
    bool wait(std::chrono::milliseconds timeout, bool for_traffic);
    [[nodiscard]] bool cut_off();
    bool end_if_idle();

    std::shared_ptr<Channel> channel_;
    std::unique_ptr<WindowLink> window_;
    const bool stands_in_;
    bool in_charge_;  ///< its thread's own: it delivers
    UniqueFd control_;
    bool running_ = false;
    std::mutex mutex_;  ///< guards the next two
    bool held_ = false;
    bool ended_ = false;  ///< no dial may be made for it any more
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> through_ = false;
};

}  // namespace openras::api
