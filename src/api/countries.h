// The countries and regions of the world with their telephone codes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace openras::api {

struct Country {
    std::uint32_t id = 0;    ///< of TAPI: the code, unless several countries share it
    std::uint16_t code = 0;  ///< E.164 country code
    std::string_view name;   ///< UTF-8, English
};

/// In the order of their ids.
std::span<const Country> countries();

}  // namespace openras::api
