// The functions that only ask: sizes of every age, A and W alike, the buffer protocol.
#include "api/text.h"
#include "api_fixture.h"

namespace openras::test {
namespace {

constexpr DWORD too_small = ERROR_BUFFER_TOO_SMALL;
constexpr DWORD wrong_size = ERROR_INVALID_SIZE;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;

class Query : public ApiTest {
  protected:
    Query() {
        bus::ConnectionInfo one;
        one.handle = 0x80000001;
        one.entry = "Büro";
        one.phonebook = "/etc/openras/rasphone.pbk";
        one.system_book = true;
        one.guid = "000102030405060708090a0b0c0d0e0f";
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

TEST_F(Query, ConnectionsOfEveryAge) {
    for (const DWORD size : {416U, 680U, 696U, 708U, 724U}) {
        std::vector<char> space(2 * size + 16, '\x55');
        auto* array = reinterpret_cast<RASCONNA*>(space.data());
        array->dwSize = size;
        DWORD bytes = 2 * size;
        DWORD count = 0;
        ASSERT_EQ(RasEnumConnectionsA(array, &bytes, &count), 0U) << size;
        EXPECT_EQ(count, 2U);
        EXPECT_EQ(bytes, 2 * size);
        EXPECT_EQ(HRASCONN(array->hrasconn), api::to_hrasconn(0x80000001));
        EXPECT_STREQ(array->szEntryName, "Büro");
        EXPECT_STREQ(array->szDeviceName, "eth-ö");
        if (size >= 680) {
            EXPECT_STREQ(array->szPhonebook, "/etc/openras/rasphone.pbk");
        }
        if (size >= 696) {
            EXPECT_EQ(array->guidEntry.Data4[7], 0x0F);
        }
        if (size >= 708) {
            EXPECT_EQ(array->dwFlags, static_cast<DWORD>(RASCF_AllUsers | RASCF_OwnerKnown | RASCF_OwnerMatch));
        }
        const auto* second = reinterpret_cast<const RASCONNA*>(space.data() + size);
        EXPECT_EQ(second->dwSize, size);
        EXPECT_EQ(std::strlen(second->szEntryName), static_cast<std::size_t>(RAS_MaxEntryName))
            << "cut off, not an error";
        EXPECT_EQ(space[2 * size], '\x55') << "written behind the buffer";
    }
}

TEST_F(Query, WideConnections) {
    for (const DWORD size : {820U, 1344U, 1360U, 1372U, 1388U}) {
        std::vector<char> space(2 * size);
        auto* array = reinterpret_cast<RASCONNW*>(space.data());
        array->dwSize = size;
        DWORD bytes = 2 * size;
        DWORD count = 0;
        ASSERT_EQ(RasEnumConnectionsW(array, &bytes, &count), 0U) << size;
        EXPECT_EQ(std::u16string(array->szEntryName), u"Büro");
        EXPECT_EQ(std::u16string(array->szDeviceType), u"PPPoE");
    }
}

TEST_F(Query, TheBufferProtocol) {
    DWORD bytes = 0;
    DWORD count = 99;
    EXPECT_EQ(RasEnumConnectionsA(nullptr, &bytes, &count), too_small);
    EXPECT_EQ(bytes, 2 * sizeof(RASCONNA));
    EXPECT_EQ(count, 2U);
    RASCONNA one;
    one.dwSize = sizeof one;
    bytes = sizeof one;  // as programs from before Vista do
    EXPECT_EQ(RasEnumConnectionsA(&one, &bytes, &count), too_small);
    EXPECT_EQ(bytes, 2 * sizeof(RASCONNA));
    one.dwSize = 5;
    EXPECT_EQ(RasEnumConnectionsA(&one, &bytes, &count), wrong_size);
    EXPECT_EQ(RasEnumConnectionsA(&one, nullptr, &count), invalid);
    EXPECT_EQ(RasEnumConnectionsA(&one, &bytes, nullptr), invalid);
    manager_.connections.clear();
    bytes = 0;
    EXPECT_EQ(RasEnumConnectionsA(nullptr, &bytes, &count), 0U);
    EXPECT_EQ(count, 0U);
}

TEST_F(Query, StatusOfEveryAge) {
    in_thread([&] {
        manager_.script = {{RASCS_ConnectDevice}};
        const HRASCONN connection = dial();
        while (recorder().calls().empty()) RasPumpNotifications(1000, nullptr);
        for (const DWORD size : {160U, 288U, 332U}) {
            RASCONNSTATUSA status;
            std::memset(&status, 0x55, sizeof status);
            status.dwSize = size;
            ASSERT_EQ(RasGetConnectStatusA(connection, &status), 0U);
            EXPECT_EQ(status.rasconnstate, RASCS_ConnectDevice);
            EXPECT_STREQ(status.szDeviceType, "PPPoE");
            if (size < sizeof status) {
                EXPECT_EQ(reinterpret_cast<char*>(&status)[size], '\x55');
            }
        }
        for (const DWORD size : {304U, 564U, 608U}) {
            RASCONNSTATUSW status;
            status.dwSize = size;
            ASSERT_EQ(RasGetConnectStatusW(connection, &status), 0U);
            EXPECT_EQ(std::u16string(status.szDeviceName), u"eth-ö");
        }
        RASCONNSTATUSA status;
        status.dwSize = 304;
        EXPECT_EQ(RasGetConnectStatusA(connection, &status), wrong_size);
        EXPECT_EQ(RasGetConnectStatusA(connection, nullptr), invalid);
        status.dwSize = sizeof status;
        EXPECT_EQ(RasGetConnectStatusA(nullptr, &status), static_cast<DWORD>(ERROR_INVALID_HANDLE));
        EXPECT_EQ(RasGetConnectStatusA(reinterpret_cast<HRASCONN>(0x1234567800000001), &status),
                  static_cast<DWORD>(ERROR_INVALID_HANDLE));
    });
}

TEST_F(Query, Projections) {
    bus::ProjectionReply& from = manager_.projection;
    from.ipv4_local = "10.0.0.2";
    from.ipv4_peer = "10.0.0.1";
    from.ipv6_error = 720;
    from.ipv6_local_id = 0x0102030405060708;
    from.auth_protocol = RASLCPAP_CHAP;
    from.auth_data = RASLCPAD_CHAP_MSV2;
    from.reply_message = "Grüße";
    HRASCONN connection = api::to_hrasconn(1);
    DWORD bytes = 0;
    EXPECT_EQ(RasGetProjectionInfoA(connection, RASP_PppIp, nullptr, &bytes), too_small);
    EXPECT_EQ(bytes, sizeof(RASPPPIPA));
    for (const DWORD size : {40U, 48U}) {
        RASPPPIPA ip;
        ip.dwSize = size;
        bytes = size;
        ASSERT_EQ(RasGetProjectionInfoA(connection, RASP_PppIp, &ip, &bytes), 0U);
        EXPECT_STREQ(ip.szIpAddress, "10.0.0.2");
        EXPECT_STREQ(ip.szServerIpAddress, "10.0.0.1");
        EXPECT_EQ(ip.dwError, 0U);
    }
    for (const DWORD size : {72U, 80U}) {
        RASPPPIPW ip;
        ip.dwSize = size;
        bytes = size;
        ASSERT_EQ(RasGetProjectionInfoW(connection, RASP_PppIp, &ip, &bytes), 0U);
        EXPECT_EQ(std::u16string(ip.szIpAddress), u"10.0.0.2");
    }
    RASPPPIPV6 ipv6;
    ipv6.dwSize = bytes = sizeof ipv6;
    ASSERT_EQ(RasGetProjectionInfoA(connection, RASP_PppIpv6, &ipv6, &bytes), 0U) << "it failed, and says so inside";
    EXPECT_EQ(ipv6.dwError, 720U);
    EXPECT_EQ(ipv6.bLocalInterfaceIdentifier[0], 1);
    EXPECT_EQ(ipv6.bLocalInterfaceIdentifier[7], 8);
    RASPPPLCPW lcp;
    lcp.dwSize = bytes = sizeof lcp;
    ASSERT_EQ(RasGetProjectionInfoW(connection, RASP_PppLcp, &lcp, &bytes), 0U);
    EXPECT_EQ(lcp.dwAuthenticationData, static_cast<DWORD>(RASLCPAD_CHAP_MSV2));
    EXPECT_EQ(std::u16string(lcp.szReplyMessage), u"Grüße");
    RASPPPLCPA small;
    small.dwSize = bytes = 8;
    EXPECT_EQ(RasGetProjectionInfoA(connection, RASP_PppLcp, &small, &bytes), 0U);
    RASPPPCCP ccp;
    ccp.dwSize = bytes = sizeof ccp;
    EXPECT_EQ(RasGetProjectionInfoA(connection, RASP_PppCcp, &ccp, &bytes),
              static_cast<DWORD>(ERROR_PROTOCOL_NOT_CONFIGURED));
    from.ipv4_error = ERROR_PROTOCOL_NOT_CONFIGURED;
    RASPPPIPA ip;
    ip.dwSize = bytes = sizeof ip;
    EXPECT_EQ(RasGetProjectionInfoA(connection, RASP_PppIp, &ip, &bytes),
              static_cast<DWORD>(ERROR_PROTOCOL_NOT_CONFIGURED));
    from.error = ERROR_PROJECTION_NOT_COMPLETE;
    EXPECT_EQ(RasGetProjectionInfoA(connection, RASP_PppIp, &ip, &bytes),
              static_cast<DWORD>(ERROR_PROJECTION_NOT_COMPLETE));
    ip.dwSize = 47;
    EXPECT_EQ(RasGetProjectionInfoA(connection, RASP_PppIp, &ip, &bytes), wrong_size);
    EXPECT_EQ(RasGetProjectionInfoA(connection, RASP_PppIp, &ip, nullptr), invalid);
    EXPECT_EQ(RasGetProjectionInfoA(connection, static_cast<RASPROJECTION>(1), &ip, &bytes), invalid);
}

TEST_F(Query, ErrorStrings) {
    char text[512];
    ASSERT_EQ(RasGetErrorStringA(691, text, sizeof text), 0U);
    char16_t wide[512];
    ASSERT_EQ(RasGetErrorStringW(691, wide, 512), 0U);
    EXPECT_EQ(to_utf8(wide), text);
    const auto length = static_cast<DWORD>(std::strlen(text));
    EXPECT_EQ(RasGetErrorStringA(691, text, length + 1), 0U);
    EXPECT_EQ(RasGetErrorStringA(691, text, length), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
    EXPECT_EQ(RasGetErrorStringA(691, text, 0), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
    EXPECT_EQ(RasGetErrorStringA(691, nullptr, 10), invalid);
    EXPECT_EQ(RasGetErrorStringA(5, text, sizeof text), invalid);
    EXPECT_EQ(RasGetErrorStringA(599, text, sizeof text), invalid);
}

TEST_F(Query, Entries) {
    DWORD bytes = 0;
    DWORD count = 0;
    ASSERT_EQ(RasEnumEntriesA(nullptr, book().c_str(), nullptr, &bytes, &count), too_small);
    ASSERT_EQ(count, 2U);
    std::vector<RASENTRYNAMEA> names(2);
    names[0].dwSize = sizeof names[0];
    ASSERT_EQ(RasEnumEntriesA(nullptr, book().c_str(), names.data(), &bytes, &count), 0U);
    EXPECT_STREQ(names[0].szEntryName, "Office");
    EXPECT_STREQ(names[1].szEntryName, "Büro");
    EXPECT_EQ(names[1].dwFlags, static_cast<DWORD>(REN_User));
    EXPECT_EQ(names[1].szPhonebookPath, std::filesystem::canonical(book()).string());
    std::vector<char> space(2 * 520);
    auto* old = reinterpret_cast<RASENTRYNAMEW*>(space.data());
    old->dwSize = 520;
    bytes = 2 * 520;
    ASSERT_EQ(RasEnumEntriesW(nullptr, to_utf16(book())->c_str(), old, &bytes, &count), 0U);
    EXPECT_EQ(std::u16string(reinterpret_cast<RASENTRYNAMEW*>(space.data() + 520)->szEntryName), u"Büro");
    EXPECT_EQ(RasEnumEntriesA(nullptr, "/nowhere.pbk", names.data(), &bytes, &count),
              static_cast<DWORD>(ERROR_CANNOT_OPEN_PHONEBOOK));
}

TEST_F(Query, CauseOfAnEnd) {
    manager_.cause = {0, RASCS_Connected, 629, RASEB_Peer, "the peer ended it", "Gute Nacht"};
    RASDISCONNECTCAUSE cause{};
    cause.dwSize = sizeof cause;
    ASSERT_EQ(RasGetDisconnectCause(api::to_hrasconn(1), &cause), 0U);
    EXPECT_EQ(cause.rasconnstate, RASCS_Connected);
    EXPECT_EQ(cause.dwError, 629U);
    EXPECT_EQ(cause.dwEndedBy, static_cast<DWORD>(RASEB_Peer));
    EXPECT_STREQ(cause.szPeerText, "Gute Nacht");
    EXPECT_STREQ(cause.szDetail, "the peer ended it");
    cause.dwSize = 4;
    EXPECT_EQ(RasGetDisconnectCause(api::to_hrasconn(1), &cause), wrong_size);
    EXPECT_EQ(RasGetDisconnectCause(nullptr, nullptr), invalid);
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
