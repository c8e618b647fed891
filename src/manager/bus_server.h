// Listens on the manager's socket, learns from the kernel who connects, and hands typed calls to the service. All on
// the bus thread; one message of a connection a turn (sd-event dispatches one at a time), so that nobody is starved.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/unique_fd.h"
#include "manager/bus_client.h"
#include "manager/config.h"
#include "manager/credential_calls.h"
#include "manager/event_loop.h"

namespace openras::manager {

/// What the calls mean; implemented by ConnectionTable.
class BusService {
  public:
    virtual ~BusService() = default;
    virtual void dial(BusClient& client, bus::DialRequest request, Responder answer) = 0;
    virtual void start(BusClient& client, const bus::StartRequest& request, Responder answer) = 0;
    virtual void wait(BusClient& client, std::uint32_t handle, Responder answer) = 0;
    virtual void hang_up(BusClient& client, const bus::HangUpRequest& request, Responder answer) = 0;
    virtual bus::StatusReply status(BusClient& client, std::uint32_t handle) = 0;
    virtual bus::ProjectionReply projection(BusClient& client, std::uint32_t handle) = 0;
    virtual bus::CauseReply cause(BusClient& client, std::uint32_t handle) = 0;
    virtual void enumerate(BusClient& client, bool all, Responder answer) = 0;
    virtual void subscribe(BusClient& client, Responder answer) = 0;
    virtual bus::LinkReply link(BusClient& client, const bus::LinkRequest& request) = 0;
    virtual void statistics(BusClient& client, const bus::LinkRequest& request, Responder answer) = 0;
    virtual void clear_statistics(BusClient& client, const bus::LinkRequest& request, Responder answer) = 0;
    /// A connection has closed; nothing may be sent to it any more.
    virtual void client_gone(BusClient& client) = 0;
    /// The process has ended; all its connections are gone.
    virtual void process_gone(ClientProcess& process) = 0;
};

class BusServer {
  public:
    /// @param listener  a listening UNIX stream socket
    BusServer(EventLoop& loop, const Config& config, BusService& service, CredentialCalls& credentials,
              UniqueFd listener, gid_t group);
    ~BusServer();

    /// The connection with that id, or null.
    [[nodiscard]] BusClient* find(std::uint32_t id) const;
    [[nodiscard]] const std::map<std::uint32_t, std::shared_ptr<BusClient>>& clients() const { return clients_; }
    /// Closes a connection, soon.
    void close(BusClient& client);

  private:
    void listen();
    void accept_one();
    std::shared_ptr<ClientProcess> identify(int fd);
    /// @param process  the caller's own pointer, not that of processes_, which goes
    void process_ended(const std::shared_ptr<ClientProcess>& process);
    static int on_message(sd_bus_message* message, void* user, sd_bus_error* error);
    void dispatch(BusClient& client, sd_bus_message* message);
    void hello(BusClient& client, sd_bus_message* message, Responder answer);

    EventLoop& loop_;
    const Config& config_;
    BusService& service_;
    CredentialCalls& credentials_;
    UniqueFd listener_;
    gid_t group_;
    std::map<std::uint32_t, std::shared_ptr<BusClient>> clients_;
    std::map<std::pair<pid_t, uid_t>, std::shared_ptr<ClientProcess>> processes_;
    EventLoop::WatchId listening_ = 0;
    std::unordered_map<uid_t, std::weak_ptr<UserLoad>> load_of_user_;
    std::uint32_t next_client_ = 1;
    std::uint64_t next_process_ = 1;
};

}  // namespace openras::manager
