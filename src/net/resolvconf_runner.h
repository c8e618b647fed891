// Runs the machine's `resolvconf` program for the worker. A process of its own, started before the worker's system-call
// filter comes into force (filters are inherited, and a shell script needs what the worker must not have), without any
// capability.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "base/unique_fd.h"
#include "net/dns.h"

namespace openras::net {

struct ResolvconfRunner {
    UniqueFd socket;   ///< the worker's end; the runner ends when its last copy is closed
    UniqueFd process;  ///< pidfd of the runner
};

/// Forks the runner. Throws std::system_error.
/// @param program  absolute path
ResolvconfRunner start_resolvconf_runner(const std::string& program);

/// The usual path of the program, "" where there is none.
std::string find_resolvconf();

/// The worker's side.
class RemoteResolvconf final : public ResolvconfProgram {
  public:
    explicit RemoteResolvconf(int socket);
    std::expected<void, std::string> add(const std::string& name, const std::string& content) override;
    std::expected<void, std::string> remove(const std::string& name) override;

  private:
    std::expected<void, std::string> ask(char verb, const std::string& name, const std::string& content);

    int socket_;
    std::uint32_t number_;  ///< of the last request
};

}  // namespace openras::net
