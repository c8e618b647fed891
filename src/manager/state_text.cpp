#include "manager/state_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace openras::manager {

std::string_view state_name(std::uint32_t state) {
    static constexpr auto names = std::to_array<std::pair<std::uint32_t, std::string_view>>({
        {RASCS_OpenPort, "OpenPort"},
        {RASCS_PortOpened, "PortOpened"},
        {RASCS_ConnectDevice, "ConnectDevice"},
        {RASCS_DeviceConnected, "DeviceConnected"},
        {RASCS_AllDevicesConnected, "AllDevicesConnected"},
        {RASCS_Authenticate, "Authenticate"},
        {RASCS_AuthNotify, "AuthNotify"},
        {RASCS_AuthRetry, "AuthRetry"},
        {RASCS_AuthProject, "AuthProject"},
        {RASCS_AuthAck, "AuthAck"},
        {RASCS_Authenticated, "Authenticated"},
        {RASCS_Projected, "Projected"},
        {RASCS_ApplySettings, "ApplySettings"},
        {RASCS_RetryAuthentication, "RetryAuthentication"},
        {RASCS_PasswordExpired, "PasswordExpired"},
        {RASCS_Connected, "Connected"},
        {RASCS_Disconnected, "Disconnected"},
    });
    const auto* found = std::ranges::find(names, state, &std::pair<std::uint32_t, std::string_view>::first);
    return found == names.end() ? "state" : found->second;
}

}  // namespace openras::manager
