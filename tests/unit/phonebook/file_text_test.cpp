// UTF-16 books: UTF-8 in memory, the same bytes again on disk.
#include "phonebook/file_text.h"

#include <gtest/gtest.h>

#include "folder.h"
#include "phonebook/book.h"
#include "phonebook/files.h"
#include "phonebook/listing.h"
#include "phonebook/store.h"

namespace openras::phonebook {
namespace {

/// "[Büro]", a CR LF and "Type=5", in UTF-16.
std::string utf16(bool big_endian, std::string_view mark) {
    std::string bytes(mark);
    for (const char16_t unit : std::u16string_view(u"[B\u00FCro]\r\nType=5\r\nMEDIA=rastapi\r\nDEVICE=PPPoE\r\n")) {
        const char low = static_cast<char>(unit & 0xFF);
        const char high = static_cast<char>(unit >> 8);
        bytes += big_endian ? high : low;
        bytes += big_endian ? low : high;
    }
    return bytes;
}

TEST(FileText, EveryFormComesBackByteForByte) {
    for (const auto& bytes : {std::string("[a]\nx=\xFF\n"), std::string(), std::string("\xEF\xBB\xBF[a]"),
                              std::string("["), utf16(false, ""), utf16(false, "\xFF\xFE"), utf16(true, "\xFE\xFF")}) {
        const auto file = text_of_file(bytes, "x");
        ASSERT_TRUE(file);
        EXPECT_EQ(bytes_of_file(file->text, file->form, "x"), bytes);
    }
    EXPECT_TRUE(text_of_file(utf16(true, "\xFE\xFF"), "x")->text.starts_with("[B\xC3\xBCro]\r\nType=5"));
}

TEST(FileText, WhatBeginsAsUtf16AndIsNoneIsRefused) {
    using std::string_literals::operator""s;
    for (const auto& bytes : {"\xFF\xFE[\0a"s, "\xFF\xFE\x00\xD8[\0"s, "[\0\0\xDC"s}) {
        EXPECT_EQ(text_of_file(bytes, "x").error(),
                  (RasError{ERROR_CANNOT_LOAD_PHONEBOOK, "x: the file begins as UTF-16 and is none", ""}));
    }
    EXPECT_EQ(bytes_of_file("[\xFF]", FileForm::Utf16Le, "x").error().code, std::uint32_t{ERROR_CANNOT_LOAD_PHONEBOOK});
}

TEST(FileText, ABookInUtf16IsReadAndChanged) {
    const TemporaryFolder folder;
    const auto path = folder.write("wide.pbk", utf16(false, "\xFF\xFE"));
    EXPECT_EQ(list_entry_names(path), (std::vector<std::string>{"B\xC3\xBCro"}));
    const auto properties = Book::load(path)->properties("B\xC3\xBCro");
    ASSERT_TRUE(properties);
    const auto set = [&](std::string phone_number) {
        auto changed = *properties;
        changed.links[0].phone_number = std::move(phone_number);
        return BookStore(path).edit([&](Book& book) { return book.set_properties("B\xC3\xBCro", changed); });
    };
    ASSERT_TRUE(set(""));
    EXPECT_EQ(read_whole(system_files(), path).value(), utf16(false, "\xFF\xFE"))
        << "the same set again changes nothing";
    ASSERT_TRUE(
        set("S\xC3\xBC"
            "d"));
    EXPECT_EQ(Book::load(path)->entry("B\xC3\xBCro")->phone_numbers, (std::vector<std::string>{"S\xC3\xBC"
                                                                                               "d"}));
    EXPECT_TRUE(read_whole(system_files(), path).value().starts_with("\xFF\xFE["));
}

}  // namespace
}  // namespace openras::phonebook
