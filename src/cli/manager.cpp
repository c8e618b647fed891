#include "cli/manager.h"

#include "base/strings.h"
#include "bus/connection.h"
#include "phonebook/search.h"

namespace openras::cli {

namespace {

Expected<std::vector<bus::ConnectionInfo>> unpacked(Expected<bus::EnumReply> reply) {
    if (!reply) return std::unexpected(reply.error());
    if (reply->error != 0) return failure(reply->error);
    return std::move(reply->connections);
}

}  // namespace

bool fits(const bus::ConnectionInfo& connection, const std::string& entry) {
    return entry.empty() || equals_ignoring_case(connection.entry, entry);
}

Expected<std::vector<bus::ConnectionInfo>> connections(bool all) {
    auto manager = bus::Connection::open(bus::socket_path(), bus::ConnectionKind::Process);
    if (!manager) return std::unexpected(manager.error());
    bus::EnumRequest request;
    request.all = all;
    return unpacked((*manager)->call<bus::EnumRequest, bus::EnumReply>(bus::method::enum_connections, request));
}

Expected<void> hang_up(std::uint32_t handle) {
    auto manager = bus::Connection::open(bus::socket_path(), bus::ConnectionKind::Call);
    if (!manager) return std::unexpected(manager.error());
    bus::HangUpRequest request;
    request.handle = handle;
    auto reply = (*manager)->call<bus::HangUpRequest, bus::ErrorReply>(bus::method::hang_up, request);
    if (!reply) return std::unexpected(reply.error());
    if (reply->error != 0 && reply->error != ERROR_NO_CONNECTION) return failure(reply->error);
    return {};
}

void entries_made_anew(const std::string& phonebook, const std::vector<std::string>& entries) {
    const auto manager = bus::Connection::open(bus::socket_path(), bus::ConnectionKind::Process);
    bus::MoveCredentialsRequest request;
    request.phonebook = phonebook::canonical_path(phonebook);
    request.system_book = request.phonebook == phonebook::canonical_path(std::string(phonebook::system_book_path));
    for (const std::string& entry : entries) {
        if (!manager) return;
        request.entry = entry;
        (void)(*manager)->call<bus::MoveCredentialsRequest, bus::ErrorReply>(bus::method::move_credentials, request);
    }
}

RasError watch(const std::function<void(const bus::ConnectionInfo&, bool, bool)>& seen) {
    auto opened = bus::Connection::open(bus::socket_path(), bus::ConnectionKind::Call);
    if (!opened) return opened.error();
    bus::Connection& manager = **opened;
    const auto now = unpacked(manager.call<bus::Empty, bus::EnumReply>(bus::method::subscribe, {}));
    if (!now) return now.error();
    for (const bus::ConnectionInfo& connection : *now) seen(connection, false, true);
    while (true) {
        auto message = manager.take();
        if (!message) return message.error();
        if (!*message) {
            manager.wait_readable(std::nullopt);
            continue;
        }
        bus::StateChanged change;
        if (sd_bus_message_is_signal(message->get(), bus::interface_name, bus::signal::state_changed) > 0 &&
            bus::read_body(message->get(), change) >= 0)
            seen(change.connection, change.gone, false);
    }
}

}  // namespace openras::cli
