#include "ppp/data_frame.h"

#include <gtest/gtest.h>

namespace openras::ppp {
namespace {

const ByteVector plain4{0, 0x21, 0x45, 1, 2};
const ByteVector plain6{0, 0x57, 0x60, 1, 2};

ByteVector taken(const ByteVector& frame, bool pfc) {
    ByteVector room;
    const auto plain = plain_data(frame, pfc, room);
    return plain ? ByteVector(plain->begin(), plain->end()) : ByteVector{};
}

TEST(DataFrame, ThePlainFormIsTheDataPlanes) {
    EXPECT_TRUE(is_data(plain4));
    EXPECT_TRUE(is_data(plain6));
    EXPECT_FALSE(is_data(ByteVector{0, 0x21}));
    EXPECT_FALSE(is_data(ByteVector{0x21, 0x45, 1}));
    EXPECT_FALSE(is_data(ByteVector{0xc0, 0x21, 1, 1, 0, 4}));
}

TEST(DataFrame, AddressAndControlFieldsAreTakenOff) {
    for (const bool pfc : {false, true}) {
        EXPECT_EQ(taken({0xff, 3, 0, 0x21, 0x45, 1, 2}, pfc), plain4);
        EXPECT_EQ(taken({0xff, 3, 0, 0x57, 0x60, 1, 2}, pfc), plain6);
        EXPECT_EQ(taken({0xff, 3, 0xc0, 0x21, 1, 1, 0, 4}, pfc), ByteVector{});
        EXPECT_EQ(taken({0xff, 3}, pfc), ByteVector{});
        EXPECT_EQ(taken({0xff, 3, 0, 0x21}, pfc), ByteVector{});
    }
}

TEST(DataFrame, AProtocolFieldOfOneByteIsTakenWhereItWasAgreed) {
    EXPECT_EQ(taken({0x21, 0x45, 1, 2}, true), plain4);
    EXPECT_EQ(taken({0xff, 3, 0x57, 0x60, 1, 2}, true), plain6);
    EXPECT_EQ(taken({0x21, 0x45, 1, 2}, false), ByteVector{});
    EXPECT_EQ(taken({0x21}, true), ByteVector{});
    EXPECT_EQ(taken({0x23, 0x45, 1, 2}, true), ByteVector{});
    EXPECT_EQ(taken({}, true), ByteVector{});
}

}  // namespace
}  // namespace openras::ppp
