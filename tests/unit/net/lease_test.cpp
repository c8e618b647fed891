// A real helper in a network namespace of the test's own: what a lease does to the machine, and that nothing stays.
#include <gtest/gtest.h>
#include <raserror.h>

#include "helper_process.h"

namespace openras::net::test {
namespace {

InterfaceSettings both_families() {
    InterfaceSettings settings;
    settings.mtu = 1492;
    settings.addresses = {{ip("10.64.0.2"), ip("10.64.0.1"), 32}, {ip("fe80::1234"), ip("::"), 64}};
    settings.accept_router_advertisements = true;
    settings.default_route_ipv4 = settings.default_route_ipv6 = true;
    return settings;
}

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
    settings.addresses = {
        {ip("10.64.0.2"), ip("10.64.0.1"), 32}, {ip("fe80::1234"), ip("::"), 64}, {ip("2001:db8:64::5"), ip("::"), 64}};
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
    EXPECT_EQ(output_of("ip -6 addr show dev ppp0 | grep -c inet6"), "2\n");
    const auto routes = output_of("ip route; ip -6 route");
    EXPECT_NE(routes.find("0.0.0.0/1 dev ppp0"), std::string::npos) << routes;
    EXPECT_NE(routes.find("128.0.0.0/1 dev ppp0"), std::string::npos) << routes;
    EXPECT_NE(routes.find("8000::/1 dev ppp0"), std::string::npos) << routes;
    EXPECT_NE(read_file(folder.resolv_conf()).find("nameserver 10.64.0.53\n"), std::string::npos);
    manager.run(manager.client->release(tun->lease));
    EXPECT_EQ(count_interfaces("ppp"), 0U);
    EXPECT_EQ(read_file(folder.resolv_conf()), "# mine\nsearch example.org\nnameserver 192.0.2.53\noptions edns0\n");
}

TEST_F(LeaseTest, ConfiguredAgainItKeepsNothingOfTheOldSettings) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    ASSERT_TRUE(manager.run(manager.client->ready()));
    auto tun = manager.run(manager.client->create_tun(""));
    ASSERT_TRUE(tun) << tun.error().text;
    const auto configure = [&](const InterfaceSettings& settings) {
        const auto done = manager.run(manager.client->configure(tun->lease, settings));
        ASSERT_TRUE(done) << done.error().text;
    };
    auto settings = both_families();
    settings.addresses.push_back({ip("2001:db8:64::5"), ip("::"), 64});
    settings.dns = {ip("10.64.0.53")};
    configure(settings);
    ASSERT_EQ(shell("ip -6 addr add 2001:db8::5/64 dev ppp0 nodad"), 0);  // as of a router advertisement

    settings.addresses[0].local = ip("10.64.0.7");
    settings.dns = {ip("10.64.0.54")};
    configure(settings);
    auto shown = output_of("ip addr show dev ppp0; ip route; ip -6 route");
    EXPECT_EQ(shown.find("10.64.0.2 "), std::string::npos) << shown;
    EXPECT_NE(shown.find("inet 10.64.0.7 peer 10.64.0.1/32"), std::string::npos) << shown;
    EXPECT_NE(shown.find("0.0.0.0/1 dev ppp0"), std::string::npos) << shown;
    EXPECT_NE(shown.find("128.0.0.0/1 dev ppp0"), std::string::npos) << shown;
    EXPECT_NE(shown.find("8000::/1 dev ppp0"), std::string::npos) << shown;
    EXPECT_EQ(read_file(folder.resolv_conf()).find("10.64.0.53"), std::string::npos);
    EXPECT_NE(read_file(folder.resolv_conf()).find("nameserver 10.64.0.54\n"), std::string::npos);

    auto six = settings;
    six.addresses.erase(six.addresses.begin());
    six.default_route_ipv4 = false;
    six.dns.clear();
    configure(six);
    shown = output_of("ip addr show dev ppp0; ip route; ip -6 route");
    EXPECT_EQ(shown.find("inet "), std::string::npos) << shown;
    EXPECT_EQ(shown.find("128.0.0.0/1"), std::string::npos) << shown;
    EXPECT_NE(shown.find("8000::/1 dev ppp0"), std::string::npos) << shown;
    EXPECT_EQ(read_file(folder.resolv_conf()).find("10.64."), std::string::npos);

