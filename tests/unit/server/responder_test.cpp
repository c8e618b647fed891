#include "server/responder.h"

#include <gtest/gtest.h>

#include "dataplane/checksum.h"
#include "dataplane/router_advertisement.h"

namespace openras::server {
namespace {

Responder responder() {
    Responder out;
    out.local4 = {10, 0, 0, 1};
    out.link_local6 = link_local({0, 0, 0, 0, 0, 0, 0, 1});
    out.prefix6 = std::array<std::uint8_t, 8>{0xfd, 0, 0, 1, 0, 2, 0, 7};
    out.mtu = 1492;
    return out;
}

std::uint16_t sum6(const ByteVector& packet) {
    const ConstBytes bytes(packet);
    return dataplane::ChecksumSum()
        .add(bytes.subspan(8, 32))
        .add_u32(static_cast<std::uint32_t>(packet.size() - 40))
        .add_u32(58)
        .add(bytes.subspan(40))
        .folded();
}

ByteVector echo4(std::uint8_t last_octet) {
    ByteVector packet;
    ByteWriter(packet).u8(0x45).u8(0).u16(32).u16(7).u16(0x4000).u8(64).u8(1).u16(0);
    ByteWriter(packet).bytes(std::array<std::uint8_t, 4>{10, 0, 0, 2}).u8(10).u8(0).u8(0).u8(last_octet);
    ByteWriter(packet).u8(8).u8(0).u16(0).u16(0x1234).u16(1).text("ping");
    return packet;
}

TEST(Responder, AnswersAPing) {
    const auto reply = responder().answer4(echo4(1));
    ASSERT_TRUE(reply);
    const ConstBytes bytes(*reply);
    EXPECT_EQ(bytes[20], 0);
    EXPECT_EQ(as_text(bytes.subspan(28)), "ping");
    EXPECT_EQ(dataplane::ChecksumSum().add(bytes.first(20)).folded(), 0xffff);
    EXPECT_EQ(dataplane::ChecksumSum().add(bytes.subspan(20)).folded(), 0xffff);
    EXPECT_FALSE(responder().answer4(echo4(9)));
}

TEST(Responder, PartsOfPacketsHaveNoAnswer) {
    const auto packet = echo4(1);
    for (std::size_t size = 0; size < packet.size(); ++size)
        EXPECT_FALSE(responder().answer4(ConstBytes(packet).first(size))) << size;
    for (std::size_t size = 0; size < 60; ++size) EXPECT_FALSE(responder().answer6(ByteVector(size, 0x60))) << size;
}

ByteVector icmp6(std::uint8_t type, const Ipv6Address& destination) {
    ByteVector packet;
    ByteWriter(packet).u32(0x60000000).u16(12).u8(58).u8(255).bytes(link_local({0, 0, 0, 0, 0, 0, 0, 2}));
    ByteWriter(packet).bytes(destination).u8(type).u8(0).u16(0).u32(0).text("ping");
    return packet;
}

TEST(Responder, AnswersAPingOfBothIpv6Addresses) {
    for (const Ipv6Address& own :
         {link_local({0, 0, 0, 0, 0, 0, 0, 1}), Ipv6Address{0xfd, 0, 0, 1, 0, 2, 0, 7, 0, 0, 0, 0, 0, 0, 0, 1}}) {
        const auto reply = responder().answer6(icmp6(128, own));
        ASSERT_TRUE(reply);
        EXPECT_EQ((*reply)[40], 129);
        EXPECT_EQ(sum6(*reply), 0xffff);
    }
}

TEST(Responder, ASolicitationGetsTheSessionsPrefix) {
    const auto solicitation = icmp6(133, {0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2});
    EXPECT_TRUE(is_router_solicitation(solicitation));
    const auto reply = responder().answer6(solicitation);
    ASSERT_TRUE(reply);
    EXPECT_EQ((*reply)[40], 134);
    EXPECT_EQ(sum6(*reply), 0xffff);
    EXPECT_EQ(to_hex(ConstBytes(*reply).subspan(56, 4)), "03044040");
    EXPECT_EQ(to_hex(ConstBytes(*reply).subspan(72, 16)),
              "fd00000100020007"
              "0000000000000000");
    auto without = responder();
    without.prefix6.reset();
    EXPECT_FALSE(without.answer6(solicitation));
    auto forgetful = responder();
    forgetful.advertise = false;
    EXPECT_FALSE(forgetful.answer6(solicitation));
    EXPECT_TRUE(forgetful.router_advertisement().empty());
}

TEST(Responder, AdvertisesNamesForALifetime) {
    auto with_names = responder();
    with_names.dns6 = {{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x53}};
    with_names.search = {"example.net", "x"};
    with_names.prefix_lifetime = 3;
    const ByteVector packet = with_names.router_advertisement();
    EXPECT_EQ(sum6(packet), 0xffff);
    EXPECT_EQ(to_hex(ConstBytes(packet).subspan(60, 8)), "0000000300000003");
    const auto told = dataplane::parse_router_advertisement(packet);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->servers, (std::vector<dataplane::RouterAdvertisement::Server>{{with_names.dns6[0], 3}}));
    EXPECT_EQ(told->domains, (std::vector<dataplane::RouterAdvertisement::Domain>{{"example.net", 3}, {"x", 3}}));
}

}  // namespace
}  // namespace openras::server
