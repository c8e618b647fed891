// How rasdial ends: exit status, and an error told the way that scripts know from Windows, with what helps a person
// below it.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "base/ras_error.h"

namespace openras::cli {

enum class Exit { Success = 0, RasFailure = 1, Usage = 2, NotFound = 3 };

struct Trouble {
    std::uint32_t error = 0;
    std::optional<std::uint32_t> state;  ///< RASCONNSTATE in which it happened
    std::uint32_t ended_by = 0;          ///< RASEB_*
    std::string detail;                  ///< ours
    std::string peer_text;               ///< the peer's own words
    bool shut_out = false;               ///< the manager does not listen to this user

    bool operator==(const Trouble&) const = default;
};

inline Trouble trouble(const RasError& error) {
    return {.error = error.code, .state = {}, .ended_by = 0, .detail = error.text, .peer_text = error.peer_text};
}

/// `Remote Access error 691 - TEXT`, then a line each: name and state, detail, the peer's words, the cure.
/// @param text the sentence of RasGetErrorString
std::string tell(const Trouble& trouble, const std::string& text);
nlohmann::ordered_json to_json(const Trouble& trouble, const std::string& text);

/// Prints tell() to stderr, and with `json` {"error": ...} to stdout.
/// @return NotFound for 623, else RasFailure
Exit fail(Trouble trouble, bool json);
/// Prints a usage mistake to stderr.
Exit fail_usage(const std::string& what);
/// No such connection, 668.
Exit fail_not_connected(const std::string& entry, bool json);

/// `Command completed successfully.`
Exit complete();

}  // namespace openras::cli
