// One client connection as the bus thread sees it, the process behind it, and an answer that may be given later.
#pragma once

#include <systemd/sd-bus.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/unique_fd.h"
#include "bus/codec.h"
#include "bus/messages.h"

namespace openras::manager {

class BusClient;

/// What a user's connections keep the manager busy with, all together.
struct UserLoad {
    unsigned clients = 0;
    unsigned pending_calls = 0;
};

/// A client process, known by its pidfd: identity comes from the kernel, and a pid used again is another process.
struct ClientProcess {
    pid_t pid = 0;
    uid_t uid = 0;
    bool privileged = false;  ///< root or a member of the group: sees and ends every connection
    UniqueFd pidfd;
    std::uint64_t watch = 0;
    std::uint64_t id = 0;  ///< never used again
    std::set<BusClient*> clients;
    std::shared_ptr<UserLoad> user;
};

/// Answers one call, at once or later; without send() the caller hears that the manager refused it.
class Responder {
  public:
    Responder(std::weak_ptr<BusClient> client, sd_bus_message* call);
    ~Responder();
    Responder(Responder&& other) noexcept;
    Responder& operator=(Responder&&) = delete;

    template <bus::Record Reply>
    void send(const Reply& body) {
        if (sd_bus_message* reply = begin(); reply != nullptr) finish(reply, bus::append_body(reply, body));
    }

  private:
    sd_bus_message* begin();
    void finish(sd_bus_message* reply, int appended);
    void settle();

    std::weak_ptr<BusClient> client_;
    sd_bus_message* call_ = nullptr;
};

class BusClient : public std::enable_shared_from_this<BusClient> {
  public:
    BusClient(sd_bus* bus, std::shared_ptr<ClientProcess> process);
    ~BusClient();
    BusClient(const BusClient&) = delete;
    BusClient& operator=(const BusClient&) = delete;

    /// Sends Notify; `answered(keep)` runs when the handler has returned, not at all where the client goes before.
    /// @return false where the client is gone already
    bool notify(const bus::Notification& notification, std::function<void(bool keep)> answered);

    template <bus::Record Body>
    void signal(const char* name, const Body& body) {
        sd_bus_message* message = nullptr;
        if (closed || sd_bus_message_new_signal(bus_, &message, bus::object_path, bus::interface_name, name) < 0)
            return;
        if (bus::append_body(message, body) >= 0) sd_bus_send(bus_, message, nullptr);
        sd_bus_message_unref(message);
    }

    [[nodiscard]] sd_bus* get() const { return bus_; }
    [[nodiscard]] ClientProcess& process() const { return *process_; }
    /// Messages that the client has not read yet.
    [[nodiscard]] std::uint64_t unread() const;
    /// @param by  1: a call has come, -1: it has been answered
    void count_call(int by);

    std::uint32_t id = 0;
    bus::ConnectionKind kind = bus::ConnectionKind::Call;
    std::uint32_t thread = 0;
    unsigned pending_calls = 0;  ///< changed by count_call() only
    bool greeted = false;        ///< has said Hello
    bool closed = false;         ///< is being forgotten
    bool has_dials = false;      ///< a dial notifies it, or its caller waits on it for one

  private:
    sd_bus* bus_;
    std::shared_ptr<ClientProcess> process_;
};

}  // namespace openras::manager
