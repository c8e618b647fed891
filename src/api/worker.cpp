#include "api/worker.h"

#include <poll.h>
#include <sys/eventfd.h>

#include "api/quiet_thread.h"
#include "api/window.h"

namespace openras::api {

namespace {

using namespace std::chrono_literals;
constexpr auto for_ever = -1ms;
/// For the manager to abort the dials of a caller that has ended.
constexpr auto last_words_time = 500ms;

}  // namespace

Worker::Worker(std::shared_ptr<Channel> channel, std::unique_ptr<WindowLink> window, bool stands_in)
    : channel_(std::move(channel)),
      window_(std::move(window)),
      stands_in_(stands_in),
      in_charge_(!stands_in),
      control_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!control_) throw std::bad_alloc();
}

Worker::~Worker() = default;

Expected<std::shared_ptr<Worker>> Worker::make(std::unique_ptr<WindowLink> window) {
    std::shared_ptr<Worker> worker(new Worker(std::make_shared<Channel>(), std::move(window), false));
    if (auto opened = worker->channel_->open(); !opened) return std::unexpected(opened.error());
    if (!worker->window_) worker->channel_->set_delivered_elsewhere(true);
    return worker;
}

std::shared_ptr<Worker> Worker::stand_in(std::shared_ptr<Channel> channel) {
    return std::shared_ptr<Worker>(new Worker(std::move(channel), nullptr, true));
}

void Worker::run() {
    if (running_) return;
    start_quiet_thread([self = shared_from_this()] { self->work(); });
    running_ = true;
}

bool Worker::hold() {
    const std::lock_guard lock(mutex_);
    if (!ended_) held_ = true;
    return held_;
}

void Worker::let_go() {
    {
        const std::lock_guard lock(mutex_);
        held_ = false;
    }
    wake();  // that dial may have failed at once
}

bool Worker::caller_ended() {
    {
        const std::lock_guard lock(mutex_);
        if (!running_ || ended_) return false;
        stopping_ = true;
    }
    channel_->owner_ended();
    wake();
    return true;
}

void Worker::wake() {
    const std::uint64_t one = 1;
    (void)!write(control_.get(), &one, sizeof one);
}

/// A stand-in gives the channel back in the same moment: the next dial has a stand-in of its own.
bool Worker::end_if_idle() {
    const std::lock_guard lock(mutex_);
    if (held_ || stopping_ || channel_->has_pending()) return false;
    if (stands_in_) channel_->hand_back();
    ended_ = true;
    return true;
}

/// Nothing can come any more. The caller of a stand-in connects its channel anew by itself.
bool Worker::cut_off() {
    return !stands_in_ && (!channel_->alive() || (window_ && window_->vanished()));
}

/// @return whether the time has passed
bool Worker::wait(std::chrono::milliseconds timeout, bool for_traffic) {
    pollfd wanted[3] = {{for_traffic ? channel_->traffic_fd() : -1, POLLIN, 0},
                        {control_.get(), POLLIN, 0},
                        {window_ ? window_->fd() : -1, POLLIN, 0}};
    const bool passed = poll(wanted, 3, static_cast<int>(timeout.count())) == 0;
    std::uint64_t woken = 0;
    (void)!read(control_.get(), &woken, sizeof woken);
    return passed;
}

/// Waits until a notification has waited for the caller too long, then takes over. Returns early where the caller has
/// pumped, and when it is woken.
void Worker::stand_by() {
    const std::uint64_t pumps = channel_->owner_pumps();
    pollfd traffic{channel_->traffic_fd(), POLLIN, 0};
    if (poll(&traffic, 1, 0) != 1) {
        wait(for_ever, true);
        return;
    }
    const auto deadline = std::chrono::steady_clock::now() + patience.load();
    while (!stopping_ && channel_->owner_pumps() == pumps) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left > 0ms && !wait(left, false)) continue;
        in_charge_ = channel_->take_over(pumps);
        return;
    }
}

void Worker::deliver() {
    if (stands_in_)
        channel_->pump_for_owner();
    else
        channel_->pump(0ms);
}

/// A handler may end the thread that runs it (pthread_exit). The caller gets its channel back; what only the worker
/// had goes with it.
class Worker::Ending {
  public:
    explicit Ending(Worker& worker) : worker_(worker) {}
    ~Ending() {
        if (!worker_.through_) worker_.finish();
    }
    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;

  private:
    Worker& worker_;
};

void Worker::finish() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    if (stands_in_ && !stopping_)
        channel_->hand_back();
    else
        channel_->close();
    through_ = true;
}

void Worker::work() {
    const Ending ending(*this);
    while (!stopping_) {
        if (in_charge_) deliver();
        if (stopping_ || cut_off() || end_if_idle()) break;
        if (in_charge_)
            wait(for_ever, true);
        else
            stand_by();
    }
    if (stopping_) {
        channel_->deliver_last_words(last_words_time);
    } else if (!stands_in_) {
        while (channel_->pump(0ms).delivered > 0) {
            // The manager has died: each pending dial hears it.
        }
    }
    finish();
}

}  // namespace openras::api
