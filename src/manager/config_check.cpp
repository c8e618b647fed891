#include "manager/config_check.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace openras::manager {

namespace {

/// What is well written and yet cannot be: names of what this machine has not.
std::vector<std::string> absent(const Config& config) {
    std::vector<std::string> faults;
    const passwd* user = getpwnam(config.user.c_str());
    if (user == nullptr)
        faults.push_back(fmt::format("manager.user: there is no user {}", config.user));
    else if (user->pw_uid == 0)
        faults.emplace_back("manager.user: the manager does not run as root");
    if (getgrnam(config.group.c_str()) == nullptr)
        faults.push_back(fmt::format("manager.group: there is no group {}", config.group));
    if (access(config.helper.c_str(), X_OK) != 0)
        faults.push_back(fmt::format("manager.helper: {}: {}", config.helper, std::strerror(errno)));
    if (config.socket.size() >= sizeof(sockaddr_un::sun_path))
        faults.push_back(fmt::format("manager.socket: the path is longer than {} bytes: {}",
                                     sizeof(sockaddr_un::sun_path) - 1, config.socket));
    return faults;
}

}  // namespace

int check_config(const ConfigSource& source) {
    const auto config = source.read();
    if (!config) {
        fmt::print(stderr, "{}\n", config.error().text);
        return 2;
    }
    const std::vector<std::string> faults = absent(*config);
    for (const std::string& fault : faults) fmt::print(stderr, "{}\n", fault);
    if (!faults.empty()) return 2;
    fmt::print("{}: nothing is wrong\n", source.file().empty() ? "no configuration file, the defaults" : source.file());
    return 0;
}

}  // namespace openras::manager
