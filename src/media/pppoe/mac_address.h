// An Ethernet address as a value.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace openras::pppoe {

using MacAddress = std::array<std::uint8_t, 6>;

inline constexpr MacAddress broadcast_mac{0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

/// A group address (or broadcast) can be nobody's source address.
constexpr bool is_group(const MacAddress& mac) {
    return (mac[0] & 1) != 0;
}

/// "02:00:00:00:00:01"
std::string to_text(const MacAddress& mac);

}  // namespace openras::pppoe
