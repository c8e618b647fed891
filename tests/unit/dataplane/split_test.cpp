#include "dataplane/split.h"

#include <gtest/gtest.h>

#include "packets.h"

namespace openras::dataplane {
namespace {

using namespace testing;

constexpr std::uint16_t kMtu = 1492;

struct Case {
    bool ipv6;
    bool udp;
};
class Split : public ::testing::TestWithParam<Case> {
  protected:
    Spec spec() const {
        Spec spec;
        spec.ipv6 = GetParam().ipv6;
        spec.udp = GetParam().udp;
        return spec;
    }
    std::uint16_t protocol() const { return GetParam().ipv6 ? 0x0057 : 0x0021; }
};
INSTANTIATE_TEST_SUITE_P(Kinds, Split,
                         ::testing::Values(Case{false, false}, Case{true, false}, Case{false, true}, Case{true, true}));

TEST_P(Split, SegmentsAreThoseThatTheSenderWouldHaveSent) {
    std::mt19937 random(4);
    for (int round = 0; round < 400; ++round) {
        Spec whole = spec();
        whole.ip_options = random() % 4 == 0 ? 8 : 0;
        if (!whole.udp && random() % 2 == 0) whole.tcp_options = random_bytes(random, random() % 11 * 4);
        whole.id = static_cast<std::uint16_t>(random());
        whole.sequence = static_cast<std::uint32_t>(random());
        whole.flags = 0x10;
        if (random() % 3 == 0) whole.flags |= 0x08;
        if (random() % 5 == 0) whole.flags |= 0x01;
        if (random() % 5 == 0) whole.flags |= 0x80;
        const std::size_t segment = 1 + random() % (kMtu - whole.header_size());
        const std::size_t most = std::min<std::size_t>(65535 - whole.header_size(), segment * 100);
        whole.payload = random_bytes(random, 1 + random() % most);

        const auto frames = split_frames(gso(whole, segment), build(whole, true), kMtu);
        ASSERT_EQ(frames.size(), (whole.payload.size() + segment - 1) / segment);
        std::size_t at = 0;
        for (std::size_t i = 0; i < frames.size(); ++i, at += segment) {
            Spec expected = whole;
            const std::size_t size = std::min(segment, whole.payload.size() - at);
            expected.payload.assign(whole.payload.begin() + static_cast<long>(at),
                                    whole.payload.begin() + static_cast<long>(at + size));
            expected.id = static_cast<std::uint16_t>(whole.id + i);
            expected.sequence = static_cast<std::uint32_t>(whole.sequence + at);
            if (i + 1 < frames.size()) expected.flags &= 0xf6;  // FIN, PSH
            if (i > 0) expected.flags &= 0x7f;                  // CWR
            ASSERT_EQ(get16(frames[i], 0), protocol());
            ASSERT_EQ(fault(ConstBytes(frames[i]).subspan(2)), "") << i << " of " << frames.size();
            ASSERT_EQ(without_protocol(frames[i]), build(expected)) << i << " of " << frames.size();
        }
    }
}

TEST_P(Split, PlainPacketIsCompleted) {
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        Spec packet = spec();
        packet.payload = random_bytes(random, random() % 1400);
        VirtioHeader header = gso(packet, 0);
        header.gso_type = VirtioHeader::kGsoNone;
        const auto frames = split_frames(header, build(packet, true), kMtu);
        ASSERT_EQ(frames.size(), 1u);
        EXPECT_EQ(get16(frames[0], 0), protocol());
        EXPECT_EQ(without_protocol(frames[0]), build(packet));
    }
}

TEST_P(Split, PlainPacketWithAChecksumIsLeftAlone) {
    Spec packet = spec();
    packet.payload = {1, 2, 3};
    ByteVector bytes = build(packet);
    bytes.back() ^= 1;  // wrong: not ours to repair
    EXPECT_EQ(without_protocol(split_frames({}, bytes, kMtu).at(0)), bytes);
}

TEST_P(Split, TooLongAPacketIsRefused) {
    Spec packet = spec();
    packet.payload = ByteVector(kMtu - packet.header_size());
    EXPECT_EQ(split_frames({}, build(packet), kMtu).size(), 1u);
    packet.payload.push_back(0);
    EXPECT_TRUE(split_frames({}, build(packet), kMtu).empty());
}

TEST_P(Split, SegmentsThatDoNotFitAreCutAgainForTcpAndRefusedForUdp) {
    Spec whole = spec();
    whole.payload = ByteVector(5000, 7);
    const auto frames = split_frames(gso(whole, 1452), build(whole, true), 1280);
    if (whole.udp) {
        EXPECT_TRUE(frames.empty());
        return;
    }
    ASSERT_EQ(frames.size(), (5000 + 1280 - whole.header_size() - 1) / (1280 - whole.header_size()));
    for (const auto& frame : frames) {
        EXPECT_LE(frame.size(), 1282u);
        EXPECT_EQ(fault(ConstBytes(frame).subspan(2)), "");
    }
}

TEST_P(Split, NonsenseIsRefused) {
    Spec whole = spec();
    whole.payload = ByteVector(3000, 7);
    const ByteVector good = build(whole, true);
    const VirtioHeader header = gso(whole, 1000);
    ASSERT_EQ(split_frames(header, good, kMtu).size(), 3u);

    const auto refused = [&](auto change) {
        VirtioHeader bad = header;
        ByteVector packet = good;
        change(bad, packet);
        return split_frames(bad, packet, kMtu).empty();
    };
    EXPECT_TRUE(refused([](auto& h, auto&) { h.gso_size = 0; }));
    EXPECT_TRUE(refused([](auto& h, auto&) { h.flags = 0; }));
    EXPECT_TRUE(refused([](auto& h, auto&) { h.gso_type = 3; }));  // UFO was never asked for
    EXPECT_TRUE(refused([](auto& h, auto&) { h.checksum_start = 0; }));
    EXPECT_TRUE(refused([](auto& h, auto&) { h.checksum_start = 2999; }));
    EXPECT_TRUE(refused([](auto& h, auto&) { h.checksum_start = 65535; }));
    EXPECT_TRUE(refused([](auto&, auto& p) { p[0] = 0x55; }));
    EXPECT_TRUE(refused([](auto&, auto& p) { p.clear(); }));
    EXPECT_TRUE(refused([&](auto&, auto& p) { p.resize(whole.header_size()); }));
    EXPECT_TRUE(refused([&](auto&, auto& p) { p.resize(whole.ip_size() + 4); }));
    if (!whole.udp) {
        EXPECT_TRUE(refused([&](auto&, auto& p) { p[whole.ip_size() + 12] = 0x40; }));
        EXPECT_TRUE(refused(
            [&](auto& h, auto&) { h.gso_type = whole.ipv6 ? VirtioHeader::kGsoTcpv4 : VirtioHeader::kGsoTcpv6; }));
    }
    VirtioHeader plain = header;
    plain.gso_type = VirtioHeader::kGsoNone;
    plain.checksum_offset = 65535;
    Spec small = whole;
    small.payload.resize(10);
    EXPECT_TRUE(split_frames(plain, build(small, true), kMtu).empty());
}

TEST(SplitUdp, AChecksumOfZeroIsSentAsAllOnes) {
    // RFC 768: the payload makes the sum come out so that the checksum is zero.
    Spec packet{.udp = true};
    packet.payload = {0, 0};
    const ByteVector partial = build(packet, true);
    const std::uint16_t rest = naive_sum(ConstBytes(partial).subspan(20));
    set16(packet.payload, 0, 0xffff - rest);
    VirtioHeader header = gso(packet, 0);
    header.gso_type = VirtioHeader::kGsoNone;
    const auto frames = split_frames(header, build(packet, true), kMtu);
    EXPECT_EQ(get16(frames.at(0), 2 + 26), 0xffff);
}

TEST(FrameList, ScratchStaysWhereItIs) {
    FrameList list;
    std::vector<Bytes> parts;
    for (std::size_t i = 0; i < 1000; ++i) {
        parts.push_back(list.scratch(1 + i % 200));
        std::ranges::fill(parts.back(), static_cast<std::uint8_t>(i));
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
        EXPECT_TRUE(std::ranges::all_of(parts[i], [&](auto byte) { return byte == static_cast<std::uint8_t>(i); }));
}

}  // namespace
}  // namespace openras::dataplane
