#include "api/process.h"

#include <cstdio>
#include <new>

namespace openras::api {

Expected<std::unique_ptr<CallConnection>> CallConnection::open(const std::string& socket) {
    auto connection = bus::Connection::open(socket, bus::ConnectionKind::Call);
    if (!connection) return std::unexpected(connection.error());
    std::unique_ptr<CallConnection> self(new CallConnection);
    self->connection_ = std::move(*connection);
    self->enroll();
    return self;
}

void CallConnection::forget_in_child() {
    if (connection_) connection_->abandon_after_fork();
}

Process& Process::instance() {
    static Process* const only = new Process;  // never destroyed: threads may call while the process exits
    return *only;
}

Expected<void> Process::make_ready(AfterLoss after_loss) {
    if (connection_) {
        if (auto alive = drain(); alive) return {};
        connection_.reset();
        if (after_loss == AfterLoss::Fail) return failure(ERROR_RASMAN_CANNOT_INITIALIZE, "the manager has gone");
    }
    auto opened = bus::Connection::open(bus::socket_path(), bus::ConnectionKind::Process);
    if (!opened) return std::unexpected(opened.error());
    connection_ = std::move(*opened);
    told_not_pumping_ = false;
    return {};
}

/// Reads the signals that have arrived since the last call.
Expected<void> Process::drain() {
    for (;;) {
        auto message = connection_->take();
        if (!message) return std::unexpected(message.error());
        if (!*message) return {};
        if (sd_bus_message_is_signal(message->get(), bus::interface_name, bus::signal::not_pumping) <= 0) continue;
        bus::NotPumping about;
        if (told_not_pumping_ || bus::read_body(message->get(), about) < 0) continue;
        told_not_pumping_ = true;
        std::fprintf(
            stderr,
            "librasapi32: thread %u dialled \"%s\" and takes no notifications, so the dial waits: let that thread call "
            "RasPumpNotifications(), or watch RasGetNotificationFd() in its event loop, or choose worker delivery "
            "(RasSetNotificationDelivery, OPENRAS_NOTIFY=worker)\n",
            about.thread, about.entry.c_str());
    }
}

void Process::forget_in_child() {
    if (connection_) connection_->abandon_after_fork();
    (void)connection_.release();  // another thread may have been inside it
    new (&mutex_) std::mutex;
    told_not_pumping_ = false;
}

}  // namespace openras::api
