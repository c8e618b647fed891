// What can go wrong, as the RAS API numbers it. The number is chosen at one place, where the cause is known; the text
// beside it says what exactly was wrong and where, or holds the peer's own words.
#pragma once

#include <raserror.h>

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace openras {

struct RasError {
    std::uint32_t code = 0;  ///< a number of raserror.h (600...) or a Win32 error; never 0 in a failure
    std::string text;        ///< UTF-8, for log and person: our detail; may be empty
    std::string peer_text;   ///< UTF-8, printable: the peer's own words, if it said any

    bool operator==(const RasError&) const = default;
};

inline std::unexpected<RasError> failure(std::uint32_t code, std::string text = {}, std::string peer_text = {}) {
    return std::unexpected(RasError{code, std::move(text), std::move(peer_text)});
}

template <typename T>
using Expected = std::expected<T, RasError>;

}  // namespace openras
