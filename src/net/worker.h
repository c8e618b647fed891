// The worker of the net helper: takes the manager's requests one by one. It never reads a byte that came from a network
// peer.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <set>
#include <string>

namespace openras::net {

/// What the helper was started with; unchanging.
struct HelperOptions {
    std::string journal = "/run/openras/journal";
    std::string resolv_conf = "/etc/resolv.conf";
    std::string resolvconf_program;    ///< "" = write the file
    std::set<std::string> interfaces;  ///< Ethernets that may be opened; empty = all
    uid_t allowed_uid = 0;             ///< whose requests are obeyed
    std::uint32_t link_group = 0;      ///< even; 0 = chosen at random and kept in the journal
    std::size_t max_leases = 65536;
};

/// How a worker has ended; the supervisor goes by it.
enum class WorkerEnd : int {
    ClientGone = 0,  ///< end of file: everything is undone
    Stopped = 10,    ///< a signal, or the supervisor has died: everything is undone
    Failed = 11,  ///< could not begin, go on or undo everything (journal, netlink, DNS); the next one begins by undoing
    LeftOver = 12,  ///< end of file, and the journal has what could not be undone
};

struct WorkerDescriptors {
    int socket = -1;      ///< the helper's end of the pair
    int supervisor = -1;  ///< pidfd; -1 = none
    int resolvconf = -1;  ///< to the runner of the resolvconf program; -1 = none
};

/// Undoes the journal, says hello and works until the end. Confines the calling process for good.
WorkerEnd run_worker(const HelperOptions& options, const WorkerDescriptors& descriptors);

/// `ras-nethelper --cleanup`: undoes what is left and returns the process's exit status, 0 where nothing is left.
int run_cleanup(const HelperOptions& options, int resolvconf);

}  // namespace openras::net
