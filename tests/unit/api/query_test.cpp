// The functions that only ask: sizes of every age, A and W alike, the buffer protocol.
#include "api_fixture.h"
#include "faces.h"

namespace openras::test {
namespace {

constexpr DWORD too_small = ERROR_BUFFER_TOO_SMALL;
constexpr DWORD wrong_size = ERROR_INVALID_SIZE;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;
constexpr DWORD no_room = ERROR_INSUFFICIENT_BUFFER;
auto* const some = api::to_hrasconn(7);

template <typename Traits>
class Query : public ApiTest {
  protected:
    Query() {
        bus::ConnectionInfo one;
        one.handle = 0x80000001;
        one.entry = "Büro";
        one.phonebook = "/etc/openras/rasphone.pbk";
        one.system_book = true;
        one.guid = "000102030405060708090a0b0c0d0e0f";
        one.dial_id = "dial-4711";
        one.owned = true;
        one.owner_uid = 1000;
        one.device_type = "PPPoE";
        one.device_name = "eth-ö";
        bus::ConnectionInfo two;
        two.handle = 2;
        two.entry = std::string(300, 'x');
        manager_.connections = {one, two};
    }
};
TYPED_TEST_SUITE(Query, Faces);

TYPED_TEST(Query, ConnectionsOfEveryAge) {
    using Conn = typename TypeParam::Conn;
    for (const DWORD size : api::AcceptedSizes<Conn>::values) {
        const auto all = fetch_array<Conn>(FACE(RasEnumConnections), size);
        ASSERT_EQ(all.size(), 2U) << size;
        const Conn& first = all[0];
        EXPECT_EQ(HRASCONN(first.hrasconn), api::to_hrasconn(0x80000001));
        EXPECT_EQ(utf8(first.szEntryName), "Büro");
        EXPECT_EQ(utf8(first.szDeviceType), "PPPoE");
        EXPECT_EQ(utf8(first.szDeviceName), "eth-ö");
        if (OPENRAS_HAS(Conn, size, szPhonebook)) {
            EXPECT_EQ(utf8(first.szPhonebook), "/etc/openras/rasphone.pbk");
        }
        if (OPENRAS_HAS(Conn, size, guidEntry)) {
            EXPECT_EQ(first.guidEntry.Data4[7], 0x0F);
        }
        if (OPENRAS_HAS(Conn, size, dwFlags)) {
            EXPECT_EQ(first.dwFlags, static_cast<DWORD>(RASCF_AllUsers | RASCF_OwnerKnown | RASCF_OwnerMatch));
            EXPECT_EQ(first.luid.LowPart, 1000U);
        }
        if (OPENRAS_HAS(Conn, size, guidCorrelationId)) {
            const GUID id = first.guidCorrelationId;
            EXPECT_EQ(std::memcmp(&id, "dial-4711", 10), 0);
        }
        EXPECT_EQ(utf8(all[1].szEntryName), std::string(RAS_MaxEntryName, 'x')) << "cut off, not an error";
    }
}

TYPED_TEST(Query, ConnectionArgumentsAreChecked) {
    typename TypeParam::Conn one;
    DWORD bytes = sizeof one;  // as programs from before Vista do
    DWORD count = 99;
    one.dwSize = sizeof one;
    EXPECT_EQ(FACE(RasEnumConnections)(&one, &bytes, &count), too_small);
    EXPECT_EQ(bytes, 2 * sizeof one);
    EXPECT_EQ(count, 2U);
    EXPECT_EQ(FACE(RasEnumConnections)(&one, nullptr, &count), invalid);
    EXPECT_EQ(FACE(RasEnumConnections)(&one, &bytes, nullptr), invalid);
    one.dwSize = sizeof one - 1;
    EXPECT_EQ(FACE(RasEnumConnections)(&one, &bytes, &count), wrong_size);
    this->manager_.connections.clear();
    EXPECT_TRUE(fetch_array<typename TypeParam::Conn>(FACE(RasEnumConnections)).empty());
}

TYPED_TEST(Query, StatusOfEveryAge) {
    using Status = typename TypeParam::ConnStatus;
    in_thread([&] {
        this->manager_.script = {{RASCS_ConnectDevice}};
        const HRASCONN connection = this->dial();
        while (recorder().calls().empty()) RasPumpNotifications(1000, nullptr);
        for (const DWORD size : api::AcceptedSizes<Status>::values) {
            std::vector<char> space(size + 1, '\x55');
            auto* status = reinterpret_cast<Status*>(space.data());
            std::memcpy(status, &size, sizeof size);
            ASSERT_EQ(FACE(RasGetConnectStatus)(connection, status), 0U) << size;
            EXPECT_EQ(status->rasconnstate, RASCS_ConnectDevice);
            EXPECT_EQ(utf8(status->szDeviceType), "PPPoE");
            EXPECT_EQ(utf8(status->szDeviceName), "eth-ö");
            EXPECT_EQ(space.back(), '\x55') << size;
        }
        Status status;
        status.dwSize = sizeof status;
        expect_handle_checked([&](HRASCONN of) { return FACE(RasGetConnectStatus)(of, &status); });
        EXPECT_EQ(FACE(RasGetConnectStatus)(connection, nullptr), invalid);
        status.dwSize = sizeof status - 1;
        EXPECT_EQ(FACE(RasGetConnectStatus)(connection, &status), wrong_size);
    });
}

TYPED_TEST(Query, LinksAreCountedFromOne) {
    HRASCONN link = nullptr;
    const auto get = [&](HRASCONN of) { return FACE(RasGetSubEntryHandle)(of, 2U, &link); };
    ASSERT_EQ(get(some), 0U);
    EXPECT_EQ(link, some);
    EXPECT_EQ(this->manager_.last_link.subentry, 2U);
    link = nullptr;
    for (const DWORD error : {ERROR_NO_MORE_ITEMS, ERROR_PORT_NOT_OPEN, ERROR_INVALID_HANDLE}) {
        this->manager_.statistics.error = error;
        EXPECT_EQ(get(some), error);
    }
    expect_handle_checked(get);
    EXPECT_EQ(link, nullptr);
    EXPECT_EQ(FACE(RasGetSubEntryHandle)(some, 1U, nullptr), invalid);
}

TYPED_TEST(Query, ProjectionsOfEveryAge) {
    bus::ProjectionReply& from = this->manager_.projection;
    from.ipv4_local = "10.0.0.2";
    from.ipv4_peer = "10.0.0.1";
    from.ipv6_error = 720;
    from.ipv6_local_id = 0x0102030405060708;
    from.auth_protocol = RASLCPAP_CHAP;
    from.auth_data = RASLCPAD_CHAP_MSV2;
    from.reply_message = "Grüße";
    const auto get = [](RASPROJECTION protocol) {
        return [protocol](auto* to, DWORD* bytes) { return FACE(RasGetProjectionInfo)(some, protocol, to, bytes); };
    };
    using Ip = typename TypeParam::PppIp;
    for (const DWORD size : api::AcceptedSizes<Ip>::values) {
        const auto ip = fetch_one<Ip>(get(RASP_PppIp), size);
        EXPECT_EQ(ip.dwError, 0U);
        EXPECT_EQ(utf8(ip.szIpAddress), "10.0.0.2");
        EXPECT_EQ(utf8(ip.szServerIpAddress), "10.0.0.1");
    }
    const auto ipv6 = fetch_one<RASPPPIPV6>(get(RASP_PppIpv6));
    EXPECT_EQ(ipv6.dwError, 720U) << "it failed, and says so inside";
    EXPECT_EQ(ipv6.bLocalInterfaceIdentifier[0], 1);
    EXPECT_EQ(ipv6.bLocalInterfaceIdentifier[7], 8);
    using Lcp = typename TypeParam::PppLcp;
    for (const DWORD size : api::AcceptedSizes<Lcp>::values) {
        const auto lcp = fetch_one<Lcp>(get(RASP_PppLcp), size);
        if (size < sizeof lcp) continue;
        EXPECT_EQ(lcp.dwAuthenticationData, static_cast<DWORD>(RASLCPAD_CHAP_MSV2));
        EXPECT_EQ(utf8(lcp.szReplyMessage), "Grüße");
    }
}

TYPED_TEST(Query, ProjectionArgumentsAreChecked) {
    typename TypeParam::PppIp ip;
    ip.dwSize = sizeof ip;
    DWORD bytes = sizeof ip;
    const auto get = [&](HRASCONN of) { return FACE(RasGetProjectionInfo)(of, RASP_PppIp, &ip, &bytes); };
    bus::ProjectionReply& from = this->manager_.projection;
    for (const DWORD error : {ERROR_PROTOCOL_NOT_CONFIGURED, ERROR_SUCCESS}) {
        from.ipv4_error = error;
        EXPECT_EQ(get(some), error);
    }
    from.error = ERROR_PROJECTION_NOT_COMPLETE;
    EXPECT_EQ(get(some), from.error);
    from.error = ERROR_INVALID_HANDLE;
    expect_handle_checked(get);
    EXPECT_EQ(FACE(RasGetProjectionInfo)(some, RASP_PppIp, &ip, nullptr), invalid);
    EXPECT_EQ(FACE(RasGetProjectionInfo)(some, static_cast<RASPROJECTION>(1), &ip, &bytes), invalid);
    ip.dwSize = sizeof ip - 1;
    EXPECT_EQ(get(some), wrong_size);
}

TYPED_TEST(Query, ErrorStrings) {
    using Char = typename TypeParam::Char;
    Char sentence[512];
    char utf8_sentence[512];
    ASSERT_EQ(RasGetErrorStringA(691, utf8_sentence, sizeof utf8_sentence), 0U);
    const auto get = [&](DWORD code, DWORD characters) { return FACE(RasGetErrorString)(code, sentence, characters); };
    const auto length = static_cast<DWORD>(std::strlen(utf8_sentence));
    std::fill(std::begin(sentence), std::end(sentence), Char{'x'});
    for (const DWORD characters : {0U, 1U, length}) EXPECT_EQ(get(691, characters), no_room) << characters;
    ASSERT_EQ(get(691, length + 1), 0U) << "characters, not bytes";
    EXPECT_EQ(utf8(sentence), utf8_sentence);
    EXPECT_EQ(sentence[length + 1], Char{'x'}) << "written behind the buffer";
    for (const DWORD code : {600U, 956U}) EXPECT_EQ(get(code, 512), 0U) << code;
    for (const DWORD code : {0U, 5U, 599U, 957U, 0xFFFFFFFFU}) EXPECT_EQ(get(code, 512), invalid) << code;
    EXPECT_EQ(FACE(RasGetErrorString)(691U, nullptr, 512U), invalid);
}

TYPED_TEST(Query, EntriesOfEveryAge) {
    using Name = typename TypeParam::EntryName;
    const auto path = text<TypeParam>(this->book());
    for (const DWORD size : api::AcceptedSizes<Name>::values) {
        const auto names = fetch_array<Name>(
            [&](Name* array, DWORD* bytes, DWORD* count) {
                return FACE(RasEnumEntries)(nullptr, path.c_str(), array, bytes, count);
            },
            size);
        ASSERT_EQ(names.size(), 2U) << size;
        EXPECT_EQ(utf8(names[0].szEntryName), "Office");
        EXPECT_EQ(utf8(names[1].szEntryName), "Büro");
        if (size < sizeof(Name)) continue;
        EXPECT_EQ(names[1].dwFlags, static_cast<DWORD>(REN_User));
        EXPECT_EQ(utf8(names[1].szPhonebookPath), std::filesystem::canonical(this->book()).string());
    }
}

TYPED_TEST(Query, EntryArgumentsAreChecked) {
    const auto path = text<TypeParam>(this->book());
    const auto nowhere = text<TypeParam>("/nowhere.pbk");
    typename TypeParam::EntryName one;
    one.dwSize = sizeof one;
    DWORD bytes = sizeof one;
    DWORD count = 0;
    EXPECT_EQ(FACE(RasEnumEntries)(nullptr, path.c_str(), &one, &bytes, &count), too_small);
    EXPECT_EQ(bytes, 2 * sizeof one);
    EXPECT_EQ(count, 2U);
    EXPECT_EQ(FACE(RasEnumEntries)(nullptr, path.c_str(), &one, nullptr, &count), invalid);
    EXPECT_EQ(FACE(RasEnumEntries)(nullptr, path.c_str(), &one, &bytes, nullptr), invalid);
    EXPECT_EQ(FACE(RasEnumEntries)(nullptr, nowhere.c_str(), &one, &bytes, &count),
              static_cast<DWORD>(ERROR_CANNOT_OPEN_PHONEBOOK));
    one.dwSize = sizeof one - 1;
    EXPECT_EQ(FACE(RasEnumEntries)(nullptr, path.c_str(), &one, &bytes, &count), wrong_size);
    std::filesystem::resize_file(this->book(), 0);
    EXPECT_EQ(FACE(RasEnumEntries)(nullptr, path.c_str(), &one, &bytes, &count), wrong_size);
    bytes = 0;
    EXPECT_EQ(FACE(RasEnumEntries)(nullptr, path.c_str(), nullptr, &bytes, &count), 0U) << "a book without entries";
    EXPECT_EQ(count, 0U);
}

TEST(Text, IsCutBetweenCharacters) {
    char narrow[6];
    api::put_text<api::Ansi>(narrow, "abcdö");
    EXPECT_STREQ(narrow, "abcd");
    char16_t wide[3];
    api::put_text<api::Wide>(wide, "a😀");
    EXPECT_EQ(std::u16string(wide), u"a");
}

}  // namespace
}  // namespace openras::test
