// What has one face: statistics, RasGetProjectionInfoEx, the cause of an end, and the functions for what no connection
// has.
#include <arpa/inet.h>

#include "api_fixture.h"
#include "faces.h"

namespace openras::test {
namespace {

constexpr DWORD invalid_argument = E_INVALIDARG;
constexpr DWORD invalid_handle = ERROR_INVALID_HANDLE;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;
constexpr DWORD wrong_size = ERROR_INVALID_SIZE;
constexpr DWORD too_small = ERROR_BUFFER_TOO_SMALL;
auto* const some = api::to_hrasconn(7);

using ConnectionQuery = ApiTest;

TEST_F(ConnectionQuery, Statistics) {
    bus::StatisticsReply& from = manager_.statistics;
    from.bytes_sent = 0x1'0000'0005;
    from.bytes_received = 2;
    from.frames_sent = 3;
    from.frames_received = 4;
    from.buffer_overruns = 5;
    from.bits_per_second = 10'000'000'000;
    from.connected_ms = 6;
    RAS_STATS got;
    std::memset(&got, 0x55, sizeof got);
    got.dwSize = sizeof got;
    ASSERT_EQ(RasGetConnectionStatistics(some, &got), 0U);
    EXPECT_EQ(manager_.last_link.handle, 7U);
    EXPECT_EQ(manager_.last_link.subentry, 0U);
    EXPECT_EQ(got.dwSize, sizeof got);
    EXPECT_EQ(got.dwBytesXmited, 5U) << "counters go round at 32 bits";
    EXPECT_EQ(got.dwBytesRcved, 2U);
    EXPECT_EQ(got.dwFramesXmited, 3U);
    EXPECT_EQ(got.dwFramesRcved, 4U);
    EXPECT_EQ(got.dwBufferOverrunErr, 5U);
    EXPECT_EQ(got.dwCrcErr, 0U);
    EXPECT_EQ(got.dwBps, 0xFFFFFFFFU) << "a speed does not go round";
    EXPECT_EQ(got.dwConnectDuration, 6U);
    ASSERT_EQ(RasGetLinkStatistics(some, 1, &got), 0U);
    EXPECT_EQ(manager_.last_link.subentry, 1U);
    ASSERT_EQ(RasClearConnectionStatistics(some), 0U);
    EXPECT_EQ(manager_.last_link.subentry, 0U);
    ASSERT_EQ(RasClearLinkStatistics(some, 1), 0U);
    EXPECT_EQ(manager_.last_link.subentry, 1U);

    from.error = ERROR_NO_CONNECTION;
    EXPECT_EQ(RasGetConnectionStatistics(some, &got), static_cast<DWORD>(ERROR_NO_CONNECTION));
    EXPECT_EQ(RasClearConnectionStatistics(some), 0U) << "nothing has been counted yet";
    EXPECT_EQ(RasClearLinkStatistics(some, 2), static_cast<DWORD>(ERROR_NO_CONNECTION));
    from.error = ERROR_INVALID_HANDLE;
    expect_handle_checked([&](HRASCONN of) { return RasGetConnectionStatistics(of, &got); }, invalid_argument);
    expect_handle_checked([&](HRASCONN of) { return RasGetLinkStatistics(of, 1, &got); }, invalid_argument);
    expect_handle_checked([](HRASCONN of) { return RasClearConnectionStatistics(of); });
    expect_handle_checked([](HRASCONN of) { return RasClearLinkStatistics(of, 1); });
}

TEST_F(ConnectionQuery, StatisticsOfNothing) {
    RAS_STATS got;
    got.dwSize = sizeof got;
    EXPECT_EQ(RasGetConnectionStatistics(some, nullptr), invalid_argument);
    EXPECT_EQ(RasGetLinkStatistics(some, 1, nullptr), invalid_argument);
    EXPECT_EQ(RasGetLinkStatistics(some, 0, &got), invalid_argument);
    EXPECT_EQ(RasClearLinkStatistics(some, 0), invalid);
    got.dwSize = sizeof got - 1;
    EXPECT_EQ(RasGetConnectionStatistics(some, &got), invalid_argument);
    EXPECT_EQ(RasGetLinkStatistics(some, 1, &got), invalid_argument);
}

TEST_F(ConnectionQuery, ProjectionInfoEx) {
    bus::ProjectionReply& from = manager_.projection;
    from.ipv4_local = "10.0.0.2";
    from.ipv4_peer = "10.0.0.1";
    from.ipv6_error = ERROR_PROTOCOL_NOT_CONFIGURED;
    from.ipv6_local_id = 0x0102030405060708;
    from.auth_protocol = RASLCPAP_CHAP;
    from.auth_data = RASLCPAD_CHAP_MSV2;
    from.lcp_options = RASLCPO_PFC;
    DWORD bytes = 0;
    EXPECT_EQ(RasGetProjectionInfoEx(some, nullptr, &bytes), too_small);
    EXPECT_EQ(bytes, sizeof(RAS_PROJECTION_INFO));
    RAS_PROJECTION_INFO info;
    std::memset(&info, 0x55, sizeof info);
    info.version = RASAPIVERSION_601;
    ASSERT_EQ(RasGetProjectionInfoEx(some, &info, &bytes), 0U);
    EXPECT_EQ(info.type, PROJECTION_INFO_TYPE_PPP);
    EXPECT_EQ(info.version, RASAPIVERSION_601);
    char text[INET_ADDRSTRLEN];
    EXPECT_STREQ(inet_ntop(AF_INET, &info.ppp.ipv4Address, text, sizeof text), "10.0.0.2");
    EXPECT_STREQ(inet_ntop(AF_INET, &info.ppp.ipv4ServerAddress, text, sizeof text), "10.0.0.1");
    EXPECT_EQ(info.ppp.dwIPv4NegotiationError, 0U);
    EXPECT_EQ(info.ppp.dwIPv6NegotiationError, static_cast<DWORD>(ERROR_PROTOCOL_NOT_CONFIGURED));
    EXPECT_EQ(info.ppp.bInterfaceIdentifier[7], 8);
    EXPECT_EQ(info.ppp.dwAuthenticationData, static_cast<DWORD>(RASLCPAD_CHAP_MSV2));
    EXPECT_EQ(info.ppp.dwLcpOptions, static_cast<DWORD>(RASLCPO_PFC));
    EXPECT_EQ(info.ppp.dwCcpError, static_cast<DWORD>(ERROR_PROTOCOL_NOT_CONFIGURED));
    EXPECT_FALSE(info.ppp.fMultilink);

    bytes = sizeof info - 1;
    EXPECT_EQ(RasGetProjectionInfoEx(some, &info, &bytes), too_small);
    EXPECT_EQ(bytes, sizeof info);
    EXPECT_EQ(RasGetProjectionInfoEx(some, &info, nullptr), invalid);
    info.version = RASAPIVERSION_600;
    EXPECT_EQ(RasGetProjectionInfoEx(some, &info, &bytes), invalid);
    info.version = RASAPIVERSION_601;
    from.error = ERROR_PROJECTION_NOT_COMPLETE;
    EXPECT_EQ(RasGetProjectionInfoEx(some, &info, &bytes), static_cast<DWORD>(ERROR_PROJECTION_NOT_COMPLETE));
    from.error = ERROR_INVALID_HANDLE;
    expect_handle_checked([&](HRASCONN of) { return RasGetProjectionInfoEx(of, &info, &bytes); });
}

template <typename Struct, typename Function>
void expect_unconfigured(Function* function, RASPROJECTION protocol) {
    Struct made;
    DWORD bytes = 0;
    EXPECT_EQ(function(some, protocol, nullptr, &bytes), too_small);
    EXPECT_EQ(bytes, sizeof made);
    made.dwSize = bytes;
    EXPECT_EQ(function(some, protocol, &made, &bytes), static_cast<DWORD>(ERROR_PROTOCOL_NOT_CONFIGURED));
    EXPECT_EQ(function(nullptr, protocol, &made, &bytes), invalid_handle);
    EXPECT_EQ(function(some, protocol, &made, nullptr), invalid);
    made.dwSize = 3;
    EXPECT_EQ(function(some, protocol, &made, &bytes), wrong_size);
}

TEST_F(ConnectionQuery, ProtocolsOfOtherTimes) {
    expect_unconfigured<RASAMBA>(&RasGetProjectionInfoA, RASP_Amb);
    expect_unconfigured<RASAMBW>(&RasGetProjectionInfoW, RASP_Amb);
    expect_unconfigured<RASPPPNBFA>(&RasGetProjectionInfoA, RASP_PppNbf);
    expect_unconfigured<RASPPPNBFW>(&RasGetProjectionInfoW, RASP_PppNbf);
    expect_unconfigured<RASPPPIPXA>(&RasGetProjectionInfoA, RASP_PppIpx);
    expect_unconfigured<RASPPPIPXW>(&RasGetProjectionInfoW, RASP_PppIpx);
    expect_unconfigured<RASPPPCCP>(&RasGetProjectionInfoA, RASP_PppCcp);
    expect_unconfigured<RASPPPCCP>(&RasGetProjectionInfoW, RASP_PppCcp);
    expect_unconfigured<RASSLIPA>(&RasGetProjectionInfoA, RASP_Slip);
    expect_unconfigured<RASSLIPW>(&RasGetProjectionInfoW, RASP_Slip);
}

TEST_F(ConnectionQuery, CauseOfAnEnd) {
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
    cause.dwSize = sizeof cause;
    manager_.cause.error = ERROR_INVALID_HANDLE;
    expect_handle_checked([&](HRASCONN of) { return RasGetDisconnectCause(of, &cause); });
}

TEST_F(ConnectionQuery, WithoutMeaning) {
    in_thread([&] {
        auto* const known = dial();
        RASDIALEXTENSIONS extensions;
        std::memset(&extensions, 0, sizeof extensions);
        extensions.dwSize = sizeof extensions;
        EXPECT_EQ(RasInvokeEapUI(known, 1, &extensions, nullptr), static_cast<DWORD>(ERROR_INVALID_FUNCTION_FOR_ENTRY));
        expect_handle_checked([&](HRASCONN of) { return RasInvokeEapUI(of, 1, &extensions, nullptr); });
        EXPECT_EQ(RasInvokeEapUI(known, 1, nullptr, nullptr), invalid);
        EXPECT_EQ(RasInvokeEapUI(known, 0, &extensions, nullptr), invalid);
        extensions.dwSize = 5;
        EXPECT_EQ(RasInvokeEapUI(known, 1, &extensions, nullptr), wrong_size);

        RASUPDATECONN update;
        std::memset(&update, 0, sizeof update);
        update.version = RASAPIVERSION_601;
        update.dwSize = sizeof update;
        EXPECT_EQ(RasUpdateConnection(known, &update), static_cast<DWORD>(ERROR_MOBIKE_DISABLED));
        expect_handle_checked([&](HRASCONN of) { return RasUpdateConnection(of, &update); });
        EXPECT_EQ(RasUpdateConnection(known, nullptr), invalid);
        for (const auto version : {RASAPIVERSION_500, RASAPIVERSION_600, static_cast<RASAPIVERSION>(5)}) {
            update.version = version;
            EXPECT_EQ(RasUpdateConnection(known, &update), invalid) << version;
        }
        update.version = RASAPIVERSION_601;
        update.dwFlags = 1;
        EXPECT_EQ(RasUpdateConnection(known, &update), invalid);
        update.dwSize = 3;
        EXPECT_EQ(RasUpdateConnection(known, &update), wrong_size);

        RASNAPSTATE state;
        state.dwSize = sizeof state;
        EXPECT_EQ(RasGetNapStatus(known, &state), static_cast<DWORD>(ERROR_NOT_NAP_CAPABLE));
        expect_handle_checked([&](HRASCONN of) { return RasGetNapStatus(of, &state); });
        EXPECT_EQ(RasGetNapStatus(known, nullptr), invalid);
        state.dwSize = 3;
        EXPECT_EQ(RasGetNapStatus(known, &state), wrong_size);
    });
}

}  // namespace
}  // namespace openras::test
