// The phone book through the API: entries and links are made, read, changed, renamed and deleted; each change is in the
// file that has the entry.
#include <sys/stat.h>

#include "api/accepted_sizes.h"
#include "api/lookup.h"
#include "phonebook_fixture.h"

namespace openras::test {
namespace {

constexpr DWORD bad_name = ERROR_INVALID_NAME;
constexpr DWORD taken = ERROR_ALREADY_EXISTS;

template <typename Traits>
class Entries : public PhonebookTest<Traits> {
  protected:
    ~Entries() override { api::use_system_book("/etc/openras/rasphone.pbk"); }

    /// Gives this user a user's and a system's book that both have "Both"; the system's has "Theirs", too.
    void make_default_books() {
        this->use_as_user_book();
        std::ofstream(this->book(), std::ios::app)
            << "\n[Both]\nType=5\nMEDIA=rastapi\nDevice=user0\n\nDEVICE=PPPoE\nPhoneNumber=\n";
        std::filesystem::create_directory(this->directory_ + "/system");
        std::ofstream(system_) << "[Both]\nType=5\nMEDIA=rastapi\nDevice=sys0\n\nDEVICE=PPPoE\nPhoneNumber=\n\n"
                                  "[Theirs]\nType=5\nMEDIA=rastapi\nDevice=sys1\n\nDEVICE=PPPoE\nPhoneNumber=\n";
        api::use_system_book(system_);
    }

