// The process connection: it stands for the process at the manager, and carries the short calls of all its threads, one
// at a time. Opened at the first use, and again after the manager has died.
#pragma once

#include <memory>
#include <mutex>

#include "api/fork_guard.h"
#include "bus/connection.h"

namespace openras::api {

/// A connection of its own for one call that may last, so that other threads can go on calling.
class CallConnection final : public ForkAware {
  public:
    static Expected<std::unique_ptr<CallConnection>> open(const std::string& socket = bus::socket_path());
    ~CallConnection() override { withdraw(); }
    bus::Connection& operator*() { return *connection_; }
    bus::Connection* operator->() { return connection_.get(); }

  private:
    CallConnection() = default;
    void forget_in_child() override;
    std::unique_ptr<bus::Connection> connection_;
};

class Process final : public ForkAware {
  public:
    static Process& instance();

    /// What a call does that finds that the manager has been replaced since the last one.
    enum class AfterLoss {
        Fail,  ///< 711 once: the handles that the caller holds mean nothing to the new one
        GoOn   ///< the call has no handle in it
    };

    /// One short call; any thread. 711 where there is no manager.
    template <bus::Record Request, bus::Record Reply>
    Expected<Reply> call(const char* method, const Request& request, AfterLoss after_loss = AfterLoss::Fail) {
        const std::lock_guard lock(mutex_);
        if (auto ready = make_ready(after_loss); !ready) return std::unexpected(ready.error());
        auto reply = connection_->call<Request, Reply>(method, request);
        if (!reply) connection_.reset();
        return reply;
    }

  private:
    Process() { enroll(); }
    Expected<void> make_ready(AfterLoss after_loss);
    Expected<void> drain();
    void forget_in_child() override;

    std::mutex mutex_;
    std::unique_ptr<bus::Connection> connection_;
    bool told_not_pumping_ = false;
};

}  // namespace openras::api
