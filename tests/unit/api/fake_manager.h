// A manager for tests of the library: an sd-bus server in a thread of the test, on a socket in a directory of its own.
// Each dial follows a script of notifications; the test sees every event in order and can hold or kill the manager.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/unique_fd.h"
#include "bus/connection.h"

namespace openras::test {

using namespace std::chrono_literals;

/// What the manager announces, one after the other, each when the one before has been answered.
struct Step {
    std::uint32_t state = 0;
    std::uint32_t error = 0;
};
using Script = std::vector<Step>;

/// OpenPort to Connected.
Script whole_dial();

struct Event {
    enum class Kind { Dialled, Started, Waiting, Notified, Answered, HungUp, Aborted };
    Kind kind = Kind::Dialled;
    std::uint32_t handle = 0;
    std::uint32_t state = 0;
    bool keep = true;       ///< Answered
    bool deferred = false;  ///< HungUp
    bool operator==(const Event&) const = default;
};

struct FakeDial {
    bus::DialRequest request;
    Script script;
    std::size_t next = 0;
    bool outstanding = false;
    bool established = false;
    bool over = false;  ///< nothing more is announced
    bus::StatusReply status;
    sd_bus_message* waiter = nullptr;
    std::uint32_t wait_connection = 0;
    bool hang_up_deferred = false;
};

/// What is stored for an entry; the manager's store without its protections.
struct FakeVault {
    std::uint32_t items = 0;
    std::string user, domain, callback_number, guid;
    Secret password, pre_shared_key, eap_data;
};

class FakeManager {
  public:
    FakeManager();
    ~FakeManager();
    FakeManager(const FakeManager&) = delete;
    FakeManager& operator=(const FakeManager&) = delete;

    // Set before the call that they are for.
    Script script = whole_dial();   ///< of the next dials
    std::uint32_t wait_result = 0;  ///< of a synchronous dial
    bool hold_wait = false;         ///< a synchronous dial goes on until release_waits()
    bool hold_start = false;        ///< nothing is announced until announce()
    bus::DialReply refusal;         ///< with an error: what Dial answers
    bus::ProjectionReply projection;
    bus::CauseReply cause;
    bus::StatisticsReply statistics;  ///< with an error: of clearing, too
    bus::LinkRequest last_link;       ///< what GetStatistics, ClearStatistics or GetLink asked for last
    std::vector<bus::ConnectionInfo> connections;

    /// Ends without a word, as by kill -9; a call that waits is cut off. start() brings up another one.
    void kill();
    void start();

    /// Waits until the condition holds over the events so far; fails after 10 s.
    bool wait_for(const std::function<bool(const std::vector<Event>&)>& condition);
    bool wait_for(Event::Kind kind, std::uint32_t state = 0, std::size_t times = 1);
    std::vector<Event> events();
    std::size_t count(Event::Kind kind);
    FakeDial dial(std::uint32_t handle);
    /// Stored for this entry of whatever book; empty where nothing is.
    FakeVault vault(const std::string& entry, bool everyone = false);
    std::uint32_t last_handle();
    std::size_t open_connections(bus::ConnectionKind kind);

    /// Sends a notification now, whatever the script says.
    void announce(std::uint32_t handle, Step step);
    /// Lets the synchronous dials that wait end.
    void release_waits();
    /// Somebody has called Subscribe.
    bool wait_for_subscriber();
    /// Closes the subscribers' connections, as the real one does where they do not read.
    void cut_off_subscribers();
    /// The signal to the subscribers.
    void publish(const bus::StateChanged& change);
    /// The signal to the process connections.
    void say_not_pumping(const bus::NotPumping& about);

  private:
    struct Client;
    void run();
    void post(std::function<void()> job);
    void accept_one();
    void on_message(Client& client, sd_bus_message* message);
    bool on_credentials(const std::string& method, sd_bus_message* message);
    void on_closed(std::uint32_t id);
    void record(Event event);
    void advance(std::uint32_t handle);
    void send_notification(std::uint32_t handle, Step step);
    void end(std::uint32_t handle);

    std::string directory_;
    std::string path_;
    UniqueFd listener_;
    UniqueFd wakeup_;
    std::thread thread_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::vector<std::function<void()>> jobs_;
    std::vector<Event> events_;
    std::map<std::uint32_t, FakeDial> dials_;
    std::map<std::pair<std::string, bool>, FakeVault> vaults_;  ///< by entry, and whether everyone's
    std::map<std::uint32_t, std::unique_ptr<Client>> clients_;
    std::uint32_t next_id_ = 1;
    static constexpr std::uint32_t first_handle = 0x70000001;
    std::uint32_t next_handle_ = first_handle;
};

}  // namespace openras::test
