// RasSetEntryProperties and the file: a property that changes changes its keys, and every other byte stays.
#include <algorithm>

#include "phonebook_fixture.h"
#include "unit/phonebook/lines.h"

namespace openras::test {
namespace {

// As Windows writes it, with keys and a comment that are not ours, between entries that are not meant.
constexpr std::string_view before_it = "; by hand\r\n[Größe]\r\nRedialAttempts=3\r\nDevice=eth0\r\n\r\n";
constexpr std::string_view behind_it =
    "\r\n[Büro 2]\r\nRedialAttempts=3\r\n\r\nMEDIA=rastapi\r\nDevice=eth1\r\n\r\nDEVICE=PPPoE\r\nPhoneNumber=\r\n";
constexpr std::string_view entry_lines =
    "[Büro]\r\n"
    "Encoding=1\r\n"
    "PBVersion=6\r\n"
    "Type=5\r\n"
    "Guid=000102030405060708090A0B0C0D0E0F\r\n"
    "VpnStrategy=0\r\n"
    "ExcludedProtocols=0\r\n"
    "LcpExtensions=1\r\n"
    "DataEncryption=8\r\n"
    "; kept\r\n"
    "RedialAttempts=3\r\n"
    "RedialSeconds=60\r\n"
    "IdleDisconnectSeconds=0\r\n"
    "RedialOnLinkFailure=0\r\n"
    "NotOurs=größer\r\n"
    "PreferredPort=PPPoE5-0\r\n"
    "PreferredDevice=eth8\r\n"
    "PreviewUserPw=1\r\n"
    "ShareMsFilePrint=1\r\n"
    "BindMsNetClient=1\r\n"
    "AuthRestrictions=552\r\n"
    "IpPrioritizeRemote=1\r\n"
    "IpAddress=0.0.0.0\r\n"
    "IpDnsAddress=0.0.0.0\r\n"
    "IpAssign=1\r\n"
    "IpNameAssign=1\r\n"
    "IpDnsSuffix=\r\n"
    "Ipv6Address=::\r\n"
    "Ipv6Assign=1\r\n"
    "\r\n"
    "NETCOMPONENTS=\r\n"
    "ms_msclient=1\r\n"
    "ms_server=1\r\n"
    "\r\n"
    "MEDIA=rastapi\r\n"
    "Port=PPPoE5-0\r\n"
    "Device=eth8\r\n"
    "\r\n"
    "DEVICE=PPPoE\r\n"
    "PhoneNumber=\r\n"
    "AreaCode=\r\n"
    "CountryCode=0\r\n"
    "CountryID=0\r\n"
    "UseDialingRules=0\r\n";

/// A change of a RASENTRY and the lines that it changes: the old one (none where the key is new) and the new one.
template <typename Traits>
struct Change {
    const char* what;
    std::function<void(typename Traits::Entry&)> make;
    std::vector<std::pair<std::string, std::string>> lines;
};

template <typename Traits>
std::vector<Change<Traits>> changes() {
    using Entry = typename Traits::Entry;
    return {
        {"a number", [](Entry& e) { e.dwRedialCount = 7; }, {{"RedialAttempts=3", "RedialAttempts=7"}}},
        {"two numbers",
         [](Entry& e) {
             e.dwRedialPause = 5;
             e.dwIdleDisconnectSeconds = 300;
         },
         {{"RedialSeconds=60", "RedialSeconds=5"}, {"IdleDisconnectSeconds=0", "IdleDisconnectSeconds=300"}}},
        {"a key that the entry lacks", [](Entry& e) { e.dwNetworkOutageTime = 30; }, {{"", "NetworkOutageTime=30"}}},
        {"a flag",
         [](Entry& e) { e.dwfOptions &= ~DWORD{RASEO_RemoteDefaultGateway}; },
         {{"IpPrioritizeRemote=1", "IpPrioritizeRemote=0"}}},
        {"an option that stands in two blocks",
         [](Entry& e) { e.dwfOptions2 |= RASEO2_SecureFileAndPrint; },
         {{"ShareMsFilePrint=1", "ShareMsFilePrint=0"}, {"ms_server=1", "ms_server=0"}}},
        {"one bit of several",
         [](Entry& e) { e.dwfOptions &= ~DWORD{RASEO_RequirePAP}; },
         {{"AuthRestrictions=552", "AuthRestrictions=544"}}},
        {"a protocol",
         [](Entry& e) { e.dwfNetProtocols = RASNP_Ip; },
         {{"ExcludedProtocols=0", "ExcludedProtocols=8"}}},
        {"an address and that it counts",
         [](Entry& e) {
             e.dwfOptions |= RASEO_SpecificNameServers;
             e.ipaddrDns = {9, 9, 9, 9};
         },
         {{"IpDnsAddress=0.0.0.0", "IpDnsAddress=9.9.9.9"}, {"IpNameAssign=1", "IpNameAssign=2"}}},
        {"a text",
         [](Entry& e) { api::put_text<Traits>(e.szDnsSuffix, "büro.example"); },
         {{"IpDnsSuffix=", "IpDnsSuffix=büro.example"}}},
        {"the number",
         [](Entry& e) { api::put_text<Traits>(e.szLocalPhoneNumber, "größe ☎"); },
         {{"PhoneNumber=", "PhoneNumber=größe ☎"}}},
        {"the device",
         [](Entry& e) { api::put_text<Traits>(e.szDeviceName, "eth9"); },
         {{"PreferredDevice=eth8", "PreferredDevice=eth9"}, {"Device=eth8", "Device=eth9"}}},
        {"what is not the caller's", [](Entry& e) { e.guidId.Data1 = 4711; }, {}},
    };
}

template <typename Traits>
class EntryFile : public PhonebookTest<Traits> {};
TYPED_TEST_SUITE(EntryFile, Faces);

TYPED_TEST(EntryFile, AChangedPropertyChangesItsLinesAlone) {
    const auto name = text<TypeParam>("Büro");
    const std::string whole = std::string(before_it).append(entry_lines).append(behind_it);
    for (const auto& change : changes<TypeParam>()) {
        SCOPED_TRACE(change.what);
        std::ofstream(this->book(), std::ios::binary | std::ios::trunc) << whole;
        typename TypeParam::Entry entry;
        entry.dwSize = sizeof entry;
        DWORD bytes = sizeof entry;
        ASSERT_EQ(FACE(RasGetEntryProperties)(this->path_.c_str(), name.c_str(), &entry, &bytes, nullptr, nullptr), 0U);
        const auto unchanged = entry;
        change.make(entry);
        const auto set = [&](auto& to) {
            return FACE(RasSetEntryProperties)(this->path_.c_str(), name.c_str(), &to, sizeof to, nullptr, 0U);
        };
        ASSERT_EQ(set(entry), 0U);
        const std::string file = contents(this->book());
        ASSERT_GE(file.size(), before_it.size() + behind_it.size());
        EXPECT_TRUE(file.starts_with(before_it));
        EXPECT_TRUE(file.ends_with(behind_it));
        auto got =
            phonebook::lines_of_text(file.substr(before_it.size(), file.size() - before_it.size() - behind_it.size()));
        auto expected = phonebook::lines_of_text(entry_lines);
        bool adds = false;
        for (const auto& [from, to] : change.lines) {
            auto& where = from.empty() ? got : expected;
            const auto line = std::ranges::find(where, (from.empty() ? to : from) + "\r\n");
            ASSERT_NE(line, where.end()) << from << " -> " << to;
            if (from.empty())
                where.erase(line);
            else
                *line = to + "\r\n";
            adds = adds || from.empty();
        }
        EXPECT_EQ(got, expected);
        auto back = unchanged;
        ASSERT_EQ(set(back), 0U);
        if (adds) continue;
        EXPECT_EQ(contents(this->book()), whole) << "changed back it is the file that it was";
    }
}

TYPED_TEST(EntryFile, ATextLongerThanItsFieldIsCutOffAndStaysAsItIs) {
    std::string number = "x";
    for (int i = 0; i < 150; ++i) number += "ü";
    std::ofstream(this->book(), std::ios::binary | std::ios::trunc)
        << "[Büro]\r\nType=5\r\nIpDnsSuffix=" << std::string(400, 's')
        << "\r\nMEDIA=rastapi\r\nDevice=eth8\r\nDEVICE=PPPoE\r\nPhoneNumber=" << number << "\r\n";
    const std::string before = contents(this->book());
    const auto name = text<TypeParam>("Büro");
    typename TypeParam::Entry entry;
    entry.dwSize = sizeof entry;
    DWORD bytes = sizeof entry;
    ASSERT_EQ(FACE(RasGetEntryProperties)(this->path_.c_str(), name.c_str(), &entry, &bytes, nullptr, nullptr), 0U);
    const bool wide = sizeof(typename TypeParam::Char) == 2;
    EXPECT_EQ(utf8(entry.szLocalPhoneNumber), number.substr(0, 1 + 2 * (wide ? 127 : 63)));
    EXPECT_EQ(utf8(entry.szDnsSuffix), std::string(RAS_MaxDnsSuffix - 1, 's'));
    ASSERT_EQ(FACE(RasSetEntryProperties)(this->path_.c_str(), name.c_str(), &entry, sizeof entry, nullptr, 0U), 0U);
    EXPECT_EQ(contents(this->book()), before);
    typename TypeParam::SubEntry link;
    link.dwSize = bytes = sizeof link;
    ASSERT_EQ(FACE(RasGetSubEntryProperties)(this->path_.c_str(), name.c_str(), 1U, &link, &bytes, nullptr, nullptr),
              0U);
    ASSERT_EQ(FACE(RasSetSubEntryProperties)(this->path_.c_str(), name.c_str(), 1U, &link, sizeof link, nullptr, 0U),
              0U);
    EXPECT_EQ(contents(this->book()), before);
}

TYPED_TEST(EntryFile, AnEntryMayHaveANameThatNoNewOneGets) {
    std::ofstream(this->book(), std::ios::app) << "\n[a|b]\nType=5\nMEDIA=rastapi\nDevice=eth8\nDEVICE=PPPoE\n";
    auto entry = this->pppoe("größe");
    ASSERT_EQ(FACE(RasSetEntryProperties)(this->path_.c_str(), text<TypeParam>("a|b").c_str(), &entry, sizeof entry,
                                          nullptr, 0U),
              0U);
    EXPECT_NE(contents(this->book()).find("Device=größe"), std::string::npos);
}

}  // namespace
}  // namespace openras::test
