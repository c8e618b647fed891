// Tells event objects (eventfd descriptors) when connections come and go: RasConnectionNotification's other half. A
// thread of the library's, started by the first registration, subscribes to the manager's changes. No change is lost:
// the subscription stands before a registration returns, and an eventfd counts. When the manager dies, all that was up
// has ended; the thread then waits for the socket to appear again (inotify, no polling) and subscribes anew.
#pragma once

#include <ras.h>

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "api/fork_guard.h"
#include "api/process.h"
#include "base/ras_error.h"
#include "base/unique_fd.h"

namespace openras::api {

/// One event object. It ends when its caller has closed the descriptor, which is noticed at the next event.
class Registration final : public ForkAware {
  public:
    /// @param connection  the connection's handle, 0 = all
    /// 6 where `event` is no eventfd
    static Expected<std::unique_ptr<Registration>> make(std::uint32_t connection, int event, std::uint32_t flags);
    ~Registration() override { withdraw(); }

    [[nodiscard]] bool is_for(std::uint32_t handle) const { return connection_ == 0 || connection_ == handle; }
    [[nodiscard]] bool is_for_one() const { return connection_ != 0; }
    [[nodiscard]] std::uint32_t connection() const { return connection_; }
    [[nodiscard]] bool wants(std::uint32_t flags) const { return (flags_ & flags) != 0; }
    /// Whether the descriptor that was registered is still open and the same event object.
    [[nodiscard]] bool alive() const;
    /// Adds 1 to its counter; one that is full stays so.
    void signal() const;

  private:
    Registration(std::uint32_t connection, int event, std::uint32_t flags)
        : connection_(connection), flags_(flags), event_(event) {}
    void forget_in_child() override { copy_.reset(); }

    std::uint32_t connection_;
    std::uint32_t flags_;
    int event_;      ///< the caller's descriptor
    UniqueFd copy_;  ///< ours of the same object
    std::string object_;
};

class ConnectionWatch final : public ForkAware {
  public:
    static ConnectionWatch& instance();

    /// 711 where there is no manager, 6 where it does not know the connection.
    Expected<void> add(std::unique_ptr<Registration> registration, std::uint32_t handle);

  private:
    enum class Life { Dialling, Connected, Ended };
    struct State {
        std::vector<std::unique_ptr<Registration>> registrations;
        std::map<std::uint32_t, Life> known;
        std::unique_ptr<CallConnection> manager;  ///< subscribed
        std::string socket;  ///< of the last registration: the environment is not the thread's to read
        bool running = false;
    };

    ConnectionWatch();
    void forget_in_child() override;
    void run();
    void work();

    static Life life_of(std::uint32_t state);

    // Under mutex_:
    void adopt(std::unique_ptr<CallConnection> manager, const bus::EnumReply& now);
    void take_in();
    void lost();
    void change(std::uint32_t handle, Life life);
    void tell(std::uint32_t handle, std::uint32_t flags, bool only_its_own);

    std::mutex mutex_;
    State* state_;  ///< abandoned in a forked child, where another thread may have been changing it
    UniqueFd wake_;
    UniqueFd inotify_;  ///< while there is no manager
};

}  // namespace openras::api
