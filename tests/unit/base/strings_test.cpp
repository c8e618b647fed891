#include "base/strings.h"

#include <gtest/gtest.h>

namespace openras {
namespace {

TEST(Utf16, GoesThereAndBack) {
    const std::string text = "Büro, 東京, \xf0\x9f\x93\x9e";
    const auto wide = to_utf16(text);
    ASSERT_TRUE(wide.has_value());
    EXPECT_EQ(*wide, u"Büro, 東京, \U0001f4de");
    EXPECT_EQ(to_utf8(*wide), text);
}

TEST(Utf16, RefusesWhatIsNoUtf8) {
    for (const char* bad : {"\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xff", "\x80"})
        EXPECT_EQ(to_utf16(bad), std::nullopt) << to_hex(as_bytes(bad));
}

TEST(Utf8, RefusesAnUnpairedSurrogate) {
    EXPECT_EQ(to_utf8(std::u16string{0xd800}), std::nullopt);
    EXPECT_EQ(to_utf8(std::u16string{0xdc00, 0xd800}), std::nullopt);
    EXPECT_EQ(to_utf8(std::u16string{0xd800, u'x'}), std::nullopt);
}

TEST(Printable, MakesHostileTextHarmless) {
    EXPECT_EQ(printable(as_bytes("ok\x1b[31m\r\nred\x7f")), R"(ok\x1b[31m\r\nred\x7f)");
    EXPECT_EQ(printable(as_bytes("\xc2\x9b\xff\xfeü")), R"(\xc2\x9b\xff\xfeü)");
    EXPECT_EQ(printable(as_bytes("\xe2\x80\xa8")), R"(\xe2\x80\xa8)");  // a line separator
    EXPECT_EQ(printable(as_bytes(R"(LAB\alice)")), R"(LAB\alice)");
    EXPECT_LE(printable(ByteVector(5000, 'a')).size(), 1024u);
    EXPECT_EQ(printable(ByteVector(5000, 1), 250).size(), 248u);  // no escape is cut in two
    EXPECT_EQ(printable(as_bytes("aaaü"), 4), "aaa");
    EXPECT_EQ(printable_name(as_bytes("a\x01\xffü"), 260), "a??ü");
}

TEST(EqualsIgnoringCase, KnowsAsciiOnly) {
    EXPECT_TRUE(equals_ignoring_case("WAN Miniport (PPPOE)", "wan miniport (pppoe)"));
    EXPECT_FALSE(equals_ignoring_case("a", "ab"));
    EXPECT_FALSE(equals_ignoring_case("Ü", "ü"));
}

}  // namespace
}  // namespace openras
