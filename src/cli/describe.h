// A connection as `rasdial` shows it: for people, for --watch a line, and for programs as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bus/messages.h"

namespace openras::cli {

/// True from RASCS_Disconnected on: failed, dropped or hung up, kept only for its cause.
bool ended(const bus::ConnectionInfo& connection);
bool connected(const bus::ConnectionInfo& connection);

/// The paragraph of --status, ending in a line feed.
std::string describe(const bus::ConnectionInfo& connection);
/// "ppp0, 10.64.0.2 to 10.64.0.1" or "" where there is neither interface nor address.
std::string describe_addresses(const bus::ConnectionInfo& connection);
/// What --watch says of one change, without a time and without a line feed.
std::string change_line(const bus::ConnectionInfo& connection, bool gone);

/// Everything the manager says of a connection; names as in the man page.
nlohmann::ordered_json to_json(const bus::ConnectionInfo& connection);
/// One line of JSON; bytes that are not UTF-8 are replaced.
std::string dump(const nlohmann::ordered_json& json);

}  // namespace openras::cli
