#include "manager/bus_server.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/log.h"
#include "manager/version.h"

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77  // Linux 6.5
#endif

namespace openras::manager {

namespace {

constexpr unsigned unanswered_above_limit = 16;
constexpr auto accept_pause = std::chrono::milliseconds(100);

/// The peer's process without a race where the kernel can (Linux 6.5), by number elsewhere.
UniqueFd pidfd_of_peer(int fd, pid_t pid) {
    int pidfd = -1;
    socklen_t size = sizeof pidfd;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERPIDFD, &pidfd, &size) == 0) return UniqueFd(pidfd);
    return UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
}

bool peer_in_group(int fd, gid_t own, gid_t group) {
    if (own == group) return true;
    std::vector<gid_t> groups(64);
    socklen_t size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
    if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) != 0) {
        if (errno != ERANGE) return false;
        groups.resize(size / sizeof(gid_t));
        if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) != 0) return false;
    }
    groups.resize(size / sizeof(gid_t));
    return std::ranges::find(groups, group) != groups.end();
}

}  // namespace

BusServer::BusServer(EventLoop& loop, const Config& config, BusService& service, CredentialCalls& credentials,
                     UniqueFd listener, gid_t group)
    : loop_(loop),
      config_(config),
      service_(service),
      credentials_(credentials),
      listener_(std::move(listener)),
      group_(group) {
    listen();
}

void BusServer::listen() {
    listening_ = loop_.watch_readable(listener_.get(), [this] { accept_one(); });
}

BusServer::~BusServer() {
    for (auto& [id, client] : clients_) client->closed = true;
}

BusClient* BusServer::find(std::uint32_t id) const {
    const auto found = clients_.find(id);
    return found == clients_.end() || found->second->closed ? nullptr : found->second.get();
}

std::shared_ptr<ClientProcess> BusServer::identify(int fd) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || peer.pid <= 0) return nullptr;
    // A process that has changed its uid is another one here: its rights are others.
    const std::pair key(peer.pid, peer.uid);
    if (const auto known = processes_.find(key); known != processes_.end()) {
        pollfd ended{known->second->pidfd.get(), POLLIN, 0};
        if (poll(&ended, 1, 0) == 0) return known->second;
        const auto former = known->second;
        process_ended(former);  // its number is another process's already
    }
    auto process = std::make_shared<ClientProcess>();
    process->pid = peer.pid;
    process->uid = peer.uid;
    process->privileged = peer.uid == 0 || peer_in_group(fd, peer.gid, group_);
    process->pidfd = pidfd_of_peer(fd, peer.pid);
    if (!process->pidfd) return nullptr;
    process->id = next_process_++;
    std::erase_if(load_of_user_, [](const auto& one) { return one.second.expired(); });
    std::weak_ptr<UserLoad>& load = load_of_user_[peer.uid];
    process->user = load.lock();
    if (!process->user) load = process->user = std::make_shared<UserLoad>();
    process->watch = loop_.watch_readable(process->pidfd.get(), [this, weak = std::weak_ptr(process)] {
        if (const auto ended = weak.lock()) process_ended(ended);
    });
    processes_[key] = process;
    return process;
}

void BusServer::accept_one() {
    UniqueFd fd(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!fd && (errno == EMFILE || errno == ENFILE)) {
        // The one that waits stays readable: look again when something may have been closed.
        spdlog::warn("no descriptor is left for another client");
        loop_.unwatch(listening_);
        loop_.after(accept_pause, [this] { listen(); });
    }
    if (!fd) return;
    const std::shared_ptr<ClientProcess> process = identify(fd.get());
    if (!process) return;
    // Those that never say Hello count, too; the few above the limit are told so there.
    if (process->user->clients > config_.max_clients_per_user + unanswered_above_limit) return;
    sd_bus* bus = nullptr;
    sd_id128_t server_id;
    if (sd_bus_new(&bus) < 0 || sd_id128_randomize(&server_id) < 0) return;
    int r = sd_bus_set_fd(bus, fd.get(), fd.get());
    if (r >= 0) {
        (void)fd.release();
        r = sd_bus_set_server(bus, 1, server_id);
    }
    if (r >= 0) r = sd_bus_negotiate_fds(bus, 0);
    const auto client = std::make_shared<BusClient>(bus, process);
    client->id = next_client_++;
    if (r >= 0) r = sd_bus_add_filter(bus, nullptr, &BusServer::on_message, this);
    if (r >= 0) r = sd_bus_set_description(bus, std::to_string(client->id).c_str());
    if (r >= 0) r = sd_bus_start(bus);
    if (r >= 0) r = sd_bus_attach_event(bus, loop_.get(), SD_EVENT_PRIORITY_NORMAL);
    if (r < 0) {
        spdlog::warn("a client of uid {} could not be served: {}", process->uid, std::strerror(-r));
        return;
    }
    clients_[client->id] = client;
}

