#include "manager/event_loop.h"

#include <gmock/gmock.h>
#include <sys/eventfd.h>

#include <thread>

namespace openras::manager {
namespace {

TEST(EventLoop, RunsWhatOtherThreadsPostInOrder) {
    EventLoop loop;
    std::vector<int> seen;
    std::thread other([&] {
        for (int i = 0; i < 1000; ++i) loop.post([&seen, i] { seen.push_back(i); });
        loop.post([&] { loop.quit(); });
    });
    loop.run();
    other.join();
    ASSERT_EQ(seen.size(), 1000u);
    EXPECT_TRUE(std::ranges::is_sorted(seen));
}

TEST(EventLoop, ATimerRunsOnceAndMayBeCancelled) {
    EventLoop loop;
    int fired = 0;
    const auto never = loop.after(std::chrono::microseconds(1), [&] { fired += 100; });
    loop.cancel(never);
    loop.after(std::chrono::microseconds(1), [&] {
        ++fired;
        loop.quit();
    });
    loop.run();
    EXPECT_EQ(fired, 1);
    loop.cancel(never);  // gone already: nothing happens
}

TEST(EventLoop, AWatchMayEndItself) {
    EventLoop loop;
    const UniqueFd fd(eventfd(1, EFD_CLOEXEC));
    int seen = 0;
    EventLoop::WatchId watch = 0;
    watch = loop.watch_readable(fd.get(), [&] {
        ++seen;
        loop.unwatch(watch);
        loop.post([&] { loop.quit(); });
    });
    loop.run();
    EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace openras::manager
