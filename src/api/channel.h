// One channel: a connection to the manager that carries the notifications of the dials that were made for it, and the
// descriptor by which an event loop learns of them. Each thread that dials asynchronously owns one; a worker and a
// RASCHANNEL (raschannel.h) have one of their own.
//
// The descriptor is an epoll set over the socket and an eventfd. The eventfd is raised while something waits that
// poll() on the socket does not show: messages that sd-bus has read into memory, and notifications that the library
// made itself because the manager died. The set keeps its number when the channel reconnects.
#pragma once

#include <ras.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
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
    std::uint32_t last_state = RASCS_OpenPort;  ///< announced last
};

class Channel final : public ForkAware {
  public:
    Channel();
    ~Channel() override;

    /// Connects where it is not connected. The owner's thread only.
    /// @return the channel's number at the manager
    Expected<std::uint32_t> open();
    /// Whether the manager is still there. Any thread.
    [[nodiscard]] bool alive();
    [[nodiscard]] std::uint32_t id();
    [[nodiscard]] int fd() const { return epoll_.get(); }

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

    /// Closes the connection: the manager aborts what is not established. The owner's thread only.
    void close();
    /// As close(), from any other thread: the socket is shut down at once, and no handler hears of the loss.
    void cut();

    /// True on a thread that is running a notification handler.
    static bool in_handler();
    /// The handle whose notification the calling thread is handling, 0 outside handlers.
    static std::uint32_t handle_in_handler();

    /// For tests: the connection itself.
    bus::Connection* connection() { return connection_.get(); }
    /// Raises or lowers the eventfd as memory demands; after every use of the connection. The owner's thread only.
    void update_wakeup();

  private:
    struct Arrived {
        bus::MessagePtr message;  ///< to be answered; null where the library made the notification
        bus::Notification body;
        Handler handler;  ///< found when it is delivered; set where the library made the notification
    };
    void make_descriptors();
    void take_in();
    std::optional<Arrived> next();
    void deliver(Arrived arrived);
    void lose();
    void wait(std::optional<std::chrono::steady_clock::time_point> deadline);
    void drop_connection();
    std::optional<Handler> handler_for(const bus::Notification& body);
    void forget_in_child() override;

    std::unique_ptr<bus::Connection> connection_;  ///< the owner's thread only
    std::deque<Arrived> arrived_;                  ///< taken in, not delivered yet; the owner's thread only
    bool raised_ = false;
    bool lost_ = false;
    std::atomic<bool> pumping_ = false;
    std::atomic<bool> abandoned_ = false;
    UniqueFd epoll_;
    UniqueFd event_;

    std::mutex mutex_;  ///< guards what follows
    std::vector<PendingDial> dials_;
    UniqueFd socket_;  ///< a duplicate that lives as long as the connection: sd-bus closes its own when it likes
    std::uint32_t id_ = 0;
};

}  // namespace openras::api
