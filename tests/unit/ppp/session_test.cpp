#include <gtest/gtest.h>

#include "pair.h"

namespace openras::ppp::test {
namespace {

class EachMethod : public testing::TestWithParam<AuthMethod> {};
INSTANTIATE_TEST_SUITE_P(Session, EachMethod,
                         testing::Values(AuthMethod::Pap, AuthMethod::ChapMd5, AuthMethod::MsChapV2));

TEST_P(EachMethod, AuthenticatesAndOpensBothNetworks) {
    Pair pair(client_config(), server_config(GetParam()));
    pair.start();
    EXPECT_TRUE(pair.up());
    EXPECT_TRUE(pair.client.session.network_up(Network::Ipv6));
    ASSERT_NE(pair.client.find<event::Ipv4Up>(), nullptr);
    EXPECT_EQ(pair.client.find<event::Ipv4Up>()->ipv4,
              (Ipv4Result{{10, 0, 0, 2}, {10, 0, 0, 1}, {10, 0, 0, 53}, {10, 0, 1, 53}}));
    EXPECT_EQ(pair.server.find<event::Authenticated>()->user, "alice");
    EXPECT_EQ(pair.client.session.lcp().auth, GetParam());
    EXPECT_EQ(pair.client.count<event::NetworkDone>(), 1);
    EXPECT_EQ(pair.client.find<event::Ipv6Up>()->ipv6.local, pair.server.find<event::Ipv6Up>()->ipv6.peer);
    EXPECT_LE(pair.frames, 30);
}

}  // namespace
}  // namespace openras::ppp::test
