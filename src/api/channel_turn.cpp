// Who delivers: the owner's turn and the stand-in's, what the owner's end means, and who waits for a handler that runs
// in the library's thread.
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>

#include "api/channel.h"

namespace openras::api {

namespace {

constexpr std::chrono::milliseconds longest_wait_for_handler(100);

}  // namespace

/// The turn goes with it, also where a handler ends its thread.
class Channel::Turn {
  public:
    Turn(Channel& channel, bool owner) : channel_(channel), owner_(owner) {}
    ~Turn() { channel_.end_turn(owner_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    Channel& channel_;
    bool owner_;
};

/// The owner's turn. Where a stand-in has taken over: waits until it has delivered something or is through.
bool Channel::begin_turn(Deadline deadline) {
    std::unique_lock lock(turn_);
    ++owner_pumps_;
    if (taken_over_) {
        const auto changed = [&, before = stood_in_] { return !taken_over_ || stood_in_ != before; };
        if (deadline)
            turned_.wait_until(lock, *deadline, changed);
        else
            turned_.wait(lock, changed);
        return false;
    }
    return !std::exchange(pumping_, true);
}

void Channel::end_turn(bool owner) {
    {
        const std::lock_guard lock(turn_);
        pumping_ = false;
        ++(owner ? owner_pumps_ : stood_in_);
    }
    if (!owner) turned_.notify_all();
}

std::uint64_t Channel::owner_pumps() {
    const std::lock_guard lock(turn_);
    return owner_pumps_;
}

bool Channel::take_over(std::uint64_t pumps) {
    const std::lock_guard lock(turn_);
    pollfd waiting{set_.get(), POLLIN, 0};
    if (pumping_ || owner_pumps_ != pumps || poll(&waiting, 1, 0) != 1) return false;
    taken_over_ = true;
    epoll_ctl(shown_.get(), EPOLL_CTL_DEL, set_.get(), nullptr);
    set_delivered_elsewhere(true);
    return true;
}

void Channel::hand_back() {
    {
        const std::lock_guard lock(turn_);
        if (!std::exchange(taken_over_, false)) return;
        watch(shown_.get(), set_.get());
        set_delivered_elsewhere(false);
    }
    turned_.notify_all();
}

void Channel::set_delivered_elsewhere(bool elsewhere) {
    const std::lock_guard lock(mutex_);
    if (std::exchange(delivered_elsewhere_, elsewhere) != elsewhere) channels_elsewhere_ += elsewhere ? 1 : -1;
}

void Channel::wait_until_heard(std::uint32_t handle, std::uint32_t state) {
    if (in_handler() || channels_elsewhere_ == 0) return;
    std::shared_ptr<Channel> of_handle;
    for_each([&](ForkAware& member) {
        auto* channel = dynamic_cast<Channel*>(&member);
        if (channel == nullptr || of_handle) return;
        const std::lock_guard lock(channel->mutex_);
        if (channel->delivered_elsewhere_ &&
            (channel->in_hearing_.first == handle ||
             std::ranges::find(channel->dials_, handle, &PendingDial::handle) != channel->dials_.end()))
            of_handle = channel->weak_from_this().lock();
    });
    if (of_handle) of_handle->wait_for_handler(handle, state);
}

void Channel::wait_for_handler(std::uint32_t handle, std::uint32_t state) {
    std::unique_lock lock(mutex_);
    const std::pair what(handle, state);
    if (not_waited_for_ == what) return;
    const bool heard = heard_.wait_for(lock, longest_wait_for_handler, [&] {
        const auto dial = std::ranges::find(dials_, handle, &PendingDial::handle);
        return dial == dials_.end() ? in_hearing_.first != handle : dial->heard.contains(state);
    });
    if (!heard) not_waited_for_ = what;
}

Channel::Pumped Channel::pump(std::optional<std::chrono::milliseconds> timeout, std::uint32_t most) {
    Deadline deadline;
    if (timeout) deadline = std::chrono::steady_clock::now() + *timeout;
    if (in_handler() || !begin_turn(deadline)) return {};
    const Turn turn(*this, true);
    return run_handlers(deadline, most);
}

Channel::Pumped Channel::pump_for_owner() {
    {
        const std::lock_guard lock(turn_);
        pumping_ = true;  // the owner does not get it any more
    }
    const Turn turn(*this, false);
    return run_handlers(std::chrono::steady_clock::now(), most_in_one_pump);
}

void Channel::owner_ended() {
    const std::lock_guard traffic(traffic_);
    owner_ended_ = true;
    const std::lock_guard lock(mutex_);
    // One way only: the manager closes its end when it has aborted the dials, and until then we hear what it says.
    if (socket_) ::shutdown(socket_.get(), SHUT_WR);
}

void Channel::deliver_last_words(std::chrono::milliseconds within) {
    {
        const std::lock_guard lock(turn_);
        pumping_ = true;
    }
    const Turn turn(*this, false);
    const Deadline deadline = std::chrono::steady_clock::now() + within;
    while (run_handlers(deadline, most_in_one_pump).delivered > 0) {
    }
    {
        const std::lock_guard traffic(traffic_);
        if (connection_) lose();  // a manager that does not notice
    }
    while (run_handlers(std::chrono::steady_clock::now(), most_in_one_pump).delivered > 0) {
    }
}

}  // namespace openras::api
