// A real helper in a network namespace of the test's own: what a lease does to the machine, and that nothing stays.
#include <gtest/gtest.h>

#include "helper_process.h"

namespace openras::net::test {
namespace {

class LeaseTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!is_root()) GTEST_SKIP() << "needs root";
        ASSERT_TRUE(enter_own_network());
        shell("ip link set lo up");
    }
    Folder folder;
};

TEST_F(LeaseTest, CreatesConfiguresAndReleases) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    ASSERT_TRUE(manager.run(manager.client->ready()));
    auto tun = manager.run(manager.client->create_tun(""));
    ASSERT_TRUE(tun) << tun.error().text;
    EXPECT_EQ(tun->name, "ppp0");
    InterfaceSettings settings;
    settings.mtu = 1492;
    settings.addresses = {{ip("10.64.0.2"), ip("10.64.0.1"), 32}, {ip("fe80::1234"), ip("::"), 64}};
    settings.default_route_ipv4 = true;
    settings.default_route_ipv6 = true;
    settings.dns = {ip("10.64.0.53")};
    const auto done = manager.run(manager.client->configure(tun->lease, settings));
    ASSERT_TRUE(done) << done.error().text;
    const auto shown = output_of("ip addr show dev ppp0");
    EXPECT_NE(shown.find("inet 10.64.0.2 peer 10.64.0.1/32"), std::string::npos) << shown;
    EXPECT_NE(shown.find("inet6 fe80::1234/64"), std::string::npos) << shown;
    EXPECT_NE(shown.find("mtu 1492"), std::string::npos) << shown;
    EXPECT_NE(shown.find("UP"), std::string::npos) << shown;
    EXPECT_EQ(output_of("ip -6 addr show dev ppp0 | grep -c inet6"), "1\n");
    const auto routes = output_of("ip route; ip -6 route");
    EXPECT_NE(routes.find("0.0.0.0/1 dev ppp0"), std::string::npos) << routes;
    EXPECT_NE(routes.find("128.0.0.0/1 dev ppp0"), std::string::npos) << routes;
    EXPECT_NE(routes.find("8000::/1 dev ppp0"), std::string::npos) << routes;
    EXPECT_NE(read_file(folder.resolv_conf()).find("nameserver 10.64.0.53\n"), std::string::npos);
    manager.run(manager.client->release(tun->lease));
    EXPECT_EQ(count_interfaces("ppp"), 0U);
    EXPECT_EQ(read_file(folder.resolv_conf()), "# mine\nsearch example.org\nnameserver 192.0.2.53\noptions edns0\n");
}

}  // namespace
}  // namespace openras::net::test
