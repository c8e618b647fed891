#include "base/secret.h"

#include <gtest/gtest.h>

namespace openras {
namespace {

TEST(Secret, HoldsAndForgets) {
    Secret secret("hush");
    EXPECT_EQ(secret.reveal(), "hush");
    secret.clear();
    EXPECT_TRUE(secret.empty());
}

TEST(Secret, MovesWithoutLeavingACopy) {
    Secret from("hush");
    const Secret to = std::move(from);
    EXPECT_EQ(to.reveal(), "hush");
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): this is what is tested
}

TEST(Secret, IsCopiedAndCompared) {
    const Secret one("a");
    Secret two;
    EXPECT_NE(one, two);
    two = one;
    EXPECT_EQ(one, two);
}

TEST(Wipe, ZeroesAndTakesNothing) {
    char text[] = "hush";
    wipe(text, sizeof text);
    for (const char c : text) EXPECT_EQ(c, 0);
    wipe(nullptr, 0);
}

}  // namespace
}  // namespace openras
