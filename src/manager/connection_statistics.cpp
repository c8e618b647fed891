// The counters of a connection, as each client process wants to see them: a process that clears them hurts no other
// one, so the data plane's counters are never touched, only what they were at that moment is remembered.
#include "manager/connection_table.h"

namespace openras::manager {

namespace {

bus::StatisticsReply difference(const dataplane::Counters& now, const dataplane::Counters& before) {
    bus::StatisticsReply reply;
    reply.bytes_sent = now.sent.bytes - before.sent.bytes;
    reply.bytes_received = now.received.bytes - before.received.bytes;
    reply.frames_sent = now.sent.packets - before.sent.packets;
    reply.frames_received = now.received.packets - before.received.packets;
    reply.buffer_overruns = now.sent.dropped + now.received.dropped - before.sent.dropped - before.received.dropped;
    return reply;
}

}  // namespace

Expected<Connection*> ConnectionTable::connected_link(const BusClient& client, const bus::LinkRequest& request) {
    Connection* connection = visible(client, request.handle);
    if (connection == nullptr) return failure(ERROR_INVALID_HANDLE);
    // Every connection has one link so far.
    if (connection->phase != Phase::Connected || request.subentry > 1) return failure(ERROR_NO_CONNECTION);
    return connection;
}

bus::LinkReply ConnectionTable::link(BusClient& client, const bus::LinkRequest& request) {
    const Connection* connection = visible(client, request.handle);
    if (connection == nullptr) return {ERROR_INVALID_HANDLE, 0};
    if (request.subentry != 1) return {ERROR_NO_MORE_ITEMS, 0};
    if (connection->phase != Phase::Connected) return {ERROR_PORT_NOT_OPEN, 0};
    return {0, connection->handle};
}

void ConnectionTable::statistics(BusClient& client, const bus::LinkRequest& request, Responder answer) {
    if (const auto link = connected_link(client, request); !link) {
        bus::StatisticsReply refusal;
        refusal.error = link.error().code;
        return answer.send(refusal);
    }
    auto shared = std::make_shared<Responder>(std::move(answer));
    dialler_->counters_of(request.handle, [this, request, id = client.id, shared](dataplane::Counters now) {
        loop_.post([this, request, id, shared, now] {
            const BusClient* asker = server_->find(id);
            if (asker == nullptr) return;
            bus::StatisticsReply reply;
            if (const auto link = connected_link(*asker, request); link) {
                const Connection& connection = **link;
                const auto cleared = connection.cleared.find(asker->process().id);
                reply = difference(now, cleared == connection.cleared.end() ? dataplane::Counters{} : cleared->second);
                reply.bits_per_second = connection.bits_per_second;
                reply.connected_ms = milliseconds_since(*connection.connected_at);
            } else {
                reply.error = link.error().code;
            }
            shared->send(reply);
        });
    });
}

void ConnectionTable::clear_statistics(BusClient& client, const bus::LinkRequest& request, Responder answer) {
    if (const auto link = connected_link(client, request); !link)
        return answer.send(bus::ErrorReply{link.error().code});
    auto shared = std::make_shared<Responder>(std::move(answer));
    dialler_->counters_of(request.handle, [this, request, id = client.id, shared](dataplane::Counters now) {
        loop_.post([this, request, id, shared, now] {
            const BusClient* asker = server_->find(id);
            if (asker == nullptr) return;
            const auto link = connected_link(*asker, request);
            if (link) (*link)->cleared[asker->process().id] = now;
            shared->send(bus::ErrorReply{link ? 0U : link.error().code});
        });
    });
}

}  // namespace openras::manager
