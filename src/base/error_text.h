// Names and sentences of the error numbers, for RasGetErrorString, rasdial and the log.
// Source of the numbers: raserror.h; the sentences are our own.
#pragma once

#include <cstdint>

namespace openras {

/// One English sentence in at most 120 characters of ASCII; nullptr where the number is unknown. Knows those of RAS
/// (600 to 956) and the Win32 errors that the API returns beside them.
const char* error_text(std::uint32_t code) noexcept;

/// The symbol in raserror.h, "ERROR_NO_ANSWER"; nullptr where the number is unknown.
const char* error_name(std::uint32_t code) noexcept;

/// Whether the number is one of RAS itself: those that RasGetErrorString explains.
bool is_ras_error(std::uint32_t code) noexcept;

}  // namespace openras
