// The links of an entry through the API, counted from 1, with their alternate numbers.
#include "phonebook_fixture.h"

namespace openras::test {
namespace {

template <typename Traits>
class Links : public PhonebookTest<Traits> {};
TYPED_TEST_SUITE(Links, Faces);

TYPED_TEST(Links, AreCountedFromOne) {
    using SubEntry = typename TypeParam::SubEntry;
    const auto* book = this->path_.c_str();
    const auto* name = this->office_.c_str();
    const auto get = [&](DWORD number, SubEntry& to) {
        to.dwSize = sizeof to;
        DWORD bytes = sizeof to;
        return FACE(RasGetSubEntryProperties)(book, name, number, &to, &bytes, nullptr, nullptr);
    };
    SubEntry got;
    ASSERT_EQ(get(1, got), 0U);
    EXPECT_EQ(utf8(got.szDeviceName), "eth7");
    EXPECT_EQ(utf8(got.szLocalPhoneNumber), "internet");
    EXPECT_EQ(get(0, got), invalid);
    EXPECT_EQ(get(2, got), invalid);
    SubEntry given = this->subentry("größe");
    ASSERT_EQ(FACE(RasSetSubEntryProperties)(book, name, 7U, &given, sizeof given, nullptr, 0U), 0U) << "appended";
    ASSERT_EQ(get(2, got), 0U);
    EXPECT_EQ(utf8(got.szDeviceName), "größe");
    given = this->subentry("eth5");
    ASSERT_EQ(FACE(RasSetSubEntryProperties)(book, name, 1U, &given, sizeof given, nullptr, 0U), 0U);
    ASSERT_EQ(get(1, got), 0U);
    EXPECT_EQ(utf8(got.szDeviceName), "eth5");
    EXPECT_EQ(FACE(RasDeleteSubEntry)(book, name, 3U), invalid);
    EXPECT_EQ(FACE(RasDeleteSubEntry)(book, name, 0U), invalid);
    ASSERT_EQ(FACE(RasDeleteSubEntry)(book, name, 1U), 0U);
    ASSERT_EQ(get(1, got), 0U);
    EXPECT_EQ(utf8(got.szDeviceName), "größe");
    EXPECT_EQ(FACE(RasDeleteSubEntry)(book, name, 1U), invalid) << "an entry has one";
}

TYPED_TEST(Links, ArgumentsAreChecked) {
    const auto* book = this->path_.c_str();
    const auto* name = this->office_.c_str();
    const auto* unknown = this->unknown_.c_str();
    const auto empty = text<TypeParam>("");
    auto link = this->subentry();
    decltype(link)* const null = nullptr;
    const std::string before = contents(this->book());
    DWORD bytes = 0;
    EXPECT_EQ(FACE(RasGetSubEntryProperties)(book, name, 1U, null, &bytes, nullptr, nullptr), too_small);
    EXPECT_EQ(bytes, sizeof link);
    bytes = sizeof link - 1;
    EXPECT_EQ(FACE(RasGetSubEntryProperties)(book, name, 1U, &link, &bytes, nullptr, nullptr), too_small);
    EXPECT_EQ(bytes, sizeof link);
    for (const auto& no_name : {decltype(name)(nullptr), empty.c_str()}) {
        EXPECT_EQ(FACE(RasGetSubEntryProperties)(book, no_name, 1U, &link, &bytes, nullptr, nullptr), invalid);
        EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, no_name, 1U, &link, sizeof link, nullptr, 0U), invalid);
        EXPECT_EQ(FACE(RasDeleteSubEntry)(book, no_name, 1U), invalid);
    }
    EXPECT_EQ(FACE(RasGetSubEntryProperties)(book, name, 1U, &link, nullptr, nullptr, nullptr), invalid);
    EXPECT_EQ(FACE(RasGetSubEntryProperties)(book, unknown, 1U, &link, &bytes, nullptr, nullptr), no_entry);
    EXPECT_EQ(FACE(RasGetSubEntryProperties)(name, name, 1U, &link, &bytes, nullptr, nullptr), no_book);
    EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, name, 1U, null, sizeof link, nullptr, 0U), bad_buffer);
    EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, name, 0U, &link, sizeof link, nullptr, 0U), invalid);
    EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, name, 1U, &link, 5U, nullptr, 0U), bad_buffer);
    EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, unknown, 1U, &link, sizeof link, nullptr, 0U), no_entry);
    EXPECT_EQ(FACE(RasSetSubEntryProperties)(name, name, 1U, &link, sizeof link, nullptr, 0U), no_book);
    EXPECT_EQ(FACE(RasDeleteSubEntry)(book, unknown, 1U), no_entry);
    EXPECT_EQ(FACE(RasDeleteSubEntry)(name, name, 1U), no_book);
    link.dwSize = 9;
    bytes = sizeof link;
    EXPECT_EQ(FACE(RasGetSubEntryProperties)(book, name, 1U, &link, &bytes, nullptr, nullptr), wrong_size);
    EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, name, 1U, &link, sizeof link, nullptr, 0U), wrong_size);
    link = this->subentry("");
    api::put_text<TypeParam>(link.szDeviceType, RASDT_Vpn);
    EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, name, 1U, &link, sizeof link, nullptr, 0U), invalid);
    EXPECT_EQ(contents(this->book()), before);
}

