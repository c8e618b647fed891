#include "api/connection_watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <new>
#include <set>
#include <system_error>

#include "api/quiet_thread.h"

namespace openras::api {

namespace {

constexpr std::uint32_t came_up = RASCN_Connection | RASCN_BandwidthAdded;
constexpr std::uint32_t went_down = RASCN_Disconnection | RASCN_BandwidthRemoved;

struct Subscription {
    std::unique_ptr<CallConnection> manager;
    bus::EnumReply now;
};

Expected<Subscription> subscribe(const std::string& socket) {
    auto opened = CallConnection::open(socket);
    if (!opened) return std::unexpected(opened.error());
    auto now = (**opened)->call<bus::Empty, bus::EnumReply>(bus::method::subscribe, {});
    if (!now) return std::unexpected(now.error());
    if (now->error != 0) return failure(now->error);
    return Subscription{std::move(*opened), std::move(*now)};
}

/// From now on `inotify` becomes readable when something appears where the socket, or a directory above it, is missing.
void watch_for_socket(int inotify, const std::string& socket) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    fs::path directory = fs::absolute(socket, ignored).parent_path();
    while (inotify_add_watch(inotify, directory.c_str(),
                             IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_ONLYDIR | IN_MASK_ADD) < 0 &&
           directory.has_relative_path())
        directory = directory.parent_path();
}

void empty(int fd) {
    std::array<char, 4096> space{};
    while (read(fd, space.data(), space.size()) > 0) {
    }
}

}  // namespace

ConnectionWatch& ConnectionWatch::instance() {
    static ConnectionWatch* const only = new ConnectionWatch;  // never destroyed: its thread outlives main()
    return *only;
}

ConnectionWatch::ConnectionWatch() : state_(new State) {
    enroll();
}

void ConnectionWatch::forget_in_child() {
    wake_.reset();
    inotify_.reset();
    state_ = new State;  // the old one's descriptors forget themselves
    new (&mutex_) std::mutex;
}

Expected<void> ConnectionWatch::add(Registration registration) {
    const std::uint32_t handle = registration.connection;
    const std::lock_guard lock(mutex_);
    if (state_->manager) take_in();
    if (!state_->manager) {
        state_->socket = bus::socket_path();
        auto subscribed = subscribe(state_->socket);
        if (!subscribed) return std::unexpected(subscribed.error());
        adopt(std::move(subscribed->manager), subscribed->now);
    }
    std::erase_if(state_->registrations, [](const Registration& one) { return !one.event->alive(); });
    bool over = false;
    if (handle != 0) {
        const auto known = state_->known.find(handle);
        if (known == state_->known.end()) {
            // A dial that nobody has started yet is published with its first state.
            auto status =
                Process::instance().call<bus::HandleRequest, bus::StatusReply>(bus::method::get_status, {handle});
            if (!status) return std::unexpected(status.error());
            if (status->error != 0) return failure(status->error);
            over = status->state == RASCS_Disconnected;
        } else {
            over = known->second == Life::Ended;
        }
    }
    if (!over) {
        state_->registrations.push_back(std::move(registration));
    } else if (registration.wants(went_down)) {
        registration.event->signal();  // it ended just before: nobody is to wait for ever
    }
    run();
    return {};
}

void ConnectionWatch::run() {
    if (!wake_) wake_ = UniqueFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake_) throw std::bad_alloc();
    const std::uint64_t one = 1;
    (void)!write(wake_.get(), &one, sizeof one);  // there may be another connection to the manager
    if (state_->running) return;
    start_quiet_thread([this] { work(); });
    state_->running = true;
}

