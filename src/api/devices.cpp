// RasEnumDevices: what can be dialled with. A medium that this build can dial stands in the table with the name that
// Windows gives its device; of PPPoE each Ethernet interface is a device of its own as well, since an entry names it.
// Source: RasEnumDevices function (ras.h).
#include <ifaddrs.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netpacket/packet.h>
#include <ras.h>

#include <memory>
#include <set>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/guard.h"
#include "api/text.h"

namespace openras::api {

namespace {

struct Device {
    std::string type;
    std::string name;
};

struct Medium {
    const char* type;
    const char* device;              ///< stands for all devices of the medium
    std::set<std::string> (*all)();  ///< its devices by name
};

/// The Ethernet and VLAN interfaces of this network namespace, up or not.
std::set<std::string> ethernet_interfaces() {
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(list, &freeifaddrs);
    std::set<std::string> names;
    for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_PACKET) continue;
        sockaddr_ll link{};
        std::memcpy(&link, one->ifa_addr, sizeof link);
        if (link.sll_hatype == ARPHRD_ETHER && (one->ifa_flags & IFF_LOOPBACK) == 0) names.insert(one->ifa_name);
    }
    return names;
}

constexpr Medium media[] = {
    {RASDT_PPPoE, "WAN Miniport (PPPOE)", &ethernet_interfaces},
};

std::vector<Device> devices() {
    std::vector<Device> found;
    for (const Medium& medium : media) {
        found.push_back({medium.type, medium.device});
        for (const auto& name : medium.all()) found.push_back({medium.type, name});
    }
    return found;
}

template <typename Traits>
DWORD enum_devices(typename Traits::DevInfo* array, DWORD* bytes, DWORD* count) {
    if (bytes == nullptr || count == nullptr) return ERROR_INVALID_PARAMETER;
    const auto found = devices();
    return give_array(
        array, bytes, count, found.size(),
        [&](std::size_t i, std::uint32_t, typename Traits::DevInfo& made) {
            put_text<Traits>(made.szDeviceType, found[i].type);
            put_text<Traits>(made.szDeviceName, found[i].name);
        },
        ERROR_INVALID_USER_BUFFER);
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasEnumDevicesA(LPRASDEVINFOA lpRasDevInfo, LPDWORD lpcb, LPDWORD lpcDevices) {
    return guarded([&] { return enum_devices<Ansi>(lpRasDevInfo, lpcb, lpcDevices); });
}
DWORD RasEnumDevicesW(LPRASDEVINFOW lpRasDevInfo, LPDWORD lpcb, LPDWORD lpcDevices) {
    return guarded([&] { return enum_devices<Wide>(lpRasDevInfo, lpcb, lpcDevices); });
}
