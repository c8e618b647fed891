// A thousand leases at once from one manager, as when a thousand dials come up together.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdio>

#include "machine.h"

namespace openras::net::test {
namespace {

constexpr unsigned thousand = 1000;

boost::asio::awaitable<void> one_lease(HelperClient& client, unsigned number, std::vector<TunDevice>& tuns,
                                       unsigned& finished) {
    auto tun = co_await client.create_tun("");
    if (tun) {
        InterfaceSettings settings = everything(number);
        settings.dns.clear();
        settings.servers_outside.clear();
        const auto done = co_await client.configure(tun->lease, std::move(settings));
        if (done) tuns.push_back(std::move(*tun));
    }
    ++finished;
}

boost::asio::awaitable<void> one_release(HelperClient& client, LeaseId lease, unsigned& finished) {
    co_await client.release(lease);
    ++finished;
}

TEST(Many, AThousandLeasesTogether) {
    if (!is_root()) GTEST_SKIP() << "needs root";
    ASSERT_TRUE(enter_own_network());
    make_machine();
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < thousand + 100) GTEST_SKIP() << "too few descriptors";

    const Folder folder;
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    ASSERT_TRUE(manager.run(manager.client->ready()));
    using Clock = std::chrono::steady_clock;
    const auto milliseconds = [](Clock::duration time) {
        return std::chrono::duration<double, std::milli>(time).count();
    };
    std::vector<TunDevice> tuns;
    unsigned finished = 0;
    const auto begin = Clock::now();
    for (unsigned i = 0; i < thousand; ++i)
        boost::asio::co_spawn(manager.context, one_lease(*manager.client, i, tuns, finished), boost::asio::detached);
    while (finished < thousand && manager.run_until([&] { return finished == thousand; })) {
    }
    const auto up = Clock::now();
    ASSERT_EQ(tuns.size(), thousand);
    EXPECT_EQ(count_interfaces("ppp"), thousand);
    finished = 0;
    for (const auto& tun : tuns)
        boost::asio::co_spawn(manager.context, one_release(*manager.client, tun.lease, finished),
                              boost::asio::detached);
    ASSERT_TRUE(manager.run_until([&] { return finished == thousand; }));
    const auto down = Clock::now();
    EXPECT_EQ(count_interfaces("ppp"), 0U);
    std::printf("%u leases: created and configured in %.0f ms (%.0f a second), released in %.0f ms\n", thousand,
                milliseconds(up - begin), thousand / (milliseconds(up - begin) / 1000), milliseconds(down - up));
}

}  // namespace
}  // namespace openras::net::test
