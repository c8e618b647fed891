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

Channel::Channel() {
    make_descriptors();
    enroll();
}

Channel::~Channel() {
    withdraw();
    close();
}

bool Channel::in_handler() {
    return handlers_running != 0;
}
std::uint32_t Channel::handle_in_handler() {
    return handle_being_notified;
}

void Channel::make_descriptors() {
    if (epoll_) return;
    epoll_ = UniqueFd(epoll_create1(EPOLL_CLOEXEC));
    event_ = UniqueFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    epoll_event interest{};
    interest.events = EPOLLIN;
    interest.data.fd = event_.get();
    if (!epoll_ || !event_ || epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, event_.get(), &interest) != 0)
        throw std::bad_alloc();
    raised_ = false;
}

Expected<std::uint32_t> Channel::open() {
    make_descriptors();
    if (connection_ && alive()) return id();
    if (connection_) {
        lose();
        update_wakeup();  // what the pending dials will hear is in memory now
    }
    auto opened = bus::Connection::open(bus::socket_path(), bus::ConnectionKind::Channel);
    if (!opened) return std::unexpected(opened.error());
    UniqueFd duplicate(fcntl((*opened)->fd(), F_DUPFD_CLOEXEC, 0));
    epoll_event interest{};
    interest.events = EPOLLIN;
    interest.data.fd = duplicate.get();
    if (!duplicate || epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, duplicate.get(), &interest) != 0)
        return failure(ERROR_NOT_ENOUGH_MEMORY, "no descriptor left");
    connection_ = std::move(*opened);
    update_wakeup();
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

/// The forced unwinding of pthread_exit has no object to refer to, which UBSan takes for a null reference.
__attribute__((no_sanitize("null"))) void Channel::deliver(Arrived arrived) {
    bool keep = true;
    {
        const HandlerScope scope(arrived.body.handle);
        try {
            keep = arrived.handler(arrived.body);
        } catch (const abi::__forced_unwind&) {
            throw;  // pthread_exit in the handler: the channel goes with the thread
        } catch (...) {
            std::fputs("librasapi32: a notification handler threw an exception; it has been dropped\n", stderr);
        }
    }
    if (!keep) remove(arrived.body.handle);
    if (arrived.message && connection_) connection_->reply(arrived.message.get(), bus::NotificationReply{keep});
}

/// The manager is gone: each pending dial hears it once.
void Channel::lose() {
    drop_connection();
    arrived_.clear();  // the manager that waited for these answers is gone
    if (abandoned_) return;
    lost_ = true;
    const std::lock_guard lock(mutex_);
    for (PendingDial& dial : dials_) {
        Arrived made;
        made.body.handle = dial.handle;
        made.body.state = dial.last_state;
        made.body.error = ERROR_RASMAN_CANNOT_INITIALIZE;
        made.handler = std::move(dial.handler);
        arrived_.push_back(std::move(made));
    }
    dials_.clear();
}

Channel::Pumped Channel::pump(std::optional<std::chrono::milliseconds> timeout, std::uint32_t most) {
    Pumped result;
    if (in_handler() || pumping_.exchange(true)) return result;
    struct Ending {
        std::atomic<bool>& flag;
        ~Ending() { flag = false; }
    } const ending{pumping_};
    std::optional<std::chrono::steady_clock::time_point> deadline;
    if (timeout) deadline = std::chrono::steady_clock::now() + *timeout;
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
    update_wakeup();
    if (arrived_.empty()) result.lost = std::exchange(lost_, false);
    return result;
}

void Channel::wait(std::optional<std::chrono::steady_clock::time_point> deadline) {
    int left = -1;
    if (deadline) {
        const auto rest =
            std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now()).count();
        left = static_cast<int>(std::clamp<decltype(rest)>(rest, 0, 0x7FFFFFFF));
    }
    pollfd state{epoll_.get(), POLLIN, 0};
    (void)poll(&state, 1, left);  // a signal ends it early: the caller looks at its deadline
}

void Channel::update_wakeup() {
    const bool wanted = !arrived_.empty() || (connection_ && connection_->has_queued());
    if (wanted == raised_) return;
    std::uint64_t count = 1;
    const ssize_t r = wanted ? write(event_.get(), &count, sizeof count) : read(event_.get(), &count, sizeof count);
    if (r == sizeof count) raised_ = wanted;
}

void Channel::drop_connection() {
    {
        const std::lock_guard lock(mutex_);
        if (socket_ && epoll_) epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, socket_.get(), nullptr);
        socket_.reset();
        id_ = 0;
    }
    connection_.reset();
}

void Channel::close() {
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
    new (&mutex_) std::mutex;
    socket_.reset();
    epoll_.reset();
    event_.reset();
    raised_ = false;
    lost_ = false;
    pumping_ = false;
    id_ = 0;
    new (&dials_) std::vector<PendingDial>;
    new (&arrived_) std::deque<Arrived>;
}

}  // namespace openras::api
