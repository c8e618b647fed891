// All connections of the manager: makes and finds them, counts who holds them, carries notifications between a dial and
// its client, and decides what happens when clients end. The rules are docs/architecture.md, section 2. Lives on the
// bus thread; the reactor's reports are posted to it.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <unordered_map>

#include "base/log.h"
#include "manager/bus_server.h"
#include "manager/connection.h"
#include "manager/credential_store.h"
#include "manager/dialler.h"
#include "manager/handle_sequence.h"

namespace openras::manager {

class ConnectionTable final : public BusService, public DialObserver {
  public:
    ConnectionTable(EventLoop& loop, const Config& config, RandomSource& random);
    ~ConnectionTable() override;
    /// The other halves, which need this one to exist first.
    /// @param store  of the credentials that callers leave out; null = none
    void attach(BusServer& server, Dialler& dialler, CredentialStore* store) {
        server_ = &server;
        dialler_ = &dialler;
        store_ = store;
    }

    // BusService
    void dial(BusClient& client, bus::DialRequest request, Responder answer) override;
    void start(BusClient& client, const bus::StartRequest& request, Responder answer) override;
    void wait(BusClient& client, std::uint32_t handle, Responder answer) override;
    void hang_up(BusClient& client, const bus::HangUpRequest& request, Responder answer) override;
    bus::StatusReply status(BusClient& client, std::uint32_t handle) override;
    bus::ProjectionReply projection(BusClient& client, std::uint32_t handle) override;
    bus::CauseReply cause(BusClient& client, std::uint32_t handle) override;
    void enumerate(BusClient& client, bool all, Responder answer) override;
    void subscribe(BusClient& client, Responder answer) override;
    bus::LinkReply link(BusClient& client, const bus::LinkRequest& request) override;
    void statistics(BusClient& client, const bus::LinkRequest& request, Responder answer) override;
    void clear_statistics(BusClient& client, const bus::LinkRequest& request, Responder answer) override;
    void client_gone(BusClient& client) override;
    void process_gone(ClientProcess& process) override;

    // DialObserver (any thread)
    void announce(Handle handle, RASCONNSTATE state, DialFacts facts, std::function<void()> proceed) override;
    void projected(Handle handle, bus::ProjectionReply projection) override;
    void ending(Handle handle) override;
    void ended(Handle handle, DialEnd end) override;
    void hung_up(Handle handle) override;

  private:
    [[nodiscard]] Connection* find(Handle handle);
    /// The connection if this client may see it.
    [[nodiscard]] Connection* visible(const BusClient& client, Handle handle);
    /// The connection whose link `request` names, if it is up. 6, 668
    [[nodiscard]] Expected<Connection*> connected_link(const BusClient& client, const bus::LinkRequest& request);

    /// The channel of that number if it is this client's own process's.
    [[nodiscard]] BusClient* own_channel(const BusClient& client, std::uint32_t number) const;
    /// Where a dial's credentials are stored.
    struct StoredName {
        EntryName entry;
        std::string guid;
        bool system_book = false;
    };
    /// Reads the entry of the system's book. 621, 622, 623, 625
    Expected<void> read_system_entry(bus::DialRequest& request) const;
    [[nodiscard]] bool looks_into_store(const bus::DialRequest& request) const;
    [[nodiscard]] static bool is_as_it_stands(const bus::DialRequest& request);
    std::optional<StoredName> stored_name(const BusClient& client, const bus::DialRequest& request);
    bus::DialReply begin(BusClient& client, bus::DialRequest request);
    bus::DialReply make(BusClient& client, bus::DialRequest request);
    bus::DialReply resume(BusClient& client, const bus::DialRequest& request);
    bool set_going(Connection& connection);
    void on_announce(Handle handle, RASCONNSTATE state, DialFacts facts, std::function<void()> proceed);
    void on_projected(Handle handle, bus::ProjectionReply projection);
    void on_ending(Handle handle);
    void on_ended(Handle handle, DialEnd end);
    void on_hung_up(Handle handle);

    /// @return false where nobody is to be told
    bool notify(Connection& connection, RASCONNSTATE state, std::uint32_t error);
    void answered(Handle handle, std::uint64_t notification, bool keep);
    void forget_notification(Connection& connection);
    void client_does_not_pump(Handle handle);

    // Dialling what is connected already.
    void greet(Connection& connection, std::uint32_t channel);
    void greeting_answered(Handle handle, std::uint64_t notification);
    /// Whether a handler of this process is running, or about to, because it was told of this connection.
    [[nodiscard]] bool is_being_told(const Connection& connection, const ClientProcess& process) const;
    /// The last word to those that have not handled their Connected.
    void withdraw_greetings(Connection& connection);
    /// @return whether there were any of that channel
    static bool forget_greetings(Connection& connection, std::uint32_t channel);

    void give_up_key(const Connection& connection);
    void let_successor_go(const Connection& connection);
    void begin_hang_up(Connection& connection, DialEnd end);
    void abort(Connection& connection, const std::string& why);
    void keep_or_drop(Connection& connection);
    void remove(Connection& connection);
    void publish(const Connection& connection, bool gone);
    [[nodiscard]] bus::ConnectionInfo info(const Connection& connection, const ClientProcess& viewer) const;
    [[nodiscard]] bus::EnumReply list(const ClientProcess& viewer, bool all, const CounterMap& counters) const;
    void log(spdlog::level::level_enum level, const Connection& connection, const std::string& message) const;

    EventLoop& loop_;
    const Config& config_;
    RandomSource& random_;
    BusServer* server_ = nullptr;
    Dialler* dialler_ = nullptr;
    CredentialStore* store_ = nullptr;
    std::unordered_map<Handle, std::unique_ptr<Connection>> connections_;
    std::map<ConnectionKey, Handle> by_key_;  ///< created, dialling and connected ones
    std::map<ConnectionKey, Handle> dying_;
    std::unordered_map<uid_t, unsigned> dials_of_user_;
    std::set<BusClient*> subscribers_;
    HandleSequence handles_;
    std::uint64_t next_notification_ = 1;
};

}  // namespace openras::manager
