// The client's side of one connection to the manager: connects, checks who listens there, makes typed calls and takes
// out what has arrived. Not thread-safe: a connection has one user at a time.
#pragma once

#include <systemd/sd-bus.h>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/ras_error.h"
#include "bus/codec.h"
#include "bus/messages.h"

namespace openras::bus {

struct MessageUnref {
    void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};
using MessagePtr = std::unique_ptr<sd_bus_message, MessageUnref>;

/// Where the manager listens: OPENRAS_SOCKET (not for set-id programs) or the default.
std::string socket_path();

/// False where a socket is there that this user may not connect to (open() gives error 5).
bool may_connect(const std::string& path);

class Connection {
  public:
    /// Connects and says Hello. 5 where this user may not; 711 with a text where nobody listens or the listener is not
    /// trusted (its uid is neither root's, ours, nor that of the user `openras`); the manager's own error where it
    /// refuses.
    static Expected<std::unique_ptr<Connection>> open(const std::string& path, ConnectionKind kind);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// One call; blocks until the reply, however long (signals do not interrupt it). 711 when the manager is gone.
    /// What else arrives meanwhile stays queued in memory (see has_queued()).
    template <Record Request, Record Reply>
    Expected<Reply> call(const char* method, const Request& request) {
        MessagePtr message = new_call(method);
        if (!message || append_body(message.get(), request) < 0)
            return failure(ERROR_RASMAN_CANNOT_INITIALIZE, "out of memory");
        auto reply = exchange(std::move(message));
        if (!reply) return std::unexpected(reply.error());
        Reply body{};
        if (read_body(reply->get(), body) < 0)
            return failure(ERROR_RASMAN_CANNOT_INITIALIZE,
                           "the manager's answer to " + std::string(method) + " was not understood");
        return body;
    }

    /// Takes out the next message that has arrived (a Notify call, a signal) without blocking; null = none now.
    /// 711 when the manager is gone.
    Expected<MessagePtr> take();
    /// Blocks in poll() until something may have arrived or the time is over.
    void wait_readable(std::optional<std::chrono::milliseconds> timeout);
    /// True while messages wait in memory that poll() on the socket does not show.
    [[nodiscard]] bool has_queued();

    /// Answers a Notify call.
    template <Record Reply>
    bool reply(sd_bus_message* to, const Reply& body) {
        sd_bus_message* raw = nullptr;
        if (sd_bus_message_new_method_return(to, &raw) < 0) return false;
        MessagePtr message(raw);
        return append_body(raw, body) >= 0 && send(raw);
    }

    [[nodiscard]] int fd() const;
    [[nodiscard]] std::uint32_t id() const { return id_; }
    [[nodiscard]] const std::string& manager_version() const { return version_; }

    /// For the child after fork(): closes the socket without a word and forgets the bus object (sd-bus refuses to work
    /// in a forked child).
    void abandon_after_fork();
    /// Shuts the socket down and closes it now, from a thread that is ending.
    void shut_down();

  private:
    Connection() = default;
    MessagePtr new_call(const char* method);
    Expected<MessagePtr> exchange(MessagePtr message);
    bool send(sd_bus_message* message);

    sd_bus* bus_ = nullptr;
    int socket_ = -1;                ///< owned by bus_; kept since sd-bus does not tell it in a forked child
    std::deque<MessagePtr> queued_;  ///< taken out of sd-bus during a call, not yet asked for
    std::uint32_t id_ = 0;
    std::string version_;
};

}  // namespace openras::bus
