// The Win32 error numbers that the net helper uses beside raserror.h's.
#pragma once

#include <cstdint>

namespace openras::net {

inline constexpr std::uint32_t win32_access_denied = 5;
inline constexpr std::uint32_t win32_invalid_parameter = 87;
inline constexpr std::uint32_t win32_already_exists = 183;

}  // namespace openras::net
