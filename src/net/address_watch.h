// Which global IPv6 addresses interfaces have, as the kernel tells whenever that changes (RTNLGRP_IPV6_IFADDR):
// whoever gave or took them, a router advertisement, its lifetime's end, or the administrator. Only the kernel's own
// messages are read here.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>

#include "net/netlink.h"

namespace openras::net {

using Ipv6Bytes = std::array<std::uint8_t, 16>;

/// A global address that may be used, or may no longer be.
struct AddressChange {
    std::uint32_t if_index = 0;
    Ipv6Bytes address{};
    bool gone = false;
    bool operator==(const AddressChange&) const = default;
};

using AddressVisitor = std::function<void(const AddressChange&)>;

class AddressWatch {
  public:
    /// Throws std::system_error.
    AddressWatch();
    [[nodiscard]] int fd() const;
    /// Visits what has changed since the last call; does not wait.
    /// @return false where changes were lost (too many at once): global_addresses() tells how things stand
    bool read(const AddressVisitor& visit);

  private:
    std::unique_ptr<nl_sock, void (*)(nl_sock*)> socket_;
    ByteVector buffer_;
};

/// Visits every global address of the machine. In proportion to their number.
/// @return 0 or errno
int global_addresses(Netlink& netlink, const AddressVisitor& visit);

}  // namespace openras::net
