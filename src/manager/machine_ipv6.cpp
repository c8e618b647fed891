#include "manager/machine_ipv6.h"

#include <fmt/format.h>

#include <fstream>

namespace openras::manager {

std::optional<std::string> why_no_ipv6(const std::string& settings) {
    for (const char* scope : {"all", "default"}) {
        int value = 0;
        std::ifstream file(fmt::format("{}/{}/disable_ipv6", settings, scope));
        if (file >> value && value != 0)
            return fmt::format("IPv6 is switched off on this machine (net.ipv6.conf.{}.disable_ipv6)", scope);
    }
    return std::nullopt;
}

}  // namespace openras::manager
