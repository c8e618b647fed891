#include "server/settings.h"

#include <gtest/gtest.h>

#include "server/number_pool.h"
#include "server/users.h"

namespace openras::server {
namespace {

using namespace std::chrono_literals;

std::expected<Settings, int> parse(std::vector<std::string> words) {
    words.insert(words.begin(), "rasserver");
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

TEST(Settings, Defaults) {
    const auto settings = parse({"--interface", "eth0"});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->interfaces, std::vector<std::string>{"eth0"});
    EXPECT_EQ(settings->local, (ppp::Ipv4Address{10, 64, 0, 1}));
    EXPECT_TRUE(settings->services.empty());
    EXPECT_EQ(settings->auth.size(), 3u);
}

TEST(Settings, Everything) {
    const auto settings =
        parse({"--interface",   "eth0",         "--interface", "eth1",         "--service",     "internet",
               "--user",        "alice:secret", "--pool",      "10.1.2.0/24",  "--local",       "10.1.2.1",
               "--dns",         "10.1.2.3",     "--dns",       "10.1.2.4",     "--ipv6-prefix", "fd00:1:2::/48",
               "--auth",        "pap,mschapv2", "--fault",     "silence:ncp",  "--fault",       "refuse:648:expired",
               "--delay",       "100ms",        "--delay",     "auth:2s",      "--echo",        "0",
               "--control",     "/tmp/x",       "--rdnss",     "2001:db8::53", "--dnssl",       "example.net",
               "--ra-lifetime", "3s",           "--fault",     "no-ra"});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->pool.network, 0x0a010200u);
    EXPECT_EQ(settings->dns.size(), 2u);
    EXPECT_EQ(settings->auth, (std::vector{ppp::AuthMethod::Pap, ppp::AuthMethod::MsChapV2}));
    EXPECT_EQ(settings->faults.silence, Step::Ncp);
    EXPECT_EQ(settings->faults.refusal->error, 648u);
    EXPECT_EQ(settings->faults.refusal->message, "expired");
    EXPECT_EQ(settings->delay[static_cast<std::size_t>(Step::Lcp)], 100ms);
    EXPECT_EQ(settings->delay[static_cast<std::size_t>(Step::Auth)], 2s);
    EXPECT_EQ(settings->delay[static_cast<std::size_t>(Step::Up)], 0ms);
    EXPECT_EQ(settings->echo_interval, 0s);
    EXPECT_EQ((*settings->ipv6_prefix)[1], 0x00);
    EXPECT_EQ((*settings->ipv6_prefix)[5], 0x02);
    EXPECT_EQ(settings->dns6.at(0)[15], 0x53);
    EXPECT_EQ(settings->search, std::vector<std::string>{"example.net"});
    EXPECT_EQ(settings->prefix_lifetime, 3s);
    EXPECT_TRUE(settings->faults.no_ra);
}

TEST(Settings, WhatIsWrongIsSaid) {
    for (const auto& words : std::vector<std::vector<std::string>>{{},
                                                                   {"--interface", "e", "--pool", "10.0.0.0"},
                                                                   {"--interface", "e", "--auth", "eap"},
                                                                   {"--interface", "e", "--rdnss", "10.0.0.1"},
                                                                   {"--interface", "e", "--dnssl", "a..b"},
                                                                   {"--interface", "e", "--delay", "soon"},
                                                                   {"--interface", "e", "--fault", "silence:never"},
                                                                   {"--interface", "e", "--local", "here"}})
        EXPECT_EQ(parse(words).error(), 2);
}

TEST(Faults, NoneTakesThemBack) {
    Faults faults;
    ASSERT_TRUE(set_fault(faults, "no-pado"));
    ASSERT_TRUE(set_fault(faults, "ac-system-error:full"));
    EXPECT_EQ(faults.error_tag, 0x0202);
    EXPECT_EQ(faults.error_text, "full");
    ASSERT_TRUE(set_fault(faults, "none"));
    EXPECT_FALSE(faults.no_pado);
    EXPECT_FALSE(faults.error_tag);
    EXPECT_FALSE(set_fault(faults, "earthquake"));
}

TEST(Users, APasswordMayHoldColons) {
    Users users;
    ASSERT_TRUE(users.add("alice:a:b"));
    EXPECT_EQ(users.password_of("alice")->reveal(), "a:b");
    EXPECT_FALSE(users.add("nobody"));
    EXPECT_EQ(users.password_of("bob"), std::nullopt);
}

TEST(NumberPool, WhatComesBackIsGivenOutLast) {
    NumberPool pool(1, 4, {2});
    EXPECT_EQ(pool.take(), 1u);
    pool.give_back(1);
    EXPECT_EQ(pool.take(), 3u);
    EXPECT_EQ(pool.take(), 4u);
    EXPECT_EQ(pool.take(), 1u);
    EXPECT_EQ(pool.take(), std::nullopt);
}

}  // namespace
}  // namespace openras::server
