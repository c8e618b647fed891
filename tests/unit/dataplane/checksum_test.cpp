#include "dataplane/checksum.h"

#include <gtest/gtest.h>

#include "packets.h"

namespace openras::dataplane {
namespace {

using namespace testing;

TEST(Checksum, AgreesWithTheTextbookForEveryLengthAndAlignment) {
    std::mt19937 random(1);
    const ByteVector bytes = random_bytes(random, 400);
    for (std::size_t offset = 0; offset < 9; ++offset) {
        for (std::size_t length = 0; offset + length <= bytes.size(); ++length) {
            const ConstBytes part = ConstBytes(bytes).subspan(offset, length);
            ASSERT_EQ(ChecksumSum().add(part).folded(), naive_sum(part)) << offset << " " << length;
        }
    }
}

TEST(Checksum, CarriesAreNotLost) {
    const ByteVector ones(65536, 0xff);
    EXPECT_EQ(ChecksumSum().add(ones).folded(), 0xffff);
    const ByteVector zeros(64, 0);
    EXPECT_EQ(ChecksumSum().add(zeros).folded(), 0);
    ChecksumSum many;
    for (int i = 0; i < 1000; ++i) many.add(ones);
    EXPECT_EQ(many.folded(), 0xffff);
}

TEST(Checksum, IsTheSameInParts) {
    std::mt19937 random(2);
    const ByteVector bytes = random_bytes(random, 1001);
    for (std::size_t cut = 0; cut <= bytes.size(); cut += 2) {
        ChecksumSum sum;
        sum.add(ConstBytes(bytes).first(cut)).add(ConstBytes(bytes).subspan(cut));
        ASSERT_EQ(sum.folded(), naive_sum(bytes));
    }
}

TEST(Checksum, NumbersAreTheirBytes) {
    EXPECT_EQ(ChecksumSum().add_u16(0x1234).add_u32(0xabcdef01).folded(),
              naive_sum(ByteVector{0x12, 0x34, 0xab, 0xcd, 0xef, 0x01}));
    EXPECT_EQ(ChecksumSum().add_u16(0x1234).add_u16(0x0042).subtract_u16(0x1234).folded(), 0x0042);
}

TEST(Checksum, AdjustedIsRecomputed) {
    std::mt19937 random(3);
    for (int i = 0; i < 10000; ++i) {
        ByteVector bytes = random_bytes(random, 40);
        const auto checksum = static_cast<std::uint16_t>(~naive_sum(bytes));
        const std::size_t at = random() % 20 * 2;
        const std::uint16_t before = get16(bytes, at);
        const auto after = static_cast<std::uint16_t>(random());
        set16(bytes, at, after);
        ASSERT_EQ(adjust_checksum(checksum, before, after), 0xffff & ~naive_sum(bytes));
    }
}

}  // namespace
}  // namespace openras::dataplane
