#include "dataplane/mss_clamp.h"

#include <gtest/gtest.h>

#include "packets.h"

namespace openras::dataplane {
namespace {

using namespace testing;

constexpr std::uint16_t kMtu = 1492;

Spec syn(bool ipv6, ByteVector options) {
    Spec spec;
    spec.ipv6 = ipv6;
    spec.flags = 0x02;
    spec.tcp_options = std::move(options);
    return spec;
}

TEST(MssClamp, LowersBothFamiliesAndBothDirectionsOfTheHandshake) {
    for (const bool ipv6 : {false, true}) {
        for (const std::uint8_t flags : {0x02, 0x12, 0xc2}) {
            Spec spec = syn(ipv6, {2, 4, 0x05, 0xb4, 1, 3, 3, 7});
            spec.flags = flags;
            ByteVector packet = build(spec);
            EXPECT_TRUE(mss_too_high(packet, kMtu));
            EXPECT_TRUE(clamp_mss(packet, kMtu));
            set16(spec.tcp_options, 2, ipv6 ? 1432 : 1452);
            EXPECT_EQ(packet, build(spec));
            EXPECT_FALSE(clamp_mss(packet, kMtu));
        }
    }
}

TEST(MssClamp, AnOddOffsetHasARightChecksum) {
    for (const bool ipv6 : {false, true}) {
        for (std::size_t before = 0; before < 8; ++before) {
            ByteVector options(before, 1);
            options.insert(options.end(), {2, 4, 0xff, 0xfe});
            options.resize(16, 0);
            Spec spec = syn(ipv6, options);
            spec.ip_options = 8;
            ByteVector packet = build(spec);
            ASSERT_TRUE(clamp_mss(packet, kMtu));
            EXPECT_EQ(fault(packet), "");
            set16(spec.tcp_options, before + 2, ipv6 ? 1432 : 1452);
            EXPECT_EQ(packet, build(spec));
        }
    }
}

TEST(MssClamp, EveryRepetitionIsLowered) {
    ByteVector packet = build(syn(false, {2, 4, 0x20, 0x00, 2, 4, 0x30, 0x00, 2, 4, 0x01, 0x00}));
    EXPECT_TRUE(clamp_mss(packet, kMtu));
    EXPECT_EQ(packet, build(syn(false, {2, 4, 0x05, 0xac, 2, 4, 0x05, 0xac, 2, 4, 0x01, 0x00})));
}

TEST(MssClamp, ALowValueAndOtherSegmentsStay) {
    for (const Spec& spec :
         {syn(false, {2, 4, 0x05, 0xac}), syn(true, {2, 4, 0x05, 0x98}), syn(false, {}), syn(false, {1, 1, 1, 0})}) {
        ByteVector packet = build(spec);
        EXPECT_FALSE(clamp_mss(packet, kMtu));
        EXPECT_EQ(packet, build(spec));
    }
    Spec data = syn(false, {2, 4, 0x20, 0x00});
    data.flags = 0x10;
    ByteVector packet = build(data);
    EXPECT_FALSE(clamp_mss(packet, kMtu));
}

TEST(MssClamp, MalformedOptionsEndTheSearch) {
    const ByteVector mss{2, 4, 0x20, 0x00};
    const std::vector<ByteVector> prefixes{
        {3, 0, 0, 0},                     // length zero: an endless loop where it is trusted
        {3, 1, 0, 0},                     // length one
        {0, 0, 0, 0},                     // end of options
        {3, 40, 0, 0},                    // beyond the header
        {3, 255, 0, 0}, {2, 3, 0xff, 1},  // an MSS of the wrong length
    };
    for (const auto& prefix : prefixes) {
        ByteVector options = prefix;
        if (prefix[0] != 2) options.insert(options.end(), mss.begin(), mss.end());
        ByteVector packet = build(syn(false, options));
        const ByteVector before = packet;
        EXPECT_FALSE(clamp_mss(packet, kMtu));
        EXPECT_EQ(packet, before);
    }
    for (const ByteVector& cut : {ByteVector{1, 1, 1, 2}, ByteVector{1, 1, 2, 4}, ByteVector{1, 2, 4, 0x20}}) {
        ByteVector packet = build(syn(false, cut));
        EXPECT_FALSE(clamp_mss(packet, kMtu));
    }
}

TEST(MssClamp, EveryTruncationIsHarmless) {
    for (const bool ipv6 : {false, true}) {
        Spec spec = syn(ipv6, {2, 4, 0x20, 0x00});
        spec.ip_options = 8;
        const ByteVector whole = build(spec);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            ByteVector packet(whole.begin(), whole.begin() + static_cast<long>(size));
            EXPECT_FALSE(clamp_mss(packet, kMtu)) << size;
            // The same with a length that fits what is left.
            if (size < 48) continue;
            ipv6 ? set16(packet, 4, size - 40) : set16(packet, 2, size);
            clamp_mss(packet, kMtu);
        }
    }
}

TEST(MssClamp, FragmentsAndOtherProtocolsStay) {
    ByteVector packet = build(syn(false, {2, 4, 0x20, 0x00}));
    ByteVector fragment = packet;
    fragment[7] = 8;
    EXPECT_FALSE(clamp_mss(fragment, kMtu));
    ByteVector other = packet;
    other[9] = 47;
    EXPECT_FALSE(clamp_mss(other, kMtu));
    EXPECT_FALSE(clamp_mss(packet, 40));  // an MTU without room for any payload
}

}  // namespace
}  // namespace openras::dataplane
