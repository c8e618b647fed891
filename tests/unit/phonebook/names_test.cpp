// What an entry may be called.
#include "phonebook/names.h"

#include <gtest/gtest.h>

#include <string>

namespace openras::phonebook {
namespace {

std::string repeated(const std::string& text, int times) {
    std::string all;
    while (times-- > 0) all += text;
    return all;
}

TEST(EntryNames, OfANewEntry) {
    for (const auto& good :
         {std::string("a"), std::string(" 1 "), std::string("Büro (2)"), std::string("日本"), std::string("a.b"),
          std::string("[x]"), std::string("é"), std::string("𝔸"), repeated("ä", 256), repeated("𝔸", 128)}) {
        EXPECT_TRUE(validate_entry_name(good)) << good;
    }
    for (const auto& bad :
         {std::string(),        std::string("  "),     std::string("--"),   std::string("€ –"),  std::string(".a"),
          std::string("a|b"),   std::string("a>"),     std::string("<a"),   std::string("a?"),   std::string("*a"),
          std::string("a\\b"),  std::string("a/b"),    std::string("a:b"),  std::string("a\tb"), std::string("a\n"),
          std::string("a\x7F"), std::string("a\0", 2), std::string("\xFF"), repeated("a", 257),  repeated("𝔸", 129)}) {
        const auto result = validate_entry_name(bad);
        ASSERT_FALSE(result) << bad;
        EXPECT_EQ(result.error().code, std::uint32_t{ERROR_INVALID_NAME});
        EXPECT_FALSE(result.error().text.empty());
    }
}

TEST(EntryNames, OfARenamedEntryAreLooser) {
    for (const auto* good : {"a", "--", "a|b", "a:b", "?", "日本"}) EXPECT_TRUE(validate_renamed_entry(good)) << good;
    for (const auto& bad : {std::string(), std::string("  "), std::string("\t"), std::string(".a"), std::string("a\nb"),
                            repeated("a", 257)}) {
        EXPECT_FALSE(validate_renamed_entry(bad)) << bad;
    }
}

}  // namespace
}  // namespace openras::phonebook
