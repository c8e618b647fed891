// Interfaces made and deleted by the keeper's thread, in a network namespace of the test's own.
#include "server/tun_keeper.h"

#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <vector>

namespace openras::server {
namespace {

class TunKeeperTest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        ASSERT_EQ(::geteuid(), 0U) << "needs root";
        ASSERT_EQ(::unshare(CLONE_NEWNET), 0);
    }
    static TunPlan plan(std::uint8_t number) {
        return {"rastest%d", 1492, TunPlan::Ipv4{{10, 64, 0, 1}, {10, 64, 1, number}}, {}, {}};
    }
    std::vector<SessionTun> make(TunKeeper& keeper, std::uint8_t count) {
        std::vector<SessionTun> made;
        for (std::uint8_t i = 0; i < count; ++i)
            keeper.make(plan(i), [&](Expected<SessionTun> tun) {
                ASSERT_TRUE(tun) << tun.error().text;
                made.push_back(std::move(*tun));
            });
        EXPECT_TRUE(made.empty()) << "never from inside the call";
        while (made.size() < count && !HasFailure()) io.run_one();
        return made;
    }
    boost::asio::io_context io;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> working{io.get_executor()};
};

TEST_F(TunKeeperTest, MakesThemUpAndDeletesManyAtOnce) {
    std::vector<SessionTun> made;
    {
        TunKeeper keeper(io.get_executor(), std::make_unique<net::Netlink>());
        made = make(keeper, 50);
        ASSERT_EQ(made.size(), 50U);
        for (const SessionTun& tun : made) EXPECT_EQ(::if_nametoindex(tun.name.c_str()), tun.index);
        const SessionTun first = std::move(made.front());
        EXPECT_TRUE(first.fd);
        std::vector<std::string> names;
        for (std::size_t i = 1; i < made.size(); ++i) names.push_back(made[i].name);
        made.clear();
        // What was asked for before is done before: the new one sees them gone.
        const auto next = make(keeper, 1);
        for (const auto& name : names)
            EXPECT_EQ(::if_nametoindex(name.c_str()), name == next[0].name ? next[0].index : 0);
        EXPECT_LT(keeper.deletions(), 10U) << "in batches";
        EXPECT_EQ(::if_nametoindex(first.name.c_str()), first.index);
        made.push_back({{}, first.name, first.index, first.holder});
    }
    // One that is held when the keeper goes lives on as a descriptor does.
    EXPECT_EQ(::if_nametoindex(made[0].name.c_str()), made[0].index);
}

TEST_F(TunKeeperTest, ItsEndDeletesWhatNobodyHolds) {
    std::string name;
    {
        TunKeeper keeper(io.get_executor(), std::make_unique<net::Netlink>());
        name = make(keeper, 1).at(0).name;
    }
    EXPECT_EQ(::if_nametoindex(name.c_str()), 0U);
}

TEST_F(TunKeeperTest, SaysWhyThereIsNone) {
    TunKeeper keeper(io.get_executor(), std::make_unique<net::Netlink>());
    TunPlan taken = plan(1);
    taken.name = "lo";
    std::optional<Expected<SessionTun>> answer;
    keeper.make(std::move(taken), [&](Expected<SessionTun> tun) { answer = std::move(tun); });
    while (!answer) io.run_one();
    ASSERT_FALSE(*answer);
    EXPECT_EQ(answer->error().code, ERROR_PORT_NOT_AVAILABLE);
}

}  // namespace
}  // namespace openras::server
