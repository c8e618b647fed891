#include "base/random.h"

#include <gtest/gtest.h>

namespace openras {
namespace {

TEST(SeededRandom, RepeatsItself) {
    SeededRandom one(7);
    SeededRandom two(7);
    SeededRandom other(8);
    const std::uint32_t first = one.u32();
    EXPECT_EQ(first, two.u32());
    EXPECT_NE(first, other.u32());
    EXPECT_NE(first, one.u32());
}

TEST(SystemRandom, FillsAll) {
    SystemRandom random;
    ByteVector bytes(64, 0);
    random.fill(bytes);
    EXPECT_NE(bytes, ByteVector(64, 0));
}

}  // namespace
}  // namespace openras
