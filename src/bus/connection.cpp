#include "bus/connection.h"

#include <poll.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/unique_fd.h"

namespace openras::bus {

namespace {

auto gone(const std::string& text) {
    return failure(ERROR_RASMAN_CANNOT_INITIALIZE, text);
}

/// The user that the installed manager runs as, or none.
std::optional<uid_t> openras_uid() {
    passwd entry{};
    passwd* found = nullptr;
    char space[4096];
    if (getpwnam_r("openras", &entry, space, sizeof space, &found) != 0 || found == nullptr) return std::nullopt;
    return entry.pw_uid;
}

/// A password is sent only to a manager that root or the caller itself has started.
bool trusted(uid_t uid) {
    return uid == 0 || uid == geteuid() || uid == openras_uid();
}

Expected<UniqueFd> connect_socket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return gone("the socket's path is too long: " + path);
    path.copy(address.sun_path, path.size());
    UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd) return gone(std::string("no socket: ") + std::strerror(errno));
    int r = 0;
    do r = connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    while (r < 0 && errno == EINTR);
    // It listens, but not to this user: starting another would not help.
    if (r < 0 && (errno == EACCES || errno == EPERM))
        return failure(ERROR_ACCESS_DENIED, "this user may not use the manager at " + path);
    if (r < 0) return gone("no manager at " + path + ": " + std::strerror(errno));
    ucred peer{};
    socklen_t size = sizeof peer;
    if (getsockopt(fd.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || !trusted(peer.uid))
        return gone("the listener at " + path + " is not trusted (uid " + std::to_string(peer.uid) + ")");
    return fd;
}

}  // namespace

std::string socket_path() {
    const char* named = secure_getenv("OPENRAS_SOCKET");
    return named != nullptr && *named != '\0' ? named : default_socket;
}

bool may_connect(const std::string& path) {
    return access(path.c_str(), W_OK) == 0 || errno != EACCES;
}

Expected<std::unique_ptr<Connection>> Connection::open(const std::string& path, ConnectionKind kind) {
    auto fd = connect_socket(path);
    if (!fd) return std::unexpected(fd.error());
    std::unique_ptr<Connection> self(new Connection);
    int r = sd_bus_new(&self->bus_);
    if (r >= 0) r = sd_bus_set_fd(self->bus_, fd->get(), fd->get());
    if (r >= 0) {
        self->socket_ = fd->release();
        sd_bus_negotiate_fds(self->bus_, 0);
        r = sd_bus_start(self->bus_);
    }
    if (r < 0) return gone(std::string("cannot speak to the manager: ") + std::strerror(-r));
    HelloRequest hello;
    hello.kind = static_cast<std::uint32_t>(kind);
    hello.thread = static_cast<std::uint32_t>(gettid());
    auto answer = self->call<HelloRequest, HelloReply>(method::hello, hello);
    if (!answer) return std::unexpected(answer.error());
    if (answer->error != 0) return failure(answer->error, "the manager refuses another connection of this user");
    self->id_ = answer->connection;
    self->version_ = answer->version;
    return self;
}

Connection::~Connection() {
    if (bus_ != nullptr) sd_bus_close_unref(bus_);
}

MessagePtr Connection::new_call(const char* method) {
    sd_bus_message* message = nullptr;
    if (sd_bus_message_new_method_call(bus_, &message, nullptr, object_path, interface_name, method) < 0)
        return nullptr;
    return MessagePtr(message);
}

Expected<MessagePtr> Connection::exchange(MessagePtr message) {
    // Not sd_bus_call(): it fails with EINTR on any signal although the request has been sent.
    struct Answer {
        MessagePtr message;
        bool done = false;
    } answer;
    sd_bus_slot* slot = nullptr;
    const auto on_reply = [](sd_bus_message* reply, void* user, sd_bus_error*) {
        auto* into = static_cast<Answer*>(user);
        into->message.reset(sd_bus_message_ref(reply));
        into->done = true;
        return 1;
    };
    int r = sd_bus_call_async(bus_, &slot, message.get(), on_reply, &answer, UINT64_MAX);
    if (r < 0) return gone("the manager is gone");
    const std::unique_ptr<sd_bus_slot, decltype(&sd_bus_slot_unref)> keep(slot, &sd_bus_slot_unref);
    message.reset();
    while (!answer.done) {
        sd_bus_message* other = nullptr;
        r = sd_bus_process(bus_, &other);
        if (other != nullptr) queued_.emplace_back(other);
        if (r < 0) return gone("the manager is gone");
        if (r == 0 && !answer.done) {
            r = sd_bus_wait(bus_, UINT64_MAX);
            if (r < 0 && r != -EINTR) return gone("the manager is gone");
        }
    }
    if (sd_bus_message_is_method_error(answer.message.get(), nullptr) > 0) {
        const sd_bus_error* error = sd_bus_message_get_error(answer.message.get());
        return gone(error != nullptr && error->message != nullptr ? error->message : "the manager refused the call");
    }
    return std::move(answer.message);
}

Expected<MessagePtr> Connection::take() {
    for (;;) {
        if (!queued_.empty()) {
            MessagePtr first = std::move(queued_.front());
            queued_.pop_front();
            return first;
        }
        sd_bus_message* message = nullptr;
        const int r = sd_bus_process(bus_, &message);
        if (r < 0) return gone("the manager is gone");
        if (message != nullptr) queued_.emplace_back(message);
        if (r == 0) return MessagePtr();
    }
}

void Connection::wait_readable(std::optional<std::chrono::milliseconds> timeout) {
    if (has_queued()) return;
    pollfd poll_fd{fd(), static_cast<short>(sd_bus_get_events(bus_)), 0};
    (void)poll(&poll_fd, 1, timeout ? static_cast<int>(timeout->count()) : -1);
}

bool Connection::has_queued() {
    if (!queued_.empty()) return true;
    std::uint64_t timeout = UINT64_MAX;  // sd-bus says "at once" (0) while messages wait in its own queue
    return sd_bus_get_timeout(bus_, &timeout) >= 0 && timeout == 0;
}

bool Connection::send(sd_bus_message* message) {
    if (sd_bus_send(bus_, message, nullptr) < 0) return false;
    return sd_bus_flush(bus_) >= 0;
}

int Connection::fd() const {
    return sd_bus_get_fd(bus_);
}

void Connection::abandon_after_fork() {
    // The bus object itself stays allocated: every sd-bus function refuses to touch it in a child.
    if (bus_ != nullptr && socket_ >= 0) ::close(socket_);
    bus_ = nullptr;
}

void Connection::shut_down() {
    if (bus_ == nullptr) return;
    ::shutdown(socket_, SHUT_RDWR);
    sd_bus_close_unref(bus_);
    bus_ = nullptr;
}

}  // namespace openras::bus
