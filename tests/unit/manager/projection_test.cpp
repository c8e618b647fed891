#include "manager/projection.h"

#include <gmock/gmock.h>
#include <ras.h>

namespace openras::manager {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(Projection, TextOfWhatWasNegotiated) {
    bus::ProjectionReply projection;
    set_lcp(projection, {.auth = ppp::AuthMethod::MsChapV2, .local_pfc = true});
    set_ipv4(projection, {.local = {10, 0, 0, 2}, .peer = {10, 0, 0, 1}, .dns_primary = {10, 0, 0, 53}});
    set_ipv6(projection, {.local = {1, 2, 3, 4, 5, 6, 7, 8}, .peer = {0, 0, 0, 0, 0, 0, 0, 1}});
    EXPECT_EQ(projection.auth_protocol, static_cast<std::uint32_t>(RASLCPAP_CHAP));
    EXPECT_EQ(projection.auth_data, static_cast<std::uint32_t>(RASLCPAD_CHAP_MSV2));
    EXPECT_EQ(projection.lcp_options, static_cast<std::uint32_t>(RASLCPO_PFC));
    EXPECT_EQ(projection.ipv4_local, "10.0.0.2");
    EXPECT_EQ(projection.dns_secondary, "");
    EXPECT_EQ(link_local_text(projection.ipv6_local_id), "fe80::102:304:506:708");
    EXPECT_EQ(link_local_text(projection.ipv6_peer_id), "fe80::1");
    EXPECT_EQ(link_local_text(0), "");
}

TEST(Projection, SettingsFollowWhatIsUp) {
    bus::ProjectionReply projection;
    projection.mtu = 1492;
    projection.ipv4_error = projection.ipv6_error = ERROR_PROTOCOL_NOT_CONFIGURED;
    EXPECT_THAT(settings_of(projection).addresses, IsEmpty());
    set_ipv4(projection, {.local = {10, 0, 0, 2}, .peer = {10, 0, 0, 1}, .dns_primary = {10, 0, 0, 53}});
    set_ipv6(projection, {.local = {0, 0, 0, 0, 0, 0, 0, 2}, .peer = {0, 0, 0, 0, 0, 0, 0, 1}});
    const net::InterfaceSettings settings = settings_of(projection);
    ASSERT_THAT(settings.addresses, SizeIs(2));
    EXPECT_EQ(settings.addresses[0].prefix_length, 32);
    EXPECT_EQ(settings.addresses[1].prefix_length, 64);
    EXPECT_THAT(settings.dns, SizeIs(1));
    EXPECT_TRUE(settings.accept_router_advertisements);
    EXPECT_FALSE(settings.default_route_ipv4);
    EXPECT_EQ(settings.mtu, 1492u);
}

TEST(Projection, AdvertisedNamesComeBehindTheServersAndGoWithIpv6) {
    bus::ProjectionReply projection;
    projection.mtu = 1492;
    set_ipv4(projection, {.local = {10, 0, 0, 2}, .peer = {10, 0, 0, 1}, .dns_primary = {10, 0, 0, 53}});
    set_ipv6(projection, {.local = {0, 0, 0, 0, 0, 0, 0, 2}, .peer = {0, 0, 0, 0, 0, 0, 0, 1}});
    AdvertisedNames names;
    dataplane::RouterAdvertisement told;
    told.servers = {{{0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 60}, {{0x20, 1, 0xd, 0xb8}, 60}};
    told.domains = {{"isp.example", 60}};
    names.take(told, TimePoint{});
    ASSERT_TRUE(names.changed(TimePoint{}));
    set_names(projection, names);
    EXPECT_EQ(projection.dns_advertised, (std::vector<std::string>{"fe80::1", "2001:db8::"}));
    auto settings = settings_of(projection);
    ASSERT_THAT(settings.dns, SizeIs(2));  // a link-local one needs the interface's name beside it
    EXPECT_EQ(settings.dns[1].family, net::Family::Ipv6);
    EXPECT_EQ(settings.search, std::vector<std::string>{"isp.example"});
    set_failed(projection, ppp::Network::Ipv6, {736, "ended by the peer", {}});
    set_names(projection, names);
    settings = settings_of(projection);
    EXPECT_THAT(settings.dns, SizeIs(1));
    EXPECT_THAT(settings.search, IsEmpty());
    EXPECT_EQ(projection.ipv6_text, "ended by the peer");
}

TEST(Addresses, WhatIsNoneIsLeftOutAndFourAreEnough) {
    EXPECT_THAT(addresses_of({"", "nonsense", "10.0.0.1.2"}), IsEmpty());
    EXPECT_THAT(addresses_of({"1.1.1.1", "::1", "2.2.2.2", "3.3.3.3", "4.4.4.4"}), SizeIs(4));
    EXPECT_EQ(addresses_of({"fe80::1"}).front().family, net::Family::Ipv6);
}

}  // namespace
}  // namespace openras::manager
