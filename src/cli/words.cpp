#include "cli/words.h"

#include <fmt/format.h>
#include <rasnotify.h>

#include <array>
#include <string_view>

#include "base/error_text.h"

namespace openras::cli {

namespace {

struct StateWords {
    std::string_view name, words;
};

/// Empty words for a number that is no RASCONNSTATE (the manager may be newer than this program).
StateWords state_entry(std::uint32_t state) {
    switch (static_cast<RASCONNSTATE>(state)) {
        case RASCS_OpenPort: return {"OpenPort", "opening the port"};
        case RASCS_PortOpened: return {"PortOpened", "the port is open"};
        case RASCS_ConnectDevice: return {"ConnectDevice", "looking for the server"};
        case RASCS_DeviceConnected: return {"DeviceConnected", "the device is connected"};
        case RASCS_AllDevicesConnected: return {"AllDevicesConnected", "the link is there"};
        case RASCS_Authenticate: return {"Authenticate", "checking user name and password"};
        case RASCS_AuthNotify: return {"AuthNotify", "news of the authentication"};
        case RASCS_AuthRetry: return {"AuthRetry", "trying to authenticate again"};
        case RASCS_AuthCallback: return {"AuthCallback", "the server asks for the callback number"};
        case RASCS_AuthChangePassword: return {"AuthChangePassword", "changing the password"};
        case RASCS_AuthProject: return {"AuthProject", "agreeing on addresses"};
        case RASCS_AuthLinkSpeed: return {"AuthLinkSpeed", "measuring the link's speed"};
        case RASCS_AuthAck: return {"AuthAck", "the server has answered the authentication"};
        case RASCS_ReAuthenticate: return {"ReAuthenticate", "authenticating after the callback"};
        case RASCS_Authenticated: return {"Authenticated", "authenticated"};
        case RASCS_PrepareForCallback: return {"PrepareForCallback", "making ready for the callback"};
        case RASCS_WaitForModemReset: return {"WaitForModemReset", "waiting for the modem"};
        case RASCS_WaitForCallback: return {"WaitForCallback", "waiting for the server's call"};
        case RASCS_Projected: return {"Projected", "addresses are agreed"};
        case RASCS_StartAuthentication: return {"StartAuthentication", "authentication starts"};
        case RASCS_CallbackComplete: return {"CallbackComplete", "the callback is done"};
        case RASCS_LogonNetwork: return {"LogonNetwork", "logging on to the network"};
        case RASCS_SubEntryConnected: return {"SubEntryConnected", "a link is connected"};
        case RASCS_SubEntryDisconnected: return {"SubEntryDisconnected", "a link has ended"};
        case RASCS_ApplySettings: return {"ApplySettings", "setting up the interface"};
        case RASCS_Interactive: return {"Interactive", "waits for a terminal session"};
        case RASCS_RetryAuthentication: return {"RetryAuthentication", "waits for other credentials"};
        case RASCS_CallbackSetByCaller: return {"CallbackSetByCaller", "waits for the callback number"};
        case RASCS_PasswordExpired: return {"PasswordExpired", "waits for a new password"};
        case RASCS_InvokeEapUI: return {"InvokeEapUI", "waits for the user (EAP)"};
        case RASCS_Connected: return {"Connected", "connected"};
        case RASCS_Disconnected: return {"Disconnected", "disconnected"};
    }
    return {};
}

}  // namespace

std::string state_name(std::uint32_t state) {
    const std::string_view name = state_entry(state).name;
    return name.empty() ? fmt::format("state {}", state) : std::string(name);
}

std::string state_words(std::uint32_t state) {
    return std::string(state_entry(state).words);
}

std::string error_name(std::uint32_t error) {
    const char* name = error != 0 ? openras::error_name(error) : nullptr;
    return name != nullptr ? name : "";
}

std::string error_text(std::uint32_t error) {
    const char* text = openras::error_text(error);
    return text != nullptr ? text : "An error without a text of its own.";
}

std::string ended_by_words(std::uint32_t ended_by) {
    switch (ended_by) {
        case RASEB_User: return "the user";
        case RASEB_Peer: return "the peer";
        case RASEB_Line: return "the line";
        case RASEB_EchoLoss: return "the loss of the peer's echoes";
        case RASEB_Manager: return "the manager";
        case RASEB_TimeLimit: return "a time limit";
        default: return {};
    }
}

std::string ended_by_name(std::uint32_t ended_by) {
    switch (ended_by) {
        case RASEB_User: return "user";
        case RASEB_Peer: return "peer";
        case RASEB_Line: return "line";
        case RASEB_EchoLoss: return "echo loss";
        case RASEB_Manager: return "manager";
        case RASEB_TimeLimit: return "time limit";
        default: return "nobody";
    }
}

std::string byte_words(std::uint64_t bytes) {
    if (bytes < 1000) return fmt::format("{} B", bytes);
    constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (value >= 999.95 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return fmt::format("{:.1f} {}", value, units[unit]);
}

std::string duration_words(std::uint64_t milliseconds) {
    const std::uint64_t seconds = milliseconds / 1000, minutes = seconds / 60, hours = minutes / 60;
    if (seconds < 10) return fmt::format("{}.{:03} s", seconds, milliseconds % 1000);
    if (minutes == 0) return fmt::format("{} s", seconds);
    if (hours == 0) return fmt::format("{} min {:02} s", minutes, seconds % 60);
    if (hours < 48) return fmt::format("{} h {:02} min", hours, minutes % 60);
    return fmt::format("{} d {} h", hours / 24, hours % 24);
}

}  // namespace openras::cli
