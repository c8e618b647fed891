#include "api/thread_state.h"

#include <pthread.h>
#include <rasnotify.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <new>

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
    return named != nullptr && std::strcmp(named, "worker") == 0 ? RASND_Worker : RASND_Pump;
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

ThreadState::ThreadState() : delivery(default_delivery()), process_(getpid()) {}

ThreadState::~ThreadState() {
    if (process_ != getpid()) {
        new std::vector(std::move(workers_));  // their threads are the parent's: nothing here may be touched
        return;
    }
    for (const auto& worker : workers_) worker->caller_ended();
}

Channel& ThreadState::channel() {
    if (!channel_) channel_ = std::make_unique<Channel>();
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
        if (worker->serves_thread() && worker->channel().alive() && worker->hold()) return worker;
    return nullptr;
}

}  // namespace openras::api
