// The part of rasmand that runs as root, before and beside the manager: it makes the listening socket, starts the net
// helper and the manager (which has dropped every privilege), waits, and restarts the helper when it dies. It keeps the
// sealed files of stored credentials for the manager (vault_files.h), whose few fixed requests are all that it reads.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/ras_error.h"
#include "base/unique_fd.h"
#include "manager/config_source.h"

namespace openras::manager {

/// What the unprivileged manager is given.
struct ManagerResources {
    UniqueFd listener;            ///< UNIX stream socket, listening
    UniqueFd helper;              ///< SOCK_SEQPACKET to the net helper
    UniqueFd vault;               ///< SOCK_SEQPACKET to the launcher's VaultFiles; none where nothing is stored
    UniqueFd reloads;             ///< SOCK_SEQPACKET: configurations to go by; none where the manager reads it itself
    gid_t group = 0;              ///< whose members see all connections
    std::function<void()> ready;  ///< to be called when clients can be served
};

/// Makes the socket that clients connect to, or takes the one that systemd has made.
Expected<UniqueFd> make_listener(const Config& config, gid_t group);

/// Looks up config.group, else the primary group of config.user, else ours.
gid_t client_group(const Config& config);

/// Runs `manager` in a child as config.user, and the net helper; returns the exit status when all has ended.
/// @param source  read again on SIGHUP, and handed to the manager: the file may be root's alone
int launch(const Config& config, const ConfigSource& source, const std::function<int(ManagerResources)>& manager);

/// The text of a configuration that launch() has handed over; none when it will hand over no more.
std::optional<std::string> next_configuration(int reloads);

}  // namespace openras::manager
