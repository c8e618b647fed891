// Lifetimes, order and bounds of advertised name servers, in virtual time.
#include "manager/advertised_names.h"

#include <gmock/gmock.h>

namespace openras::manager {
namespace {

using dataplane::RouterAdvertisement;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

AdvertisedNames::Server server(std::uint8_t last) {
    AdvertisedNames::Server made{0x20, 0x01, 0x0d, 0xb8};
    made[15] = last;
    return made;
}

RouterAdvertisement servers(std::initializer_list<std::uint8_t> which, std::uint32_t lifetime) {
    RouterAdvertisement made;
    for (const auto one : which) made.servers.push_back({server(one), lifetime});
    return made;
}

struct AdvertisedNamesTest : ::testing::Test {
    AdvertisedNames names;
    TimePoint now{seconds(1000)};
};

TEST_F(AdvertisedNamesTest, ComeAndExpire) {
    EXPECT_FALSE(names.changed(now));
    EXPECT_EQ(names.next_deadline(), std::nullopt);
    auto advertisement = servers({1, 2}, 60);
    advertisement.domains = {{"example.net", 90}};
    names.take(advertisement, now);
    ASSERT_TRUE(names.changed(now));
    EXPECT_THAT(names.servers(), ElementsAre(server(1), server(2)));
    EXPECT_THAT(names.domains(), ElementsAre("example.net"));
    EXPECT_EQ(names.next_deadline(), now + seconds(60));
    EXPECT_FALSE(names.changed(now + seconds(59)));
    ASSERT_TRUE(names.changed(now + seconds(60)));
    EXPECT_THAT(names.servers(), IsEmpty());
    EXPECT_THAT(names.domains(), ElementsAre("example.net"));
    EXPECT_EQ(names.next_deadline(), now + seconds(90));
    ASSERT_TRUE(names.changed(now + seconds(90)));
    EXPECT_EQ(names.next_deadline(), std::nullopt);
}

TEST_F(AdvertisedNamesTest, ARepeatedAdvertisementIsNoChangeAndLastsLonger) {
    names.take(servers({1}, 60), now);
    ASSERT_TRUE(names.changed(now));
    names.take(servers({1}, 60), now + seconds(50));
    EXPECT_FALSE(names.changed(now + seconds(50)));
    EXPECT_EQ(names.next_deadline(), now + seconds(110));
}

TEST_F(AdvertisedNamesTest, ZeroEndsAtOnceAndForeverLasts) {
    names.take(servers({1}, RouterAdvertisement::kForever), now);
    ASSERT_TRUE(names.changed(now));
    EXPECT_EQ(names.next_deadline(), std::nullopt);
    names.take(servers({1}, 0), now + seconds(1));
    ASSERT_TRUE(names.changed(now + seconds(1)));
    EXPECT_THAT(names.servers(), IsEmpty());
}

TEST_F(AdvertisedNamesTest, TheNewestComeFirstAndTheOldestGiveWay) {
    names.take(servers({1, 2, 1}, 60), now);
    ASSERT_TRUE(names.changed(now));
    EXPECT_THAT(names.servers(), ElementsAre(server(1), server(2)));
    names.take(servers({3, 2}, 60), now);
    ASSERT_TRUE(names.changed(now));
    EXPECT_THAT(names.servers(), ElementsAre(server(3), server(2), server(1)));
    names.take(servers({4, 5, 6, 7, 8}, 60), now);
    ASSERT_TRUE(names.changed(now));
    EXPECT_THAT(names.servers(), ElementsAre(server(4), server(5), server(6)));
}

TEST_F(AdvertisedNamesTest, APeerThatChangesItsMindForEverIsHeardNowAndThen) {
    constexpr int advertisements = 100000;
    const TimePoint begin = now;
    int told = 0;
    for (int i = 0; i < advertisements; ++i, now += std::chrono::milliseconds(1)) {
        auto advertisement = servers({static_cast<std::uint8_t>(i)}, 60);
        advertisement.domains = {{"d" + std::to_string(i), 60}};
        names.take(advertisement, now);
        told += names.changed(now) ? 1 : 0;
        ASSERT_LE(names.servers().size(), AdvertisedNames::most_servers);
        ASSERT_LE(names.domains().size(), AdvertisedNames::most_domains);
    }
    EXPECT_LE(told, AdvertisedNames::changes_at_once + (now - begin) / AdvertisedNames::between_changes);
    // What it said last is not forgotten.
    ASSERT_NE(names.next_deadline(), std::nullopt);
    ASSERT_TRUE(names.changed(*names.next_deadline()));
    EXPECT_EQ(names.domains().front(), "d" + std::to_string(advertisements - 1));
}

TEST_F(AdvertisedNamesTest, ForgetsAll) {
    names.take(servers({1}, 60), now);
    ASSERT_TRUE(names.changed(now));
    names.forget();
    EXPECT_THAT(names.servers(), IsEmpty());
    EXPECT_EQ(names.next_deadline(), std::nullopt);
    EXPECT_FALSE(names.changed(now + seconds(100)));
}

}  // namespace
}  // namespace openras::manager
