// The manager's settings: a TOML file, all of it optional, and command line options over it. docs/man/rasmand.8.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ras_error.h"

namespace openras::manager {

struct Config {
    std::string socket = "/run/openras/manager.sock";
    std::string user = "openras";   ///< whom the manager runs as
    std::string group = "openras";  ///< the socket's group; its members see all connections
    std::string runtime_dir = "/run/openras";
    std::string state_dir = "/var/lib/openras";
    std::string credentials = "manager";  ///< where they may be stored: "manager" or "none"
    bool everyone = false;                ///< the socket is open to every local user, not to the group alone
    std::string helper;                   ///< path of ras-nethelper; "" = the installed one
    std::string system_phonebook = "/etc/openras/rasphone.pbk";
    std::string resolv_conf;  ///< edited directly where named; "" = resolvconf, else /etc/resolv.conf
    std::string log_level = "info";

    std::string pppoe_interface;               ///< meant by "WAN Miniport (PPPOE)"; "" = the only Ethernet that is up
    std::vector<std::string> user_interfaces;  ///< what users' own entries may use besides pppoe_interface

    std::chrono::seconds echo_interval{10};  ///< 0 = off
    unsigned echo_failures = 3;
    std::chrono::seconds reopen_timeout{60};  ///< a link stays as long without a network protocol
    std::chrono::seconds discovery_timeout{10};

    unsigned max_clients_per_user = 4096;  ///< connections to the bus; channels are among them
    unsigned max_dials_per_user = 4096;
    unsigned max_pending_calls = 64;             ///< unanswered calls on one connection
    unsigned max_pending_calls_per_user = 8192;  ///< on all of a user's connections
    unsigned max_unread = 20000;                 ///< messages that a client has not read yet

    std::chrono::seconds not_pumping_after{5};
    std::chrono::seconds keep_failed{60};
    std::chrono::milliseconds hang_up_limit{4500};

    bool counting_dataplane = false;  ///< no TUN: packets are counted (tests, dials at scale)
};

/// Takes the settings that `text` names over those of `config`.
/// @param path  what the text is called in a fault
/// @return every fault, with file, line and key; none = all is good
std::vector<std::string> parse_config(std::string_view text, const std::string& path, Config& config);

/// Several faults as one error: 87, a line each.
std::unexpected<RasError> failure_of(const std::vector<std::string>& faults);

/// The text of a configuration file, of at most config_size_limit bytes. 87
Expected<std::string> read_config(const std::string& path);
inline constexpr std::size_t config_size_limit = 65536;  ///< bytes; the launcher hands the text over in one message

/// Takes over what may change while the manager runs.
/// @return the names of the other settings that differ: they need a restart
std::vector<std::string> reconfigure(Config& running, const Config& wanted);

}  // namespace openras::manager
