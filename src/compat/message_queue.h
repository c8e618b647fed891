// A thread's messages: those posted, those that other threads have sent and wait for, its timers, and the end of its
// loop. The descriptor is raised when something came in since next() last found nothing.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/unique_fd.h"
#include "compat/kit/window.h"

namespace openras::compat {

class MessageQueue {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The calling thread's, made at the first use. With the thread it closes, and its windows go.
    static MessageQueue& mine();
    static std::shared_ptr<MessageQueue> mine_shared();
    /// Of a thread of this process; null where it has none.
    static std::shared_ptr<MessageQueue> of_thread(DWORD thread);

    MessageQueue();
    MessageQueue(const MessageQueue&) = delete;
    MessageQueue& operator=(const MessageQueue&) = delete;

    [[nodiscard]] int fd() const { return wake_.get(); }
    [[nodiscard]] DWORD thread() const { return thread_; }

    /// Any thread. @return false where the thread has ended
    bool post(const MSG& message);
    /// Another thread than this queue's: waits for the result, serving what is sent to its own windows meanwhile.
    LRESULT send(const MSG& message);

    struct Filter {
        HWND window = nullptr;
        UINT least = 0;
        UINT most = 0;
    };
    /// The queue's thread: serves what was sent, then gives the next message, where there is one.
    std::optional<MSG> next(const Filter& filter, bool remove);
    bool has_message();

    void quit(int code);
    UINT_PTR set_timer(HWND window, UINT_PTR id, UINT milliseconds, TIMERPROC routine);
    bool kill_timer(HWND window, UINT_PTR id);
    [[nodiscard]] std::optional<TimePoint> next_timer();
    /// Messages and timers of a window that is going; what was sent to it is answered with 0.
    void forget(HWND window);
    void close();

  private:
    struct Sent {
        MSG message{};
        LRESULT result = 0;
        UniqueFd answered;
    };
    struct Timer {
        HWND window = nullptr;
        UINT_PTR id = 0;
        std::chrono::milliseconds period{};
        TimePoint due;
        TIMERPROC routine = nullptr;
    };
    void serve_sent();
    void raise();
    std::optional<MSG> due_timer(const Filter& filter, bool remove);

    DWORD thread_;
    UniqueFd wake_;
    std::mutex mutex_;  ///< guards what follows
    std::deque<MSG> posted_;
    std::deque<std::shared_ptr<Sent>> sent_;
    std::vector<Timer> timers_;
    std::optional<int> quit_;
    UINT_PTR next_timer_id_ = 1;
    bool closed_ = false;
};

/// Runs a window's procedure in the calling thread; 0 for a window that is gone.
LRESULT call_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
/// The queue of the thread that made the window; null for one that is gone.
std::shared_ptr<MessageQueue> queue_of(HWND window);
/// Removes the windows of a thread that ends, without a word to them.
void forget_windows_of(DWORD thread);

}  // namespace openras::compat
