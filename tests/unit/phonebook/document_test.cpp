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

// What is passed over, and what its entry is refused for.
std::string remark_on(const std::string& bytes) {
    const auto document = parsed(bytes);
    EXPECT_EQ(document.remarks().size(), 1u) << bytes;
    if (document.remarks().empty()) return {};
    return document.error_at(document.remarks()[0].line, document.remarks()[0].what).error().text;
}

std::string fault_of(const std::string& bytes) {
    const auto document = parsed(bytes);
    EXPECT_EQ(document.sections().size(), 2u) << bytes;
    EXPECT_TRUE(document.check(document.sections().back())) << "another entry is usable";
    const auto checked = document.check(document.sections().front());
    EXPECT_FALSE(checked) << bytes;
    return checked ? std::string() : checked.error().text;
}

TEST(PhonebookDocument, WhatIsNotUnderstoodIsPassedOver) {
    EXPECT_EQ(remark_on("[a]\nType=5\nnonsense\n"), "rasphone.pbk:3: neither [name] nor Key=Value");
    EXPECT_EQ(remark_on("[a]\n=x\n"), "rasphone.pbk:2: neither [name] nor Key=Value");
    EXPECT_EQ(remark_on("\nType=5\n"), "rasphone.pbk:2: a setting before the first [name]");
    EXPECT_EQ(remark_on("[]\n"), "rasphone.pbk:1: the entry has no name");
    EXPECT_EQ(remark_on("[\n"), "rasphone.pbk:1: the entry has no name");
    EXPECT_EQ(remark_on("[a\tb]\n"), "rasphone.pbk:1: the name holds a control character");
    EXPECT_EQ(remark_on("[" + std::string(max_name_bytes + 1, 'x') + "]"),
              "rasphone.pbk:1: the name is longer than 1536 bytes");
}

TEST(PhonebookDocument, TheRemarksOnABookAreBounded) {
    std::string bytes;
    for (std::size_t i = 0; i < 10 * max_remarks; ++i) bytes += "nonsense\n";
    EXPECT_EQ(parsed(bytes).remarks().size(), max_remarks);
}

TEST(PhonebookDocument, OfTwoEntriesOfOneNameTheFirstCounts) {
    const std::string text = "[a]\nType=1\n[b]\n[a]\nType=2\n[c]\n";
    EXPECT_EQ(remark_on(text), "rasphone.pbk:4: the entry of this name in line 1 counts");
    const auto document = parsed(text);
    ASSERT_EQ(document.sections().size(), 3u);
    EXPECT_EQ(document.sections()[0], (Document::Section{0, 2}));
    EXPECT_EQ(document.sections()[1], (Document::Section{2, 3})) << "without the lines of the second";
    EXPECT_EQ(document.raw_name(document.sections()[2]), "c");
    EXPECT_EQ(document.bytes(), text);
}

TEST(PhonebookDocument, ADamagedLineCostsItsOwnEntry) {
    EXPECT_EQ(fault_of("[a\n[b]\n"), "rasphone.pbk:1: the name lacks its ']'");
    EXPECT_EQ(fault_of(std::string("[a]\nKey=\0\n[b]\n", 14)), "rasphone.pbk:2: the line holds a NUL");
    EXPECT_EQ(fault_of("[a]\nKey=" + std::string(max_line_bytes, 'x') + "\n[b]\n"),
              "rasphone.pbk:2: the line is longer than 1048576 bytes");
}

TEST(PhonebookDocument, BehindTheLastBracketOfAHeaderNothingIsRead) {
    const auto document = parsed("[Support]Encoding=1\r\nType=2\r\n");
    EXPECT_TRUE(document.remarks().empty());
    ASSERT_EQ(document.sections().size(), 1u);
    EXPECT_EQ(document.raw_name(document.sections()[0]), "Support");
}

TEST(PhonebookDocument, CommentsAsPeopleWriteThem) {
    const auto document = parsed("// one\n; two\n# three=3\n//four=4\n[a]\n");
    EXPECT_TRUE(document.remarks().empty());
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(document.lines()[i].kind, Document::LineKind::Comment) << i;
}

TEST(PhonebookDocument, WhatAFileIsPaddedWithIsBlank) {
    for (const std::string& end : {std::string("\x1A"), std::string(4096, '\0'), std::string("\f\r\n\x1A\x1A")}) {
        const auto document = parsed("[a]\r\nType=5\r\n" + end);
        EXPECT_TRUE(document.remarks().empty());
        ASSERT_EQ(document.sections().size(), 1u);
        EXPECT_TRUE(document.check(document.sections()[0]));
    }
}

TEST(PhonebookDocument, EveryKindOfLineEnd) {
    for (const std::string end : {"\n", "\r\n", "\r", "\r\r\n"}) {
        const auto document = parsed("[a]" + end + "Key=Value" + end + end + "[b]" + end + "Other=");
        ASSERT_EQ(document.lines().size(), 5u);
        EXPECT_EQ(document.sections()[0], (Document::Section{0, 3}));
        EXPECT_EQ(document.text(document.lines()[1].value), "Value");
        EXPECT_EQ(document.text(document.lines()[4].key), "Other");
    }
    const auto mixed = parsed("a\r\r\r\nb\n\rc\r\nd\r");
    std::string kinds;
    for (const auto& line : mixed.lines()) kinds += line.kind == Document::LineKind::Blank ? '-' : 'x';
    EXPECT_EQ(kinds, "x-x-xx") << "a CR, then CR CR LF; LF; a CR; CR LF; a CR";
}

TEST(PhonebookDocument, LimitsOfSize) {
    const auto refused = [](std::string bytes) {
        const auto document = Document::parse(std::move(bytes), "rasphone.pbk");
        return document ? RasError{} : document.error();
    };
    EXPECT_EQ(refused(std::string(max_file_bytes + 1, '\n')),
              (RasError{ERROR_CANNOT_LOAD_PHONEBOOK, "rasphone.pbk: larger than 64 MiB", ""}));
    EXPECT_EQ(refused(std::string(max_lines + 1, '\n')),
              (RasError{ERROR_CANNOT_LOAD_PHONEBOOK, "rasphone.pbk: more than 4000000 lines", ""}));
    const auto longest = parsed("[a]\nKey=" + std::string(max_line_bytes - 4, 'x'));
    EXPECT_TRUE(longest.check(longest.sections()[0]));
    EXPECT_EQ(parsed("[" + std::string(max_name_bytes, 'x') + "]").sections().size(), 1u);
}

}  // namespace
}  // namespace openras::phonebook
