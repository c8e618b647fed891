#include "api/channel.h"

#include <cxxabi.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <new>

namespace openras::api {

namespace {

// Nothing to destroy: no destructor of a thread_local runs where the main thread calls pthread_exit.
thread_local std::uint32_t handle_being_notified = 0;
thread_local unsigned handlers_running = 0;

class HandlerScope {
  public:
    explicit HandlerScope(std::uint32_t handle) {
        handle_being_notified = handle;
        ++handlers_running;
    }
    ~HandlerScope() {
        --handlers_running;
        handle_being_notified = 0;
    }
    HandlerScope(const HandlerScope&) = delete;
    HandlerScope& operator=(const HandlerScope&) = delete;
};

bool is_last(const bus::Notification& body) {
    return (body.state & RASCS_DONE) != 0 || body.error != 0;
}

}  // namespace

bool Channel::watch(int set, int fd) {
    epoll_event interest{};
    interest.events = EPOLLIN;
    interest.data.fd = fd;
    return epoll_ctl(set, EPOLL_CTL_ADD, fd, &interest) == 0;
}

Channel::Channel() {
    make_descriptors();
    enroll();
}

Channel::~Channel() {
    withdraw();
    set_delivered_elsewhere(false);
    close();
}

bool Channel::in_handler() {
    return handlers_running != 0;
}
std::uint32_t Channel::handle_in_handler() {
    return handle_being_notified;
}

void Channel::make_descriptors() {
    if (set_) return;
    set_ = UniqueFd(epoll_create1(EPOLL_CLOEXEC));
    shown_ = UniqueFd(epoll_create1(EPOLL_CLOEXEC));
    event_ = UniqueFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!set_ || !shown_ || !event_ || !watch(set_.get(), event_.get()) || !watch(shown_.get(), set_.get())) {
        set_.reset();
        throw std::bad_alloc();
    }
    raised_ = false;
}

Expected<std::uint32_t> Channel::open() {
    make_descriptors();
    const std::lock_guard traffic(traffic_);
    if (connection_ && alive()) return id();
    if (connection_) {
        lose();
        update_wakeup_locked();  // what the pending dials will hear is in memory now
    }
    auto opened = bus::Connection::open(bus::socket_path(), bus::ConnectionKind::Channel);
    if (!opened) return std::unexpected(opened.error());
    UniqueFd duplicate(fcntl((*opened)->fd(), F_DUPFD_CLOEXEC, 0));
    if (!duplicate || !watch(set_.get(), duplicate.get()))
        return failure(ERROR_NOT_ENOUGH_MEMORY, "no descriptor left");
    connection_ = std::move(*opened);
    update_wakeup_locked();
    const std::lock_guard lock(mutex_);
    socket_ = std::move(duplicate);
    id_ = connection_->id();
    return id_;
}

bool Channel::alive() {
    const std::lock_guard lock(mutex_);
    if (!socket_) return false;
    pollfd state{socket_.get(), POLLRDHUP, 0};
    int r = 0;
    do r = poll(&state, 1, 0);
    while (r < 0 && errno == EINTR);
    return r == 0;
}

std::uint32_t Channel::id() {
    const std::lock_guard lock(mutex_);
    return id_;
}

void Channel::add(PendingDial dial, bool resumed) {
    if (resumed)
        for_each([&](ForkAware& member) {
            if (auto* other = dynamic_cast<Channel*>(&member)) other->remove(dial.handle);
        });
    const std::lock_guard lock(mutex_);
    dials_.push_back(std::move(dial));
}

void Channel::remove(std::uint32_t handle) {
    const std::lock_guard lock(mutex_);
    std::erase_if(dials_, [&](const PendingDial& dial) { return dial.handle == handle; });
}

bool Channel::has_pending() {
    const std::lock_guard lock(mutex_);
    return !dials_.empty();
}

/// The handler of the dial that this notification is for; the dial is over with its last one.
std::optional<Handler> Channel::handler_for(const bus::Notification& body) {
    const std::lock_guard lock(mutex_);
    const auto dial = std::ranges::find(dials_, body.handle, &PendingDial::handle);
    if (dial == dials_.end()) return std::nullopt;
    dial->last_state = body.state;
    in_hearing_ = {body.handle, body.state};
    Handler handler = dial->handler;
    if (is_last(body)) dials_.erase(dial);
    return handler;
}

/// Takes in all that has arrived. A last word with an error withdraws what waits before it for the same dial: the
/// manager has gone on without those answers.
void Channel::take_in() {
    while (connection_) {
        auto message = connection_->take();
        if (!message) return lose();
        if (!*message) return;
        bus::Notification body;
        if (sd_bus_message_is_method_call(message->get(), bus::interface_name, bus::method::notify) <= 0 ||
            bus::read_body(message->get(), body) < 0)
            continue;
        if (body.error != 0)
            std::erase_if(arrived_, [&](const Arrived& other) { return other.body.handle == body.handle; });
        arrived_.push_back({std::move(*message), body, {}});
    }
}

std::optional<Channel::Arrived> Channel::next() {
    const std::lock_guard traffic(traffic_);
    take_in();
    while (!arrived_.empty()) {
        Arrived first = std::move(arrived_.front());
        arrived_.pop_front();
        if (first.handler) return first;  // made by the library
        auto handler = handler_for(first.body);
        if (handler) {
            first.handler = std::move(*handler);
            return first;
        }
        if (connection_) connection_->reply(first.message.get(), bus::NotificationReply{false});
    }
    return std::nullopt;
}

