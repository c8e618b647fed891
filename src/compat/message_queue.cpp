#include "compat/message_queue.h"

#include <pthread.h>

#include <algorithm>
#include <map>

#include "compat/handles.h"
#include "compat/kit/threads.h"
#include "compat/kit/waits.h"
#include "compat/pumping.h"

namespace openras::compat {

namespace {

using Clock = std::chrono::steady_clock;

struct Queues {
    std::mutex mutex;
    std::map<DWORD, std::weak_ptr<MessageQueue>> by_thread;
};
Queues& queues() {
    static auto* const only = new Queues;
    return *only;
}

/// A key and not a thread_local: see api/thread_state.h.
pthread_key_t key() {
    static const pthread_key_t only = [] {
        pthread_key_t made{};
        pthread_key_create(&made, [](void* held) {
            auto* mine = static_cast<std::shared_ptr<MessageQueue>*>(held);
            {
                const std::lock_guard lock(queues().mutex);
                queues().by_thread.erase((*mine)->thread());
            }
            (*mine)->close();
            forget_windows_of((*mine)->thread());
            delete mine;
        });
        return made;
    }();
    return only;
}

bool matches(const MessageQueue::Filter& filter, HWND window, UINT message) {
    if (filter.window != nullptr && filter.window != window) return false;
    return (filter.least == 0 && filter.most == 0) || (message >= filter.least && message <= filter.most);
}

void signal(int fd) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto done = write(fd, &one, sizeof one);
}

void lower(int fd) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto done = read(fd, &count, sizeof count);
}

}  // namespace

MessageQueue::MessageQueue() : thread_(GetCurrentThreadId()), wake_(make_eventfd(0)) {
    if (!wake_) throw std::bad_alloc();
}

std::shared_ptr<MessageQueue> MessageQueue::mine_shared() {
    auto* held = static_cast<std::shared_ptr<MessageQueue>*>(pthread_getspecific(key()));
    if (held == nullptr) {
        held = new std::shared_ptr<MessageQueue>(std::make_shared<MessageQueue>());
        pthread_setspecific(key(), held);
        const std::lock_guard lock(queues().mutex);
        queues().by_thread[(*held)->thread()] = *held;
    }
    return *held;
}

MessageQueue& MessageQueue::mine() {
    return *mine_shared();
}

std::shared_ptr<MessageQueue> MessageQueue::of_thread(DWORD thread) {
    const std::lock_guard lock(queues().mutex);
    const auto found = queues().by_thread.find(thread);
    return found != queues().by_thread.end() ? found->second.lock() : nullptr;
}

void MessageQueue::raise() {
    signal(wake_.get());
}

bool MessageQueue::post(const MSG& message) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    posted_.push_back(message);
    posted_.back().time = GetTickCount();
    raise();
    return true;
}

LRESULT MessageQueue::send(const MSG& message) {
    auto sent = std::make_shared<Sent>();
    sent->message = message;
    sent->answered = make_eventfd(0);
    if (!sent->answered) throw std::bad_alloc();
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return 0;
        sent_.push_back(sent);
        raise();
    }
    MessageQueue& own = mine();
    for (;;) {
        pollfd wanted[] = {{sent->answered.get(), POLLIN, 0}, {own.fd(), POLLIN, 0}};
        poll_pumping(wanted, std::nullopt);
        if (wanted[0].revents != 0) return sent->result;
        own.serve_sent();
        // What was posted keeps; it is looked for again after this wait.
        lower(own.fd());
    }
}

void MessageQueue::serve_sent() {
    for (;;) {
        std::shared_ptr<Sent> first;
        {
            const std::lock_guard lock(mutex_);
            if (sent_.empty()) return;
            first = std::move(sent_.front());
            sent_.pop_front();
        }
        const MSG& message = first->message;
        first->result = call_procedure(message.hwnd, message.message, message.wParam, message.lParam);
        signal(first->answered.get());
    }
}

std::optional<MSG> MessageQueue::next(const Filter& filter, bool remove) {
    serve_sent();
    const std::lock_guard lock(mutex_);
    const auto found =
        std::ranges::find_if(posted_, [&](const MSG& one) { return matches(filter, one.hwnd, one.message); });
    if (found != posted_.end()) {
        const MSG message = *found;
        if (remove) posted_.erase(found);
        return message;
    }
    if (quit_) {
        MSG message{};
        message.message = WM_QUIT;
        message.wParam = static_cast<WPARAM>(*quit_);
        if (remove) quit_.reset();
        return message;
    }
    if (auto timer = due_timer(filter, remove)) return timer;
    if (sent_.empty()) lower(wake_.get());
    return std::nullopt;
}

bool MessageQueue::has_message() {
    return next({}, false).has_value();
}

void MessageQueue::quit(int code) {
    const std::lock_guard lock(mutex_);
    quit_ = code;
    raise();
}

UINT_PTR MessageQueue::set_timer(HWND window, UINT_PTR id, UINT milliseconds, TIMERPROC routine) {
    const std::lock_guard lock(mutex_);
    if (window == nullptr &&
        std::ranges::none_of(timers_, [&](const Timer& timer) { return timer.window == nullptr && timer.id == id; }))
        id = next_timer_id_++;
    std::erase_if(timers_, [&](const Timer& timer) { return timer.window == window && timer.id == id; });
    const std::chrono::milliseconds period(std::clamp(milliseconds, 10u, 0x7FFFFFFFu));  // USER_TIMER_MINIMUM, _MAXIMUM
    timers_.push_back({window, id, period, Clock::now() + period, routine});
    raise();
    return id != 0 ? id : 1;
}

bool MessageQueue::kill_timer(HWND window, UINT_PTR id) {
    const std::lock_guard lock(mutex_);
    return std::erase_if(timers_, [&](const Timer& timer) { return timer.window == window && timer.id == id; }) != 0;
}

std::optional<MessageQueue::TimePoint> MessageQueue::next_timer() {
    const std::lock_guard lock(mutex_);
    const auto first = std::ranges::min_element(timers_, {}, &Timer::due);
    if (first == timers_.end()) return std::nullopt;
    return first->due;
}

std::optional<MSG> MessageQueue::due_timer(const Filter& filter, bool remove) {
    const auto now = Clock::now();
    for (Timer& timer : timers_) {
        if (timer.due > now || !matches(filter, timer.window, WM_TIMER)) continue;
        if (remove) timer.due = now + timer.period;
        MSG message{};
        message.hwnd = timer.window;
        message.message = WM_TIMER;
        message.wParam = timer.id;
        message.lParam = reinterpret_cast<LPARAM>(timer.routine);
        message.time = GetTickCount();
        return message;
    }
    return std::nullopt;
}

void MessageQueue::forget(HWND window) {
    const std::lock_guard lock(mutex_);
    std::erase_if(posted_, [&](const MSG& one) { return one.hwnd == window; });
    std::erase_if(timers_, [&](const Timer& one) { return one.window == window; });
    std::erase_if(sent_, [&](const std::shared_ptr<Sent>& one) {
        if (one->message.hwnd != window) return false;
        signal(one->answered.get());
        return true;
    });
}

void MessageQueue::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (const auto& one : sent_) signal(one->answered.get());
    sent_.clear();
    posted_.clear();
    timers_.clear();
}

}  // namespace openras::compat
