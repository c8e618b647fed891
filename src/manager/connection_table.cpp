#include "manager/connection_table.h"

#include <fmt/format.h>

#include "base/log.h"
#include "manager/entry_lookup.h"
#include "manager/projection.h"
#include "manager/state_text.h"

namespace openras::manager {

namespace {

/// Paused, its handler has returned, and nobody has resumed it yet.
bool may_be_resumed(const Connection& connection) {
    return connection.phase == Phase::Dialling && connection.paused && connection.notification == 0 &&
           !connection.resumed;
}

}  // namespace

ConnectionTable::ConnectionTable(EventLoop& loop, const Config& config, RandomSource& random)
    : loop_(loop), config_(config), random_(random), handles_(random.u32()) {}

ConnectionTable::~ConnectionTable() = default;

Connection* ConnectionTable::find(Handle handle) {
    const auto found = connections_.find(handle);
    return found == connections_.end() ? nullptr : found->second.get();
}

Connection* ConnectionTable::visible(const BusClient& client, Handle handle) {
    Connection* connection = find(handle);
    if (connection == nullptr) return nullptr;
    return may_see(client.process(), *connection) ? connection : nullptr;
}

void ConnectionTable::log(spdlog::level::level_enum level, const Connection& connection,
                          const std::string& message) const {
    log_dial(level, connection.dial_id, connection.key.entry, std::string(state_name(connection.status.state)),
             message);
}

// ---- calls
// -----------------------------------------------------------------------------------------------------------

BusClient* ConnectionTable::own_channel(const BusClient& client, std::uint32_t number) const {
    BusClient* channel = number == 0 ? nullptr : server_->find(number);
    return channel != nullptr && &channel->process() == &client.process() ? channel : nullptr;
}

bus::DialReply ConnectionTable::make(BusClient& client, bus::DialRequest request) {
    const ClientProcess& process = client.process();
    bus::DialReply reply;
    const auto refuse = [&reply](std::uint32_t error, std::string text) {
        reply.error = error;
        reply.text = std::move(text);
        return reply;
    };
    BusClient* channel = own_channel(client, request.channel);
    if (request.channel != 0 && channel == nullptr)
        return refuse(ERROR_INVALID_PARAMETER, "the channel is not one of this process");
    const ConnectionKey key{process.uid, request.phonebook, request.entry};
    if (const auto known = by_key_.find(key); !request.entry.empty() && known != by_key_.end()) {
        Connection& connection = *find(known->second);
        if (connection.phase != Phase::Connected)
            return refuse(ERROR_DIAL_ALREADY_IN_PROGRESS, "this entry is being dialled already");
        ++connection.references[process.id];
        if (channel != nullptr) {
            connection.to_greet[channel->id] = false;
            channel->has_dials = true;
        }
        reply.handle = connection.handle;
        reply.existing = true;
        publish(connection, false);
        return reply;
    }
    if (dials_of_user_[process.uid] >= config_.max_dials_per_user)
        return refuse(ERROR_PORT_NOT_AVAILABLE,
                      fmt::format("this user has {} connections already", config_.max_dials_per_user));

    auto connection = std::make_unique<Connection>();
    do connection->handle = handles_.next();
    while (connections_.contains(connection->handle));
    connection->key = key;
    connection->dial_id = fmt::format("{:08x}", random_.u32());
    connection->guid = request.settings.guid;
    connection->system_book = request.system_book;
    connection->begun = Clock::now();
    connection->references[process.id] = 1;
    connection->dialler = process.id;
    connection->dialler_pid = process.pid;
    connection->dialler_thread = channel != nullptr ? channel->thread : 0;
    if (channel != nullptr) channel->has_dials = true;
    connection->channel = request.channel;
    connection->status.state = RASCS_OpenPort;
    connection->status.device_type = request.settings.device_type;
    connection->status.phone_number =
        request.phone_number.empty() ? request.settings.phone_number : request.phone_number;
    connection->plan = std::make_unique<DialPlan>(plan_of(*connection, std::move(request), process.privileged));
    if (!key.entry.empty()) by_key_[key] = connection->handle;
    if (const auto old = dying_.find(key); old != dying_.end()) connection->predecessor = old->second;
    ++dials_of_user_[process.uid];
    reply.handle = connection->handle;
    log(spdlog::level::info, *connection,
        fmt::format("asked for by pid {} (uid {}){}", process.pid, process.uid,
                    channel != nullptr ? fmt::format(", notifying thread {}", channel->thread) : ""));
    connections_.emplace(reply.handle, std::move(connection));
    return reply;
}

bus::DialReply ConnectionTable::resume(BusClient& client, const bus::DialRequest& request) {
    bus::DialReply reply;
    Connection* connection = visible(client, request.resume);
    if (connection == nullptr) {
        reply.error = ERROR_INVALID_HANDLE;
        return reply;
    }
    reply.handle = connection->handle;
    BusClient* channel = own_channel(client, request.channel);
    if (!may_be_resumed(*connection) || (request.channel != 0 && channel == nullptr)) {
        reply.error = ERROR_INVALID_PARAMETER;
        reply.text = "the dial is not paused, or its handler has not returned yet";
        return reply;
    }
    connection->channel = request.channel;
    connection->dialler_thread = channel != nullptr ? channel->thread : 0;
    if (channel != nullptr) channel->has_dials = true;
    connection->dialler = client.process().id;
    connection->dialler_pid = client.process().pid;
    connection->resumed = true;
    connection->resume_credentials = credentials_of(request);
    return reply;
}

bool ConnectionTable::set_going(Connection& connection) {
    if (connection.resumed) {
        connection.resumed = false;
        connection.paused = false;
        dialler_->resume(connection.handle, std::move(connection.resume_credentials));
        connection.resume_credentials = {};
        return true;
    }
    if (connection.phase != Phase::Created) return false;
    connection.phase = Phase::Dialling;
    if (connection.predecessor != 0) {
        log(spdlog::level::info, connection, "waits until the lost connection of this entry is torn down");
        return true;
    }
    dialler_->dial(std::move(*connection.plan));
    connection.plan.reset();
    return true;
}

void ConnectionTable::start(BusClient& client, const bus::StartRequest& request, Responder answer) {
    Connection* connection = visible(client, request.handle);
    if (connection == nullptr) return answer.send(bus::ErrorReply{ERROR_INVALID_HANDLE});
    if (const auto found = connection->to_greet.find(request.channel);
        found != connection->to_greet.end() && own_channel(client, request.channel) != nullptr) {
        answer.send(bus::ErrorReply{0});
        found->second = true;
        if (!connection->dying) greet(*connection, request.channel);  // else when all is torn down
        return;
    }
    answer.send(bus::ErrorReply{set_going(*connection) ? 0u : ERROR_INVALID_PARAMETER});
}

void ConnectionTable::wait(BusClient& client, std::uint32_t handle, Responder answer) {
    Connection* connection = visible(client, handle);
    if (connection == nullptr) return answer.send(bus::ErrorReply{ERROR_INVALID_HANDLE});
    if (connection->phase == Phase::Connected) return answer.send(bus::ErrorReply{0});
    if (connection->waiter || !set_going(*connection)) return answer.send(bus::ErrorReply{ERROR_INVALID_PARAMETER});
    connection->waiter.emplace(std::move(answer));
    connection->waiter_client = client.id;
    client.has_dials = true;
}

void ConnectionTable::hang_up(BusClient& client, const bus::HangUpRequest& request, Responder answer) {
    Connection* connection = visible(client, request.handle);
    if (connection == nullptr) {
        // Programs hang up until they hear that there is no such connection any more.
        const bool gone = find(request.handle) == nullptr && handles_.gave_out(request.handle);
        return answer.send(gone ? bus::ErrorReply{ERROR_NO_CONNECTION} : bus::ErrorReply{ERROR_INVALID_HANDLE});
    }
    const std::uint64_t process = client.process().id;
    if (const auto held = connection->references.find(process);
        held != connection->references.end() &&
        (connection->phase == Phase::Connected || connection->phase == Phase::Ended)) {
        if (--held->second == 0) connection->references.erase(held);
        if (!connection->references.empty()) {
            publish(*connection, false);
            return answer.send(bus::ErrorReply{0});
        }
    }
    connection->aborted = false;  // from here on it is this hang-up that ends it: nothing is kept
    if (request.deferred && (connection->notification != 0 || is_being_told(*connection, client.process()))) {
        connection->hang_up_deferred = true;
        return answer.send(bus::ErrorReply{0});
    }
    if (request.deferred || request.no_wait)
        answer.send(bus::ErrorReply{0});
    else
        connection->hang_up_waiters.push_back(std::move(answer));
    begin_hang_up(*connection, user_hung_up(fmt::format("hung up by pid {}", client.process().pid)));
}

bus::StatusReply ConnectionTable::status(BusClient& client, std::uint32_t handle) {
    const Connection* connection = visible(client, handle);
    if (connection == nullptr) return {.error = ERROR_INVALID_HANDLE};
    return connection->status;
}

bus::ProjectionReply ConnectionTable::projection(BusClient& client, std::uint32_t handle) {
    const Connection* connection = visible(client, handle);
    bus::ProjectionReply reply;
    if (connection == nullptr)
        reply.error = ERROR_INVALID_HANDLE;
    else if (!connection->projection)
        reply.error = ERROR_PROJECTION_NOT_COMPLETE;
    else
        reply = *connection->projection;
    return reply;
}

bus::CauseReply ConnectionTable::cause(BusClient& client, std::uint32_t handle) {
    const Connection* connection = visible(client, handle);
    if (connection == nullptr) return {.error = ERROR_INVALID_HANDLE};
    return connection->cause;
}

// ---- notifications
// ---------------------------------------------------------------------------------------------------

void ConnectionTable::announce(Handle handle, RASCONNSTATE state, DialFacts facts, std::function<void()> proceed) {
    loop_.post([this, handle, state, facts = std::move(facts), proceed = std::move(proceed)]() mutable {
        on_announce(handle, state, std::move(facts), std::move(proceed));
    });
}

void ConnectionTable::on_announce(Handle handle, RASCONNSTATE state, DialFacts facts, std::function<void()> proceed) {
    Connection* connection = find(handle);
    if (connection == nullptr || connection->phase != Phase::Dialling) return;  // hung up: the reactor knows
    if (facts.device_name) connection->status.device_name = *facts.device_name;
    if (facts.interface_name) connection->interface_name = *facts.interface_name;
    if (facts.remote) connection->remote = *facts.remote;
    if (facts.bits_per_second) connection->bits_per_second = *facts.bits_per_second;
    if (facts.projection) connection->projection = std::move(facts.projection);
    connection->status.state = static_cast<std::uint32_t>(state);
    connection->paused = (state & RASCS_PAUSED) != 0;
    log(spdlog::level::info, *connection,
        fmt::format("{} ms{}", milliseconds_since(connection->begun), facts.remote ? ", " + *facts.remote : ""));
    if (state == RASCS_Connected) {
        connection->phase = Phase::Connected;
        connection->connected_at = Clock::now();
        log(spdlog::level::info, *connection,
            fmt::format("{} address {} peer {}", connection->interface_name,
                        connection->projection ? connection->projection->ipv4_local : "",
                        connection->projection ? connection->projection->ipv4_peer : ""));
        if (connection->waiter) connection->waiter->send(bus::ErrorReply{0});
        connection->waiter.reset();
    }
    publish(*connection, false);
    if (notify(*connection, state, 0))
        connection->proceed = std::move(proceed);
    else if (connection->phase == Phase::Dialling || connection->phase == Phase::Connected)
        proceed();
}

bool ConnectionTable::notify(Connection& connection, RASCONNSTATE state, std::uint32_t error) {
    if (connection.channel == 0 || connection.muted) return false;
    BusClient* channel = server_->find(connection.channel);
    if (channel == nullptr) return false;
    connection.notification = next_notification_++;
    const bool sent = channel->notify({.handle = connection.handle,
                                       .state = static_cast<std::uint32_t>(state),
                                       .error = error,
                                       .sent_us = monotonic_microseconds()},
                                      [this, handle = connection.handle, number = connection.notification](bool keep) {
                                          answered(handle, number, keep);
                                      });
    if (!sent) {
        connection.notification = 0;
        return false;
    }
    connection.not_pumping_timer =
        loop_.after(config_.not_pumping_after, [this, handle = connection.handle] { client_does_not_pump(handle); });
    return true;
}

void ConnectionTable::answered(Handle handle, std::uint64_t notification, bool keep) {
    Connection* connection = find(handle);
    if (connection == nullptr || connection->notification != notification) return;
    const auto proceed = std::move(connection->proceed);
    forget_notification(*connection);
    if (!keep) connection->muted = true;
    if (connection->hang_up_deferred)
        begin_hang_up(*connection,
                      user_hung_up(fmt::format("hung up by pid {} in its handler", connection->dialler_pid)));
    else if (proceed)
        proceed();
}

void ConnectionTable::forget_notification(Connection& connection) {
    connection.notification = 0;
    connection.proceed = nullptr;
    loop_.cancel(connection.not_pumping_timer);
    if (connection.waiting_for_client) {
        connection.waiting_for_client = false;
        publish(connection, false);
    }
}

void ConnectionTable::client_does_not_pump(Handle handle) {
    Connection* connection = find(handle);
    if (connection == nullptr || connection->notification == 0) return;
    connection->waiting_for_client = true;
    log(spdlog::level::warn, *connection,
        fmt::format("waiting for pid {} thread {} to pump its notifications", connection->dialler_pid,
                    connection->dialler_thread));
    publish(*connection, false);
    const BusClient* channel = server_->find(connection->channel);
    if (channel == nullptr) return;
    for (BusClient* client : channel->process().clients)
        if (client->kind == bus::ConnectionKind::Process)
            client->signal(bus::signal::not_pumping,
                           bus::NotPumping{
                               .handle = handle, .thread = connection->dialler_thread, .entry = connection->key.entry});
}

void ConnectionTable::projected(Handle handle, bus::ProjectionReply projection) {
    loop_.post(
        [this, handle, projection = std::move(projection)]() mutable { on_projected(handle, std::move(projection)); });
}

void ConnectionTable::on_projected(Handle handle, bus::ProjectionReply projection) {
    Connection* connection = find(handle);
    if (connection == nullptr || (connection->phase != Phase::Dialling && connection->phase != Phase::Connected))
        return;
    connection->projection = std::move(projection);
    publish(*connection, false);
}

// ---- ends
// ------------------------------------------------------------------------------------------------------------

void ConnectionTable::ended(Handle handle, DialEnd end) {
    loop_.post([this, handle, end = std::move(end)]() mutable { on_ended(handle, std::move(end)); });
}

void ConnectionTable::hung_up(Handle handle) {
    loop_.post([this, handle] { on_hung_up(handle); });
}

void ConnectionTable::ending(Handle handle) {
    loop_.post([this, handle] { on_ending(handle); });
}

void ConnectionTable::on_ending(Handle handle) {
    Connection* connection = find(handle);
    if (connection == nullptr || connection->phase != Phase::Connected) return;
    connection->dying = true;
    give_up_key(*connection);
    if (!connection->key.entry.empty()) dying_[connection->key] = handle;
}

void ConnectionTable::give_up_key(const Connection& connection) {
    if (const auto known = by_key_.find(connection.key); known != by_key_.end() && known->second == connection.handle)
        by_key_.erase(known);
}

/// Of a connection that is torn down.
void ConnectionTable::let_successor_go(const Connection& connection) {
    const auto old = dying_.find(connection.key);
    if (old == dying_.end() || old->second != connection.handle) return;
    dying_.erase(old);
    const auto known = by_key_.find(connection.key);
    Connection* next = known == by_key_.end() ? nullptr : find(known->second);
    if (next == nullptr) return;
    next->predecessor = 0;
    if (next->phase != Phase::Dialling) return;  // not asked to go yet
    dialler_->dial(std::move(*next->plan));
    next->plan.reset();
}

void ConnectionTable::on_ended(Handle handle, DialEnd end) {
    Connection* connection = find(handle);
    if (connection == nullptr) return;
    if (connection->phase == Phase::HangingUp) return on_hung_up(handle);
    const bool dialling = connection->phase == Phase::Dialling;
    const auto state = static_cast<RASCONNSTATE>(connection->status.state);
    log(spdlog::level::warn, *connection,
        fmt::format("{}: error {}{}{}{}{}", dialling ? "failed" : "dropped", end.error.code,
                    end.error.text.empty() ? "" : ", ", end.error.text,
                    end.error.peer_text.empty() ? "" : ", the peer said: ", end.error.peer_text));
    give_up_key(*connection);
    connection->phase = Phase::Ended;
    connection->dying = false;
    connection->cause = {.state = connection->status.state,
                         .dial_error = end.error.code,
                         .ended_by = static_cast<std::uint32_t>(end.ended_by),
                         .text = end.error.text,
                         .peer_text = end.error.peer_text};
    connection->status.state = RASCS_Disconnected;
    connection->status.dial_error = end.error.code;
    connection->interface_name.clear();
    publish(*connection, false);
    if (dialling) {
        forget_notification(*connection);
        notify(*connection, state, end.error.code);
        if (connection->waiter) connection->waiter->send(bus::ErrorReply{end.error.code});
        connection->waiter.reset();
    }
    let_successor_go(*connection);
    const auto waiting = connection->to_greet;
    for (const auto& [channel, started] : waiting)
        if (started) greet(*connection, channel);
    keep_or_drop(*connection);
}

void ConnectionTable::on_hung_up(Handle handle) {
    Connection* connection = find(handle);
    if (connection == nullptr) return;
    const bool caller_lives = connection->aborted && !connection->references.empty();
    if (!caller_lives) {
        log(spdlog::level::info, *connection, "gone");
        return remove(*connection);
    }
    // The thread that dialled has ended, its process has not: that may still ask why.
    loop_.cancel(connection->end_timer);
    for (Responder& waiter : connection->hang_up_waiters) waiter.send(bus::ErrorReply{0});
    if (!connection->hang_up_waiters.empty()) return remove(*connection);
    connection->phase = Phase::Ended;
    let_successor_go(*connection);
    publish(*connection, false);
}

void ConnectionTable::begin_hang_up(Connection& connection, DialEnd end) {
    switch (connection.phase) {
        case Phase::HangingUp: return;
        case Phase::Created:
        case Phase::Ended: return remove(connection);
        case Phase::Dialling:
        case Phase::Connected: break;
    }
    // Also a Connected that has not been handled yet is withdrawn by this last word.
    const bool tell = connection.phase == Phase::Dialling || connection.notification != 0;
    const auto state = static_cast<RASCONNSTATE>(connection.status.state);
    log(spdlog::level::info, connection, end.error.text);
    give_up_key(connection);
    connection.phase = Phase::HangingUp;
    connection.hang_up_deferred = false;
    connection.cause = {.state = connection.status.state,
                        .dial_error = end.error.code,
                        .ended_by = static_cast<std::uint32_t>(end.ended_by),
                        .text = end.error.text,
                        .peer_text = {}};
    connection.status.state = RASCS_Disconnected;
    connection.status.dial_error = end.error.code;
    forget_notification(connection);
    if (tell) {
        // The last word of a dial, which nobody waits for.
        if (BusClient* channel = connection.muted ? nullptr : server_->find(connection.channel); channel != nullptr)
            channel->notify({.handle = connection.handle,
                             .state = static_cast<std::uint32_t>(state),
                             .error = end.error.code,
                             .sent_us = monotonic_microseconds()},
                            [](bool) {});
        if (connection.waiter) connection.waiter->send(bus::ErrorReply{end.error.code});
        connection.waiter.reset();
    }
    withdraw_greetings(connection);
    publish(connection, false);
    connection.end_timer = loop_.after(config_.hang_up_limit, [this, handle = connection.handle] {
        if (Connection* late = find(handle); late != nullptr) {
            log(spdlog::level::warn, *late, "the teardown takes long; the handle is given up");
            remove(*late);
        }
    });
    dialler_->hang_up(connection.handle, std::move(end));
}

void ConnectionTable::abort(Connection& connection, const std::string& why) {
    connection.aborted = true;
    connection.channel = 0;
    begin_hang_up(connection, {{ERROR_USER_DISCONNECTION, why, {}}, ppp::EndedBy::Manager});
}

void ConnectionTable::keep_or_drop(Connection& connection) {
    if (connection.phase != Phase::Ended || !connection.references.empty()) return;
    if (connection.aborted) return remove(connection);
    loop_.cancel(connection.end_timer);
    connection.end_timer = loop_.after(config_.keep_failed, [this, handle = connection.handle] {
        if (Connection* old = find(handle); old != nullptr) remove(*old);
    });
}

void ConnectionTable::remove(Connection& connection) {
    loop_.cancel(connection.end_timer);
    loop_.cancel(connection.not_pumping_timer);
    publish(connection, true);
    for (Responder& waiter : connection.hang_up_waiters) waiter.send(bus::ErrorReply{0});
    if (connection.waiter) connection.waiter->send(bus::ErrorReply{ERROR_USER_DISCONNECTION});
    give_up_key(connection);
    let_successor_go(connection);
    if (const auto count = dials_of_user_.find(connection.key.owner); --count->second == 0) dials_of_user_.erase(count);
    connections_.erase(connection.handle);
}

void ConnectionTable::client_gone(BusClient& client) {
    subscribers_.erase(&client);
    if (!client.has_dials) return;  // most: one connection for each hang-up
    std::vector<Handle> concerned;
    for (const auto& [handle, connection] : connections_)
        if (forget_greetings(*connection, client.id) || connection->channel == client.id ||
            connection->waiter_client == client.id)
            concerned.push_back(handle);
    for (const Handle handle : concerned) {
        Connection* connection = find(handle);
        if (connection == nullptr) continue;
        const bool ours = connection->channel == client.id || connection->waiter_client == client.id;
        if (!ours) {
            if (connection->hang_up_deferred && connection->notification == 0 && connection->greetings.empty())
                begin_hang_up(*connection, user_hung_up("hung up in the last handler of its thread"));
            continue;
        }
        connection->channel = 0;
        connection->waiter_client = 0;
        connection->waiter.reset();
        if (connection->hang_up_deferred) {
            begin_hang_up(*connection, user_hung_up("hung up in the last handler of its thread"));
        } else if (connection->phase == Phase::Created || connection->phase == Phase::Dialling) {
            abort(*connection,
                  fmt::format(
                      "its caller (pid {}{}) ended before it was established", connection->dialler_pid,
                      connection->dialler_thread != 0 ? fmt::format(" thread {}", connection->dialler_thread) : ""));
        } else {
            forget_notification(*connection);
        }
    }
}

void ConnectionTable::process_gone(ClientProcess& process) {
    std::vector<Handle> held;
    for (const auto& [handle, connection] : connections_) {
        connection->cleared.erase(process.id);
        if (connection->references.contains(process.id) || connection->dialler == process.id) held.push_back(handle);
    }
    for (const Handle handle : held) {
        Connection* connection = find(handle);
        if (connection == nullptr) continue;
        connection->references.erase(process.id);
        const bool dialling = connection->phase == Phase::Created || connection->phase == Phase::Dialling;
        if (dialling && connection->dialler == process.id)
            abort(*connection, fmt::format("its caller (pid {}) ended before it was established", process.pid));
        else
            keep_or_drop(*connection);
    }
}

}  // namespace openras::manager
