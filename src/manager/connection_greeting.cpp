// Dialling what is connected already: an asynchronous caller hears one Connected, or, where the connection has ended
// since it was found, that end.
#include <utility>

#include "manager/connection_table.h"

namespace openras::manager {

void ConnectionTable::greet(Connection& connection, std::uint32_t channel) {
    connection.to_greet.erase(channel);
    BusClient* client = server_->find(channel);
    if (client == nullptr) return;
    const bool up = connection.phase == Phase::Connected;
    const std::uint64_t number = next_notification_++;
    const bool sent = client->notify(
        {.handle = connection.handle,
         .state = up ? std::uint32_t{RASCS_Connected} : connection.cause.state,
         .error = up ? 0 : connection.cause.dial_error,
         .sent_us = monotonic_microseconds()},
        [this, handle = connection.handle, number](bool /*keep*/) { greeting_answered(handle, number); });
    if (sent) connection.greetings[number] = channel;
}

void ConnectionTable::greeting_answered(Handle handle, std::uint64_t notification) {
    Connection* connection = find(handle);
    if (connection == nullptr || connection->greetings.erase(notification) == 0) return;
    if (connection->hang_up_deferred) begin_hang_up(*connection, user_hung_up("hung up in a handler"));
}

bool ConnectionTable::is_being_told(const Connection& connection, const ClientProcess& process) const {
    for (const auto& [number, channel] : connection.greetings)
        if (const BusClient* client = server_->find(channel); client != nullptr && &client->process() == &process)
            return true;
    return false;
}

void ConnectionTable::withdraw_greetings(Connection& connection) {
    std::set<std::uint32_t> told;
    for (const auto& [number, channel] : std::exchange(connection.greetings, {})) told.insert(channel);
    for (const auto& [channel, started] : connection.to_greet)
        if (started) told.insert(channel);
    for (const std::uint32_t channel : told) greet(connection, channel);
}

bool ConnectionTable::forget_greetings(Connection& connection, std::uint32_t channel) {
    const auto running = std::erase_if(connection.greetings, [&](const auto& one) { return one.second == channel; });
    return connection.to_greet.erase(channel) + running != 0;
}

}  // namespace openras::manager