void ConnectionWatch::work() {
    for (;;) {
        std::string path;
        UniqueFd socket;
        bool in_memory = false;
        {
            const std::lock_guard lock(mutex_);
            path = state_->socket;
            if (state_->manager) take_in();
            if (state_->manager) {
                inotify_.reset();
                in_memory = (**state_->manager).has_queued();
                // A copy, for add() may replace the connection meanwhile.
                socket = UniqueFd(fcntl((**state_->manager).fd(), F_DUPFD_CLOEXEC, 0));
            } else if (!inotify_) {
                inotify_ = UniqueFd(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
            }
        }
        if (in_memory) continue;
        if (!socket) {
            if (inotify_) watch_for_socket(inotify_.get(), path);
            if (auto subscribed = subscribe(path)) {
                const std::lock_guard lock(mutex_);
                if (!state_->manager) adopt(std::move(subscribed->manager), subscribed->now);
                continue;
            }
        }
        pollfd wanted[] = {{socket.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}, {inotify_.get(), POLLIN, 0}};
        (void)poll(wanted, std::size(wanted), -1);
        empty(wake_.get());
        if (inotify_) empty(inotify_.get());
    }
}

/// Takes over what there is now; what was known before and is gone has been told already.
void ConnectionWatch::adopt(std::unique_ptr<CallConnection> manager, const bus::EnumReply& now) {
    state_->manager = std::move(manager);
    for (const bus::ConnectionInfo& connection : now.connections) {
        change(connection.handle, life_of(connection.state));
    }
}

ConnectionWatch::Life ConnectionWatch::life_of(std::uint32_t state) {
    if (state == RASCS_Connected) return Life::Connected;
    return state == RASCS_Disconnected ? Life::Ended : Life::Dialling;
}

void ConnectionWatch::take_in() {
    while (state_->manager) {
        auto message = (**state_->manager).take();
        if (!message) return lost();
        if (!*message) return;
        bus::StateChanged changed;
        if (sd_bus_message_is_signal(message->get(), bus::interface_name, bus::signal::state_changed) <= 0 ||
            bus::read_body(message->get(), changed) < 0)
            continue;
        change(changed.connection.handle, changed.gone ? Life::Ended : life_of(changed.connection.state));
        if (changed.gone) state_->known.erase(changed.connection.handle);
    }
}

/// The manager has died, and with it all that was up; or it has cut us off, because this process did not read for long:
/// then it tells what there still is.
void ConnectionWatch::lost() {
    state_->manager.reset();
    auto again = subscribe(state_->socket);
    std::set<std::uint32_t> there;
    if (again)
        for (const bus::ConnectionInfo& connection : again->now.connections) there.insert(connection.handle);
    const std::map<std::uint32_t, Life> known = state_->known;
    for (const auto& [handle, life] : known)
        if (!there.contains(handle)) change(handle, Life::Ended);
    std::erase_if(state_->known, [&](const auto& one) { return !there.contains(one.first); });
    // Also those whose first state has not been published yet.
    std::erase_if(state_->registrations, [&](const Registration& one) {
        if (!one.is_for_one() || there.contains(one.connection)) return false;
        if (one.wants(went_down) && one.event->alive()) one.event->signal();
        return true;
    });
    if (again) adopt(std::move(again->manager), again->now);
}

void ConnectionWatch::change(std::uint32_t handle, Life life) {
    const auto known = state_->known.find(handle);
    const Life before = known == state_->known.end() ? Life::Dialling : known->second;
    state_->known[handle] = life;
    if (life == before) return;
    switch (life) {
        case Life::Dialling: return;
        case Life::Connected: return tell(handle, came_up, false);
        case Life::Ended: return tell(handle, went_down, before != Life::Connected);
    }
}

/// @param only_its_own  a dial that failed was never a connection to those who watch all
void ConnectionWatch::tell(std::uint32_t handle, std::uint32_t flags, bool only_its_own) {
    std::erase_if(state_->registrations, [&](const Registration& registration) {
        if (!registration.is_for(handle) || (only_its_own && !registration.is_for_one())) return false;
        if (!registration.event->alive()) return true;
        if (registration.wants(flags)) registration.event->signal();
        return registration.is_for_one() && flags == went_down;  // its handle means nothing any more
    });
}

}  // namespace openras::api
