#include "api/worker.h"

#include <poll.h>
#include <sys/eventfd.h>

#include "api/quiet_thread.h"
#include "api/window.h"

namespace openras::api {

Worker::Worker(std::unique_ptr<WindowLink> window)
    : window_(std::move(window)), control_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!control_) throw std::bad_alloc();
}

Worker::~Worker() = default;

Expected<std::shared_ptr<Worker>> Worker::make(std::unique_ptr<WindowLink> window) {
    std::shared_ptr<Worker> worker(new Worker(std::move(window)));
    if (auto opened = worker->channel_.open(); !opened) return std::unexpected(opened.error());
    return worker;
}

void Worker::run() {
    if (std::exchange(running_, true)) return;
    start_quiet_thread([self = shared_from_this()] { self->work(); });
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

void Worker::caller_ended() {
    stopping_ = true;
    channel_.cut();
    wake();
}

void Worker::wake() {
    const std::uint64_t one = 1;
    (void)!write(control_.get(), &one, sizeof one);
}

bool Worker::end_if_idle() {
    const std::lock_guard lock(mutex_);
    if (!held_ && !channel_.has_pending()) ended_ = true;
    return ended_;
}

void Worker::work() {
    while (!stopping_) {
        channel_.pump(std::chrono::milliseconds(0));
        if (stopping_ || !channel_.alive() || (window_ && window_->vanished()) || end_if_idle()) break;
        pollfd wanted[3] = {
            {channel_.fd(), POLLIN, 0}, {control_.get(), POLLIN, 0}, {window_ ? window_->fd() : -1, POLLIN, 0}};
        (void)poll(wanted, 3, -1);
        std::uint64_t woken = 0;
        (void)!read(control_.get(), &woken, sizeof woken);
    }
    while (!stopping_ && channel_.pump(std::chrono::milliseconds(0)).delivered > 0) {
        // The manager has died: each pending dial hears it.
    }
    channel_.close();
    through_ = true;
}

}  // namespace openras::api
