// Opens TUN devices the way the data plane wants them: with a virtio-net header and offloads, so that super-packets of
// up to 64 kB pass in one system call (Documentation/networking/tuntap.rst of the kernel).
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "base/unique_fd.h"

namespace openras::net {

struct OpenedTun {
    UniqueFd fd;  ///< non-blocking, close-on-exec; the interface goes when the last copy is closed
    std::string name;
    bool udp_offload = false;
};

/// @param name  the interface's name; may hold one %d, which the kernel replaces by the lowest free number
/// @return the device, or errno (EEXIST and EBUSY: the name is taken)
std::expected<OpenedTun, int> open_tun(const std::string& name);

}  // namespace openras::net
