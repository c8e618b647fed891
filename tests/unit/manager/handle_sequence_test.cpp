#include "manager/handle_sequence.h"

#include <gtest/gtest.h>

namespace openras::manager {
namespace {

TEST(HandleSequence, AHandleSurvivesAnIntAndASignExtension) {
    HandleSequence handles(0xfffffffe);
    for (int i = 0; i < 4; ++i) {
        const Handle handle = handles.next();
        EXPECT_GT(static_cast<std::int32_t>(handle), 0) << handle;
    }
}

TEST(HandleSequence, KnowsWhatItGaveOut) {
    HandleSequence handles(1000);
    EXPECT_FALSE(handles.gave_out(1000));
    EXPECT_EQ(handles.next(), 1000u);
    EXPECT_EQ(handles.next(), 1001u);
    EXPECT_TRUE(handles.gave_out(1000));
    EXPECT_TRUE(handles.gave_out(1001));
    EXPECT_FALSE(handles.gave_out(1002));
    EXPECT_FALSE(handles.gave_out(999));
    EXPECT_FALSE(handles.gave_out(0));
    EXPECT_FALSE(handles.gave_out(1000 | 0x80000000)) << "never as a number of 32 bits";
}

TEST(HandleSequence, GoesRoundWithoutZero) {
    HandleSequence handles(HandleSequence::largest);
    EXPECT_EQ(handles.next(), HandleSequence::largest);
    EXPECT_EQ(handles.next(), 1u);
    EXPECT_EQ(handles.next(), 2u);
    EXPECT_TRUE(handles.gave_out(HandleSequence::largest));
    EXPECT_TRUE(handles.gave_out(2));
    EXPECT_FALSE(handles.gave_out(0));
    EXPECT_FALSE(handles.gave_out(3));
}

}  // namespace
}  // namespace openras::manager
