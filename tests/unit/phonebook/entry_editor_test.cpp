// Lines of an entry that change, and those that do not.
#include "phonebook/entry_editor.h"

#include <gtest/gtest.h>

namespace openras::phonebook {
namespace {

EntryEditor editor_of(const std::string& text, std::size_t section = 0) {
    const auto document = Document::parse(text, "test.pbk");
    EXPECT_TRUE(document) << document.error().text;
    return {*document, document->sections()[section]};
}

constexpr Place entry_part{};
constexpr Place media{Part::Media, 0, 0, 0};
constexpr Place device{Part::Device, 0, 0, 0};
constexpr Place phone(std::size_t number) {
    return {Part::Phone, 0, 0, number};
}

constexpr const char* vpn =
    "[a]\r\nEncoding=1\r\nPBVersion=1\r\n; why\r\nOwn=1\r\nGuid=\r\n\r\nNETCOMPONENTS=\r\nms_server=1\r\n\r\n"
    "MEDIA=rastapi\r\nPort=VPN1-0\r\n\r\nDEVICE=vpn\r\nPhoneNumber=x\r\nAreaCode=\r\nLastSelectedPhone=0\r\n\r\n";

std::string with(std::string text, const std::string& old, const std::string& fresh) {
    const auto at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return text.replace(at, old.size(), fresh);
}

TEST(EntryEditor, AValueIsReplacedAndTheRestOfItsLineStays) {
    auto entry = editor_of("[a]\n  Type =\t2  \r\nType=5\n");
    ASSERT_TRUE(entry.set(entry_part, "Type", "1"));
    EXPECT_EQ(entry.bytes(), "[a]\n  Type =\t1  \r\nType=5\n");
    EXPECT_TRUE(entry.changed());
}

TEST(EntryEditor, TheSameValueChangesNothing) {
    auto entry = editor_of(vpn);
    for (const auto* value : {"1", " 1\t"}) ASSERT_TRUE(entry.set(entry_part, "PBVersion", value));
    ASSERT_TRUE(entry.set(entry_part, "Guid", ""));
    ASSERT_TRUE(entry.set_marker(phone(0), "x"));
    ASSERT_TRUE(entry.remove(entry_part, "Type"));
    EXPECT_FALSE(entry.changed());
    EXPECT_EQ(entry.bytes(), vpn);
}

TEST(EntryEditor, ANewKeyStandsWhereWindowsPutsIt) {
    struct Case {
        Place place;
        const char* key;
        const char* behind;
    };
    for (const auto& [place, key, behind] :
         {Case{entry_part, "Type", "PBVersion=1\r\n"}, Case{entry_part, "VpnStrategy", "Guid=\r\n"},
          Case{entry_part, "NotOfWindows", "Guid=\r\n"},
          Case{{Part::NetComponents, 0, 0, 0}, "ms_psched", "ms_server=1\r\n"},
          Case{{Part::NetComponents, 0, 0, 0}, "ms_msclient", "NETCOMPONENTS=\r\n"},
          Case{media, "Device", "Port=VPN1-0\r\n"}, Case{device, "X25Pad", "DEVICE=vpn\r\n"},
          Case{device, "PromoteAlternates", "LastSelectedPhone=0\r\n"},
          Case{phone(0), "CountryCode", "AreaCode=\r\n"}}) {
        auto entry = editor_of(vpn);
        ASSERT_TRUE(entry.set(place, key, "7")) << key;
        EXPECT_EQ(entry.bytes(), with(vpn, behind, std::string(behind) + key + "=7\r\n"));
        ASSERT_TRUE(entry.remove(place, key));
        EXPECT_EQ(entry.bytes(), vpn) << key;
    }
    auto bare = editor_of("[a]\n\n");
    ASSERT_TRUE(bare.set(entry_part, "Type", "2"));
    ASSERT_TRUE(bare.set(entry_part, "Encoding", "1"));
    EXPECT_EQ(bare.bytes(), "[a]\nEncoding=1\nType=2\n\n");
}

TEST(EntryEditor, LineEndsAreThoseOfTheNeighbour) {
    auto mixed = editor_of("[a]\r\nEncoding=1\nGuid=\r\n");
    ASSERT_TRUE(mixed.set(entry_part, "Type", "2"));
    ASSERT_TRUE(mixed.set(entry_part, "VpnStrategy", "2"));
    EXPECT_EQ(mixed.bytes(), "[a]\r\nEncoding=1\nType=2\nGuid=\r\nVpnStrategy=2\r\n");
    auto unfinished = editor_of("[a]\nEncoding=1");
    ASSERT_TRUE(unfinished.set(entry_part, "Type", "2"));
    ASSERT_TRUE(unfinished.add_block(media, "x"));
    EXPECT_EQ(unfinished.bytes(), "[a]\nEncoding=1\nType=2\n\nMEDIA=x");
    auto alone = editor_of("[a]");
    ASSERT_TRUE(alone.set(entry_part, "Type", "2"));
    EXPECT_EQ(alone.bytes(), "[a]\r\nType=2");
}

TEST(EntryEditor, WhatCannotStandInAPhoneBookIsRefused) {
    auto entry = editor_of(vpn);
    const std::string nul("a\0b", 3);
    for (const auto& value : {std::string("a\nb"), std::string("a\r"), nul, std::string("\x1B"), std::string("\xFF"),
                              std::string(max_value_bytes, 'x')}) {
        const auto done = entry.set(entry_part, "IpDnsSuffix", value);
        ASSERT_FALSE(done) << value.substr(0, 10);
        EXPECT_EQ(done.error().code, std::uint32_t{ERROR_INVALID_PARAMETER});
        EXPECT_TRUE(done.error().text.starts_with("IpDnsSuffix: the value ")) << done.error().text;
        EXPECT_FALSE(entry.add_block({Part::Media, 1, 0, 0}, value));
    }
    for (const auto* key :
         {"", " a", "a=b", "[a", ";a", "#", "a\nb", "MEDIA", "DEVICE", "PhoneNumber", "NETCOMPONENTS"}) {
        EXPECT_FALSE(entry.set(entry_part, key, "1")) << key;
    }
    EXPECT_FALSE(entry.set({Part::Media, 1, 0, 0}, "Port", "1"));
    EXPECT_FALSE(entry.set(phone(1), "AreaCode", "1"));
    EXPECT_FALSE(entry.add_block(phone(2), "1"));
    EXPECT_FALSE(entry.add_block({Part::NetComponents, 0, 0, 0}, ""));
    EXPECT_FALSE(entry.remove_block(phone(1)));
    EXPECT_FALSE(entry.remove_block(entry_part));
    EXPECT_TRUE(entry.bytes() == vpn);
}

TEST(EntryEditor, BlocksComeAndGo) {
    auto entry = editor_of(vpn);
    ASSERT_TRUE(entry.add_block(phone(1), "y"));
    const auto two = with(vpn, "AreaCode=\r\n", "AreaCode=\r\nPhoneNumber=y\r\n");
    EXPECT_EQ(entry.bytes(), two);
    ASSERT_TRUE(entry.add_block(phone(0), "w"));
    ASSERT_TRUE(entry.remove_block(phone(0)));
    EXPECT_EQ(entry.bytes(), two);
    ASSERT_TRUE(entry.remove_block(phone(1)));
    EXPECT_EQ(entry.bytes(), vpn);

    ASSERT_TRUE(entry.add_block({Part::Media, 1, 0, 0}, "serial"));
    const auto last = std::string("LastSelectedPhone=0\r\n");
    EXPECT_EQ(entry.bytes(), with(vpn, last, last + "\r\nMEDIA=serial\r\n"));
    EXPECT_EQ(entry.layout().links.size(), 2u);
    ASSERT_TRUE(entry.add_block({Part::Device, 1, 0, 0}, "modem"));
    ASSERT_TRUE(entry.add_block({Part::Device, 1, 0, 0}, "switch"));
    EXPECT_EQ(entry.layout().device_place(1), (Place{Part::Device, 1, 1, 0}));
    ASSERT_TRUE(entry.remove_block({Part::Media, 1, 0, 0}));
    EXPECT_EQ(entry.bytes(), vpn);

    ASSERT_TRUE(entry.remove_block({Part::NetComponents, 0, 0, 0}));
    EXPECT_EQ(entry.bytes(), with(vpn, "NETCOMPONENTS=\r\nms_server=1\r\n\r\n", ""));
    ASSERT_TRUE(entry.add_block({Part::NetComponents, 0, 0, 0}, ""));
    ASSERT_TRUE(entry.set({Part::NetComponents, 0, 0, 0}, "ms_server", "1"));
    EXPECT_EQ(entry.bytes(), vpn);
}

TEST(EntryEditor, ARepeatedKeyHasAllItsLines) {
    auto entry = editor_of("[a]\nCustomAuthData=00\nx=1\nCustomAuthData=11\n");
    const std::vector<std::string> values{"AA", "BB", "CC"};
    EXPECT_EQ(entry.get_all(entry_part, "CustomAuthData"), (std::vector<std::string>{"00", "11"}));
    ASSERT_TRUE(entry.set_all(entry_part, "CustomAuthData", values));
    EXPECT_EQ(entry.bytes(), "[a]\nCustomAuthData=AA\nCustomAuthData=BB\nCustomAuthData=CC\nx=1\n");
    EXPECT_EQ(entry.get_all(entry_part, "CustomAuthData"), values);
    ASSERT_TRUE(entry.set_all(entry_part, "CustomAuthData", {}));
    EXPECT_EQ(entry.bytes(), "[a]\nx=1\n");
}

TEST(EntryEditor, OurKeysAreFoundWhereverTheyStand) {
    auto entry = editor_of("[a]\nMEDIA=x\nOpenRasMtu=1400\n");
    ASSERT_TRUE(entry.set(entry_part, "OpenRasMtu", "1492"));
    EXPECT_EQ(entry.bytes(), "[a]\nMEDIA=x\nOpenRasMtu=1492\n");
    ASSERT_TRUE(entry.remove(entry_part, "OpenRasMtu"));
    EXPECT_EQ(entry.bytes(), "[a]\nMEDIA=x\n");
}

TEST(EntryEditor, NonAsciiTextMakesAnAnsiEntryUtf8) {
    auto entry = editor_of("[B\xFCro]\nEncoding=0\n; gr\xFC\xDF\nComment=\x80 5\nUtf=\xC3\xBC\nMEDIA=x\n");
    EXPECT_EQ(entry.name(), "Büro");
    EXPECT_EQ(entry.get(entry_part, "Comment"), "€ 5");
    ASSERT_TRUE(entry.set(entry_part, "Comment", "€ 5"));
    ASSERT_TRUE(entry.set(entry_part, "Type", "1"));
    ASSERT_TRUE(entry.set(entry_part, "Type", "2"));
    EXPECT_EQ(entry.encoding(), Encoding::Ansi);
    ASSERT_TRUE(entry.set(entry_part, "IpDnsSuffix", "日本.example"));
    EXPECT_EQ(entry.bytes(),
              "[Büro]\nEncoding=1\nType=2\nIpDnsSuffix=日本.example\n; gr\xFC\xDF\nComment=€ 5\nUtf=ü\nMEDIA=x\n");
    EXPECT_EQ(entry.original_name(), "B\xFCro");

    auto without = editor_of("[a]\nMEDIA=x\nDEVICE=y\nPhoneNumber=\xE4\n");
    ASSERT_TRUE(without.add_block(phone(1), "ö"));
    EXPECT_EQ(without.bytes(), "[a]\nEncoding=1\nMEDIA=x\nDEVICE=y\nPhoneNumber=ä\nPhoneNumber=ö\n");
}

TEST(EntryEditor, ANameIsChangedInItsBrackets) {
    auto entry = editor_of("\xEF\xBB\xBF [old] \nMEDIA=x\n");
    ASSERT_TRUE(entry.rename("new [1]"));
    EXPECT_EQ(entry.bytes(), "\xEF\xBB\xBF [new [1]] \nMEDIA=x\n");
    for (const auto& name : {std::string(), std::string("a\nb"), std::string("\t"), std::string(1537, 'x')}) {
        EXPECT_EQ(entry.rename(name).error().code, std::uint32_t{ERROR_INVALID_NAME});
    }
    EXPECT_EQ(entry.name(), "new [1]");
    EXPECT_EQ(entry.original_name(), "old");
}

}  // namespace
}  // namespace openras::phonebook