    std::string system_ = this->directory_ + "/system/rasphone.pbk";
};
TYPED_TEST_SUITE(Entries, Faces);

TYPED_TEST(Entries, AreListedFromAllDefaultBooks) {
    using Name = typename TypeParam::EntryName;
    this->make_default_books();
    for (const std::uint32_t size : api::AcceptedSizes<Name>::values) {
        DWORD count = 0;
        DWORD bytes = 5 * size;
        std::vector<char> space(bytes);
        std::memcpy(space.data(), &size, sizeof size);
        ASSERT_EQ(FACE(RasEnumEntries)(nullptr, nullptr, reinterpret_cast<Name*>(space.data()), &bytes, &count), 0U);
        ASSERT_EQ(count, 5U);
        const auto* last = reinterpret_cast<const Name*>(space.data() + 4 * size);
        EXPECT_EQ(utf8(last->szEntryName), "Theirs");
        if (size < sizeof(Name)) continue;
        EXPECT_EQ(last->dwFlags, static_cast<DWORD>(REN_AllUsers));
        EXPECT_EQ(utf8(last->szPhonebookPath), std::filesystem::canonical(this->system_).string());
    }
}

TYPED_TEST(Entries, OfTheNullBookAreThoseOfEveryBookInBothFolders) {
    using Name = typename TypeParam::EntryName;
    this->make_default_books();
    const std::string own = this->directory_ + "/openras/abroad.pbk";
    const std::string all_users = this->directory_ + "/system/isp.pbk";
    std::ofstream(own) << "[Abroad]\nType=5\nMEDIA=rastapi\nDevice=user1\nDEVICE=PPPoE\nPhoneNumber=\n";
    std::ofstream(all_users) << "[Isp]\nType=5\nMEDIA=rastapi\nDevice=sys2\nDEVICE=PPPoE\nPhoneNumber=\n"
                                "[Both]\nType=5\nMEDIA=rastapi\nDevice=sys3\nDEVICE=PPPoE\nPhoneNumber=\n";
    std::vector<Name> names(16);
    names[0].dwSize = sizeof(Name);
    DWORD bytes = static_cast<DWORD>(names.size() * sizeof(Name));
    DWORD count = 0;
    ASSERT_EQ(FACE(RasEnumEntries)(nullptr, nullptr, names.data(), &bytes, &count), 0U);
    std::vector<std::string> seen;
    for (DWORD i = 0; i < count; ++i)
        seen.push_back(utf8(names[i].szEntryName) + (names[i].dwFlags == REN_AllUsers ? " all " : " own ") +
                       std::filesystem::path(utf8(names[i].szPhonebookPath)).filename().string());
    EXPECT_EQ(seen, (std::vector<std::string>{"Office own rasphone.pbk", "Büro own rasphone.pbk",
                                              "Both own rasphone.pbk", "Abroad own abroad.pbk", "Both all rasphone.pbk",
                                              "Theirs all rasphone.pbk", "Isp all isp.pbk", "Both all isp.pbk"}));
    auto entry = this->pppoe();
    ASSERT_EQ(FACE(RasSetEntryProperties)(nullptr, text<TypeParam>("Isp").c_str(), &entry, sizeof entry, nullptr, 0U),
              0U);
    EXPECT_NE(contents(all_users).find("Device=eth9"), std::string::npos) << "changed where it is";
    ASSERT_EQ(FACE(RasDeleteEntry)(nullptr, text<TypeParam>("Abroad").c_str()), 0U);
    EXPECT_EQ(contents(own), "");
}

TYPED_TEST(Entries, OfTheNullBookAreTheUsersFirst) {
    this->make_default_books();
    typename TypeParam::Entry entry;
    const auto device_of = [&](const char* name) {
        entry.dwSize = sizeof entry;
        DWORD bytes = sizeof entry;
        EXPECT_EQ(FACE(RasGetEntryProperties)(nullptr, text<TypeParam>(name).c_str(), &entry, &bytes, nullptr, nullptr),
                  0U)
            << name;
        return utf8(entry.szDeviceName);
    };
    EXPECT_EQ(device_of("Both"), "user0");
    EXPECT_EQ(device_of("Theirs"), "sys1");
    EXPECT_EQ(device_of("büro"), "eth8") << "ASCII letters without regard to case";
}

TYPED_TEST(Entries, OfTheNullBookAreChangedWhereTheyAre) {
    this->make_default_books();
    auto entry = this->pppoe();
    ASSERT_EQ(
        FACE(RasSetEntryProperties)(nullptr, text<TypeParam>("Theirs").c_str(), &entry, sizeof entry, nullptr, 0U), 0U);
    EXPECT_NE(contents(this->system_).find("Device=eth9"), std::string::npos);
    EXPECT_EQ(contents(this->book()).find("eth9"), std::string::npos);
    ASSERT_EQ(FACE(RasSetEntryProperties)(nullptr, text<TypeParam>("Größe").c_str(), &entry, sizeof entry, nullptr, 0U),
              0U);
    EXPECT_NE(contents(this->book()).find("[Größe]"), std::string::npos) << "a new one is the user's";
    ASSERT_EQ(FACE(RasDeleteEntry)(nullptr, text<TypeParam>("Both").c_str()), 0U);
    EXPECT_NE(contents(this->system_).find("[Both]"), std::string::npos);
    ASSERT_EQ(FACE(RasDeleteEntry)(nullptr, text<TypeParam>("Both").c_str()), 0U) << "the system's, now";
    EXPECT_EQ(FACE(RasDeleteEntry)(nullptr, text<TypeParam>("Both").c_str()), bad_name);
}

TYPED_TEST(Entries, TheFirstOneMakesTheUsersBook) {
    setenv("XDG_CONFIG_HOME", (this->directory_ + "/fresh").c_str(), 1);
    auto entry = this->pppoe();
    ASSERT_EQ(FACE(RasSetEntryProperties)(nullptr, this->office_.c_str(), &entry, sizeof entry, nullptr, 0U), 0U);
    EXPECT_NE(contents(this->directory_ + "/fresh/openras/rasphone.pbk").find("[Office]"), std::string::npos);
    const auto named = text<TypeParam>(this->directory_ + "/new.pbk");
    EXPECT_EQ(FACE(RasSetEntryProperties)(named.c_str(), this->office_.c_str(), &entry, sizeof entry, nullptr, 0U), 0U);
    const auto nowhere = text<TypeParam>(this->directory_ + "/none/new.pbk");
    EXPECT_EQ(FACE(RasSetEntryProperties)(nowhere.c_str(), this->office_.c_str(), &entry, sizeof entry, nullptr, 0U),
              no_book);
}

TYPED_TEST(Entries, OfAUserWithoutAnyBook) {
    using Name = typename TypeParam::EntryName;
    setenv("XDG_CONFIG_HOME", (this->directory_ + "/fresh").c_str(), 1);
    api::use_system_book(this->directory_ + "/nowhere/rasphone.pbk");
    const auto names = fetch_array<Name>([](Name* array, DWORD* bytes, DWORD* count) {
        return FACE(RasEnumEntries)(nullptr, nullptr, array, bytes, count);
    });
    EXPECT_TRUE(names.empty());
    typename TypeParam::Entry entry;
    entry.dwSize = sizeof entry;
    DWORD bytes = sizeof entry;
    const auto* name = this->office_.c_str();
    EXPECT_EQ(FACE(RasGetEntryProperties)(nullptr, name, &entry, &bytes, nullptr, nullptr), no_entry);
    EXPECT_EQ(FACE(RasValidateEntryName)(nullptr, name), 0U) << "a new entry makes the book";
    EXPECT_EQ(FACE(RasRenameEntry)(nullptr, name, this->unknown_.c_str()), no_entry);
    EXPECT_EQ(FACE(RasDeleteEntry)(nullptr, name), bad_name);
    EXPECT_FALSE(std::filesystem::exists(this->directory_ + "/fresh")) << "asking makes none";
}

TYPED_TEST(Entries, PropertiesSurviveTheBook) {
    auto given = this->pppoe("WAN Miniport (PPPOE)");
    api::put_text<TypeParam>(given.szLocalPhoneNumber, "Dienst Ü");
    given.dwfOptions |= RASEO_SpecificIpAddr | RASEO_SpecificNameServers;
    given.ipaddr = {10, 1, 2, 3};
    given.ipaddrDns = {9, 9, 9, 9};
    given.dwIdleDisconnectSeconds = 300;
    given.dwRedialCount = 7;
    given.dwRedialPause = 11;
    api::put_text<TypeParam>(given.szDnsSuffix, "beispiel.de");
    api::put_text<TypeParam>(given.szPrerequisiteEntry, "Büro");
    const auto name = text<TypeParam>("Neu ☎");
    ASSERT_EQ(FACE(RasSetEntryProperties)(this->path_.c_str(), name.c_str(), &given, sizeof given, nullptr, 0U), 0U);
    typename TypeParam::Entry got;
    DWORD bytes = 0;
    DWORD device_bytes = 99;
    typename TypeParam::Entry* const null = nullptr;
    const auto get = [&](auto* to) {
        return FACE(RasGetEntryProperties)(this->path_.c_str(), name.c_str(), to, &bytes, nullptr, &device_bytes);
    };
    for (const DWORD size : {0U, 3U, 100'000U}) {
        bytes = size;
        EXPECT_EQ(get(null), too_small) << "a NULL buffer has no size";
        EXPECT_EQ(bytes, sizeof got);
    }
    got.dwSize = sizeof got;
    ASSERT_EQ(get(&got), 0U);
    EXPECT_EQ(device_bytes, 0U);
    EXPECT_EQ(utf8(got.szLocalPhoneNumber), "Dienst Ü");
    EXPECT_EQ(utf8(got.szDeviceName), "WAN Miniport (PPPOE)");
    EXPECT_EQ(got.dwfOptions & (RASEO_SpecificIpAddr | RASEO_SpecificNameServers | RASEO_RemoteDefaultGateway),
              static_cast<DWORD>(RASEO_SpecificIpAddr | RASEO_SpecificNameServers | RASEO_RemoteDefaultGateway));
    EXPECT_EQ(std::memcmp(&got.ipaddr, &given.ipaddr, 4), 0);
    EXPECT_EQ(std::memcmp(&got.ipaddrDns, &given.ipaddrDns, 4), 0);
    EXPECT_EQ(got.dwIdleDisconnectSeconds, 300U);
    EXPECT_EQ(got.dwRedialCount, 7U);
    EXPECT_EQ(got.dwRedialPause, 11U);
    EXPECT_EQ(utf8(got.szDnsSuffix), "beispiel.de");
    EXPECT_EQ(utf8(got.szPrerequisiteEntry), "Büro");
    EXPECT_EQ(got.dwSubEntries, 1U);
    EXPECT_EQ(got.dwType, static_cast<DWORD>(RASET_Broadband));
    const GUID none{};
    const GUID guid = got.guidId;
    EXPECT_NE(std::memcmp(&guid, &none, sizeof none), 0);
    const std::string before = contents(this->book());
    ASSERT_EQ(FACE(RasSetEntryProperties)(this->path_.c_str(), name.c_str(), &got, sizeof got, nullptr, 0U), 0U);
    EXPECT_EQ(contents(this->book()), before) << "what was read can be written, and changes nothing";
}

TYPED_TEST(Entries, OlderStructuresChangeOnlyWhatTheyHave) {
    using Entry = typename TypeParam::Entry;
    auto given = this->pppoe();
    given.dwRedialCount = 7;
    given.dwIdleDisconnectSeconds = 300;
    ASSERT_EQ(
        FACE(RasSetEntryProperties)(this->path_.c_str(), this->office_.c_str(), &given, sizeof given, nullptr, 0U), 0U);
    for (const std::uint32_t size : api::AcceptedSizes<Entry>::values) {
        std::vector<char> space(size + 1, '\x55');
        auto* entry = reinterpret_cast<Entry*>(space.data());
        std::memcpy(entry, &size, sizeof size);
        DWORD bytes = size;
        ASSERT_EQ(
            FACE(RasGetEntryProperties)(this->path_.c_str(), this->office_.c_str(), entry, &bytes, nullptr, nullptr),
            0U)
            << size;
        EXPECT_EQ(bytes, size);
        EXPECT_EQ(space.back(), '\x55') << size;
        EXPECT_EQ(utf8(entry->szDeviceName), "eth9");
        const std::string before = contents(this->book());
        ASSERT_EQ(FACE(RasSetEntryProperties)(this->path_.c_str(), this->office_.c_str(), entry, size, nullptr, 0U), 0U)
            << size;
        EXPECT_EQ(contents(this->book()), before) << size;
    }
}

TYPED_TEST(Entries, AlternateNumbersStandBehindTheStructure) {
    using Char = typename TypeParam::Char;
    using Entry = typename TypeParam::Entry;
    std::vector<char> space = this->with_alternates(this->pppoe(), {"zwei\0drei ü\0\0", 14});
    const auto list_bytes = static_cast<DWORD>(space.size() - sizeof(Entry));
    auto* entry = reinterpret_cast<Entry*>(space.data());
    const auto set = [&](DWORD bytes) {
        return FACE(RasSetEntryProperties)(this->path_.c_str(), this->office_.c_str(), entry, bytes, nullptr, 0U);
    };
    EXPECT_EQ(set(sizeof(Entry) + list_bytes - sizeof(Char)), bad_buffer) << "the list has no end";
    EXPECT_EQ(set(sizeof(Entry) - 1), bad_buffer);
    EXPECT_EQ(set(3), bad_buffer);
    for (const DWORD offset : {1U, 0xFFFFFFFFU}) {
        entry->dwAlternateOffset = offset;
        EXPECT_EQ(set(sizeof(Entry) + list_bytes), bad_buffer) << offset;
    }
    entry->dwAlternateOffset = sizeof(Entry);
    ASSERT_EQ(set(sizeof(Entry) + list_bytes), 0U);
    std::vector<char> got(space.size());
    auto* read = reinterpret_cast<Entry*>(got.data());
    read->dwSize = sizeof *read;
    DWORD bytes = sizeof *read;
    const auto get = [&] {
        return FACE(RasGetEntryProperties)(this->path_.c_str(), this->office_.c_str(), read, &bytes, nullptr, nullptr);
    };
    EXPECT_EQ(get(), too_small);
    ASSERT_EQ(bytes, got.size());
    ASSERT_EQ(get(), 0U);
    ASSERT_EQ(read->dwAlternateOffset, sizeof(Entry));
    EXPECT_EQ(std::memcmp(got.data() + sizeof(Entry), space.data() + sizeof(Entry), list_bytes), 0);
    entry->dwAlternateOffset = 0;
    ASSERT_EQ(set(sizeof(Entry)), 0U);
    ASSERT_EQ(get(), 0U);
    EXPECT_EQ(read->dwAlternateOffset, 0U);
    EXPECT_EQ(bytes, sizeof(Entry));
}

TYPED_TEST(Entries, WithoutANameTheDefaultsOfANewOne) {
    using Char = typename TypeParam::Char;
    const Char empty[] = {0};
    for (const Char* name : {static_cast<const Char*>(empty), static_cast<const Char*>(nullptr)}) {
        typename TypeParam::Entry entry;
        entry.dwSize = sizeof entry;
        DWORD bytes = sizeof entry;
        ASSERT_EQ(FACE(RasGetEntryProperties)(nullptr, name, &entry, &bytes, nullptr, nullptr), 0U);
        EXPECT_EQ(entry.dwFramingProtocol, static_cast<DWORD>(RASFP_Ppp));
        EXPECT_EQ(entry.dwType, static_cast<DWORD>(RASET_Phone));
        EXPECT_NE(entry.dwfNetProtocols & RASNP_Ip, 0U);
        EXPECT_EQ(entry.dwSubEntries, 0U);
    }
}

TYPED_TEST(Entries, PropertyArgumentsAreChecked) {
    const auto* book = this->path_.c_str();
    const auto* name = this->office_.c_str();
    auto entry = this->pppoe();
    typename TypeParam::Entry* const null = nullptr;
    DWORD bytes = sizeof entry;
    EXPECT_EQ(FACE(RasGetEntryProperties)(book, name, &entry, nullptr, nullptr, nullptr), invalid);
    EXPECT_EQ(FACE(RasGetEntryProperties)(book, this->unknown_.c_str(), &entry, &bytes, nullptr, nullptr), no_entry);
    EXPECT_EQ(FACE(RasGetEntryProperties)(name, name, &entry, &bytes, nullptr, nullptr), no_book);
    const auto set = [&](const auto* to, auto* from) {
        return FACE(RasSetEntryProperties)(book, to, from, sizeof entry, nullptr, 0U);
    };
    const std::string before = contents(this->book());
    EXPECT_EQ(set(name, null), bad_buffer);
    EXPECT_EQ(set(text<TypeParam>("a|b").c_str(), &entry), bad_name);
    EXPECT_EQ(set(text<TypeParam>("").c_str(), &entry), invalid);
    EXPECT_EQ(set(static_cast<const typename TypeParam::Char*>(nullptr), &entry), invalid);
    bytes = sizeof entry - 1;
    EXPECT_EQ(FACE(RasGetEntryProperties)(book, name, &entry, &bytes, nullptr, nullptr), too_small);
    EXPECT_EQ(bytes, sizeof entry);
    entry.dwSize -= 4;
    EXPECT_EQ(set(name, &entry), wrong_size);
    EXPECT_EQ(FACE(RasGetEntryProperties)(book, name, &entry, &bytes, nullptr, nullptr), wrong_size);
    entry = this->pppoe("");
    api::put_text<TypeParam>(entry.szDeviceType, RASDT_Vpn);
    api::put_text<TypeParam>(entry.szLocalPhoneNumber, "vpn.example");
    entry.dwType = RASET_Vpn;
    EXPECT_EQ(set(name, &entry), invalid) << "no device";
    entry = this->pppoe();
    entry.szDeviceType[0] = 0;
    EXPECT_EQ(set(name, &entry), invalid);
    entry = this->pppoe();
    entry.dwType = 0;
    EXPECT_EQ(set(name, &entry), invalid);
    entry = this->pppoe();
    entry.dwFramingProtocol = 3;
    EXPECT_EQ(set(name, &entry), invalid);
    entry = this->pppoe();
    api::put_text<TypeParam>(entry.szDeviceType, RASDT_Vpn);
    entry.dwType = RASET_Vpn;
    EXPECT_EQ(set(name, &entry), invalid) << "a VPN without a server";
    entry = this->pppoe();
    api::put_text<TypeParam>(entry.szLocalPhoneNumber, "a\nPhoneNumber=b");
    EXPECT_EQ(set(name, &entry), invalid) << "a line break would begin a line of its own";
    EXPECT_EQ(contents(this->book()), before);
}

TYPED_TEST(Entries, NamesAreCheckedAndChanged) {
    const auto* book = this->path_.c_str();
    const typename TypeParam::Char* const null = nullptr;
    const auto validate = [&](const char* name) {
        return FACE(RasValidateEntryName)(book, text<TypeParam>(name).c_str());
    };
    EXPECT_EQ(validate("Größe 1"), 0U);
    EXPECT_EQ(validate("BÜRO"), 0U) << "the case of ASCII letters alone does not count";
    EXPECT_EQ(validate("büro"), taken);
    EXPECT_EQ(validate("OFFICE"), taken);
    for (const char* bad : {"", " ", ".x", "a|b", "a:b", "a/b", "a\\b", "a?b", "a*b", "a<b", "a>b", "---"})
        EXPECT_EQ(validate(bad), bad_name) << bad;
    EXPECT_EQ(FACE(RasValidateEntryName)(book, null), invalid);
    EXPECT_EQ(FACE(RasValidateEntryName)(this->office_.c_str(), this->unknown_.c_str()), no_book);
    const auto rename = [&](const char* from, const char* to) {
        return FACE(RasRenameEntry)(book, text<TypeParam>(from).c_str(), text<TypeParam>(to).c_str());
    };
    EXPECT_EQ(rename("Keiner", "Neu"), no_entry);
    EXPECT_EQ(rename("Office", "Büro"), taken);
    EXPECT_EQ(rename("Office", ".x"), bad_name);
    EXPECT_EQ(rename("Office", std::string(257, 'x').c_str()), bad_name);
    EXPECT_EQ(rename("Office", "Straße | 1"), 0U) << "looser than a new one's";
    EXPECT_EQ(rename("Straße | 1", "straße | 1"), 0U) << "another case";
    EXPECT_EQ(FACE(RasRenameEntry)(book, null, this->office_.c_str()), invalid);
    EXPECT_EQ(FACE(RasRenameEntry)(book, this->office_.c_str(), null), invalid);
    EXPECT_EQ(FACE(RasRenameEntry)(this->office_.c_str(), this->office_.c_str(), this->unknown_.c_str()), no_book);
    EXPECT_NE(contents(this->book()).find("[straße | 1]"), std::string::npos);
    EXPECT_EQ(FACE(RasDeleteEntry)(book, this->office_.c_str()), bad_name) << "123: it does not exist";
    EXPECT_EQ(FACE(RasDeleteEntry)(book, null), invalid);
    EXPECT_EQ(FACE(RasDeleteEntry)(book, text<TypeParam>("Büro").c_str()), 0U);
    EXPECT_EQ(contents(this->book()).find("[Büro]"), std::string::npos);
    EXPECT_EQ(FACE(RasDeleteEntry)(this->office_.c_str(), this->office_.c_str()), no_book);
}

TYPED_TEST(Entries, OfABookThatIsNoneStayOutOfReach) {
    const auto* book = this->path_.c_str();
    const auto* name = this->office_.c_str();
    auto entry = this->pppoe();
    auto link = this->subentry();
    auto params = dial_params<TypeParam>("Office");
    DWORD bytes = sizeof entry;
    DWORD count = 0;
    BYTE data[4] = {};
    HRASCONN connection = nullptr;
    // No UTF-16 at all, and a book with one entry that is damaged.
    for (const std::string& bad : {std::string("\xFF\xFE[Office"), std::string("[Office]\nType=5\0\n", 17)}) {
        SCOPED_TRACE(bad);
        const bool of_book = bad.front() != '[';
        const DWORD error = of_book ? ERROR_CANNOT_LOAD_PHONEBOOK : ERROR_CORRUPT_PHONEBOOK;
        std::ofstream(this->book(), std::ios::binary | std::ios::trunc) << bad;
        EXPECT_EQ(FACE(RasEnumEntries)(nullptr, book, nullptr, &bytes, &count), of_book ? error : too_small);
        EXPECT_EQ(FACE(RasGetEntryProperties)(book, name, &entry, &bytes, nullptr, nullptr), error);
        EXPECT_EQ(FACE(RasSetEntryProperties)(book, name, &entry, sizeof entry, nullptr, 0U), error);
        EXPECT_EQ(FACE(RasGetSubEntryProperties)(book, name, 1U, &link, &bytes, nullptr, nullptr), error);
        EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, name, 1U, &link, sizeof link, nullptr, 0U), error);
        EXPECT_EQ(FACE(RasDeleteSubEntry)(book, name, 1U), error);
        EXPECT_EQ(FACE(RasValidateEntryName)(book, name), error);
        EXPECT_EQ(FACE(RasRenameEntry)(book, name, this->unknown_.c_str()), error);
        EXPECT_EQ(FACE(RasGetCustomAuthData)(book, name, data, &bytes), error);
        EXPECT_EQ(FACE(RasSetCustomAuthData)(book, name, data, 4U), error);
        EXPECT_EQ(FACE(RasSetEntryDialParams)(book, &params, 0), error);
        EXPECT_EQ(FACE(RasCreatePhonebookEntry)(nullptr, book), of_book ? error : DWORD{ERROR_INTERACTIVE_MODE});
        EXPECT_EQ(FACE(RasDial)(nullptr, book, &params, 0U, nullptr, &connection), error);
        EXPECT_EQ(contents(this->book()), bad);
    }
}

TYPED_TEST(Entries, KeepTheDataOfAnEapMethod) {
    const auto* book = this->path_.c_str();
    const auto name = text<TypeParam>("Büro");
    BYTE data[300];
    for (std::size_t i = 0; i < sizeof data; ++i) data[i] = static_cast<BYTE>(i);
    DWORD bytes = 99;
    ASSERT_EQ(FACE(RasGetCustomAuthData)(book, name.c_str(), nullptr, &bytes), 0U);
    EXPECT_EQ(bytes, 0U);
    ASSERT_EQ(FACE(RasSetCustomAuthData)(book, name.c_str(), data, DWORD{sizeof data}), 0U);
    BYTE got[sizeof data];
    bytes = sizeof got - 1;
    EXPECT_EQ(FACE(RasGetCustomAuthData)(book, name.c_str(), got, &bytes), too_small);
    EXPECT_EQ(bytes, sizeof got);
    ASSERT_EQ(FACE(RasGetCustomAuthData)(book, name.c_str(), got, &bytes), 0U);
    EXPECT_EQ(std::memcmp(got, data, sizeof data), 0);
    EXPECT_EQ(FACE(RasGetCustomAuthData)(book, name.c_str(), got, nullptr), E_INVALIDARG);
    EXPECT_EQ(FACE(RasGetCustomAuthData)(book, this->unknown_.c_str(), got, &bytes), no_entry);
    EXPECT_EQ(FACE(RasGetCustomAuthData)(name.c_str(), name.c_str(), got, &bytes), no_book);
    EXPECT_EQ(FACE(RasSetCustomAuthData)(book, name.c_str(), nullptr, 0U), E_INVALIDARG);
    EXPECT_EQ(FACE(RasSetCustomAuthData)(book, this->unknown_.c_str(), data, 4U), no_entry);
    EXPECT_EQ(FACE(RasSetCustomAuthData)(name.c_str(), name.c_str(), data, 4U), no_book);
    EXPECT_EQ(FACE(RasSetCustomAuthData)(book, name.c_str(), data, 0U), E_INVALIDARG);
    EXPECT_EQ(FACE(RasSetCustomAuthData)(book, name.c_str(), data, 0xFFFFFFFFU), E_INVALIDARG);
    const typename TypeParam::Char* const no_name = nullptr;
    EXPECT_EQ(FACE(RasSetCustomAuthData)(book, no_name, data, 4U), E_INVALIDARG);
    EXPECT_EQ(FACE(RasGetCustomAuthData)(book, no_name, got, &bytes), E_INVALIDARG);
    ASSERT_EQ(FACE(RasGetCustomAuthData)(book, name.c_str(), nullptr, &bytes), too_small);
    EXPECT_EQ(bytes, sizeof got) << "as it was";
    std::vector<BYTE> most(std::size_t{16} * 1024 + 1, BYTE{0xA5});
    EXPECT_EQ(FACE(RasSetCustomAuthData)(book, name.c_str(), most.data(), DWORD{16 * 1024 + 1}), E_INVALIDARG);
    EXPECT_EQ(FACE(RasSetCustomAuthData)(book, name.c_str(), most.data(), DWORD{16 * 1024}), 0U);
    ASSERT_EQ(FACE(RasGetCustomAuthData)(book, name.c_str(), nullptr, &bytes), too_small);
    EXPECT_EQ(bytes, 16U * 1024);
}

}  // namespace
}  // namespace openras::test
