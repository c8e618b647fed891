#include "net/protocol.h"

#include <gtest/gtest.h>

namespace openras::net::protocol {
namespace {

IpAddress four(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    return {Family::Ipv4, {a, b, c, d}};
}
IpAddress six(std::uint8_t first, std::uint8_t last) {
    IpAddress address{Family::Ipv6, {}};
    address.bytes.front() = first;
    address.bytes.back() = last;
    return address;
}

Configure full_configure() {
    Configure configure{7, {}};
    auto& settings = configure.settings;
    settings.mtu = 1280;
    settings.addresses = {{four(10, 0, 0, 2), four(10, 0, 0, 1), 32}, {six(0xfe, 1), six(0xfe, 2), 64}};
    settings.accept_router_advertisements = true;
    settings.default_route_ipv6 = settings.ipv6_route_always = true;
    settings.servers_outside = {four(198, 51, 100, 7)};
    settings.dns = {four(192, 0, 2, 53), six(0x20, 0x53)};
    settings.search = {"example.net", "a_b.example"};
    return configure;
}

std::vector<Request> every_request() {
    return {{1, 2, CreateTun{"ppp%d"}},          {1, 2, CreateTun{""}}, {0xffffffff, 0, full_configure()},
            {1, 3, Release{{1, 2, 0xffffffff}}}, {1, 4, Release{}},     {1, 5, ReleaseAll{}},
            {1, 6, OpenEthernet{"eth0"}},        {1, 7, ListEthernet{}}};
}

std::vector<Reply> every_reply() {
    return {{1, Done{}},
            {2, Failed{633, "no such thing"}},
            {3, TunCreated{9, 12, true, "ppp0"}},
            {4, EthernetOpened{2, 1508, {2, 0, 0, 0, 0, 1}}},
            {5, EthernetList{{"eth0", "eth1.7"}}}};
}

TEST(Protocol, RequestsSurviveTheWire) {
    for (const auto& request : every_request()) EXPECT_EQ(decode_request(encode(request)), request);
}

TEST(Protocol, RepliesAndHelloSurviveTheWire) {
    for (const auto& reply : every_reply()) {
        const auto decoded = decode_from_helper(encode(reply));
        ASSERT_TRUE(decoded);
        EXPECT_EQ(std::get<Reply>(*decoded), reply);
    }
    const auto hello = decode_from_helper(encode(Hello{version, 0x01020304}));
    ASSERT_TRUE(hello);
    EXPECT_EQ(std::get<Hello>(*hello), (Hello{version, 0x01020304}));
}

TEST(Protocol, EveryCutAndEveryTrailingByteIsRefused) {
    for (const auto& request : every_request()) {
        auto bytes = encode(request);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decode_request(ConstBytes(bytes).first(size))) << size;
        bytes.push_back(0);
        EXPECT_FALSE(decode_request(bytes));
    }
    for (const auto& reply : every_reply()) {
        auto bytes = encode(reply);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decode_from_helper(ConstBytes(bytes).first(size))) << size;
        bytes.push_back(0);
        EXPECT_FALSE(decode_from_helper(bytes));
    }
}

TEST(Protocol, CountsAreLimited) {
    ByteVector bytes;
    ByteWriter(bytes).u8(3).u32(1).u32(1).u16(max_released_at_once + 1).zeros(4 * (max_released_at_once + 1));
    EXPECT_FALSE(decode_request(bytes));
    bytes.clear();
    ByteWriter(bytes).u8(1).u32(1).u32(1).u16(max_name + 1).zeros(max_name + 1);
    EXPECT_FALSE(decode_request(bytes));
    EXPECT_FALSE(decode_request(ByteVector(max_message + 1)));
}

TEST(Protocol, UnknownKindsFamiliesAndFlagsAreRefused) {
    const auto bytes = encode(Request{1, 1, full_configure()});
    constexpr std::size_t kind_at = 0;
    constexpr std::size_t flags_at = 9 + 4 + 4;
    constexpr std::size_t family_at = flags_at + 2;
    using Change = std::pair<std::size_t, std::uint8_t>;
    for (const auto& [at, value] : {Change{kind_at, 0}, {kind_at, 99}, {flags_at, 16}, {family_at, 5}}) {
        auto changed = bytes;
        changed[at] = value;
        EXPECT_FALSE(decode_request(changed)) << at;
    }
}

}  // namespace
}  // namespace openras::net::protocol
