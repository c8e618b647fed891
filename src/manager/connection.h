// One connection as the bus thread keeps it: what clients may ask about it, who holds it, whom to tell.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "dataplane/forwarder.h"
#include "manager/bus_client.h"
#include "manager/dial_observer.h"
#include "manager/event_loop.h"

namespace openras::manager {

/// created -> dialling -> connected -> (hanging up | ended); dialling may go to either end at once.
enum class Phase : std::uint8_t {
    Created,  ///< Dial was called, Start or Wait was not
    Dialling,
    Connected,  ///< also while `dying`
    HangingUp,  ///< being torn down by request
    Ended       ///< failed or dropped; torn down; kept for its cause to be read
};

/// The same connection is the one with the same owner, book and entry.
struct ConnectionKey {
    uid_t owner = 0;
    std::string phonebook;
    std::string entry;
    auto operator<=>(const ConnectionKey&) const = default;
};

struct Connection {
    Handle handle = 0;
    ConnectionKey key;
    std::string dial_id;
    std::string guid;  ///< the entry's, "" = none
    bool system_book = false;
    Phase phase = Phase::Created;
    std::unique_ptr<DialPlan> plan;  ///< handed to the reactor by Start or Wait, when there is no predecessor any more
    bool dying = false;              ///< lost after it was connected, and not torn down yet
    Handle predecessor = 0;          ///< a dying one of the same key, which may hold the interface's name still

    // What clients see.
    bus::StatusReply status;
    bus::CauseReply cause;
    std::optional<bus::ProjectionReply> projection;
    std::string interface_name;
    std::string remote;
    std::uint64_t bits_per_second = 0;
    TimePoint begun{};
    std::optional<TimePoint> connected_at;
    std::map<std::uint64_t, dataplane::Counters> cleared;  ///< process id -> the counters when it cleared them

    // Who holds it: process id -> references.
    std::map<std::uint64_t, unsigned> references;
    std::uint64_t dialler = 0;  ///< process that dialled, while the dial is not established
    pid_t dialler_pid = 0;
    std::uint32_t dialler_thread = 0;

    // Whom to tell.
    std::uint32_t channel = 0;       ///< bus client notified; 0 = none (synchronous, or no longer wanted)
    bool muted = false;              ///< RasDialFunc2 returned 0
    std::uint64_t notification = 0;  ///< number of the one that is unanswered, 0 = none
    std::function<void()> proceed;   ///< lets the dial go on when it is answered
    bool waiting_for_client = false;
    EventLoop::TimerId not_pumping_timer = 0;
    std::map<std::uint32_t, bool> to_greet;  ///< channels that found it connected and hear so at Start; true = has come
    std::map<std::uint64_t, std::uint32_t> greetings;  ///< those that are unanswered: number -> channel

    // Calls to be answered.
    std::optional<Responder> waiter;  ///< Wait
    std::uint32_t waiter_client = 0;
    std::vector<Responder> hang_up_waiters;
    bool hang_up_deferred = false;  ///< takes effect when `notification` is answered
    bool paused = false;            ///< its handler has returned from a paused state; waits for Dial to resume it
    bool resumed = false;           ///< resumed by Dial, goes on at Start or Wait
    ppp::Credentials resume_credentials;
    bool aborted = false;              ///< ended since its caller did; nobody needs its cause once the process is gone
    EventLoop::TimerId end_timer = 0;  ///< limit of a hang-up, or of keeping an ended one
};

/// A user sees and ends own connections; root and the members of the group all.
inline bool may_see(const ClientProcess& viewer, const Connection& connection) {
    return viewer.privileged || viewer.uid == connection.key.owner;
}

inline DialEnd user_hung_up(std::string who) {
    return {{ERROR_USER_DISCONNECTION, std::move(who), {}}, ppp::EndedBy::User};
}

inline std::uint64_t monotonic_microseconds() {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch()).count());
}

inline std::uint64_t milliseconds_since(TimePoint then) {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - then).count());
}

}  // namespace openras::manager