int BusServer::on_message(sd_bus_message* message, void* user, sd_bus_error*) {
    auto* self = static_cast<BusServer*>(user);
    const char* description = nullptr;
    sd_bus_get_description(sd_bus_message_get_bus(message), &description);
    const auto id = static_cast<std::uint32_t>(std::strtoul(description != nullptr ? description : "0", nullptr, 10));
    const auto found = self->clients_.find(id);
    if (found == self->clients_.end()) return 1;
    const std::shared_ptr<BusClient> client = found->second;
    if (sd_bus_message_is_signal(message, "org.freedesktop.DBus.Local", "Disconnected") > 0) {
        self->close(*client);
        return 1;
    }
    if (client->closed) return 1;
    if (sd_bus_message_is_method_call(message, bus::interface_name, nullptr) <= 0) return 0;
    self->dispatch(*client, message);
    return 1;
}

void BusServer::close(BusClient& client) {
    if (client.closed) return;
    client.closed = true;
    service_.client_gone(client);
    loop_.post([this, id = client.id] { clients_.erase(id); });  // sd-bus is still inside its own functions
}

void BusServer::process_ended(const std::shared_ptr<ClientProcess>& process) {
    loop_.unwatch(process->watch);
    const std::set<BusClient*> clients = process->clients;
    for (BusClient* client : clients) close(*client);
    if (const auto found = processes_.find({process->pid, process->uid});
        found != processes_.end() && found->second == process)
        processes_.erase(found);
    service_.process_gone(*process);
}

void BusServer::hello(BusClient& client, sd_bus_message* message, Responder answer) {
    bus::HelloRequest request;
    bus::HelloReply reply;
    reply.version = program_version;
    if (bus::read_body(message, request) < 0 || request.version != bus::protocol_version ||
        request.kind > static_cast<std::uint32_t>(bus::ConnectionKind::Call)) {
        reply.error = ERROR_RASMAN_CANNOT_INITIALIZE;
    } else if (client.process().user->clients > config_.max_clients_per_user) {
        spdlog::warn("uid {} has {} connections to the manager: no more", client.process().uid,
                     config_.max_clients_per_user);
        reply.error = ERROR_PORT_NOT_AVAILABLE;
    } else {
        client.greeted = true;
        client.kind = static_cast<bus::ConnectionKind>(request.kind);
        client.thread = request.thread;
        reply.connection = client.id;
    }
    answer.send(reply);
    if (reply.error != 0) close(client);
}

namespace {

/// Reads a call's body; a malformed one is answered with a D-Bus error by the Responder's end.
template <bus::Record Body>
bool read(sd_bus_message* message, Body& body) {
    return bus::read_body(message, body) >= 0;
}

}  // namespace

void BusServer::dispatch(BusClient& client, sd_bus_message* message) {
    const std::string_view member = sd_bus_message_get_member(message);
    Responder answer(client.weak_from_this(), message);
    if ((member == bus::method::hello) == client.greeted) return close(client);  // Hello comes first, and once
    if (member == bus::method::hello) return hello(client, message, std::move(answer));
    if (client.pending_calls > config_.max_pending_calls ||
        client.process().user->pending_calls > config_.max_pending_calls_per_user ||
        client.unread() > config_.max_unread) {
        spdlog::warn("a connection of pid {} is closed: {} unanswered calls, {} of its user, {} unread messages",
                     client.process().pid, client.pending_calls, client.process().user->pending_calls, client.unread());
        return close(client);
    }
    if (credentials_.take(client, message, answer)) return;
    bus::HandleRequest handle;
    bus::LinkRequest link;
    if (member == bus::method::get_status) {
        if (read(message, handle)) answer.send(service_.status(client, handle.handle));
    } else if (member == bus::method::dial) {
        bus::DialRequest request;
        if (read(message, request)) service_.dial(client, std::move(request), std::move(answer));
    } else if (member == bus::method::start) {
        bus::StartRequest request;
        if (read(message, request)) service_.start(client, request, std::move(answer));
    } else if (member == bus::method::wait) {
        if (read(message, handle)) service_.wait(client, handle.handle, std::move(answer));
    } else if (member == bus::method::hang_up) {
        bus::HangUpRequest request;
        if (read(message, request)) service_.hang_up(client, request, std::move(answer));
    } else if (member == bus::method::get_projection) {
        if (read(message, handle)) answer.send(service_.projection(client, handle.handle));
    } else if (member == bus::method::get_cause) {
        if (read(message, handle)) answer.send(service_.cause(client, handle.handle));
    } else if (member == bus::method::enum_connections) {
        bus::EnumRequest request;
        if (read(message, request)) service_.enumerate(client, request.all, std::move(answer));
    } else if (member == bus::method::subscribe) {
        service_.subscribe(client, std::move(answer));
    } else if (member == bus::method::get_link) {
        if (read(message, link)) answer.send(service_.link(client, link));
    } else if (member == bus::method::get_statistics) {
        if (read(message, link)) service_.statistics(client, link, std::move(answer));
    } else if (member == bus::method::clear_statistics) {
        if (read(message, link)) service_.clear_statistics(client, link, std::move(answer));
    }
}

}  // namespace openras::manager
