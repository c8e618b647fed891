#include "net/tun.h"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstring>

namespace openras::net {
namespace {

// Linux 6.2; older headers do not have them.
constexpr unsigned tun_f_uso4 = 0x20;
constexpr unsigned tun_f_uso6 = 0x40;

constexpr int vnet_header_size = 10;  // struct virtio_net_hdr (linux/virtio_net.h, which C++ cannot include)

constexpr unsigned basic_offloads = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6;

}  // namespace

std::expected<OpenedTun, int> open_tun(const std::string& name) {
    OpenedTun tun;
    tun.fd.reset(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (!tun.fd) return std::unexpected(errno);

    ifreq request{};
    std::strncpy(request.ifr_name, name.c_str(), IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR;
    // IFF_TUN_EXCL (0x8000, the sign bit): never attach to an interface that somebody else has made.
    request.ifr_flags = static_cast<short>(static_cast<unsigned short>(request.ifr_flags) | IFF_TUN_EXCL);
    if (::ioctl(tun.fd.get(), TUNSETIFF, &request) < 0) return std::unexpected(errno);
    tun.name = request.ifr_name;

    int header_size = vnet_header_size;
    if (::ioctl(tun.fd.get(), TUNSETVNETHDRSZ, &header_size) < 0) return std::unexpected(errno);
    tun.udp_offload =
        ::ioctl(tun.fd.get(), TUNSETOFFLOAD, static_cast<unsigned long>(basic_offloads | tun_f_uso4 | tun_f_uso6)) == 0;
    if (!tun.udp_offload && ::ioctl(tun.fd.get(), TUNSETOFFLOAD, static_cast<unsigned long>(basic_offloads)) < 0)
        return std::unexpected(errno);
    return tun;
}

}  // namespace openras::net
