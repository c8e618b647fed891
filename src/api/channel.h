// One channel: a connection to the manager that carries the notifications of the dials that were made for it, and the
// descriptor by which an event loop learns of them. Each thread that dials asynchronously owns one; a worker and a
// RASCHANNEL (raschannel.h) have one of their own.
//
// Who may use it: its owner, and a stand-in (worker.h) that delivers in the owner's place. Whoever pumps has the turn
// until the pump returns, so no two threads are ever in handlers of one channel, and their order is that of arrival.
// Once the stand-in has taken over, the owner's pumps deliver nothing until it hands back.
//
// The descriptors are two epoll sets. The inner one is over the socket and an eventfd, which is raised while something
// waits that poll() on the socket does not show: messages that sd-bus has read into memory, and notifications that the
// library made itself because the manager died. The outer one is for event loops; it is over the inner one, except
// while a stand-in delivers. Both keep their numbers when the channel reconnects.
#pragma once

#include <ras.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "api/fork_guard.h"
#include "base/unique_fd.h"
#include "bus/connection.h"

namespace openras::api {

/// Tells the application; false = it wants no more notifications of this dial.
using Handler = std::function<bool(const bus::Notification&)>;

/// A dial that may still notify.
struct PendingDial {
    std::uint32_t handle = 0;
    Handler handler;
    std::uint32_t last_state = RASCS_OpenPort;         ///< announced last
    std::set<std::uint32_t> heard = {RASCS_OpenPort};  ///< whose handlers have returned
};

class Channel final : public ForkAware, public std::enable_shared_from_this<Channel> {
  public:
    Channel();
    ~Channel() override;

    /// Connects where it is not connected. The owner only.
    /// @return the channel's number at the manager
    Expected<std::uint32_t> open();
    /// Whether the manager is still there. Any thread.
    [[nodiscard]] bool alive();
    [[nodiscard]] std::uint32_t id();
    /// Readable while the owner has something to deliver: for event loops.
    [[nodiscard]] int fd() const { return shown_.get(); }
    /// Readable while anybody has something to deliver: for the thread that pumps.
    [[nodiscard]] int traffic_fd() const { return set_.get(); }

    /// Before Start: from now on notifications of this dial come here. A resumed dial leaves the channel that it had.
    void add(PendingDial dial, bool resumed);
    void remove(std::uint32_t handle);
    [[nodiscard]] bool has_pending();

    struct Pumped {
        std::uint32_t delivered = 0;
        bool lost = false;  ///< the manager has died; each pending dial has heard it
    };
    /// A pump leaves the rest for the next one, so that a thousand dials do not keep an event loop from its other work.
    static constexpr std::uint32_t most_in_one_pump = 64;
    /// Runs the handlers of what has arrived, outside every lock, `most` of them. Waits up to `timeout` (std::nullopt:
    /// without end) for the first one while a dial is pending. Inside a handler: nothing.
    Pumped pump(std::optional<std::chrono::milliseconds> timeout, std::uint32_t most = most_in_one_pump);

    /// How often the owner has begun or ended a pump: a stand-in sees by it whether the owner is about.
    [[nodiscard]] std::uint64_t owner_pumps();
    /// The stand-in delivers from now on, where something waits and the owner is not pumping and has not since it
    /// counted `pumps`.
    bool take_over(std::uint64_t pumps);
    void hand_back();
    /// pump(0) of the stand-in that has taken over.
    Pumped pump_for_owner();

    /// Its handlers run in a thread of the library's, beside the program's own.
    void set_delivered_elsewhere(bool elsewhere);
    /// A program that reads a state by RasGetConnectStatus goes on with what its handler has noted of it: where that
    /// handler runs in a thread of the library's, waits for it; not long, for it may wait for the caller in turn.
    static void wait_until_heard(std::uint32_t handle, std::uint32_t state);

    /// The owner has ended. The manager learns of it at once and aborts what is not established; what it has said
    /// before stays to be delivered, and each dial of which that is not the end hears a last (state, 631). Any thread.
    void owner_ended();
    /// Delivers that, in the stand-in's thread.
    void deliver_last_words(std::chrono::milliseconds within);

    /// Closes the connection: the manager aborts what is not established. The owner only.
    void close();
    /// As close(), from any other thread: the socket is shut down at once, and no handler hears of the loss.
    void cut();

    /// True on a thread that is running a notification handler.
    static bool in_handler();
    /// The handle whose notification the calling thread is handling, 0 outside handlers.
    static std::uint32_t handle_in_handler();

    /// For tests: the connection itself.
    bus::Connection* connection() { return connection_.get(); }
    /// Raises or lowers the eventfd as memory demands; after every use of the connection. Any thread.
    void update_wakeup();

  private:
    struct Arrived {
        bus::MessagePtr message;  ///< to be answered; null where the library made the notification
        bus::Notification body;
        Handler handler;  ///< found when it is delivered; set where the library made the notification
    };
    using Deadline = std::optional<std::chrono::steady_clock::time_point>;
    class Turn;
    class Hearing;

    static bool watch(int set, int fd);
    void make_descriptors();
    bool begin_turn(Deadline deadline);
    void end_turn(bool owner);
    Pumped run_handlers(Deadline deadline, std::uint32_t most);
    std::optional<Arrived> next();
    void deliver(Arrived arrived);
    void wait(Deadline deadline);
    void wait_for_handler(std::uint32_t handle, std::uint32_t state);
    std::optional<Handler> handler_for(const bus::Notification& body);
    void forget_in_child() override;

    // Under traffic_:
    void take_in();
    void lose();
    void drop_connection();
    void update_wakeup_locked();

    static inline std::atomic<int> channels_elsewhere_ = 0;  ///< how many have delivered_elsewhere_

    UniqueFd set_;    ///< the inner epoll set
    UniqueFd shown_;  ///< the outer one
    UniqueFd event_;
    std::atomic<bool> abandoned_ = false;

    std::mutex turn_;  ///< guards what follows; held for moments only
    std::condition_variable turned_;
    bool pumping_ = false;     ///< somebody has the turn
    bool taken_over_ = false;  ///< only the stand-in may take it
    std::uint64_t owner_pumps_ = 0;
    std::uint64_t stood_in_ = 0;  ///< how often the stand-in has run handlers

    std::mutex traffic_;  ///< guards what follows; never held while a handler runs
    std::unique_ptr<bus::Connection> connection_;
    std::deque<Arrived> arrived_;  ///< taken in, not delivered yet
    bool raised_ = false;
    bool lost_ = false;
    bool owner_ended_ = false;

    std::mutex mutex_;  ///< guards what follows; taken last
    std::vector<PendingDial> dials_;
    bool delivered_elsewhere_ = false;
    std::pair<std::uint32_t, std::uint32_t> in_hearing_;  ///< handle and state whose handler is about to run, or runs
    std::condition_variable heard_;
    std::pair<std::uint32_t, std::uint32_t> not_waited_for_;  ///< handle and state whose handler takes too long
    UniqueFd socket_;  ///< a duplicate that lives as long as the connection: sd-bus closes its own when it likes
    std::uint32_t id_ = 0;
};

}  // namespace openras::api
