// Entries come, go and are renamed; the others' bytes stay.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rasconst.h>

#include "phonebook/book.h"
#include "phonebook/listing.h"
#include "unit/phonebook/books.h"
#include "unit/phonebook/folder.h"

namespace openras::phonebook {
namespace {

using testing::ElementsAre;

constexpr const char* three = "; top\n[a]\nMEDIA=x\n# of a\n\n[Two]\nMEDIA=y\nOwn=1\n\n\n[c]\nMEDIA=z";

Book parsed(const std::string& bytes) {
    return Book::parse(bytes, "test.pbk").value();
}

std::uint32_t code_of(const Expected<void>& done) {
    return done ? 0 : done.error().code;
}

EntryProperties pppoe() {
    auto properties = default_properties();
    properties.links = {{.device_type = "PPPoE", .device_name = "eth0", .phone_number = {}, .alternates = {}}};
    return properties;
}

TEST(BookEditing, RemovingAnEntryTakesItsLinesAlone) {
    auto book = parsed(three);
    ASSERT_TRUE(book.remove("two"));
    EXPECT_EQ(book.bytes(), "; top\n[a]\nMEDIA=x\n# of a\n\n[c]\nMEDIA=z");
    ASSERT_TRUE(book.remove("c"));
    ASSERT_TRUE(book.remove("a"));
    EXPECT_EQ(book.bytes(), "; top\n");
    EXPECT_EQ(code_of(book.remove("a")), std::uint32_t{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY});
    auto marked = parsed("\xEF\xBB\xBF[a]\nMEDIA=x\n[b]\nMEDIA=y\n");
    ASSERT_TRUE(marked.remove("a"));
    EXPECT_EQ(marked.bytes(), "\xEF\xBB\xBF[b]\nMEDIA=y\n");
}

TEST(BookEditing, RenamingChangesOneLine) {
    auto book = parsed(three);
    ASSERT_TRUE(book.rename("TWO", "two"));
    ASSERT_TRUE(book.rename("two", "a|2"));
    EXPECT_THAT(book.entry_names(), ElementsAre("a", "a|2", "c"));
    EXPECT_EQ(touched_keys(three, book.bytes()), std::set<std::string>{""});
    EXPECT_EQ(code_of(book.rename("a|2", "A")), std::uint32_t{ERROR_ALREADY_EXISTS});
    EXPECT_EQ(code_of(book.rename("a|2", ".x")), std::uint32_t{ERROR_INVALID_NAME});
    EXPECT_EQ(code_of(book.rename("x", "y")), std::uint32_t{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY});
}

TEST(BookEditing, NewEntriesStandAtTheEndInTheBooksLineEnds) {
    auto book = parsed(three);
    ASSERT_TRUE(book.add("Büro", pppoe(), {}));
    EXPECT_TRUE(book.bytes().starts_with(std::string(three) + "\n\n[Büro]\nEncoding=1\n"));
    EXPECT_EQ(book.bytes().find('\r'), std::string::npos);
    EXPECT_EQ(book.entry("Büro")->device, "eth0");
    EXPECT_EQ(code_of(book.add("TWO", pppoe(), {})), std::uint32_t{ERROR_ALREADY_EXISTS});
    EXPECT_EQ(code_of(book.add("a|b", pppoe(), {})), std::uint32_t{ERROR_INVALID_NAME});
    EXPECT_EQ(code_of(book.add("d", default_properties(), {})), std::uint32_t{ERROR_INVALID_PARAMETER});

    auto empty = parsed("");
    ASSERT_TRUE(empty.add("first", pppoe(), {}));
    EXPECT_TRUE(empty.bytes().starts_with("[first]\r\n"));
    const auto one = empty.bytes();
    ASSERT_TRUE(empty.add("second", pppoe(), {}));
    EXPECT_TRUE(empty.bytes().starts_with(one + "[second]\r\n"));
}

TEST(BookEditing, ACopyHasAnIdentityOfItsOwn) {
    auto book = parsed("\xEF\xBB\xBF[a]\nGuid=00112233445566778899AABBCCDDEEFF\nDialParamsUID=1\nOwn=ü\nMEDIA=x\n");
    ASSERT_TRUE(book.copy("a", "b", {.guid = {1}, .dial_params_uid = 2, .file_time = 0}));
    EXPECT_THAT(book.entry_names(), ElementsAre("a", "b"));
    EXPECT_EQ(book.entry("b")->dial_params_uid, 2u);
    EXPECT_EQ(book.properties("b")->guid[0], 1);
    EXPECT_EQ(*book.edit("b")->get({}, "Own"), "ü");
    EXPECT_EQ(book.bytes().rfind("\xEF\xBB\xBF"), 0u);
    EXPECT_EQ(code_of(book.copy("a", "B", {})), std::uint32_t{ERROR_ALREADY_EXISTS});
}

TEST(BookEditing, AnEditedEntryIsPutBackInItsPlace) {
    auto book = parsed(three);
    auto entry = book.edit("two").value();
    ASSERT_TRUE(entry.set({}, "Type", "5"));
    ASSERT_TRUE(entry.rename("2"));
    ASSERT_TRUE(book.replace(entry));
    EXPECT_EQ(book.bytes(), "; top\n[a]\nMEDIA=x\n# of a\n\n[2]\nType=5\nMEDIA=y\nOwn=1\n\n\n[c]\nMEDIA=z");
    EXPECT_EQ(code_of(book.replace(entry)), std::uint32_t{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY});
    auto taken = book.edit("2").value();
    ASSERT_TRUE(taken.rename("C"));
    EXPECT_EQ(code_of(book.replace(taken)), std::uint32_t{ERROR_ALREADY_EXISTS});
}

TEST(BookEditing, LinksAndNumbersComeAndGoOneByOne) {
    const auto path = std::string(OPENRAS_PUBLIC_BOOKS) + "/windows7-multilink.pbk";
    const auto bytes = bytes_of(path);
    auto book = parsed(bytes);
    const std::string name = "ISDN two channels";
    auto properties = book.properties(name).value();
    ASSERT_EQ(properties.links.size(), 3u);
    EXPECT_THAT(properties.links[1].alternates, ElementsAre("0301234569"));

    auto fewer = properties;
    fewer.links.erase(fewer.links.begin() + 1);
    ASSERT_TRUE(book.set_properties(name, fewer));
    EXPECT_EQ(book.properties(name), fewer);
    const auto begin = bytes.find("MEDIA=isdn\r\nPort=ISDN2");
    EXPECT_EQ(book.bytes(), bytes.substr(0, begin) + bytes.substr(bytes.find("MEDIA=serial")));

    auto more = fewer;
    more.links.push_back(properties.links[1]);
    more.links[0].alternates = {"1", "2"};
    ASSERT_TRUE(book.set_properties(name, more));
    EXPECT_EQ(book.properties(name), more);
    more.links[0].alternates = {"2"};
    ASSERT_TRUE(book.set_properties(name, more));
    EXPECT_EQ(book.properties(name), more);
}

TEST(BookEditing, TerminalScriptAndX25AreDevicesBesideTheModem) {
    const auto bytes = bytes_of(std::string(OPENRAS_PUBLIC_BOOKS) + "/windows7-modem.pbk");
    auto book = parsed(bytes);
    const auto home = book.properties("Modem home").value();
    EXPECT_EQ(home.links[0].device_type, "modem");
    EXPECT_EQ(home.links[0].phone_number, "5550123");
    EXPECT_EQ(home.area_code, "030");
    EXPECT_NE(home.options & RASEO_TerminalBeforeDial, 0u);
    EXPECT_EQ(home.options & RASEO_TerminalAfterDial, 0u);
    EXPECT_EQ(home.script, "C:\\Windows\\system32\\ras\\pppmenu.scp");
    EXPECT_EQ(book.properties("X.25 pad")->x25_address, "31342");

    auto plain = home;
    plain.options &= ~RASEO_TerminalBeforeDial;
    plain.script.clear();
    ASSERT_TRUE(book.set_properties("Modem home", plain));
    EXPECT_EQ(book.properties("Modem home"), plain);
    EXPECT_EQ(book.bytes().find("switch"), std::string::npos);
    ASSERT_TRUE(book.set_properties("Modem home", home));
    EXPECT_EQ(book.properties("Modem home"), home);
    auto x25 = home;
    x25.x25_address = "1";
    ASSERT_TRUE(book.set_properties("Modem home", x25));
    EXPECT_EQ(book.properties("Modem home"), x25);
}

TEST(Listing, NamesAreThoseOfTheBook) {
    for (const auto& path : public_books()) {
        EXPECT_EQ(list_entry_names(path), Book::load(path)->entry_names()) << path;
    }
    for (const std::string bytes :
         {"[a\xFC]\nEncoding=1\n[b\xFC]\nMEDIA=x\n\n[c]", "\xEF\xBB\xBF[\xE4]", "", "[a]\n[a]\n", "x", "x=1",
          "[a]\nnonsense\n", "[", "[a]\n\rx\n", "[a\n[b\xFC]\n[c]x=1\n", "[a]\r[b\xFC]\rEncoding=1\r[a]\r[\xFC"}) {
        EXPECT_EQ(entry_names_in(bytes, "x"), parsed(bytes).entry_names()) << bytes;
    }
    EXPECT_EQ(entry_names_in(std::string(max_file_bytes + 1, 'x'), "x").error(),
              Book::parse(std::string(max_file_bytes + 1, 'x'), "x").error());
}

TEST(Listing, OfSeveralBooks) {
    const TemporaryFolder folder;
    const auto user = folder.write("user.pbk", "[a]\n[b]\n");
    const auto system = folder.write("system.pbk", "[b]\n");
    const std::vector<BookPath> books{{user, false}, {folder.path("none.pbk"), false}, {system, true}};
    EXPECT_EQ(list_entries(books),
              (std::vector<ListedEntry>{{"a", {user, false}}, {"b", {user, false}}, {"b", {system, true}}}));
    folder.write("user.pbk", "\xFF\xFE and no UTF-16!");
    EXPECT_EQ(list_entries(books), (std::vector<ListedEntry>{{"b", {system, true}}})) << "a bad book hides no other";
    EXPECT_EQ(list_entry_names(folder.path("none.pbk")).error().code, std::uint32_t{ERROR_CANNOT_OPEN_PHONEBOOK});
}

}  // namespace
}  // namespace openras::phonebook
