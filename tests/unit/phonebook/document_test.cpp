// The syntax of phone books, and that no byte of a file is lost.
#include "phonebook/document.h"

#include <gtest/gtest.h>

namespace openras::phonebook {
namespace {

Document parsed(std::string bytes) {
    auto document = Document::parse(std::move(bytes), "rasphone.pbk");
    EXPECT_TRUE(document) << document.error().text;
    return std::move(*document);
}

RasError refused(std::string bytes) {
    auto document = Document::parse(std::move(bytes), "rasphone.pbk");
    EXPECT_FALSE(document);
    return document ? RasError{} : document.error();
}

TEST(PhonebookDocument, EmptyFileHasNoEntries) {
    EXPECT_TRUE(parsed("").sections().empty());
    EXPECT_TRUE(parsed("\r\n \t\r\n").sections().empty());
}

TEST(PhonebookDocument, CrlfAndLfAndNoLineEndAtTheEnd) {
    for (const std::string text : {"[a]\r\nKey=Value\r\n\r\n[b]\r\nOther=", "[a]\nKey=Value\n\n[b]\nOther="}) {
        const auto document = parsed(text);
        ASSERT_EQ(document.sections().size(), 2u);
        EXPECT_EQ(document.raw_name(document.sections()[0]), "a");
        EXPECT_EQ(document.raw_name(document.sections()[1]), "b");
        EXPECT_EQ(document.sections()[0], (Document::Section{0, 3}));
        EXPECT_EQ(document.text(document.lines()[1].key), "Key");
        EXPECT_EQ(document.text(document.lines()[1].value), "Value");
        EXPECT_EQ(document.lines()[4].value.length, 0u);
    }
}

TEST(PhonebookDocument, EveryByteBelongsToALine) {
    const std::string text = "\xEF\xBB\xBF; note\r\n[a b]  \r\n\tKey =  Value = more \r\n\n#x\n\n";
    const auto document = parsed(text);
    std::string joined;
    for (const auto& line : document.lines()) joined += document.text(line.whole);
    EXPECT_EQ(joined, text);
    EXPECT_EQ(document.bytes(), text);
    EXPECT_EQ(document.lines()[0].kind, Document::LineKind::Comment);
    EXPECT_EQ(document.text(document.lines()[2].key), "Key");
    EXPECT_EQ(document.text(document.lines()[2].value), "Value = more");
}

TEST(PhonebookDocument, BracketsInNamesAreKept) {
    const auto document = parsed("[a]b[c]]\n");
    EXPECT_EQ(document.raw_name(document.sections()[0]), "a]b[c]");
}

TEST(PhonebookDocument, ErrorsNameFileAndLine) {
    EXPECT_EQ(refused("[a]\nType=5\nnonsense\n"),
              (RasError{ERROR_CORRUPT_PHONEBOOK, "rasphone.pbk:3: neither [name] nor Key=Value", ""}));
    EXPECT_EQ(refused("\nType=5\n").text, "rasphone.pbk:2: a setting before the first [name]");
    EXPECT_EQ(refused("[a\n").text, "rasphone.pbk:1: the name lacks its ']'");
    EXPECT_EQ(refused("[\n").text, "rasphone.pbk:1: the name lacks its ']'");
    EXPECT_EQ(refused("[]\n").text, "rasphone.pbk:1: the entry has no name");
    EXPECT_EQ(refused("[a]\n=x\n").text, "rasphone.pbk:2: neither [name] nor Key=Value");
    EXPECT_EQ(refused("[a]\n\n[a]\n").text, "rasphone.pbk:3: line 1 has an entry of this name");
    EXPECT_EQ(refused("[a\tb]\n").text, "rasphone.pbk:1: the name holds a control character");
    EXPECT_EQ(refused(std::string("[a]\nKey=\0\n", 10)).text, "rasphone.pbk:2: the line holds a NUL");
}

TEST(PhonebookDocument, LimitsOfSize) {
    const std::string head = "[a]\nKey=";
    EXPECT_EQ(refused(head + std::string(max_line_bytes, 'x')).code, std::uint32_t{ERROR_CORRUPT_PHONEBOOK});
    parsed(head + std::string(max_line_bytes - 4, 'x'));
    parsed("[" + std::string(max_name_bytes, 'x') + "]");
    EXPECT_EQ(refused("[" + std::string(max_name_bytes + 1, 'x') + "]").code, std::uint32_t{ERROR_CORRUPT_PHONEBOOK});
    EXPECT_EQ(refused(std::string(max_file_bytes + 1, '\n')).code, std::uint32_t{ERROR_CANNOT_LOAD_PHONEBOOK});
    EXPECT_EQ(refused(std::string(max_lines + 1, '\n')).code, std::uint32_t{ERROR_CANNOT_LOAD_PHONEBOOK});
}

TEST(PhonebookDocument, Utf16IsNamed) {
    EXPECT_EQ(refused(std::string("\xFF\xFE[\0a\0]\0", 8)),
              (RasError{ERROR_CANNOT_LOAD_PHONEBOOK, "rasphone.pbk: the file is UTF-16; save it as UTF-8", ""}));
    EXPECT_EQ(refused(std::string("[\0a\0]\0", 6)).code, std::uint32_t{ERROR_CANNOT_LOAD_PHONEBOOK});
}

}  // namespace
}  // namespace openras::phonebook
