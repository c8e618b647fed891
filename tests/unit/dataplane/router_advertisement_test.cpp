// RFC 8106's options of a router advertisement, honest and otherwise.
#include "dataplane/router_advertisement.h"

#include <gmock/gmock.h>

#include "dataplane/checksum.h"

namespace openras::dataplane {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using Address = std::array<std::uint8_t, 16>;

constexpr Address router{0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
constexpr Address all_nodes{0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
constexpr Address first{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x53};
constexpr Address second{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x54};

ByteVector servers_option(std::uint32_t lifetime, std::initializer_list<Address> addresses) {
    ByteVector option;
    ByteWriter out(option);
    out.u8(25).u8(static_cast<std::uint8_t>(1 + 2 * addresses.size())).u16(0).u32(lifetime);
    for (const auto& address : addresses) out.bytes(address);
    return option;
}

ByteVector domains_option(std::uint32_t lifetime, std::string_view names) {
    ByteVector option;
    ByteWriter(option).u8(31).u8(static_cast<std::uint8_t>(1 + (names.size() + 7) / 8)).u16(0).u32(lifetime);
    ByteWriter(option).text(names).zeros((8 - names.size() % 8) % 8);
    return option;
}

struct Made {
    Address source = router;
    std::uint8_t hop_limit = 255;
    std::uint8_t code = 0;
};

ByteVector advertisement(const std::vector<ByteVector>& options, const Made& made = {}) {
    ByteVector message;
    ByteWriter(message).u8(134).u8(made.code).u16(0).u8(64).u8(0).u16(1800).u32(0).u32(0);
    for (const auto& option : options) ByteWriter(message).bytes(option);
    ChecksumSum sum;
    sum.add(made.source).add(all_nodes).add_u32(static_cast<std::uint32_t>(message.size())).add_u32(58);
    ByteWriter(message).patch_u16(2, sum.add(message).checksum());
    ByteVector packet;
    ByteWriter(packet).u32(0x60000000).u16(static_cast<std::uint16_t>(message.size())).u8(58).u8(made.hop_limit);
    ByteWriter(packet).bytes(made.source).bytes(all_nodes).bytes(message);
    return packet;
}

const std::string example = std::string("\x07") + "example" + "\x03" + "net" + std::string(1, '\0');

TEST(RouterAdvertisement, ServersAndDomainsWithTheirLifetimes) {
    const auto told = parse_router_advertisement(advertisement({servers_option(600, {first, second}),
                                                                domains_option(60, example),
                                                                {5, 1, 0, 0, 0, 0, 5, 0xd4},
                                                                servers_option(0, {first})}));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->servers, (std::vector<RouterAdvertisement::Server>{{first, 600}, {second, 600}, {first, 0}}));
    EXPECT_EQ(told->domains, (std::vector<RouterAdvertisement::Domain>{{"example.net", 60}}));
}

TEST(RouterAdvertisement, NothingOfOursIsAnAdvertisementToo) {
    const auto told = parse_router_advertisement(advertisement({}));
    ASSERT_TRUE(told);
    EXPECT_EQ(*told, RouterAdvertisement{});
}

TEST(RouterAdvertisement, WhatAHostIsToIgnore) {
    const auto option = servers_option(600, {first});
    EXPECT_TRUE(parse_router_advertisement(advertisement({option})));
    EXPECT_FALSE(parse_router_advertisement(advertisement({option}, {.source = first})));
    EXPECT_FALSE(parse_router_advertisement(advertisement({option}, {.hop_limit = 64})));
    EXPECT_FALSE(parse_router_advertisement(advertisement({option}, {.code = 1})));
    EXPECT_FALSE(parse_router_advertisement(advertisement({option, {25, 0, 0, 0, 0, 0, 0, 0}})));
    EXPECT_FALSE(parse_router_advertisement(advertisement({option, {25, 9, 0, 0, 0, 0, 0, 0}})));
    auto damaged = advertisement({option});
    damaged.back() ^= 1;
    EXPECT_FALSE(parse_router_advertisement(damaged));
    auto cut = advertisement({option});
    while (!cut.empty()) {
        cut.pop_back();
        EXPECT_FALSE(parse_router_advertisement(cut)) << cut.size();
    }
}

TEST(RouterAdvertisement, InvalidOptionsAreLeftOut) {
    const ByteVector half{25, 2, 0, 0, 0, 0, 0, 60, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 1};
    const ByteVector empty{25, 1, 0, 0, 0, 0, 0, 60};
    const auto told = parse_router_advertisement(advertisement({half, empty, servers_option(600, {second})}));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->servers, (std::vector<RouterAdvertisement::Server>{{second, 600}}));
}

TEST(RouterAdvertisement, NamesThatAreNoHostNamesAreLeftOut) {
    const auto names_of = [](const std::string& bytes) {
        std::vector<std::string> names;
        const auto told = parse_router_advertisement(advertisement({domains_option(60, bytes)}));
        if (told)
            for (const auto& domain : told->domains) names.push_back(domain.name);
        return names;
    };
    using Names = std::vector<std::string>;
    const auto label = [](const std::string& text) { return std::string(1, static_cast<char>(text.size())) + text; };
    const std::string end(1, '\0');
    EXPECT_EQ(names_of(label("a_b") + label("C-1") + end), (Names{"a_b.C-1"}));
    EXPECT_EQ(names_of(example + label("x") + end), (Names{"example.net", "x"}));
    for (const std::string bad : {"a b", "a\nnameserver 6.6.6.6", "a.b", "-a", "a\x80", "#"})
        EXPECT_EQ(names_of(label(bad) + end + example), (Names{"example.net"})) << bad;
    EXPECT_EQ(names_of("\xc0\x0c" + example), Names{});          // compression
    EXPECT_EQ(names_of("\x3f" + std::string(6, 'a')), Names{});  // longer than the option
    std::string longest;
    for (int i = 0; i < 3; ++i) longest += label(std::string(63, 'a'));
    EXPECT_THAT(names_of(longest + label(std::string(61, 'a')) + end), SizeIs(1));
    EXPECT_EQ(names_of(longest + label(std::string(62, 'a')) + end + example), (Names{"example.net"}));
    EXPECT_THAT(names_of(longest + longest + end), IsEmpty());
}

TEST(RouterAdvertisement, WhatIsKeptIsBounded) {
    std::vector<ByteVector> options;
    std::string names;
    for (int i = 0; i < 40; ++i) names += example;
    for (int i = 0; i < 20; ++i) options.push_back(servers_option(600, {first, second}));
    options.push_back(domains_option(600, names));
    const auto told = parse_router_advertisement(advertisement(options));
    ASSERT_TRUE(told);
    EXPECT_THAT(told->servers, SizeIs(RouterAdvertisement::kMostServers));
    EXPECT_THAT(told->domains, SizeIs(RouterAdvertisement::kMostDomains));
}

TEST(RouterAdvertisement, OthersAreNotLookedAtTwice) {
    ByteVector frame{0, 0x57};
    const auto packet = advertisement({});
    frame.insert(frame.end(), packet.begin(), packet.end());
    EXPECT_TRUE(looks_like_router_advertisement(frame));
    EXPECT_FALSE(looks_like_router_advertisement(ConstBytes(frame).first(42)));
    frame[42] = 136;
    EXPECT_FALSE(looks_like_router_advertisement(frame));
    frame[1] = 0x21;
    EXPECT_FALSE(looks_like_router_advertisement(frame));
}

}  // namespace
}  // namespace openras::dataplane
