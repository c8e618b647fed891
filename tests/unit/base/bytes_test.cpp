#include "base/bytes.h"

#include <gmock/gmock.h>

namespace openras {
namespace {

using testing::ElementsAre;

TEST(ByteReader, ReadsBigEndianInOrder) {
    const ByteVector bytes{0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.u8(), 0x01);
    EXPECT_EQ(reader.u16(), 0x0203);
    EXPECT_EQ(reader.u32(), 0x04050607u);
    EXPECT_TRUE(reader.empty());
}

TEST(ByteReader, AReadPastTheEndConsumesNothing) {
    const ByteVector bytes{0x01, 0x02};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.u32(), std::nullopt);
    EXPECT_EQ(reader.bytes(3), std::nullopt);
    EXPECT_FALSE(reader.skip(3));
    EXPECT_EQ(reader.remaining(), 2u);
    EXPECT_EQ(reader.u16(), 0x0102);
    EXPECT_EQ(reader.u8(), std::nullopt);
}

TEST(ByteReader, ABytesViewOfNothingIsFine) {
    ByteReader reader(ConstBytes{});
    ASSERT_TRUE(reader.bytes(0).has_value());
    EXPECT_EQ(reader.array<1>(), std::nullopt);
}

TEST(ByteWriter, WritesWhatTheReaderReads) {
    ByteVector out;
    ByteWriter writer(out);
    writer.u8(1).u16(0x0203).u32(0x04050607).text("ab").zeros(2);
    EXPECT_THAT(out, ElementsAre(1, 2, 3, 4, 5, 6, 7, 'a', 'b', 0, 0));
}

TEST(ByteWriter, ALengthIsPatchedAfterwards) {
    ByteVector out;
    ByteWriter writer(out);
    writer.u8(9);
    const std::size_t at = writer.position();
    writer.u16(0).text("xyz");
    writer.patch_u16(at, 0x0102);
    EXPECT_THAT(out, ElementsAre(9, 1, 2, 'x', 'y', 'z'));
    EXPECT_THROW(writer.patch_u16(out.size() - 1, 1), std::out_of_range);
}

TEST(ToHex, IsLowerCaseWithoutSeparators) {
    EXPECT_EQ(to_hex(ByteVector{0x00, 0xAf, 0x5c}), "00af5c");
}

}  // namespace
}  // namespace openras
