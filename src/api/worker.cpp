#include "api/worker.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>

#include <new>
#include <system_error>
#include <thread>

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
    // The application's signals are none of this thread's business.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        std::thread([self = shared_from_this()] { self->work(); }).detach();
    } catch (const std::system_error&) {
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        throw std::bad_alloc();
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Worker::caller_ended() {
    stopping_ = true;
    channel_.cut();
    const std::uint64_t one = 1;
    (void)!write(control_.get(), &one, sizeof one);
}

void Worker::work() {
    while (!stopping_) {
        channel_.pump(std::chrono::milliseconds(0));
        if (stopping_ || !channel_.alive()) break;
        if (window_ && (window_->vanished() || !channel_.has_pending())) break;
        pollfd wanted[3] = {
            {channel_.fd(), POLLIN, 0}, {control_.get(), POLLIN, 0}, {window_ ? window_->fd() : -1, POLLIN, 0}};
        (void)poll(wanted, 3, -1);
    }
    while (!stopping_ && channel_.pump(std::chrono::milliseconds(0)).delivered > 0) {
        // The manager has died: each pending dial hears it.
    }
    channel_.close();
    through_ = true;
}

}  // namespace openras::api
