// One timer for thousands of sessions: whoever is due first sets it. A deadline that moves later keeps its old place
// and is looked at again then, so that the usual case (every frame moves it) costs nothing.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <set>
#include <utility>

#include "base/time.h"

namespace openras::server {

class Deadlines {
  public:
    class Client {
      public:
        virtual ~Client() = default;
        virtual void due(TimePoint now) = 0;

      private:
        friend class Deadlines;
        TimePoint place_ = TimePoint::max();
    };

    explicit Deadlines(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    /// `client` is to be called at `when` or somewhat earlier (then it asks again).
    void want(Client& client, TimePoint when) {
        if (when >= client.place_) return;
        forget(client);
        client.place_ = when;
        const bool first = queue_.empty() || when < queue_.begin()->first;
        queue_.emplace(when, &client);
        if (first) arm();
    }
    void forget(Client& client) {
        if (client.place_ == TimePoint::max()) return;
        queue_.erase({client.place_, &client});
        client.place_ = TimePoint::max();
    }

  private:
    void arm() {
        if (queue_.empty()) return;
        timer_.expires_at(queue_.begin()->first);
        timer_.async_wait([this](const boost::system::error_code& error) {
            if (error) return;
            const TimePoint now = Clock::now();
            while (!queue_.empty() && queue_.begin()->first <= now) {
                Client& client = *queue_.begin()->second;
                forget(client);
                client.due(now);
            }
            arm();
        });
    }

    boost::asio::steady_timer timer_;
    std::set<std::pair<TimePoint, Client*>> queue_;
};

}  // namespace openras::server
