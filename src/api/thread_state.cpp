#include "api/thread_state.h"

#include <pthread.h>
#include <rasnotify.h>
#include <unistd.h>

#include <cstdlib>
#include <new>
#include <string_view>

#include "api/windows_name.h"
#include "api/worker.h"

namespace openras::api {

namespace {

pthread_key_t key() {
    static const pthread_key_t only = [] {
        pthread_key_t made{};
        if (pthread_key_create(&made, [](void* state) { delete static_cast<ThreadState*>(state); }) != 0)
            throw std::bad_alloc();
        return made;
    }();
    return only;
}

std::uint32_t default_delivery() {
    const char* named = secure_getenv("OPENRAS_NOTIFY");
    const std::string_view name = named != nullptr ? named : "";
    if (name == "worker") return RASND_Worker;
    if (name == "automatic" || name == "auto") return RASND_Automatic;
    if (name == "pump") return RASND_Pump;
    return loaded_by_windows_name() ? RASND_Automatic : RASND_Pump;
}

}  // namespace

ThreadState& ThreadState::mine() {
    if (ThreadState* state = mine_if_any()) return *state;
    auto made = std::make_unique<ThreadState>();
    if (pthread_setspecific(key(), made.get()) != 0) throw std::bad_alloc();
    return *made.release();
}

ThreadState* ThreadState::mine_if_any() {
    return static_cast<ThreadState*>(pthread_getspecific(key()));
}

ThreadState::ThreadState() : default_delivery_(default_delivery()), process_(getpid()) {}

ThreadState::~ThreadState() {
    if (process_ != getpid()) {
        new std::vector(std::move(workers_));  // their threads are the parent's: nothing here may be touched
        return;
    }
    bool channel_is_taken_care_of = false;
    for (const auto& worker : workers_)
        if (worker->caller_ended() && worker->stands_in()) channel_is_taken_care_of = true;
    if (channel_ && !channel_is_taken_care_of) channel_->close();
}

Channel& ThreadState::channel() {
    if (!channel_) channel_ = std::make_shared<Channel>();
    return *channel_;
}

void ThreadState::adopt(std::shared_ptr<Worker> worker) {
    if (process_ != getpid()) {
        new std::vector(std::move(workers_));
        workers_.clear();
        process_ = getpid();
    }
    std::erase_if(workers_, [&](const auto& one) { return one->through() || one == worker; });
    workers_.push_back(std::move(worker));
}

std::shared_ptr<Worker> ThreadState::handler_worker() {
    if (process_ != getpid()) return nullptr;
    for (const auto& worker : workers_)
        if (!worker->stands_in() && worker->window() == nullptr && worker->channel().alive() && worker->hold())
            return worker;
    return nullptr;
}

std::shared_ptr<Worker> ThreadState::stand_in() {
    if (process_ == getpid())
        for (const auto& worker : workers_)
            if (worker->stands_in() && worker->hold()) return worker;
    channel();
    auto made = Worker::stand_in(channel_);
    made->hold();
    adopt(made);
    return made;
}

void ThreadState::pumped() {
    if (process_ != getpid() || workers_.empty() || channel_->has_pending()) return;
    for (const auto& worker : workers_)
        if (worker->stands_in()) worker->wake();
}

}  // namespace openras::api
