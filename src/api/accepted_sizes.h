// The dwSize values that a program built for any version of Windows may pass for each structure, oldest first.
// Made by scripts/generate-abi-checks --sizes from tests/abi/layout.json.
#pragma once

#include <ras.h>
#include <rasdlg.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace openras::api {

template <typename Struct>
struct AcceptedSizes;

/// Whether `size` is the dwSize of some version of Struct.
template <typename Struct>
constexpr bool is_accepted_size(std::uint32_t size) {
    return std::ranges::find(AcceptedSizes<Struct>::values, size) != AcceptedSizes<Struct>::values.end();
}

/// Whether a structure of `size` bytes has the member that begins at `offset` and takes `length` bytes.
constexpr bool has_member(std::uint32_t size, std::size_t offset, std::size_t length) {
    return offset + length <= size;
}

#if __SIZEOF_POINTER__ == 8

template <>
struct AcceptedSizes<RASNAPSTATE> {
    static constexpr std::array<std::uint32_t, 1> values{20};
};
template <>
struct AcceptedSizes<RASCONNW> {
    static constexpr std::array<std::uint32_t, 5> values{820, 1344, 1360, 1372, 1388};
};
template <>
struct AcceptedSizes<RASCONNA> {
    static constexpr std::array<std::uint32_t, 5> values{416, 680, 696, 708, 724};
};
template <>
struct AcceptedSizes<RASCONNSTATUSW> {
    static constexpr std::array<std::uint32_t, 3> values{304, 564, 608};
};
template <>
struct AcceptedSizes<RASCONNSTATUSA> {
    static constexpr std::array<std::uint32_t, 3> values{160, 288, 332};
};
template <>
struct AcceptedSizes<RASDIALPARAMSW> {
    static constexpr std::array<std::uint32_t, 4> values{2096, 2108, 2112, 2120};
};
template <>
struct AcceptedSizes<RASDIALPARAMSA> {
    static constexpr std::array<std::uint32_t, 4> values{1052, 1064, 1068, 1076};
};
template <>
struct AcceptedSizes<RASDEVSPECIFICINFO> {
    static constexpr std::array<std::uint32_t, 1> values{12};
};
template <>
struct AcceptedSizes<RASDIALEXTENSIONS> {
    static constexpr std::array<std::uint32_t, 3> values{24, 44, 60};
};
template <>
struct AcceptedSizes<RASENTRYNAMEW> {
    static constexpr std::array<std::uint32_t, 2> values{520, 1048};
};
template <>
struct AcceptedSizes<RASENTRYNAMEA> {
    static constexpr std::array<std::uint32_t, 2> values{264, 532};
};
template <>
struct AcceptedSizes<RASAMBW> {
    static constexpr std::array<std::uint32_t, 1> values{44};
};
template <>
struct AcceptedSizes<RASAMBA> {
    static constexpr std::array<std::uint32_t, 1> values{28};
};
template <>
struct AcceptedSizes<RASPPPNBFW> {
    static constexpr std::array<std::uint32_t, 1> values{84};
};
template <>
struct AcceptedSizes<RASPPPNBFA> {
    static constexpr std::array<std::uint32_t, 1> values{48};
};
template <>
struct AcceptedSizes<RASPPPIPXW> {
    static constexpr std::array<std::uint32_t, 1> values{52};
};
template <>
struct AcceptedSizes<RASPPPIPXA> {
    static constexpr std::array<std::uint32_t, 1> values{32};
};
template <>
struct AcceptedSizes<RASPPPIPW> {
    static constexpr std::array<std::uint32_t, 2> values{72, 80};
};
template <>
struct AcceptedSizes<RASPPPIPA> {
    static constexpr std::array<std::uint32_t, 2> values{40, 48};
};
template <>
struct AcceptedSizes<RASPPPIPV6> {
    static constexpr std::array<std::uint32_t, 1> values{28};
};
template <>
struct AcceptedSizes<RASPPPLCPW> {
    static constexpr std::array<std::uint32_t, 2> values{8, 2104};
};
template <>
struct AcceptedSizes<RASPPPLCPA> {
    static constexpr std::array<std::uint32_t, 2> values{8, 1080};
};
template <>
struct AcceptedSizes<RASSLIPW> {
    static constexpr std::array<std::uint32_t, 1> values{40};
};
template <>
struct AcceptedSizes<RASSLIPA> {
    static constexpr std::array<std::uint32_t, 1> values{24};
};
template <>
struct AcceptedSizes<RASPPPCCP> {
    static constexpr std::array<std::uint32_t, 1> values{24};
};
template <>
struct AcceptedSizes<RASDEVINFOW> {
    static constexpr std::array<std::uint32_t, 1> values{296};
};
template <>
struct AcceptedSizes<RASDEVINFOA> {
    static constexpr std::array<std::uint32_t, 1> values{152};
};
template <>
struct AcceptedSizes<RASCTRYINFO> {
    static constexpr std::array<std::uint32_t, 1> values{20};
};
template <>
struct AcceptedSizes<RASENTRYW> {
    static constexpr std::array<std::uint32_t, 7> values{3468, 3496, 4048, 5616, 5656, 5680, 6724};
};
template <>
struct AcceptedSizes<RASENTRYA> {
    static constexpr std::array<std::uint32_t, 7> values{1768, 1796, 2088, 2884, 2924, 2948, 3480};
};
template <>
struct AcceptedSizes<RASADPARAMS> {
    static constexpr std::array<std::uint32_t, 1> values{24};
};
template <>
struct AcceptedSizes<RASSUBENTRYW> {
    static constexpr std::array<std::uint32_t, 1> values{564};
};
template <>
struct AcceptedSizes<RASSUBENTRYA> {
    static constexpr std::array<std::uint32_t, 1> values{288};
};
template <>
struct AcceptedSizes<RASCREDENTIALSW> {
    static constexpr std::array<std::uint32_t, 1> values{1068};
};
template <>
struct AcceptedSizes<RASCREDENTIALSA> {
    static constexpr std::array<std::uint32_t, 1> values{540};
};
template <>
struct AcceptedSizes<RASAUTODIALENTRYW> {
    static constexpr std::array<std::uint32_t, 1> values{528};
};
template <>
struct AcceptedSizes<RASAUTODIALENTRYA> {
    static constexpr std::array<std::uint32_t, 1> values{272};
};
template <>
struct AcceptedSizes<RASCOMMSETTINGS> {
    static constexpr std::array<std::uint32_t, 1> values{8};
};
template <>
struct AcceptedSizes<RASCUSTOMSCRIPTEXTENSIONS> {
    static constexpr std::array<std::uint32_t, 1> values{12};
};
template <>
struct AcceptedSizes<RAS_STATS> {
    static constexpr std::array<std::uint32_t, 1> values{60};
};
template <>
struct AcceptedSizes<RASUPDATECONN> {
    static constexpr std::array<std::uint32_t, 1> values{56};
};
template <>
struct AcceptedSizes<RASNOUSERW> {
    static constexpr std::array<std::uint32_t, 1> values{1072};
};
template <>
struct AcceptedSizes<RASNOUSERA> {
    static constexpr std::array<std::uint32_t, 1> values{544};
};
template <>
struct AcceptedSizes<RASPBDLGW> {
    static constexpr std::array<std::uint32_t, 1> values{60};
};
template <>
struct AcceptedSizes<RASPBDLGA> {
    static constexpr std::array<std::uint32_t, 1> values{60};
};
template <>
struct AcceptedSizes<RASENTRYDLGW> {
    static constexpr std::array<std::uint32_t, 1> values{560};
};
template <>
struct AcceptedSizes<RASENTRYDLGA> {
    static constexpr std::array<std::uint32_t, 1> values{304};
};
template <>
struct AcceptedSizes<RASDIALDLG> {
    static constexpr std::array<std::uint32_t, 1> values{48};
};
template <>
struct AcceptedSizes<RASMONITORDLG> {
    static constexpr std::array<std::uint32_t, 1> values{48};
};

