#include "manager/reactor.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace openras::manager {

namespace asio = boost::asio;

Reactor::Reactor(const Config& config, UniqueFd helper_fd, DialObserver& observer, std::function<void()> helper_gone)
    : config_(config),
      observer_(observer),
      helper_(
          io_.get_executor(), std::move(helper_fd), [this] { worker_lost(); }, std::move(helper_gone)),
      ports_(io_.get_executor(), config_, helper_),
      context_{io_.get_executor(), config_, random_, helper_, ports_, observer_} {}

Reactor::~Reactor() {
    shut_down();
}

Expected<void> Reactor::wait_for_helper() {
    Expected<void> result;
    bool done = false;
    asio::co_spawn(io_, helper_.ready(), [&](const std::exception_ptr& error, Expected<void> ready) {
        result = error ? failure(ERROR_UNKNOWN, "the net helper could not be asked") : std::move(ready);
        done = true;
    });
    while (!done) io_.run_one();
    return result;
}

void Reactor::run() {
    thread_ = std::thread([this] { io_.run(); });
}

void Reactor::dial(DialPlan plan) {
    auto shared = std::make_shared<DialPlan>(std::move(plan));
    asio::post(io_, [this, shared] {
        const Handle handle = shared->handle;
        auto operation =
            std::make_shared<DialOperation>(context_, std::move(*shared), [this](Handle done) { finished(done); });
        dials_[handle] = operation;
        operation->start();
    });
}

void Reactor::reconfigure(Config config) {
    asio::post(io_, [this, config = std::move(config)]() mutable { config_ = std::move(config); });
}

void Reactor::resume(Handle handle, ppp::Credentials credentials) {
    asio::post(io_, [this, handle, credentials = std::move(credentials)]() mutable {
        if (const auto found = dials_.find(handle); found != dials_.end())
            found->second->resume(std::move(credentials));
    });
}

void Reactor::hang_up(Handle handle, DialEnd end) {
    asio::post(io_, [this, handle, end = std::move(end)]() mutable {
        if (const auto found = dials_.find(handle); found != dials_.end())
            found->second->hang_up(std::move(end));
        else
            observer_.hung_up(handle);
    });
}

void Reactor::collect_counters(std::function<void(CounterMap)> done) {
    asio::post(io_, [this, done = std::move(done)] {
        CounterMap counters;
        for (const auto& [handle, operation] : dials_) counters[handle] = operation->counters();
        done(std::move(counters));
    });
}

void Reactor::counters_of(Handle handle, std::function<void(dataplane::Counters)> done) {
    asio::post(io_, [this, handle, done = std::move(done)] {
        const auto found = dials_.find(handle);
        done(found == dials_.end() ? dataplane::Counters{} : found->second->counters());
    });
}

void Reactor::finished(Handle handle) {
    dials_.erase(handle);
    if (stopping_ && dials_.empty()) io_.stop();
}

void Reactor::worker_lost() {
    for (const auto& [handle, operation] : dials_)
        if (operation->has_lease())
            operation->fail({{ERROR_DISCONNECTION, "the net helper was restarted and took the interface down", {}},
                             ppp::EndedBy::Manager});
}

void Reactor::shut_down() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] {
        stopping_ = true;
        for (const auto& [handle, operation] : dials_)
            operation->hang_up({{ERROR_DISCONNECTION, "the manager was stopped", {}}, ppp::EndedBy::Manager});
        shutdown_limit_.expires_after(config_.hang_up_limit);
        shutdown_limit_.async_wait([this](const boost::system::error_code& error) {
            if (!error) io_.stop();
        });
        if (dials_.empty()) io_.stop();
    });
    thread_.join();
}

}  // namespace openras::manager
