// Books as files: what can be opened, and how entries are found in them.
#include "phonebook/book.h"

#include <gtest/gtest.h>
#include <rasconst.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace openras::phonebook {
namespace {

TEST(PhonebookBook, FileOfTheShapeThatWindowsWrites) {
    const auto book = Book::load(OPENRAS_SAMPLE_BOOK);
    ASSERT_TRUE(book) << book.error().text;
    EXPECT_EQ(book->entry_names(), (std::vector<std::string>{"Office VPN", "Broadband"}));

    const auto vpn = book->entry("Office VPN");
    ASSERT_TRUE(vpn) << vpn.error().text;
    EXPECT_EQ(vpn->type, std::uint32_t{RASET_Vpn});
    EXPECT_EQ(vpn->dial_params_uid, 4264375u);
    EXPECT_EQ(vpn->phone_numbers, (std::vector<std::string>{"vpn.example.com"}));

    const auto broadband = book->entry("Broadband");
    ASSERT_TRUE(broadband) << broadband.error().text;
    EXPECT_EQ(broadband->type, std::uint32_t{RASET_Broadband});
    EXPECT_EQ(broadband->device, "WAN Miniport (PPPOE)");
    EXPECT_EQ(broadband->phone_numbers, (std::vector<std::string>{""}));
    EXPECT_EQ(broadband->auth_restrictions, auth_pap | auth_chap_md5 | auth_mschapv2);
}

TEST(PhonebookBook, ExactNameBeforeOneOfOtherCase) {
    const auto book = Book::parse("[HOME]\nMEDIA=a\n[Home]\nMEDIA=b\n", "book");
    ASSERT_TRUE(book);
    EXPECT_EQ(book->entry("Home")->links[0].media, "b");
    EXPECT_EQ(book->entry("home")->name, "HOME");
    EXPECT_EQ(book->entry("work").error(), (RasError{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, "book: no entry 'work'", ""}));
}

TEST(PhonebookBook, DamagedEntryLeavesTheOthersUsable) {
    const auto book = Book::parse("[bad]\nType=x\nMEDIA=a\n[good]\nMEDIA=b\n", "book");
    ASSERT_TRUE(book);
    EXPECT_EQ(book->entry_names(), (std::vector<std::string>{"bad", "good"}));
    EXPECT_EQ(book->entry("bad").error().code, std::uint32_t{ERROR_CORRUPT_PHONEBOOK});
    EXPECT_TRUE(book->entry("good"));
}

TEST(PhonebookBook, OfTwoEntriesOfOneNameTheFirstIsMeantAndBothAreRemoved) {
    auto book = Book::parse("[a]\nMEDIA=1\n[b]\nMEDIA=2\n[a]\nMEDIA=3\n[A]\nMEDIA=4\n", "book").value();
    EXPECT_EQ(book.entry_names(), (std::vector<std::string>{"a", "b", "A"}));
    EXPECT_EQ(book.entry("a")->links[0].media, "1");
    ASSERT_TRUE(book.remove("a"));
    EXPECT_EQ(book.bytes(), "[b]\nMEDIA=2\n[A]\nMEDIA=4\n");
}

TEST(PhonebookBook, ADamagedLineIsToldWhereItsEntryIsUsed) {
    auto book = Book::parse("[bad\nMEDIA=a\n[good]\nMEDIA=b\n", "book").value();
    EXPECT_EQ(book.entry_names(), (std::vector<std::string>{"bad", "good"}));
    const RasError told{ERROR_CORRUPT_PHONEBOOK, "book:1: the name lacks its ']'", ""};
    EXPECT_EQ(book.entry("bad").error(), told);
    EXPECT_EQ(book.properties("bad").error(), told);
    EXPECT_EQ(book.rename("bad", "better").error(), told);
    EXPECT_EQ(book.set_properties("bad", {}).error(), told);
    EXPECT_TRUE(book.rename("good", "better"));
    EXPECT_TRUE(book.remove("bad")) << "it may go";
    EXPECT_EQ(book.bytes(), "[better]\nMEDIA=b\n");
}

TEST(PhonebookBook, GuidsAsProgramsWriteThem) {
    const auto guid_of = [](const std::string& written) {
        const auto book = Book::parse("[a]\nGuid=" + written + "\nMEDIA=a\n", "book").value();
        return book.entry("a").value().guid;
    };
    const std::array<std::uint8_t, 16> memory{0x67, 0x45, 0x23, 0x01, 0xAB, 0x89, 0xEF, 0xCD,
                                              0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF};
    EXPECT_EQ(guid_of("67452301AB89EFCD0123456789ABCDEF"), memory);
    EXPECT_EQ(guid_of("01234567-89AB-CDEF-0123-456789abcdef"), memory);
    EXPECT_EQ(guid_of("{01234567-89AB-CDEF-0123-456789ABCDEF}"), memory);
    for (const char* odd : {"<Removed>", "0123", "01234567-89AB-CDEF-0123-456789ABCDEX", "{}"})
        EXPECT_EQ(guid_of(odd), (std::array<std::uint8_t, 16>{})) << odd;
}

TEST(PhonebookBook, NamesFollowTheEncodingOfTheirEntry) {
    const auto book = Book::parse(
        "[B\xFCro]\nMEDIA=a\n[K\xC3\xBC"
        "che]\nEncoding=1\nMEDIA=a\n[\xFF]\nEncoding=1\n",
        "b");
    ASSERT_TRUE(book);
    EXPECT_EQ(book->entry_names(), (std::vector<std::string>{"B\xC3\xBCro",
                                                             "K\xC3\xBC"
                                                             "che",
                                                             "?"}));
    EXPECT_TRUE(book->entry("B\xC3\xBCro"));
    EXPECT_TRUE(
        book->entry("K\xC3\xBC"
                    "che"));
    EXPECT_EQ(book->entry("?").error().code, std::uint32_t{ERROR_CORRUPT_PHONEBOOK});
}

TEST(PhonebookBook, WhatCannotBeOpened) {
    std::string directory = std::filesystem::temp_directory_path() / "openras-book-XXXXXX";
    ASSERT_NE(::mkdtemp(directory.data()), nullptr);
    const auto fifo = directory + "/fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    for (const auto& path : {directory + "/none", directory, fifo, std::string("/dev/null"), std::string("a\0b", 3)}) {
        const auto book = Book::load(path);
        ASSERT_FALSE(book) << path;
        EXPECT_EQ(book.error().code, std::uint32_t{ERROR_CANNOT_OPEN_PHONEBOOK}) << path;
        EXPECT_NE(book.error().text, "");
    }
    const auto large = directory + "/large.pbk";
    std::ofstream(large) << "[a]\n";
    std::filesystem::resize_file(large, max_file_bytes + 1);
    EXPECT_EQ(Book::load(large).error().code, std::uint32_t{ERROR_CANNOT_LOAD_PHONEBOOK});
    std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace openras::phonebook
