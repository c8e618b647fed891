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

#include "api/event_object.h"
#include "api/process.h"
#include "base/ras_error.h"
#include "base/unique_fd.h"

namespace openras::api {

/// Who is to hear of what.
struct Registration {
    std::uint32_t connection = 0;  ///< handle, 0 = all
    std::uint32_t flags = 0;       ///< RASCN_*
    std::unique_ptr<EventObject> event;

    [[nodiscard]] bool is_for(std::uint32_t handle) const { return connection == 0 || connection == handle; }
    [[nodiscard]] bool is_for_one() const { return connection != 0; }
    [[nodiscard]] bool wants(std::uint32_t wanted) const { return (flags & wanted) != 0; }
};

class ConnectionWatch final : public ForkAware {
  public:
    static ConnectionWatch& instance();

    /// 711 where there is no manager, 6 where it does not know the connection.
    Expected<void> add(Registration registration);

  private:
    enum class Life { Dialling, Connected, Ended };
    struct State {
        std::vector<Registration> registrations;
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
