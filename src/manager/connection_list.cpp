// What clients see of all connections: lists for RasEnumConnections and `rasdial --status`, signals for `--watch`.
#include "manager/connection_table.h"
#include "manager/projection.h"

namespace openras::manager {

bus::ConnectionInfo ConnectionTable::info(const Connection& connection, const ClientProcess& viewer) const {
    bus::ConnectionInfo out;
    out.handle = connection.handle;
    out.dial_id = connection.dial_id;
    out.entry = connection.key.entry.empty() ? "." + connection.status.phone_number : connection.key.entry;
    out.phonebook = connection.key.phonebook;
    out.guid = connection.guid;
    out.system_book = connection.system_book;
    out.owner_uid = connection.key.owner;
    out.owned = viewer.uid == connection.key.owner;
    out.state = connection.status.state;
    out.dial_error = connection.status.dial_error;
    out.ended_by = connection.cause.ended_by;
    out.text = connection.cause.text;
    out.peer_text = connection.cause.peer_text;
    out.device_type = connection.status.device_type;
    out.device_name = connection.status.device_name;
    out.phone_number = connection.status.phone_number;
    out.interface_name = connection.interface_name;
    if (connection.projection) {
        out.ipv4_local = connection.projection->ipv4_local;
        out.ipv4_peer = connection.projection->ipv4_peer;
        out.dns_primary = connection.projection->dns_primary;
        out.dns_secondary = connection.projection->dns_secondary;
        out.ipv6_local = link_local_text(connection.projection->ipv6_local_id);
        out.ipv6_peer = link_local_text(connection.projection->ipv6_peer_id);
        out.mtu = connection.projection->mtu;
        out.ipv4_text = connection.projection->ipv4_text;
        out.ipv6_text = connection.projection->ipv6_text;
        out.dns_advertised = connection.projection->dns_advertised;
        out.search = connection.projection->search;
    }
    out.age_ms = milliseconds_since(connection.begun);
    out.connected_ms = connection.connected_at ? milliseconds_since(*connection.connected_at) : 0;
    for (const auto& [process, count] : connection.references) out.references += count;
    out.waiting_for_client = connection.waiting_for_client;
    out.client_pid = static_cast<std::uint32_t>(connection.dialler_pid);
    out.client_tid = connection.dialler_thread;
    out.remote = connection.remote;
    return out;
}

bus::EnumReply ConnectionTable::list(const ClientProcess& viewer, bool all, const CounterMap& counters) const {
    bus::EnumReply reply;
    for (const auto& [handle, connection] : connections_) {
        if (!may_see(viewer, *connection)) continue;
        const bool dialled_by_viewer = connection->phase == Phase::Dialling && viewer.uid == connection->key.owner;
        const bool up = connection->phase == Phase::Connected && !connection->dying;
        if (!all && !up && !dialled_by_viewer) continue;
        bus::ConnectionInfo one = info(*connection, viewer);
        if (const auto count = counters.find(handle); count != counters.end()) {
            one.bytes_sent = count->second.sent.bytes;
            one.packets_sent = count->second.sent.packets;
            one.bytes_received = count->second.received.bytes;
            one.packets_received = count->second.received.packets;
        }
        reply.connections.push_back(std::move(one));
    }
    return reply;
}

void ConnectionTable::enumerate(BusClient& client, bool all, Responder answer) {
    if (!all) return answer.send(list(client.process(), false, {}));
    auto shared = std::make_shared<Responder>(std::move(answer));
    dialler_->collect_counters([this, id = client.id, shared](CounterMap counters) {
        loop_.post([this, id, shared, counters = std::move(counters)] {
            if (const BusClient* asker = server_->find(id); asker != nullptr)
                shared->send(list(asker->process(), true, counters));
        });
    });
}

void ConnectionTable::subscribe(BusClient& client, Responder answer) {
    subscribers_.insert(&client);
    answer.send(list(client.process(), true, {}));
}

void ConnectionTable::publish(const Connection& connection, bool gone) {
    std::erase_if(subscribers_, [&](BusClient* client) {
        if (!may_see(client->process(), connection)) return false;
        client->signal(bus::signal::state_changed,
                       bus::StateChanged{.gone = gone, .connection = info(connection, client->process())});
        if (client->unread() <= config_.max_unread) return false;
        // Not now: its end may be the end of the very connection that is being spoken of.
        loop_.post([this, id = client->id] {
            if (BusClient* slow = server_->find(id); slow != nullptr) server_->close(*slow);
        });
        return true;
    });
}

}  // namespace openras::manager
