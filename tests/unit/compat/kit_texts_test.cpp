// The texts of the porting kit under any bytes: nothing that is not meant is lost, and what was written is read again.
#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <string>

#include "compat/command_line.h"
#include "compat/profile_text.h"
#include "compat/registry_text.h"

namespace openras::compat {
namespace {

constexpr int rounds = 5000;
constexpr std::uint32_t binary = 3;

/// Texts of what the formats are made of, in no order.
class Words {
  public:
    std::string text() {
        static const std::string parts[] = {"[",
                                            "]",
                                            "\"",
                                            "\\",
                                            "=",
                                            "\n",
                                            "\r\n",
                                            "HKEY_CURRENT_USER",
                                            "a",
                                            "A",
                                            "dword:",
                                            "hex",
                                            "(",
                                            ")",
                                            ":",
                                            "1f",
                                            ",",
                                            " ",
                                            ";",
                                            "@",
                                            "\xFF",
                                            "\xC3\xA4",
                                            std::string(1, '\0'),
                                            "b"};
        std::string result;
        for (std::size_t count = below(40); count > 0; --count) result += parts[below(std::size(parts))];
        return result;
    }
    std::size_t below(std::size_t end) { return random_() % end; }

  private:
    std::mt19937 random_{20240607};
};

TEST(RegistryText, keeps_every_byte_of_any_text) {
    Words words;
    for (int i = 0; i < rounds; ++i) {
        std::string text = words.text();
        if (!text.empty() && !text.ends_with('\n')) text += '\n';
        ASSERT_EQ(RegistryText::parse(text).bytes(), text);
    }
}

TEST(RegistryText, reads_again_what_it_wrote_into_any_text) {
    Words words;
    for (int i = 0; i < rounds; ++i) {
        const std::string before = words.text();
        SCOPED_TRACE(before);
        auto text = RegistryText::parse(before);
        const auto damage = text.damage().size();
        const std::u16string path = i % 2 == 0 ? u"HKEY_CURRENT_USER\\a" : u"HKEY_CURRENT_USER\\A\\b";
        RegistryValue value{u"a", static_cast<std::uint32_t>(words.below(5)), {}};
        for (std::size_t count = words.below(6); count > 0; --count) value.data += static_cast<char>(words.below(256));
        text.set(path, value);
        auto again = RegistryText::parse(text.bytes());
        const auto found = again.value(path, u"A");
        ASSERT_TRUE(found);
        EXPECT_EQ(std::pair(found->type, found->data), std::pair(value.type, value.data));
        ASSERT_EQ(again.damage().size(), damage);
        again.remove_key(path);
        ASSERT_FALSE(again.has_key(path));
    }
}

TEST(RegistryText, keeps_damaged_lines_of_a_key_that_goes) {
    auto text = RegistryText::parse("[HKEY_USERS\\a]\n\"v\"=hex:00\n\"half\n; note\n[HKEY_USERS\\b]\n");
    ASSERT_EQ(text.damage().size(), 1U);
    EXPECT_EQ(text.damage()[0].line, 3U);
    text.remove_key(u"HKEY_USERS\\A");
    EXPECT_EQ(text.bytes(), "\"half\n[HKEY_USERS\\b]\n");
    text.set(u"HKEY_USERS\\b", {u"", binary, "\x01"});
    EXPECT_EQ(text.bytes(), "\"half\n[HKEY_USERS\\b]\n@=hex:01\n");
}

TEST(ProfileText, reads_again_what_it_wrote_into_any_text) {
    Words words;
    for (int i = 0; i < rounds; ++i) {
        const std::string before = words.text();
        SCOPED_TRACE(before);
        ProfileText text(before);
        text.set("section", "key", "value");
        ASSERT_EQ(text.value("SECTION", "Key"), "value");
        text.remove_section("section");
        // A last line without its end got one.
        ASSERT_TRUE(text.bytes().starts_with(before) && text.bytes().size() <= before.size() + 2);
    }
}

TEST(CommandLine, gives_any_words_back) {
    Words words;
    for (int i = 0; i < rounds; ++i) {
        std::vector<std::u16string> list{u"/opt/a program"};
        for (std::size_t count = words.below(4); count > 0; --count) {
            std::u16string word;
            for (std::size_t size = words.below(6); size > 0; --size) word += u"\\\" ab\t"[words.below(6)];
            list.push_back(word);
        }
        ASSERT_EQ(split(joined(list)), list);
    }
}

}  // namespace
}  // namespace openras::compat

/// The kit has a main() for programs without one, which the linker would find before that of the test library.
int main(int count, char** words) {
    testing::InitGoogleTest(&count, words);
    return RUN_ALL_TESTS();
}
