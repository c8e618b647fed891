#include "net/checks.h"

#include <gtest/gtest.h>

#include "helper_process.h"

namespace openras::net {
namespace {

using test::ip;

TEST(Checks, NewNames) {
    for (const char* good : {"", "ppp%d", "ppp0", "vpn-office", "a", "_x", "fifteen_letters", "wan.%d"})
        EXPECT_TRUE(check_new_name(good)) << good;
    for (const char* bad : {"sixteen__letters", "a/b", ".", "..", "-x", "a b", "a%s", "a%d%d", "%%d", "lo", "all",
                            "default", "eth:0", "p\n", "p\xc3\xa4", "elevenchars%d"})
        EXPECT_FALSE(check_new_name(bad)) << bad;
    EXPECT_FALSE(check_new_name(std::string_view("a\0b", 3)));
}

TEST(Checks, InterfaceNames) {
    for (const char* good : {"eth0", "eth0.7", "enp3s0f1np1", "wlp2s0"})
        EXPECT_TRUE(check_interface_name(good)) << good;
    for (const char* bad : {"", ".", "..", "../eth0", "eth 0", "eth0:1", "a\t", "sixteen__letters"})
        EXPECT_FALSE(check_interface_name(bad)) << bad;
}

TEST(Checks, Unicast) {
    for (const char* good : {"10.0.0.1", "192.0.2.1", "223.255.255.255", "fe80::1", "2001:db8::1", "fd00::1"})
        EXPECT_TRUE(check_unicast(ip(good), "x")) << good;
    for (const char* bad : {"0.0.0.0", "0.1.2.3", "127.0.0.1", "127.9.9.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
                            "255.255.255.255", "::", "::1", "ff02::1", "::ffff:10.0.0.1", "::10.0.0.1"})
        EXPECT_FALSE(check_unicast(ip(bad), "x")) << bad;
}

TEST(Checks, Settings) {
    const InterfaceSettings good{.mtu = 1492,
                                 .addresses = {{ip("10.0.0.2"), ip("10.0.0.1"), 32}},
                                 .accept_router_advertisements = false,
                                 .default_route_ipv4 = true,
                                 .default_route_ipv6 = false,
                                 .servers_outside = {ip("198.51.100.1")},
                                 .dns = {ip("10.0.0.53")},
                                 .search = {"example.net"}};
    EXPECT_TRUE(check(good));
    const auto refused = [&](auto change) {
        auto settings = good;
        change(settings);
        return !check(settings).has_value();
    };
    EXPECT_TRUE(refused([](auto& s) { s.mtu = 67; }));
    EXPECT_FALSE(refused([](auto& s) { s.mtu = 68; }));
    EXPECT_TRUE(refused([](auto& s) { s.mtu = 65536; }));
    EXPECT_TRUE(refused([](auto& s) { s.addresses.push_back({ip("fe80::1"), ip("::"), 64}), s.mtu = 1279; }));
    EXPECT_FALSE(refused([](auto& s) { s.addresses.push_back({ip("fe80::1"), ip("::"), 64}), s.mtu = 1280; }));
    EXPECT_TRUE(refused([](auto& s) { s.addresses.resize(5, s.addresses.front()); }));
    EXPECT_TRUE(refused([](auto& s) { s.addresses.front().prefix_length = 33; }));
    EXPECT_TRUE(refused([](auto& s) { s.addresses.front().prefix_length = 0; }));
    EXPECT_TRUE(refused([](auto& s) { s.addresses.front().peer = ip("fe80::1"); }));
    EXPECT_FALSE(refused([](auto& s) { s.addresses.front().peer = ip("0.0.0.0"); }));
    EXPECT_TRUE(refused([](auto& s) { s.addresses.front().local = ip("127.0.0.1"); }));
    EXPECT_TRUE(refused([](auto& s) { s.dns.front() = ip("224.0.0.1"); }));
    EXPECT_TRUE(refused([](auto& s) { s.dns.front() = ip("fe80::53"); }));
    EXPECT_TRUE(refused([](auto& s) { s.servers_outside.front() = ip("127.0.0.1"); }));
    EXPECT_TRUE(refused([](auto& s) { s.search.resize(5, "example.net"); }));
    EXPECT_TRUE(refused([](auto& s) { s.search.front() = "a\nnameserver 6.6.6.6"; }));
}

TEST(Checks, SearchDomains) {
    for (const char* good : {"net", "example.net", "a-b.c_d.E9"}) EXPECT_TRUE(check_domain(good)) << good;
    for (const char* bad : {"", ".", "net.", ".net", "a..b", "-a", "a b", "a\tb", "a#b", "\xc3\xa4", "a/b"})
        EXPECT_FALSE(check_domain(bad)) << bad;
    const std::string label(63, 'a');
    EXPECT_TRUE(check_domain(label + "." + label + "." + label + "." + std::string(61, 'a')));
    EXPECT_FALSE(check_domain(label + "." + label + "." + label + "." + std::string(62, 'a')));
    EXPECT_FALSE(check_domain(label + "a"));
}

}  // namespace
}  // namespace openras::net
