// What belongs to a thread of the application: its channel, its delivery mode, and the workers that stand in for it.
// It hangs on a pthread key and not on a thread_local: only a key's destructor also runs where the main thread calls
// pthread_exit. With the thread its channel closes, and the manager aborts the dials that are not established.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "api/channel.h"

namespace openras::api {

class Worker;

class ThreadState {
  public:
    /// The calling thread's, made at the first use.
    static ThreadState& mine();
    /// The calling thread's, or nullptr where it has none yet.
    static ThreadState* mine_if_any();

    ThreadState();
    ~ThreadState();
    ThreadState(const ThreadState&) = delete;
    ThreadState& operator=(const ThreadState&) = delete;

    /// The channel by which this thread itself hears of its dials; made at the first use, not yet open.
    Channel& channel();
    [[nodiscard]] Channel* channel_if_any() { return channel_.get(); }

    std::optional<std::uint32_t> chosen_delivery;  ///< RASND_*, by the program for this thread
    /// What the program, the environment, or the way the library was loaded has chosen, in this order.
    [[nodiscard]] std::uint32_t delivery() const { return chosen_delivery.value_or(default_delivery_); }

    /// Closes with this thread. Forgets those that are through.
    void adopt(std::shared_ptr<Worker> worker);
    /// The worker that runs this thread's handlers, held; or null where there is none alive.
    std::shared_ptr<Worker> handler_worker();
    /// The stand-in of this thread, held; made where there is none.
    std::shared_ptr<Worker> stand_in();
    /// This thread has pumped: a stand-in that has nothing left to do may end.
    void pumped();

  private:
    std::uint32_t default_delivery_;
    std::shared_ptr<Channel> channel_;  ///< shared with the stand-in
    std::vector<std::shared_ptr<Worker>> workers_;
    int process_ = 0;  ///< of which workers_ are threads; another one after a fork
};

}  // namespace openras::api
