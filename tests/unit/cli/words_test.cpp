#include "cli/words.h"

#include <gtest/gtest.h>
#include <rasnotify.h>

namespace openras::cli {
namespace {

TEST(Words, StatesHaveTheirNames) {
    EXPECT_EQ(state_name(RASCS_OpenPort), "OpenPort");
    EXPECT_EQ(state_name(RASCS_Authenticate), "Authenticate");
    EXPECT_EQ(state_words(RASCS_Connected), "connected");
    EXPECT_EQ(state_name(99), "state 99");
    EXPECT_EQ(state_words(99), "");
}

TEST(Words, ErrorsHaveTheNamesOfTheHeader) {
    EXPECT_EQ(error_name(691), "ERROR_AUTHENTICATION_FAILURE");
    EXPECT_EQ(error_name(711), "ERROR_RASMAN_CANNOT_INITIALIZE");
    EXPECT_EQ(error_name(6), "ERROR_INVALID_HANDLE");
    EXPECT_EQ(error_name(12345), "");
    EXPECT_EQ(error_name(0), "");
}

TEST(Words, Ends) {
    EXPECT_EQ(ended_by_words(RASEB_Peer), "the peer");
    EXPECT_EQ(ended_by_words(RASEB_Nobody), "");
    EXPECT_EQ(ended_by_name(RASEB_EchoLoss), "echo loss");
    EXPECT_EQ(ended_by_name(77), "nobody");
}

TEST(Words, Bytes) {
    EXPECT_EQ(byte_words(0), "0 B");
    EXPECT_EQ(byte_words(999), "999 B");
    EXPECT_EQ(byte_words(1000), "1.0 kB");
    EXPECT_EQ(byte_words(999'949), "999.9 kB");
    EXPECT_EQ(byte_words(999'999), "1.0 MB");
    EXPECT_EQ(byte_words(18'446'744'073'709'551'615U), "18.4 EB");
}

TEST(Words, Durations) {
    EXPECT_EQ(duration_words(12), "0.012 s");
    EXPECT_EQ(duration_words(59'999), "59 s");
    EXPECT_EQ(duration_words(62'000), "1 min 02 s");
    EXPECT_EQ(duration_words(3'600'000 * 3 + 60'000 * 7), "3 h 07 min");
    EXPECT_EQ(duration_words(3'600'000ULL * 51), "2 d 3 h");
}

}  // namespace
}  // namespace openras::cli