#elif __SIZEOF_POINTER__ == 4

template <>
struct AcceptedSizes<RASNAPSTATE> {
    static constexpr std::array<std::uint32_t, 1> values{20};
};
template <>
struct AcceptedSizes<RASCONNW> {
    static constexpr std::array<std::uint32_t, 5> values{816, 1340, 1356, 1368, 1384};
};
template <>
struct AcceptedSizes<RASCONNA> {
    static constexpr std::array<std::uint32_t, 5> values{412, 676, 692, 704, 720};
};
template <>
struct AcceptedSizes<RASCONNSTATUSW> {
    static constexpr std::array<std::uint32_t, 3> values{304, 564, 608};
};
template <>
struct AcceptedSizes<RASCONNSTATUSA> {
    static constexpr std::array<std::uint32_t, 3> values{160, 288, 332};
};
template <>
struct AcceptedSizes<RASDIALPARAMSW> {
    static constexpr std::array<std::uint32_t, 4> values{2096, 2104, 2108, 2112};
};
template <>
struct AcceptedSizes<RASDIALPARAMSA> {
    static constexpr std::array<std::uint32_t, 4> values{1052, 1060, 1064, 1068};
};
template <>
struct AcceptedSizes<RASDEVSPECIFICINFO> {
    static constexpr std::array<std::uint32_t, 1> values{8};
};
template <>
struct AcceptedSizes<RASDIALEXTENSIONS> {
    static constexpr std::array<std::uint32_t, 3> values{16, 28, 40};
};
template <>
struct AcceptedSizes<RASENTRYNAMEW> {
    static constexpr std::array<std::uint32_t, 2> values{520, 1048};
};
template <>
struct AcceptedSizes<RASENTRYNAMEA> {
    static constexpr std::array<std::uint32_t, 2> values{264, 532};
};
template <>
struct AcceptedSizes<RASAMBW> {
    static constexpr std::array<std::uint32_t, 1> values{44};
};
template <>
struct AcceptedSizes<RASAMBA> {
    static constexpr std::array<std::uint32_t, 1> values{28};
};
template <>
struct AcceptedSizes<RASPPPNBFW> {
    static constexpr std::array<std::uint32_t, 1> values{84};
};
template <>
struct AcceptedSizes<RASPPPNBFA> {
    static constexpr std::array<std::uint32_t, 1> values{48};
};
template <>
struct AcceptedSizes<RASPPPIPXW> {
    static constexpr std::array<std::uint32_t, 1> values{52};
};
template <>
struct AcceptedSizes<RASPPPIPXA> {
    static constexpr std::array<std::uint32_t, 1> values{32};
};
template <>
struct AcceptedSizes<RASPPPIPW> {
    static constexpr std::array<std::uint32_t, 2> values{72, 80};
};
template <>
struct AcceptedSizes<RASPPPIPA> {
    static constexpr std::array<std::uint32_t, 2> values{40, 48};
};
template <>
struct AcceptedSizes<RASPPPIPV6> {
    static constexpr std::array<std::uint32_t, 1> values{28};
};
template <>
struct AcceptedSizes<RASPPPLCPW> {
    static constexpr std::array<std::uint32_t, 2> values{8, 2104};
};
template <>
struct AcceptedSizes<RASPPPLCPA> {
    static constexpr std::array<std::uint32_t, 2> values{8, 1080};
};
template <>
struct AcceptedSizes<RASSLIPW> {
    static constexpr std::array<std::uint32_t, 1> values{40};
};
template <>
struct AcceptedSizes<RASSLIPA> {
    static constexpr std::array<std::uint32_t, 1> values{24};
};
template <>
struct AcceptedSizes<RASPPPCCP> {
    static constexpr std::array<std::uint32_t, 1> values{24};
};
template <>
struct AcceptedSizes<RASDEVINFOW> {
    static constexpr std::array<std::uint32_t, 1> values{296};
};
template <>
struct AcceptedSizes<RASDEVINFOA> {
    static constexpr std::array<std::uint32_t, 1> values{152};
};
template <>
struct AcceptedSizes<RASCTRYINFO> {
    static constexpr std::array<std::uint32_t, 1> values{20};
};
template <>
struct AcceptedSizes<RASENTRYW> {
    static constexpr std::array<std::uint32_t, 7> values{3468, 3496, 4048, 5616, 5656, 5680, 6724};
};
template <>
struct AcceptedSizes<RASENTRYA> {
    static constexpr std::array<std::uint32_t, 7> values{1768, 1796, 2088, 2884, 2924, 2948, 3480};
};
template <>
struct AcceptedSizes<RASADPARAMS> {
    static constexpr std::array<std::uint32_t, 1> values{20};
};
template <>
struct AcceptedSizes<RASSUBENTRYW> {
    static constexpr std::array<std::uint32_t, 1> values{564};
};
template <>
struct AcceptedSizes<RASSUBENTRYA> {
    static constexpr std::array<std::uint32_t, 1> values{288};
};
template <>
struct AcceptedSizes<RASCREDENTIALSW> {
    static constexpr std::array<std::uint32_t, 1> values{1068};
};
template <>
struct AcceptedSizes<RASCREDENTIALSA> {
    static constexpr std::array<std::uint32_t, 1> values{540};
};
template <>
struct AcceptedSizes<RASAUTODIALENTRYW> {
    static constexpr std::array<std::uint32_t, 1> values{528};
};
template <>
struct AcceptedSizes<RASAUTODIALENTRYA> {
    static constexpr std::array<std::uint32_t, 1> values{272};
};
template <>
struct AcceptedSizes<RASCOMMSETTINGS> {
    static constexpr std::array<std::uint32_t, 1> values{8};
};
template <>
struct AcceptedSizes<RASCUSTOMSCRIPTEXTENSIONS> {
    static constexpr std::array<std::uint32_t, 1> values{8};
};
template <>
struct AcceptedSizes<RAS_STATS> {
    static constexpr std::array<std::uint32_t, 1> values{60};
};
template <>
struct AcceptedSizes<RASUPDATECONN> {
    static constexpr std::array<std::uint32_t, 1> values{56};
};
template <>
struct AcceptedSizes<RASNOUSERW> {
    static constexpr std::array<std::uint32_t, 1> values{1072};
};
template <>
struct AcceptedSizes<RASNOUSERA> {
    static constexpr std::array<std::uint32_t, 1> values{544};
};
template <>
struct AcceptedSizes<RASPBDLGW> {
    static constexpr std::array<std::uint32_t, 1> values{40};
};
template <>
struct AcceptedSizes<RASPBDLGA> {
    static constexpr std::array<std::uint32_t, 1> values{40};
};
template <>
struct AcceptedSizes<RASENTRYDLGW> {
    static constexpr std::array<std::uint32_t, 1> values{548};
};
template <>
struct AcceptedSizes<RASENTRYDLGA> {
    static constexpr std::array<std::uint32_t, 1> values{292};
};
template <>
struct AcceptedSizes<RASDIALDLG> {
    static constexpr std::array<std::uint32_t, 1> values{36};
};
template <>
struct AcceptedSizes<RASMONITORDLG> {
    static constexpr std::array<std::uint32_t, 1> values{36};
};

#endif

}  // namespace openras::api