TYPED_TEST(Links, HaveAlternateNumbersOfTheirOwn) {
    using SubEntry = typename TypeParam::SubEntry;
    const auto* book = this->path_.c_str();
    const auto* name = this->office_.c_str();
    auto given = this->subentry("größe");
    api::put_text<TypeParam>(given.szLocalPhoneNumber, "eins");
    std::vector<char> space = this->with_alternates(given, {"zwei\0drei ü\0\0", 14});
    auto* link = reinterpret_cast<SubEntry*>(space.data());
    const auto bytes = static_cast<DWORD>(space.size());
    const auto set = [&](DWORD number, DWORD size) {
        return FACE(RasSetSubEntryProperties)(book, name, number, link, size, nullptr, 0U);
    };
    const auto get = [&](DWORD number, auto* to, DWORD* size) {
        return FACE(RasGetSubEntryProperties)(book, name, number, to, size, nullptr, nullptr);
    };
    const std::string before = contents(this->book());
    EXPECT_EQ(set(2, bytes - DWORD{sizeof(typename TypeParam::Char)}), bad_buffer) << "the list has no end";
    for (const DWORD offset : {1U, 0xFFFFFFFFU}) {
        link->dwAlternateOffset = offset;
        EXPECT_EQ(set(2, bytes), bad_buffer) << offset;
    }
    EXPECT_EQ(contents(this->book()), before);
    link->dwAlternateOffset = sizeof given;
    ASSERT_EQ(set(2, bytes), 0U);

    DWORD needed = 0;
    EXPECT_EQ(get(2, static_cast<SubEntry*>(nullptr), &needed), too_small);
    EXPECT_EQ(needed, bytes);
    std::vector<char> got(bytes);
    auto* read = reinterpret_cast<SubEntry*>(got.data());
    read->dwSize = sizeof *read;
    --needed;
    EXPECT_EQ(get(2, read, &needed), too_small);
    EXPECT_EQ(needed, bytes);
    ASSERT_EQ(get(2, read, &needed), 0U);
    EXPECT_EQ(got, space) << "as it was given";
    needed = bytes;
    ASSERT_EQ(get(1, read, &needed), 0U);
    EXPECT_EQ(needed, sizeof given) << "the first link has none";
    EXPECT_EQ(read->dwAlternateOffset, 0U);

    link->dwAlternateOffset = 0;
    ASSERT_EQ(set(2, sizeof given), 0U);
    ASSERT_EQ(get(2, read, &needed), 0U);
    EXPECT_EQ(needed, sizeof given);
    EXPECT_EQ(utf8(read->szLocalPhoneNumber), "eins");
}

TYPED_TEST(Links, AreNotMoreThan256) {
    std::ofstream file(this->book(), std::ios::trunc);
    file << "[Office]\nType=5\n";
    for (int i = 0; i < 255; ++i) file << "\nMEDIA=rastapi\nDevice=eth" << i << "\n\nDEVICE=PPPoE\nPhoneNumber=\n";
    file.close();
    auto link = this->subentry();
    const auto append = [&] {
        return FACE(RasSetSubEntryProperties)(this->path_.c_str(), this->office_.c_str(), 0xFFFFFFFFU, &link,
                                              sizeof link, nullptr, 0U);
    };
    EXPECT_EQ(append(), 0U);
    EXPECT_EQ(append(), invalid);
    EXPECT_EQ(FACE(RasDeleteSubEntry)(this->path_.c_str(), this->office_.c_str(), 256U), 0U);
}

}  // namespace
}  // namespace openras::test
