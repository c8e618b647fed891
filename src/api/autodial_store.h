// AutoDial's database: which entry is dialled for which address, and AutoDial's settings. Windows keeps it in the
// registry; here it is a file of the user's, autodial.toml beside the user's phone book, that people can read and edit.
// Source: "AutoDial Mapping Database", RasSetAutodialAddress, RasSetAutodialParam functions (ras.h).
#pragma once

#include <ras.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ras_error.h"

namespace openras::api {

struct AutodialTarget {
    std::uint32_t location = 0;  ///< TAPI dialling location
    std::string entry;
    bool operator==(const AutodialTarget&) const = default;
};

struct AutodialAddress {
    std::string address;                  ///< IP address, DNS or NetBIOS name, as it was given
    std::vector<AutodialTarget> targets;  ///< never empty, at most one for each location
    bool operator==(const AutodialAddress&) const = default;
};

inline constexpr std::size_t autodial_parameters = 5;  ///< RASADP_DisableConnectionQuery to _ConnectionQueryTimeout
inline constexpr std::size_t max_autodial_addresses = 10'000;

struct AutodialDatabase {
    std::vector<AutodialAddress> addresses;
    std::optional<AutodialTarget> default_connection;  ///< the default Internet connection
    std::map<std::uint32_t, bool> enabled;             ///< by location; true where a location is missing
    std::array<std::uint32_t, autodial_parameters> parameters{0, 0, 100, 5, 60};  ///< by RASADP_*
    bool operator==(const AutodialDatabase&) const = default;

    /// Without regard to the case of ASCII letters, as DNS and NetBIOS names are; null where it is unknown.
    AutodialAddress* find(std::string_view address);
};

/// The calling user's. Defaults where there is no file; 621 it cannot be read, 625 it is damaged.
Expected<AutodialDatabase> read_autodial();

/// Changes it, while no other process does; a failure leaves it as it was.
/// @param change an error of its own stops it
/// @return as read_autodial(), or 5 no right, 624 it cannot be written
Expected<void> change_autodial(const std::function<Expected<void>(AutodialDatabase&)>& change);

}  // namespace openras::api
