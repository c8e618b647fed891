// What RASENTRY says of an entry, read and written: each property alone changes its own keys and no other line.
#include "phonebook/properties.h"

#include <gtest/gtest.h>

#include <random>

#include "phonebook/book.h"
#include "phonebook/property_map.h"
#include "unit/phonebook/books.h"

namespace openras::phonebook {

/// For GoogleTest: the entry as a new one, and what it would not show.
void PrintTo(const EntryProperties& properties, std::ostream* out) {
    *out << std::hex << properties.options << ' ' << properties.options2 << std::dec << ' ' << properties.script << '\n'
         << new_entry_text("printed", properties, {}).value_or("(none)");
}

namespace {

constexpr NewEntry made{.guid = {0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                        .dial_params_uid = 4711,
                        .file_time = 0x01D9'8877'6655'4433};

EntryProperties sample_properties() {
    auto properties = default_properties();
    properties.type = RASET_Vpn;
    properties.links = {{.device_type = "vpn",
                         .device_name = "WAN Miniport (IKEv2)",
                         .phone_number = "vpn.example.com",
                         .alternates = {}}};
    return properties;
}

EntryEditor editor_of(const std::string& text) {
    const auto document = Document::parse(text, "test.pbk");
    return {document.value(), document->sections().front()};
}

EntryProperties read_back(const EntryEditor& entry) {
    const auto properties = read_properties(entry.document(), entry.section());
    EXPECT_TRUE(properties) << properties.error().text;
    return properties.value_or(EntryProperties{});
}

/// A Map that makes, for each row, the properties with that row changed, and the keys that may change with it.
class Changes {
  public:
    struct Change {
        EntryProperties wanted;
        std::set<std::string> keys;
    };

    explicit Changes(const EntryProperties& from) : from_(from) {}

    void number(std::string_view key, std::uint32_t EntryProperties::* property, std::uint32_t, std::uint32_t = 0) {
        auto& wanted = add(key);
        wanted.*property = from_.*property + 1;
        if (property == &EntryProperties::ipv4_interface_metric) wanted.options2 |= RASEO2_IPv4ExplicitMetric;
        if (property == &EntryProperties::ipv6_interface_metric) wanted.options2 |= RASEO2_IPv6ExplicitMetric;
    }
    void number(std::string_view key, bool EntryProperties::* property, std::uint32_t) {
        add(key).*property = !(from_.*property);
    }
    void coded(std::string_view key, std::uint32_t EntryProperties::* property, auto&&...) {
        add(key).*property = from_.*property == 1 ? 2 : 1;
    }
    void text(std::string_view key, std::string EntryProperties::* property) { add(key).*property = "a text = 1; [x]"; }
    template <std::size_t size>
    void address(std::string_view key, std::array<std::uint8_t, size> EntryProperties::* property) {
        (add(key).*property).fill(17);
    }
    void bytes(std::string_view key, std::vector<std::uint8_t> EntryProperties::* property) {
        add(key).*property = std::vector<std::uint8_t>(1500, 0xA5);
    }
    void flag(std::string_view key, OptionBit bit, std::uint32_t) { flip(key, bit); }
    void inverse(std::string_view key, OptionBit bit, std::uint32_t) { flip(key, bit); }
    void choice(std::string_view key, OptionBit bit, std::uint32_t, std::uint32_t) { flip(key, bit); }
    void part_of(std::string_view key, OptionBit bit, std::uint32_t, std::uint32_t) { flip(key, bit); }
    void excluded(std::string_view key, std::uint32_t EntryProperties::* property, std::uint32_t bit) {
        flip(key, {property, bit});
    }
    void kept(std::string_view key, std::uint32_t EntryProperties::* word, std::uint32_t mask) {
        for (std::uint32_t bit = 1; bit != 0; bit <<= 1) {
            if ((mask & bit) != 0) flip(key, {word, bit});
        }
    }
    void mirror(std::string_view key, Place, OptionBit bit) {
        for (auto& change : all) {
            if (((change.wanted.*bit.word ^ from_.*bit.word) & bit.bit) != 0) change.keys.emplace(key);
        }
    }
    void of_first_device() {}
    void of_first_number() {}

    std::vector<Change> all;

  private:
    EntryProperties& add(std::string_view key) {
        all.push_back({from_, {std::string(key)}});
        return all.back().wanted;
    }
    void flip(std::string_view key, OptionBit bit) {
        add(key).*bit.word ^= bit.bit;
        // The bits that stand for several protocols speak of AuthRestrictions, too.
        const auto classes = RASEO_RequireEncryptedPw | RASEO_RequireMsEncryptedPw;
        if (bit.word == &EntryProperties::options && (bit.bit & classes) != 0) {
            all.back().keys.emplace("AuthRestrictions");
        }
    }

    EntryProperties from_;
};

/// A Map that puts anything into each property.
class Anything {
  public:
    Anything(std::mt19937& random, EntryProperties& into) : random_(random), into_(into) {}

    void number(std::string_view, std::uint32_t EntryProperties::* property, auto&&...) {
        into_.*property = random_() % 3 == 0 ? random_() : random_() % 4;
    }
    void number(std::string_view, bool EntryProperties::* property, auto&&...) { into_.*property = random_() % 2 != 0; }
    void coded(std::string_view, std::uint32_t EntryProperties::* property, auto&&...) {
        into_.*property = random_() % 6;
    }
    void text(std::string_view, std::string EntryProperties::* property) { into_.*property = any_text(); }
    template <std::size_t size>
    void address(std::string_view, std::array<std::uint8_t, size> EntryProperties::* property) {
        for (auto& byte : into_.*property) byte = static_cast<std::uint8_t>(random_() % 2 == 0 ? random_() : 0);
    }
    void bytes(std::string_view, std::vector<std::uint8_t> EntryProperties::* property) {
        (into_.*property).assign(random_() % 1200, static_cast<std::uint8_t>(random_()));
    }
    void flag(auto&&...) {}
    void inverse(auto&&...) {}
    void choice(auto&&...) {}
    void part_of(auto&&...) {}
    void excluded(auto&&...) {}
    void kept(auto&&...) {}
    void mirror(auto&&...) {}
    void of_first_device() {}
    void of_first_number() {}

    std::string any_text() {
        static const std::vector<std::string> texts{"",    "a",  " b c ", "ß", "日本", "[x]",
                                                    "a=b", ";c", "\t\t",  "0", "😀"};
        return texts[random_() % texts.size()];
    }

  private:
    std::mt19937& random_;
    EntryProperties& into_;
};

EntryProperties any_properties(std::mt19937& random) {
    EntryProperties any;
    Anything map(random, any);
    map_properties(map);
    for (auto* word : {&any.options, &any.options2, &any.net_protocols}) *word = random();
    for (auto* text : {&any.script, &any.x25_address, &any.x25_facilities, &any.x25_pad_type, &any.x25_user_data}) {
        *text = map.any_text();
    }
    const std::vector<std::string> types{"vpn", "PPPoE", "MODEM", "isdn",     "GENERIC",
                                         "x25", "pad",   "",      "own type", "sw56"};
    any.links.resize(1 + random() % 4);
    for (auto& link : any.links) {
        link.device_type = types[random() % types.size()];
        link.device_name = map.any_text();
        link.phone_number = map.any_text();
        link.alternates.resize(random() % 3);
        for (auto& number : link.alternates) number = map.any_text();
    }
    return any;
}

class EveryBook : public testing::TestWithParam<std::string> {};

TEST_P(EveryBook, ReadsAndWritesUnchanged) {
    const auto bytes = bytes_of(GetParam());
    auto book = Book::parse(bytes, GetParam()).value();
    ASSERT_FALSE(book.entry_names().empty());
    for (const auto& name : book.entry_names()) {
        const auto properties = book.properties(name);
        ASSERT_TRUE(properties) << properties.error().text;
        ASSERT_TRUE(book.entry(name));
        EXPECT_EQ(settled(*properties, *properties), *properties) << name;
        ASSERT_TRUE(book.set_properties(name, *properties));
        EXPECT_EQ(book.bytes(), bytes);
    }
}

TEST_P(EveryBook, AChangedPropertyChangesItsKeysAlone) {
    const auto book = Book::parse(bytes_of(GetParam()), GetParam()).value();
    for (const auto& name : book.entry_names()) {
        const auto entry = book.edit(name).value();
        const auto before = read_back(entry);
        Changes changes(before);
        map_properties(changes);
        ASSERT_GT(changes.all.size(), 100u);
        for (const auto& change : changes.all) {
            auto changed = entry;
            const auto done = write_properties(changed, change.wanted);
            ASSERT_TRUE(done) << done.error().text;
            const auto touched = touched_keys(entry.bytes(), changed.bytes());
            EXPECT_TRUE(std::ranges::includes(change.keys, touched))
                << name << ": " << *change.keys.begin() << " touched " << testing::PrintToString(touched);
            const auto after = settled(change.wanted, before);
            EXPECT_EQ(touched.empty(), after == before) << name << ": " << *change.keys.begin();
            EXPECT_EQ(read_back(changed), after) << name << ": " << *change.keys.begin();
        }
    }
}

TEST_P(EveryBook, WhatIsWrittenIsReadAgain) {
    const auto book = Book::parse(bytes_of(GetParam()), GetParam()).value();
    std::mt19937 random(42);
    for (const auto& name : book.entry_names()) {
        auto entry = book.edit(name).value();
        for (int round = 0; round < 8; ++round) {
            const auto before = read_back(entry);
            const auto wanted = any_properties(random);
            ASSERT_TRUE(write_properties(entry, wanted));
            EXPECT_EQ(read_back(entry), settled(wanted, before));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(PhonebookProperties, EveryBook, testing::ValuesIn(public_books()), [](const auto& book) {
    auto name = std::filesystem::path(book.param).stem().string();
    std::ranges::replace(name, '-', '_');
    return name;
});

TEST(PhonebookProperties, ASwitchAloneTakesNoScriptAndNoX25) {
    auto entry = editor_of("[e]\nMEDIA=serial\nDevice=COM1\nDEVICE=switch\n");
    const auto before = entry.bytes();
    for (const auto property : {&EntryProperties::script, &EntryProperties::x25_address}) {
        auto wanted = read_back(entry);
        wanted.*property = "text";
        const auto done = write_properties(entry, wanted);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER));
        EXPECT_EQ(entry.bytes(), before);
    }
}

TEST(PhonebookProperties, AnEntryWithoutDeviceTakesAScriptAndX25) {
    for (const auto property : {&EntryProperties::script, &EntryProperties::x25_address}) {
        auto entry = editor_of("[e]\nMEDIA=serial\nDevice=COM1\n");
        auto wanted = read_back(entry);
        wanted.*property = "text";
        const auto done = write_properties(entry, wanted);
        ASSERT_TRUE(done) << done.error().text;
        EXPECT_EQ(read_back(entry), wanted);
    }
}

TEST(PhonebookProperties, ANewEntryIsThatOfWindows10) {
    const auto text = new_entry_text("Büro", sample_properties(), made).value();
    EXPECT_TRUE(
        text.starts_with("[Büro]\r\nEncoding=1\r\nPBVersion=6\r\nType=2\r\nAutoLogon=0\r\nUseRasCredentials=1\r\n"
                         "LowDateTime=1716864051\r\nHighDateTime=31033463\r\nDialParamsUID=4711\r\n"
                         "Guid=E00102030405060708090A0B0C0D0E0F\r\nVpnStrategy=0\r\n"))
        << text;
    EXPECT_TRUE(
        text.ends_with("PrivateNetwork=0\r\n\r\nNETCOMPONENTS=\r\nms_msclient=1\r\nms_server=1\r\n\r\n"
                       "MEDIA=rastapi\r\nPort=VPN2-0\r\nDevice=WAN Miniport (IKEv2)\r\n\r\n"
                       "DEVICE=vpn\r\nPhoneNumber=vpn.example.com\r\nAreaCode=\r\nCountryCode=0\r\n"
                       "CountryID=0\r\nUseDialingRules=0\r\nComment=\r\nFriendlyName=\r\n"
                       "LastSelectedPhone=0\r\nPromoteAlternates=0\r\nTryNextAlternateOnFail=1\r\n\r\n"))
        << text;
    EXPECT_TRUE(text.contains("\r\nPreferredPort=VPN2-0\r\nPreferredDevice=WAN Miniport (IKEv2)\r\n"));
    auto expected = sample_properties();
    expected.guid = made.guid;
    EXPECT_EQ(read_back(editor_of(text)), expected);
}

}  // namespace
}  // namespace openras::phonebook
