// The supervisor of the net helper: starts the worker, waits, and starts another when it has ended while the client
// lives. It reads nothing that anybody sends.
#pragma once

#include "base/unique_fd.h"
#include "net/worker.h"

namespace openras::net {

/// Keeps a worker on `socket` until the client is gone, a signal says stop or the process that runs resolvconf dies.
/// @return the process's exit status: 0 where the client is gone or a signal came, and nothing is left to be undone
int supervise(const HelperOptions& options, int socket, const std::string& resolvconf_program);

/// Serves the clients of a listening SOCK_SEQPACKET socket one after another, those of options.allowed_uid only.
int supervise_listening(const HelperOptions& options, UniqueFd listening, const std::string& resolvconf_program);

}  // namespace openras::net
