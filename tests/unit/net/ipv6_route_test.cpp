// The IPv6 default route comes with a link's first global address and goes with its last, whoever gives and takes them.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <set>

#include "helper_process.h"
#include "net/address_watch.h"

namespace openras::net::test {
namespace {

class Ipv6RouteTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!is_root()) GTEST_SKIP() << "needs root";
        ASSERT_TRUE(enter_own_network());
        shell("ip link set lo up");
        watch.emplace();
        helper.emplace(folder);
        manager.emplace(helper->take_manager_end());
        ASSERT_TRUE(manager->run(manager->client->ready()));
        auto made = manager->run(manager->client->create_tun(""));
        ASSERT_TRUE(made) << made.error().text;
        tun = std::move(*made);
        settings.addresses = {{ip("10.64.0.2"), ip("10.64.0.1"), 32}, {ip("fe80::1234"), ip("::"), 64}};
        settings.accept_router_advertisements = settings.default_route_ipv6 = true;
    }
    void TearDown() override {
        if (manager) manager->run(manager->client->release(tun.lease));
    }
    void configure() {
        const auto done = manager->run(manager->client->configure(tun.lease, settings));
        ASSERT_TRUE(done) << done.error().text;
    }
    /// Adds or takes an address; the kernel has told of it when this returns.
    void address(const std::string& words) {
        ASSERT_EQ(shell("ip -6 addr " + words), 0);
        wait_for_change();
    }
    void wait_for_change() {
        bool heard = false;
        pollfd ready{watch->fd(), POLLIN, 0};
        while (!heard && ::poll(&ready, 1, 10000) == 1) watch->read([&](const AddressChange&) { heard = true; });
        ASSERT_TRUE(heard);
    }
    /// The IPv6 default route's halves, after a request that follows all that the helper has been told until now.
    std::string halves() {
        (void)manager->run(manager->client->ethernet_interfaces());
        return output_of("ip -6 route | grep -o '^[0-9:]*/1 dev ppp0 proto 114' | sort");
    }
    /// The helper hears of a change some microseconds before or after this process.
    std::string halves_become(const std::string& wanted) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
        std::string now = halves();
        while (now != wanted && std::chrono::steady_clock::now() < until) now = halves();
        return now;
    }

    const std::string both = "8000::/1 dev ppp0 proto 114\n::/1 dev ppp0 proto 114\n";
    Folder folder;
    std::optional<AddressWatch> watch;
    std::optional<HelperProcess> helper;
    std::optional<Manager> manager;
    TunDevice tun;
    InterfaceSettings settings;
};

TEST_F(Ipv6RouteTest, ComesAndGoesWithTheGlobalAddresses) {
    configure();
    EXPECT_EQ(halves_become(""), "");
    address("add 2001:db8:1::5/64 dev ppp0 nodad");
    EXPECT_EQ(halves_become(both), both);
    address("add fd00:1::5/64 dev ppp0 nodad");
    address("del 2001:db8:1::5/64 dev ppp0");
    EXPECT_EQ(halves_become(both), both);
    address("del fd00:1::5/64 dev ppp0");
    EXPECT_EQ(halves_become(""), "");
    address("add 2001:db8:1::5/64 dev ppp0 nodad");
    EXPECT_EQ(halves_become(both), both);
    configure();  // changes nothing
    EXPECT_EQ(halves_become(both), both);
    settings.default_route_ipv6 = false;
    configure();
    EXPECT_EQ(halves_become(""), "");
}

TEST_F(Ipv6RouteTest, GoesWhenTheAddressExpires) {
    configure();
    address("add 2001:db8:1::5/64 dev ppp0 nodad valid_lft 1 preferred_lft 1");
    EXPECT_EQ(halves_become(both), both);
    wait_for_change();
    EXPECT_EQ(halves_become(""), "");
}

TEST_F(Ipv6RouteTest, AnEntryMayInsist) {
    settings.ipv6_route_always = true;
    configure();
    EXPECT_EQ(halves_become(both), both);
    address("add 2001:db8:1::5/64 dev ppp0 nodad");
    address("del 2001:db8:1::5/64 dev ppp0");
    EXPECT_EQ(halves_become(both), both);
    settings.ipv6_route_always = false;
    configure();
    EXPECT_EQ(halves_become(""), "");
}

TEST_F(Ipv6RouteTest, OtherInterfacesAddressesAreNothing) {
    configure();
    ASSERT_EQ(shell("ip link add lan0 type veth peer name lan1 && ip link set lan0 up && "
                    "ip -6 addr add 2001:db8:7::2/64 dev lan0 nodad"),
              0);
    wait_for_change();
    EXPECT_EQ(halves_become(""), "");
    shell("ip link del lan0");
}

TEST_F(Ipv6RouteTest, AWayThatIsNotAskedForStaysAway) {
    settings.default_route_ipv6 = false;
    configure();
    address("add 2001:db8:1::5/64 dev ppp0 nodad");
    EXPECT_EQ(halves_become(""), "");
    settings.default_route_ipv6 = true;
    configure();
    EXPECT_EQ(halves_become(both), both);
}

/// More changes at once than the kernel keeps for a reader: the reader is told so, and the list tells how things stand.
TEST_F(Ipv6RouteTest, LostChangesAreNoticed) {
    AddressWatch hurried;
    const int least = 1;
    constexpr std::uint32_t loopback = 1;  // its index in every network namespace
    ASSERT_EQ(::setsockopt(hurried.fd(), SOL_SOCKET, SO_RCVBUF, &least, sizeof least), 0);
    std::set<Ipv6Bytes> seen;
    constexpr unsigned many = 100;
    std::string commands;
    for (unsigned i = 0; i < many; ++i)
        commands += "addr add 2001:db8:1::" + std::to_string(i + 1) + "/128 dev lo nodad\n";
    std::ofstream(folder.path() + "/batch") << commands;
    ASSERT_EQ(shell("ip -6 -batch " + folder.path() + "/batch"), 0);
    const auto note = [&](const AddressChange& change) {
        if (change.if_index == loopback) seen.insert(change.address);
    };
    const bool complete = hurried.read(note);
    EXPECT_FALSE(complete);
    EXPECT_LT(seen.size(), many);
    Netlink netlink;
    EXPECT_EQ(global_addresses(netlink, note), 0);
    EXPECT_EQ(seen.size(), many);
    shell("ip -6 addr flush dev lo scope global");
}

}  // namespace
}  // namespace openras::net::test
