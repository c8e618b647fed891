// A machine to be left as it was: an Ethernet with a default route, and a picture of everything the helper can change.
#pragma once

#include "helper_process.h"

namespace openras::net::test {

inline void make_machine() {
    static const bool made = [] {
        return shell(
                   "ip link set lo up; ip link add eth0 mtu 1508 type veth peer name eth1 && ip link set eth0 "
                   "addrgenmode none && "
                   "ip link set eth1 addrgenmode none && ip link set eth1 up && "
                   "ip addr add 192.0.2.2/24 dev eth0 && ip link set eth0 up && "
                   "ip route add default via 192.0.2.1 && ip -6 addr add 2001:db8::2/64 dev eth0 nodad && "
                   "ip -6 route add default via 2001:db8::1") == 0;
    }();
    if (!made) throw std::runtime_error("cannot make the test's machine");
}

/// Routes, interfaces and the resolver's file, byte for byte.
inline std::string picture(const Folder& folder) {
    return output_of(
               "ip route show table all | sort; ip -6 route show table all | sort; ls /sys/class/net; ip -o link") +
           read_file(folder.resolv_conf());
}

inline InterfaceSettings everything(unsigned number) {
    InterfaceSettings settings;
    settings.mtu = 1492;
    IpAddress local = ip("10.64.0.0");
    local.bytes[2] = static_cast<std::uint8_t>(number / 250);
    local.bytes[3] = static_cast<std::uint8_t>(number % 250 + 2);
    settings.addresses = {{local, ip("10.64.255.1"), 32}, {ip("fe80::1234"), ip("::"), 64}};
    settings.accept_router_advertisements = true;
    settings.default_route_ipv4 = number == 0;
    settings.default_route_ipv6 = number == 0;
    if (number == 0) settings.addresses.push_back({ip("2001:db8:64::5"), ip("::"), 64});
    settings.servers_outside = {ip("198.51.100.7"), ip("2001:db8:9::7")};
    settings.dns = {ip("10.64.255.53")};
    return settings;
}

}  // namespace openras::net::test
