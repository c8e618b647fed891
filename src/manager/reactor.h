// The thread on which connections live: their dials, their PPP, their packets. The bus thread posts to it.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>
#include <unordered_map>

#include "manager/dial_operation.h"
#include "manager/dialler.h"

namespace openras::manager {

class Reactor final : public Dialler {
  public:
    /// @param helper_fd  the manager's end of the net helper's socket
    /// @param observer   hears of every dial; outlives the reactor
    /// @param helper_gone  called on the reactor's thread when the helper is gone for good
    Reactor(const Config& config, UniqueFd helper_fd, DialObserver& observer, std::function<void()> helper_gone);
    ~Reactor() override;
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    /// Waits for the helper's first word; call before run().
    Expected<void> wait_for_helper();
    /// Starts the thread.
    void run();

    // Any thread may call these; they post.
    void dial(DialPlan plan) override;
    void resume(Handle handle, ppp::Credentials credentials) override;
    void hang_up(Handle handle, DialEnd end) override;
    /// Dials that begin from here on go by `config`.
    void reconfigure(Config config);
    void collect_counters(std::function<void(CounterMap)> done) override;
    void counters_of(Handle handle, std::function<void(dataplane::Counters)> done) override;
    /// Hangs everything up in order, then ends the thread. Blocks, a few seconds at most.
    void shut_down();

  private:
    void finished(Handle handle);
    void worker_lost();

    Config config_;  ///< this thread's own: it may change
    SystemRandom random_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
    DialObserver& observer_;
    net::HelperClient helper_;
    EthernetPorts ports_;
    DialContext context_;
    std::unordered_map<Handle, std::shared_ptr<DialOperation>> dials_;
    boost::asio::steady_timer shutdown_limit_{io_};
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace openras::manager