    auto four = settings;
    four.addresses.resize(1);
    four.accept_router_advertisements = four.default_route_ipv6 = false;
    configure(four);
    shown = output_of("ip addr show dev ppp0; ip route; ip -6 route");
    EXPECT_NE(shown.find("inet 10.64.0.7"), std::string::npos) << shown;
    EXPECT_NE(shown.find("128.0.0.0/1 dev ppp0"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("inet6"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("8000::/1"), std::string::npos) << shown;

    configure(settings);
    EXPECT_NE(output_of("ip addr show dev ppp0").find("inet6 fe80::1234/64"), std::string::npos);
    manager.run(manager.client->release(tun->lease));
    EXPECT_EQ(count_interfaces("ppp"), 0U);
}

TEST_F(LeaseTest, MtuMayBeAsSmallAsIpv4Allows) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    ASSERT_TRUE(manager.run(manager.client->ready()));
    auto tun = manager.run(manager.client->create_tun(""));
    ASSERT_TRUE(tun) << tun.error().text;
    InterfaceSettings settings;
    settings.mtu = 68;
    settings.addresses = {{ip("10.64.0.2"), ip("10.64.0.1"), 32}};
    const auto done = manager.run(manager.client->configure(tun->lease, settings));
    ASSERT_TRUE(done) << done.error().text;
    EXPECT_NE(output_of("ip addr show dev ppp0").find("mtu 68 "), std::string::npos);
}

/// Sets the namespace's default for new interfaces while it lives.
class Ipv6OffByDefault {
  public:
    Ipv6OffByDefault() { set("1"); }
    ~Ipv6OffByDefault() { set("0"); }

  private:
    static void set(const char* value) { std::ofstream("/proc/sys/net/ipv6/conf/default/disable_ipv6") << value; }
};

TEST_F(LeaseTest, Ipv4ComesUpAloneWhereTheMachineHasIpv6SwitchedOff) {
    const Ipv6OffByDefault off;
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    ASSERT_TRUE(manager.run(manager.client->ready()));
    auto tun = manager.run(manager.client->create_tun(""));
    ASSERT_TRUE(tun) << tun.error().text;
    const auto done = manager.run(manager.client->configure(tun->lease, both_families()));
    ASSERT_TRUE(done) << done.error().text;
    const auto shown = output_of("ip addr show dev ppp0; ip -6 route");
    EXPECT_NE(shown.find("inet 10.64.0.2"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("inet6"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("8000::/1"), std::string::npos) << shown;
    EXPECT_EQ(read_file("/proc/sys/net/ipv6/conf/ppp0/disable_ipv6"), "1\n");
}

/// In a child process, whose /proc/sys is read-only as in a container. The number of the first step that fails.
int configure_without_ipv6(const Folder& folder) {
    if (::unshare(CLONE_NEWNS) < 0 || shell("mount --make-rprivate / && mount --bind /proc/sys /proc/sys && "
                                            "mount -o remount,bind,ro /proc/sys") != 0)
        return 1;
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    if (!manager.run(manager.client->ready())) return 2;
    auto tun = manager.run(manager.client->create_tun(""));
    if (!tun) return 3;
    if (!manager.run(manager.client->configure(tun->lease, both_families()))) return 4;
    const auto shown = output_of("ip addr show dev ppp0; ip route; ip -6 route");
    if (shown.find("inet 10.64.0.2") == std::string::npos) return 5;
    if (shown.find("128.0.0.0/1 dev ppp0") == std::string::npos) return 6;
    if (shown.find("inet6") != std::string::npos || shown.find("8000::/1") != std::string::npos) return 7;
    // A connection that is IPv6 alone has nothing left.
    auto other = manager.run(manager.client->create_tun(""));
    if (!other) return 8;
    auto settings = both_families();
    settings.addresses.erase(settings.addresses.begin());
    settings.default_route_ipv4 = false;
    const auto refused = manager.run(manager.client->configure(other->lease, settings));
    return !refused && refused.error().code == ERROR_CANNOT_PROJECT_CLIENT ? 0 : 9;
}

TEST_F(LeaseTest, Ipv4ComesUpAloneWhereIpv6CannotBeHad) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(configure_without_ipv6(folder));
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status)) << status;
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace openras::net::test
