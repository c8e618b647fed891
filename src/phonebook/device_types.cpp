#include "phonebook/device_types.h"

#include <rasconst.h>

#include <array>

#include "base/strings.h"

namespace openras::phonebook {
namespace {

struct Kind {
    std::string_view api;
    std::string_view file;
    std::string_view media;
    std::string_view port;
};

constexpr Kind other{"", "", "rastapi", ""};
constexpr auto kinds = std::to_array<Kind>({
    {RASDT_Modem, "modem", "serial", "COM1"},
    {RASDT_Isdn, "isdn", "isdn", "ISDN1"},
    {RASDT_X25, "x25", "x25", "X251"},
    {RASDT_Vpn, "vpn", "rastapi", "VPN2-0"},
    {RASDT_Pad, "pad", "serial", "COM1"},
    {RASDT_Generic, "generic", "rastapi", ""},
    {RASDT_Serial, "serial", "rastapi", "COM1"},
    {RASDT_FrameRelay, "framerelay", "rastapi", ""},
    {RASDT_Atm, "atm", "rastapi", ""},
    {RASDT_Sonet, "sonet", "rastapi", ""},
    {RASDT_SW56, "SW56", "rastapi", ""},
    {RASDT_Irda, "irda", "rastapi", ""},
    {RASDT_Parallel, "parallel", "rastapi", "LPT1"},
    {RASDT_PPPoE, "PPPoE", "rastapi", "PPPoE5-0"},
});

const Kind& kind_of(std::string_view type) {
    for (const auto& kind : kinds) {
        if (equals_ignoring_case(kind.api, type)) return kind;
    }
    return other;
}

}  // namespace

std::string device_type_from_file(std::string_view type) {
    const auto& kind = kind_of(type);
    return std::string(&kind == &other ? type : kind.api);
}

std::string device_type_to_file(std::string_view type) {
    const auto& kind = kind_of(type);
    return std::string(&kind == &other ? type : kind.file);
}

std::string_view media_of(std::string_view type) {
    return kind_of(type).media;
}

std::string_view port_of(std::string_view type) {
    return kind_of(type).port;
}

bool is_device_type(std::string_view type) {
    return &kind_of(type) != &other;
}

bool is_x25(std::string_view type) {
    return equals_ignoring_case(type, RASDT_X25) || equals_ignoring_case(type, RASDT_Pad);
}

}  // namespace openras::phonebook