/// Ends when the handler has returned, however.
class Channel::Hearing {
  public:
    explicit Hearing(Channel& channel) : channel_(channel) {}
    ~Hearing() {
        const std::lock_guard lock(channel_.mutex_);
        const auto [handle, state] = std::exchange(channel_.in_hearing_, {});
        const auto dial = std::ranges::find(channel_.dials_, handle, &PendingDial::handle);
        if (dial != channel_.dials_.end()) dial->heard.insert(state);
        channel_.heard_.notify_all();
    }
    Hearing(const Hearing&) = delete;
    Hearing& operator=(const Hearing&) = delete;

  private:
    Channel& channel_;
};

/// The forced unwinding of pthread_exit has no object to refer to, which UBSan takes for a null reference.
__attribute__((no_sanitize("null"))) void Channel::deliver(Arrived arrived) {
    bool keep = true;
    {
        const HandlerScope scope(arrived.body.handle);
        const Hearing hearing(*this);
        try {
            keep = arrived.handler(arrived.body);
        } catch (const abi::__forced_unwind&) {
            throw;  // pthread_exit in the handler: the channel goes with the thread
        } catch (...) {
            std::fputs("librasapi32: a notification handler threw an exception; it has been dropped\n", stderr);
        }
    }
    if (!keep) remove(arrived.body.handle);
    const std::lock_guard traffic(traffic_);
    // An answer after the owner's end would make sd-bus forget what it has not read yet.
    if (arrived.message && connection_ && !owner_ended_)
        connection_->reply(arrived.message.get(), bus::NotificationReply{keep});
}

/// The manager is gone, or has closed because the owner ended: each pending dial hears it once.
void Channel::lose() {
    drop_connection();
    // The manager that waits for these answers is gone. But one that closed after the owner's end has meant what it
    // said last: a Connected counts.
    std::erase_if(arrived_, [&](const Arrived& one) { return one.message && (!owner_ended_ || !is_last(one.body)); });
    if (abandoned_) return arrived_.clear();
    lost_ = true;
    const std::lock_guard lock(mutex_);
    for (Arrived& said : arrived_) {
        said.message.reset();
        const auto dial = std::ranges::find(dials_, said.body.handle, &PendingDial::handle);
        if (dial == dials_.end()) continue;
        if (!said.handler) said.handler = std::move(dial->handler);
        dials_.erase(dial);
    }
    std::erase_if(arrived_, [](const Arrived& one) { return !one.handler; });
    for (PendingDial& dial : dials_) {
        Arrived made;
        made.body.handle = dial.handle;
        made.body.state = dial.last_state;
        made.body.error = owner_ended_ ? ERROR_USER_DISCONNECTION : ERROR_RASMAN_CANNOT_INITIALIZE;
        made.handler = std::move(dial.handler);
        arrived_.push_back(std::move(made));
    }
    dials_.clear();
}

Channel::Pumped Channel::run_handlers(Deadline deadline, std::uint32_t most) {
    Pumped result;
    while (result.delivered < most) {
        if (auto arrived = next()) {
            ++result.delivered;
            deliver(std::move(*arrived));
            continue;
        }
        if (result.delivered > 0 || !has_pending()) break;
        if (deadline && std::chrono::steady_clock::now() >= *deadline) break;
        update_wakeup();  // lowered, where only what nobody wants had raised it
        wait(deadline);
    }
    const std::lock_guard traffic(traffic_);
    update_wakeup_locked();
    if (arrived_.empty()) result.lost = std::exchange(lost_, false);
    return result;
}

void Channel::wait(Deadline deadline) {
    int left = -1;
    if (deadline) {
        const auto rest =
            std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now()).count();
        left = static_cast<int>(std::clamp<decltype(rest)>(rest, 0, 0x7FFFFFFF));
    }
    pollfd state{set_.get(), POLLIN, 0};
    (void)poll(&state, 1, left);  // a signal ends it early: the caller looks at its deadline
}

void Channel::update_wakeup() {
    const std::lock_guard traffic(traffic_);
    update_wakeup_locked();
}

void Channel::update_wakeup_locked() {
    const bool wanted = !arrived_.empty() || (connection_ && connection_->has_queued());
    if (wanted == raised_) return;
    std::uint64_t count = 1;
    const ssize_t r = wanted ? write(event_.get(), &count, sizeof count) : read(event_.get(), &count, sizeof count);
    if (r == sizeof count) raised_ = wanted;
}

void Channel::drop_connection() {
    {
        const std::lock_guard lock(mutex_);
        if (socket_ && set_) epoll_ctl(set_.get(), EPOLL_CTL_DEL, socket_.get(), nullptr);
        socket_.reset();
        id_ = 0;
    }
    connection_.reset();
}

void Channel::close() {
    const std::lock_guard traffic(traffic_);
    if (connection_) connection_->shut_down();  // shut down first: a forked child may hold a copy of the socket
    drop_connection();
    arrived_.clear();
    const std::lock_guard lock(mutex_);
    dials_.clear();
}

void Channel::cut() {
    abandoned_ = true;
    const std::lock_guard lock(mutex_);
    if (socket_) ::shutdown(socket_.get(), SHUT_RDWR);
    id_ = 0;
}

void Channel::forget_in_child() {
    if (connection_) connection_->abandon_after_fork();
    (void)connection_.release();
    new (&turn_) std::mutex;
    new (&turned_) std::condition_variable;
    new (&traffic_) std::mutex;
    new (&mutex_) std::mutex;
    socket_.reset();
    shown_.reset();
    set_.reset();
    event_.reset();
    raised_ = false;
    lost_ = false;
    owner_ended_ = false;
    pumping_ = false;
    taken_over_ = false;
    id_ = 0;
    new (&dials_) std::vector<PendingDial>;
    new (&heard_) std::condition_variable;
    in_hearing_ = {};
    channels_elsewhere_ = 0;
    delivered_elsewhere_ = false;
    new (&arrived_) std::deque<Arrived>;
}

}  // namespace openras::api
