#include "api/fork_guard.h"

#include <pthread.h>

#include <mutex>
#include <set>

namespace openras::api {

namespace {

struct Registry {
    std::mutex mutex;
    std::set<ForkAware*> members;
};

/// Never destroyed: threads may still use it while the process exits.
Registry& registry() {
    static Registry* const only = [] {
        auto* made = new Registry;
        pthread_atfork([] { registry().mutex.lock(); }, [] { registry().mutex.unlock(); },
                       [] {
                           for (ForkAware* member : registry().members) member->forget_in_child();
                           registry().mutex.unlock();
                       });
        return made;
    }();
    return *only;
}

}  // namespace

void ForkAware::enroll() {
    const std::lock_guard lock(registry().mutex);
    registry().members.insert(this);
}

void ForkAware::withdraw() {
    const std::lock_guard lock(registry().mutex);
    registry().members.erase(this);
}

void ForkAware::for_each(const std::function<void(ForkAware&)>& visit) {
    const std::lock_guard lock(registry().mutex);
    for (ForkAware* member : registry().members) visit(*member);
}

}  // namespace openras::api
