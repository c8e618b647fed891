// What --create, --edit, --import and --export make of books in memory.
#include "cli/entry_changes.h"

#include <gtest/gtest.h>

namespace openras::cli {
namespace {

using phonebook::Book;

Book book_of(std::string bytes) {
    auto book = Book::parse(std::move(bytes), "test.pbk");
    EXPECT_TRUE(book) << book.error().text;
    return std::move(*book);
}

Book with_new(const CommandLine& line) {
    Book book = book_of("");
    auto properties = new_properties(line);
    EXPECT_TRUE(properties) << properties.error();
    EXPECT_TRUE(book.add(line.entry, *properties, {}));
    return book;
}

CommandLine create(std::string type, std::string device = {}, std::string phone = {}) {
    CommandLine line;
    line.command = Command::Create;
    line.entry = "Büro";
    line.type = std::move(type);
    line.device = std::move(device);
    line.phone = std::move(phone);
    return line;
}

/// The book after the changes; its bytes are "" after an error, which is given to `why`.
std::string changed(const Book& book, const CommandLine& line, std::string* why = nullptr) {
    Book copy = book;
    auto entry = copy.edit(line.entry);
    if (!entry) return {};
    Expected<void> done = change_entry(*entry, line);
    if (done) done = copy.replace(*entry);
    if (done) done = check_entry(copy, line.entry);
    if (!done && why != nullptr) *why = done.error().text;
    return done ? copy.bytes() : std::string();
}

TEST(EntryChanges, EachTypeIsANewEntryThatIsReadAgainAsThatType) {
    for (const std::string_view type : entry_types()) {
        const CommandLine line = create(std::string(type), type == "modem" ? "Modem 1" : "", "server.example");
        const Book book = with_new(line);
        ASSERT_TRUE(check_entry(book, "Büro")) << type;
        EXPECT_EQ(type_of(*book.properties("Büro")), type);
        EXPECT_EQ(book.properties("Büro")->links[0].phone_number, "server.example") << type;
    }
}

TEST(EntryChanges, WhatATypeNeedsIsSaid) {
    EXPECT_EQ(new_properties(create("dsl")).error(),
              "no type of entries is called 'dsl': pppoe, pptp, l2tp, sstp, ikev2, modem");
    EXPECT_EQ(new_properties(create("ikev2")).error(), "--type ikev2 needs --phone, the server");
    EXPECT_EQ(new_properties(create("modem", "", "1")).error(), "--type modem needs --device");
}

TEST(EntryChanges, PppoeTakesWhateverThePeerDemands) {
    const auto entry = with_new(create("pppoe", "eth1")).entry("Büro");
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->auth_restrictions & (8U | 32U | 512U), 8U | 32U | 512U);
}

constexpr const char* small =
    "[a]\r\nType=5\r\nStrange=1\r\n; kept\r\nMEDIA=rastapi\r\nPort=PPPoE5-0\r\nDevice=eth0\r\nDEVICE=PPPoE\r\n"
    "PhoneNumber=x\r\nFriendlyName=f\r\n\r\n[b]\nType=5\nMEDIA=rastapi\nDevice=eth0\nDEVICE=PPPoE\nPhoneNumber=";

TEST(EntryChanges, AKeyIsFoundWhereTheFormatHasIt) {
    CommandLine line;
    line.entry = "a";
    line.device = "eth1";
    line.phone = "internet";
    line.user = "alice";
    line.changes = {{"FriendlyName", "Zuhause – 東京"}, {"Strange", "2"}, {"OpenRasMtu", "1492"}};
    const std::string bytes = changed(book_of(small), line);
    for (const char* wanted : {"Device=eth1\r\n", "PhoneNumber=internet\r\n", "OpenRasUser=alice\r\n", "Strange=2\r\n",
                               "FriendlyName=Zuhause – 東京\r\n", "OpenRasMtu=1492\r\n", "; kept\r\n"})
        EXPECT_NE(bytes.find(wanted), std::string::npos) << wanted << " in\n" << bytes;
    EXPECT_TRUE(bytes.ends_with("\n[b]\nType=5\nMEDIA=rastapi\nDevice=eth0\nDEVICE=PPPoE\nPhoneNumber="));

    line = {};
    line.entry = "a";
    line.changes = {{"Strange", std::nullopt}};
    EXPECT_EQ(changed(book_of(small), line).find("Strange"), std::string::npos);
}

TEST(EntryChanges, MistakesAreNamedAndNothingIsChanged) {
    const auto why = [](KeyChange change) {
        CommandLine line;
        line.entry = "a";
        line.changes = {std::move(change)};
        std::string text;
        EXPECT_EQ(changed(book_of(small), line, &text), "");
        return text;
    };
    EXPECT_NE(why({"Devcie", "eth1"}).find("'Devcie' is no key of a phone book"), std::string::npos);
    EXPECT_NE(why({"OpenRasMtu", "70000"}).find("'70000' is not in 0 to 65535"), std::string::npos);
    EXPECT_NE(why({"IpAssign", "x"}), "");
    EXPECT_NE(why({"FriendlyName", "a\nb"}), "");
    EXPECT_NE(why({"MEDIA", std::nullopt}).find("cannot be removed"), std::string::npos);
}

TEST(EntryChanges, EntriesAreCopiedWithAllTheirLines) {
    const Book from = book_of(small);
    Book to = book_of("");
    ASSERT_EQ(copy_entries(from, to, {}, false), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(to.bytes(), std::string(small) + "\r\n");
    const std::vector<std::string> one{"B", "b"};
    Book other = book_of("[c]\nType=5\nMEDIA=rastapi\nDEVICE=PPPoE");
    ASSERT_EQ(copy_entries(from, other, one, false), std::vector<std::string>{"b"});
    EXPECT_EQ(other.entry_names(), (std::vector<std::string>{"c", "b"}));
    EXPECT_TRUE(check_entry(other, "b"));
}

TEST(EntryChanges, AnEntryThatIsThereIsReplacedInItsPlaceOrNotAtAll) {
    const Book from = book_of("[A]\nType=1\nMEDIA=serial\nDEVICE=modem\n");
    Book to = book_of(small);
    EXPECT_EQ(copy_entries(from, to, {}, false).error().code, static_cast<std::uint32_t>(ERROR_ALREADY_EXISTS));
    EXPECT_EQ(to.bytes(), small);
    ASSERT_TRUE(copy_entries(from, to, {}, true));
    EXPECT_EQ(to.entry_names(), (std::vector<std::string>{"A", "b"}));
    EXPECT_TRUE(to.bytes().starts_with("[A]\nType=1\nMEDIA=serial\nDEVICE=modem\n[b]\n"));
    const std::vector<std::string> missing{"z"};
    EXPECT_EQ(copy_entries(from, to, missing, true).error().code,
              static_cast<std::uint32_t>(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY));
}

TEST(EntryChanges, AnEntryIsTheSameWhereItsGuidSaysSo) {
    const auto with_guid = [](const std::string& name, char digit) {
        return "[" + name + "]\nType=5\nGuid=" + std::string(32, digit) + "\nMEDIA=rastapi\nDEVICE=PPPoE\n";
    };
    const std::string a = "[a]\nType=5\nMEDIA=rastapi\nDEVICE=PPPoE\n";
    const Book before = book_of(a + with_guid("same", '1') + with_guid("replaced", '1'));
    const Book after = book_of(a + with_guid("same", '1') + with_guid("replaced", '2') + with_guid("new", '3'));
    const std::vector<std::string> names{"a", "same", "replaced", "new"};
    EXPECT_EQ(other_entries(before, after, names), (std::vector<std::string>{"a", "replaced", "new"}));
}

TEST(EntryChanges, SettingsAreShownInOrder) {
    const auto editor = book_of(
                            "[a]\nEncoding=0\nMEDIA=rastapi\nDevice=B\xFC"
                            "ro\n")
                            .edit("a");
    const auto settings = settings_of(*editor);
    ASSERT_TRUE(settings);
    ASSERT_EQ(settings->size(), 3U);
    EXPECT_EQ((*settings)[2].key, "Device");
    EXPECT_EQ((*settings)[2].value, "Büro");
}

}  // namespace
}  // namespace openras::cli
