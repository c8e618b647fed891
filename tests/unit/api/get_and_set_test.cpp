// What the properties' functions give they take, and nothing changes in the book: of every entry of every book of the
// tests, in both faces and every age of the structures.
#include <algorithm>

#include "api/accepted_sizes.h"
#include "phonebook/listing.h"
#include "phonebook_fixture.h"
#include "unit/phonebook/books.h"

namespace openras::test {

namespace {

template <typename Traits>
class GetAndSet : public PhonebookTest<Traits> {
  protected:
    using Char = typename Traits::Char;

    void write(const std::string& bytes) const {
        std::ofstream(this->book(), std::ios::binary | std::ios::trunc) << bytes;
    }
    std::vector<std::basic_string<Char>> names() const {
        std::vector<std::basic_string<Char>> all;
        const auto listed = phonebook::list_entry_names(this->book());
        EXPECT_TRUE(listed) << listed.error().text;
        for (const auto& name : listed.value_or(std::vector<std::string>{})) all.push_back(text<Traits>(name));
        return all;
    }
    /// Gets what `get` gives at this size of the structure and sets it. @return the error of either
    template <typename Struct>
    DWORD there_and_back(std::uint32_t size, auto&& get, auto&& set) {
        Struct first;
        std::memset(&first, 0, sizeof first);
        first.dwSize = size;
        DWORD bytes = size;
        DWORD error = get(&first, &bytes);
        if (error != 0 && error != too_small) return error;
        std::vector<char> space(std::max<std::size_t>(bytes, sizeof(Struct)));
        auto* whole = reinterpret_cast<Struct*>(space.data());
        whole->dwSize = size;
        error = get(whole, &bytes);
        return error != 0 ? error : set(whole, bytes);
    }
};

}  // namespace

TYPED_TEST_SUITE(GetAndSet, Faces);

TYPED_TEST(GetAndSet, EveryEntryOfEveryBookStaysByteForByte) {
    using Entry = typename TypeParam::Entry;
    using SubEntry = typename TypeParam::SubEntry;
    const auto* book = this->path_.c_str();
    std::size_t entries = 0;
    auto books = phonebook::public_books();
    for (auto& odd : phonebook::odd_books()) books.push_back(std::move(odd));
    for (const auto& path : books) {
        const auto before = contents(path);
        this->write(before);
        for (const auto& name : this->names()) {
            const auto get = [&](Entry* to, DWORD* bytes) {
                return FACE(RasGetEntryProperties)(book, name.c_str(), to, bytes, nullptr, nullptr);
            };
            const auto set = [&](Entry* from, DWORD bytes) {
                return FACE(RasSetEntryProperties)(book, name.c_str(), from, bytes, nullptr, 0U);
            };
            for (const auto size : api::AcceptedSizes<Entry>::values) {
                const DWORD error = this->template there_and_back<Entry>(size, get, set);
                // An entry that cannot be read may not be written, either.
                EXPECT_TRUE(error == 0 || error == ERROR_CORRUPT_PHONEBOOK) << path << " " << error;
                if (error == 0) ++entries;
            }
            for (DWORD number = 1; number < 9; ++number) {
                const DWORD error = this->template there_and_back<SubEntry>(
                    sizeof(SubEntry),
                    [&](SubEntry* to, DWORD* bytes) {
                        return FACE(RasGetSubEntryProperties)(book, name.c_str(), number, to, bytes, nullptr, nullptr);
                    },
                    [&](SubEntry* from, DWORD bytes) {
                        return FACE(RasSetSubEntryProperties)(book, name.c_str(), number, from, bytes, nullptr, 0U);
                    });
                if (error == invalid) break;  // no such link
                EXPECT_TRUE(error == 0 || error == ERROR_CORRUPT_PHONEBOOK) << path << " link " << number << error;
            }
        }
        EXPECT_EQ(contents(this->book()), before) << path;
    }
    EXPECT_GT(entries, 0U);
}

TYPED_TEST(GetAndSet, WhatAnEntryLacksItMayGoOnLacking) {
    using Entry = typename TypeParam::Entry;
    const auto* book = this->path_.c_str();
    for (const std::string body :
         {"Type=2\nMEDIA=rastapi\nPort=VPN3-0\nDEVICE=vpn\nPhoneNumber=vpn.example\n",
          "Type=2\nMEDIA=rastapi\nPort=\nDevice=\nDEVICE=vpn\nPhoneNumber=vpn.example\n",
          "Type=5\nMEDIA=rastapi\nPort=PPPoE5-0\nDevice=WAN Miniport (PPPOE)\nDEVICE=rastapi\nPhoneNumber=\n",
          "Type=2\nMEDIA=rastapi\nPort=VPN2-0\nDevice=WAN Miniport (PPTP)\nDEVICE=vpn\n",
          "Type=9\nBaseProtocol=7\nMEDIA=rastapi\n", "MEDIA=rastapi\nDevice=eth0\n"}) {
        const auto text_of_book = "[Office]\n" + body;
        this->write(text_of_book);
        Entry entry;
        entry.dwSize = sizeof entry;
        DWORD bytes = sizeof entry;
        ASSERT_EQ(FACE(RasGetEntryProperties)(book, this->office_.c_str(), &entry, &bytes, nullptr, nullptr), 0U)
            << body;
        EXPECT_EQ(FACE(RasSetEntryProperties)(book, this->office_.c_str(), &entry, bytes, nullptr, 0U), 0U) << body;
        EXPECT_EQ(contents(this->book()), text_of_book);
    }
}

TYPED_TEST(GetAndSet, APppoeEntryNeedsNoDeviceName) {
    const auto* book = this->path_.c_str();
    auto entry = this->pppoe("");
    const auto made = text<TypeParam>("made");
    ASSERT_EQ(FACE(RasSetEntryProperties)(book, made.c_str(), &entry, sizeof entry, nullptr, 0U), 0U);
    DWORD bytes = sizeof entry;
    ASSERT_EQ(FACE(RasGetEntryProperties)(book, made.c_str(), &entry, &bytes, nullptr, nullptr), 0U);
    EXPECT_EQ(utf8(entry.szDeviceName), "");
    EXPECT_EQ(utf8(entry.szDeviceType), RASDT_PPPoE);
    auto link = this->subentry("");
    EXPECT_EQ(FACE(RasSetSubEntryProperties)(book, made.c_str(), 2U, &link, sizeof link, nullptr, 0U), 0U);
}

}  // namespace openras::test
