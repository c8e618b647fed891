#include "dataplane/ingress.h"

#include <gtest/gtest.h>

#include "dataplane/forwarder.h"
#include "packets.h"

namespace openras::dataplane {
namespace {

using namespace testing;

ByteVector frame(std::uint16_t protocol, const ByteVector& packet) {
    ByteVector bytes{static_cast<std::uint8_t>(protocol >> 8), static_cast<std::uint8_t>(protocol)};
    bytes.insert(bytes.end(), packet.begin(), packet.end());
    return bytes;
}

constexpr AllowedFamilies kBoth{true, true};

bool accepted(const ByteVector& bytes, AllowedFamilies allowed = kBoth) {
    return packet_of_frame(bytes, allowed).has_value();
}

TEST(Ingress, TakesWhatItsProtocolFieldSays) {
    const ByteVector v4 = build(Spec{});
    const ByteVector v6 = build(Spec{.ipv6 = true});
    EXPECT_TRUE(accepted(frame(0x0021, v4)));
    EXPECT_TRUE(accepted(frame(0x0057, v6)));
    EXPECT_FALSE(accepted(frame(0x0057, v4)));
    EXPECT_FALSE(accepted(frame(0x0021, v6)));
    EXPECT_FALSE(accepted(frame(0xc021, v4)));
    EXPECT_FALSE(accepted(frame(0x0021, v4), {false, true}));
    EXPECT_FALSE(accepted(frame(0x0057, v6), {true, false}));
}

TEST(Ingress, RefusesEveryTruncation) {
    for (const bool ipv6 : {false, true}) {
        const ByteVector whole = frame(ipv6 ? 0x0057 : 0x0021, build(Spec{.ipv6 = ipv6, .payload = ByteVector(30)}));
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_FALSE(accepted({whole.begin(), whole.begin() + static_cast<long>(size)})) << size;
    }
}

TEST(Ingress, CutsPaddingOff) {
    for (const bool ipv6 : {false, true}) {
        const ByteVector packet = build(Spec{.ipv6 = ipv6});
        ByteVector padded = frame(ipv6 ? 0x0057 : 0x0021, packet);
        padded.resize(padded.size() + 20);
        const auto result = packet_of_frame(padded, kBoth);
        ASSERT_TRUE(result);
        EXPECT_EQ(ByteVector(result->begin(), result->end()), packet);
    }
}

TEST(Ingress, RefusesHeadersShorterThanTheyCanBe) {
    ByteVector bytes = frame(0x0021, build(Spec{}));
    bytes[2] = 0x44;
    EXPECT_FALSE(accepted(bytes));
    bytes = frame(0x0021, build(Spec{}));
    set16(bytes, 4, 10);
    EXPECT_FALSE(accepted(bytes));
}

class NullLink final : public media::Link {
  public:
    void send(PacketBatch) override {}
    void set_receiver(media::LinkReceiver*) override {}
    void hang_up() override {}
    [[nodiscard]] std::uint16_t mtu() const override { return 1492; }
    [[nodiscard]] std::string describe() const override { return "null"; }
};

TEST(CountingEndpoint, CountsOnlyWhatATunWouldHaveGot) {
    const auto endpoint = make_counting_endpoint();
    NullLink link;
    const ByteVector v4 = frame(0x0021, build(Spec{}));
    const ByteVector v6 = frame(0x0057, build(Spec{.ipv6 = true}));
    const std::vector<ConstBytes> batch{v4, v6};
    endpoint->deliver(batch);  // not started: nothing is open yet
    endpoint->start(link, 1492, true, false);
    endpoint->deliver(batch);
    EXPECT_EQ(endpoint->counters().received, (DirectionCounters{.bytes = 40, .packets = 1, .dropped = 3}));
    EXPECT_EQ(endpoint->counters().sent, DirectionCounters{});
}

}  // namespace
}  // namespace openras::dataplane
