// A queue that one coroutine waits on. One reactor; no locks.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace openras::manager {

template <typename T>
class AsyncQueue {
  public:
    explicit AsyncQueue(const boost::asio::any_io_executor& executor)
        : wake_(executor, boost::asio::steady_timer::time_point::max()) {}

    void push(T item) {
        items_.push_back(std::move(item));
        wake_.cancel();
    }
    [[nodiscard]] std::size_t size() const { return items_.size(); }
    /// The one pushed last, while nobody has taken it.
    [[nodiscard]] const T* newest() const { return items_.empty() ? nullptr : &items_.back(); }
    /// The next item if there is one already.
    std::optional<T> take() {
        if (items_.empty()) return std::nullopt;
        T item = std::move(items_.front());
        items_.erase(items_.begin());
        if (items_.empty())
            items_.shrink_to_fit();  // a connection that is up waits for months, and mostly nothing happens
        return item;
    }

    /// The next item, when there is one. Throws operation_aborted where the coroutine is cancelled.
    boost::asio::awaitable<T> next() {
        while (items_.empty()) {
            boost::system::error_code woken;
            co_await wake_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
            const auto state = co_await boost::asio::this_coro::cancellation_state;
            if (state.cancelled() != boost::asio::cancellation_type::none)
                throw boost::system::system_error(boost::asio::error::operation_aborted);
        }
        co_return *take();
    }

  private:
    std::vector<T> items_;  ///< a few at most; and an empty deque costs 600 bytes
    boost::asio::steady_timer wake_;
};

}  // namespace openras::manager
