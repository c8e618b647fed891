#include "manager/device_meaning.h"

#include <fmt/format.h>
#include <rasconst.h>

#include <algorithm>
#include <array>

#include "base/strings.h"
#include "phonebook/device_types.h"

namespace openras::manager {

namespace {

constexpr std::size_t longest_interface_name = 15;  // bytes: IFNAMSIZ less its NUL

bool contains_ignoring_case(std::string_view text, std::string_view part) {
    for (std::size_t i = 0; i + part.size() <= text.size(); ++i) {
        if (equals_ignoring_case(text.substr(i, part.size()), part)) return true;
    }
    return false;
}

/// RASDT_* of the medium; "" where nothing tells.
std::string_view medium_of(const bus::EntrySettings& settings) {
    if (phonebook::is_device_type(settings.device_type)) return settings.device_type;
    switch (settings.type) {
        case RASET_Broadband: return RASDT_PPPoE;
        case RASET_Vpn: return RASDT_Vpn;
        default: break;  // a number from a file
    }
    if (contains_ignoring_case(settings.device_name, "(PPPOE)")) return RASDT_PPPoE;
    constexpr auto vpns = std::to_array<std::string_view>({"(PPTP)", "(L2TP)", "(SSTP)", "(IKEv2)"});
    const bool vpn = std::ranges::any_of(
        vpns, [&](std::string_view one) { return contains_ignoring_case(settings.device_name, one); });
    return vpn ? RASDT_Vpn : "";
}

}  // namespace

DeviceName meaning_of_device(std::string_view name, std::string_view own_type) {
    if (name.empty() || equals_ignoring_case(name, own_type)) return DeviceName::Any;
    // Linux gives no interface a blank in its name, but brackets if somebody wants them.
    if (name.find_first_of(" \t") != std::string_view::npos) return DeviceName::Any;
    if (name.find_first_of("()") == std::string_view::npos) return DeviceName::Interface;
    return name.size() > longest_interface_name ? DeviceName::Any : DeviceName::AnyUnlessInterface;
}

Expected<void> check_medium(const bus::EntrySettings& settings) {
    const auto medium = medium_of(settings);
    if (medium.empty() || equals_ignoring_case(medium, RASDT_PPPoE)) return {};
    return failure(ERROR_DEVICE_DOES_NOT_EXIST,
                   fmt::format("the entry is for a device of type '{}'{}: PPPoE is the only medium that this manager "
                               "can dial",
                               medium, settings.device_name.empty() ? "" : fmt::format(" ({})", settings.device_name)));
}

}  // namespace openras::manager
