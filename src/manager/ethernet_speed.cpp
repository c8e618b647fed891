#include "manager/ethernet_speed.h"

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/unique_fd.h"

namespace openras::manager {

std::uint64_t ethernet_speed(const std::string& interface) {
    constexpr std::uint64_t megabit = 1'000'000;
    const UniqueFd any(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ethtool_cmd command{};
    command.cmd = ETHTOOL_GSET;
    ifreq request{};
    if (!any || interface.size() >= sizeof request.ifr_name) return 0;
    interface.copy(request.ifr_name, interface.size());
    request.ifr_data = reinterpret_cast<char*>(&command);
    if (ioctl(any.get(), SIOCETHTOOL, &request) != 0) return 0;
    const std::uint32_t speed = ethtool_cmd_speed(&command);
    return speed == static_cast<std::uint32_t>(SPEED_UNKNOWN) ? 0 : speed * megabit;
}

}  // namespace openras::manager
