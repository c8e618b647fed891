#include "manager/event_loop.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <stdexcept>

namespace openras::manager {

namespace {

void check(int result, const char* what) {
    if (result < 0) throw std::system_error(-result, std::generic_category(), what);
}

}  // namespace

EventLoop::EventLoop() : wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    check(sd_event_new(&event_), "event loop");
    watch_readable(wake_.get(), [this] {
        std::uint64_t count = 0;
        (void)!read(wake_.get(), &count, sizeof count);
        run_posted();
    });
}

EventLoop::~EventLoop() {
    for (auto& [id, source] : sources_) sd_event_source_disable_unref(source->source);
    sd_event_unref(event_);
}

void EventLoop::post(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        posted_.push_back(std::move(work));
        if (posted_.size() > 1) return;  // already awake for the first
    }
    const std::uint64_t one = 1;
    (void)!write(wake_.get(), &one, sizeof one);
}

void EventLoop::run_posted() {
    std::vector<std::function<void()>> batch;
    {
        const std::lock_guard lock(mutex_);
        batch.swap(posted_);
    }
    for (auto& work : batch) work();
}

EventLoop::TimerId EventLoop::after(std::chrono::microseconds delay, std::function<void()> work) {
    auto source = std::make_unique<Source>();
    source->work = std::move(work);
    source->loop = this;
    source->id = next_id_++;
    const auto fired = [](sd_event_source*, std::uint64_t, void* user) {
        auto* self = static_cast<Source*>(user);
        const auto run = std::move(self->work);
        self->loop->cancel(self->id);
        run();
        return 0;
    };
    check(sd_event_add_time_relative(event_, &source->source, CLOCK_MONOTONIC,
                                     static_cast<std::uint64_t>(delay.count()), 1000, fired, source.get()),
          "timer");
    const TimerId id = source->id;
    sources_.emplace(id, std::move(source));
    return id;
}

void EventLoop::cancel(TimerId timer) {
    const auto found = sources_.find(timer);
    if (found == sources_.end()) return;
    sd_event_source_disable_unref(found->second->source);
    sources_.erase(found);
}

EventLoop::WatchId EventLoop::watch_readable(int fd, std::function<void()> ready) {
    auto source = std::make_unique<Source>();
    source->work = std::move(ready);
    source->loop = this;
    source->id = next_id_++;
    const auto readable = [](sd_event_source*, int, std::uint32_t, void* user) {
        const auto run = static_cast<Source*>(user)->work;  // a copy: the watch may cancel itself
        run();
        return 0;
    };
    check(sd_event_add_io(event_, &source->source, fd, EPOLLIN, readable, source.get()), "watch");
    const WatchId id = source->id;
    sources_.emplace(id, std::move(source));
    return id;
}

void EventLoop::unwatch(WatchId watch) {
    cancel(watch);
}

void EventLoop::add_signal(int number, std::function<void()>* work) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, number);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const auto got = [](sd_event_source*, const signalfd_siginfo*, void* user) {
        (*static_cast<std::function<void()>*>(user))();
        return 0;
    };
    check(sd_event_add_signal(event_, nullptr, number, got, work), "signal");
}

void EventLoop::on_termination(std::function<void()> stop) {
    stop_ = std::move(stop);
    for (const int number : {SIGTERM, SIGINT}) add_signal(number, &stop_);
}

void EventLoop::on_reload(std::function<void()> reload) {
    reload_ = std::move(reload);
    add_signal(SIGHUP, &reload_);
}

void EventLoop::run() {
    check(sd_event_loop(event_), "event loop");
}

}  // namespace openras::manager
