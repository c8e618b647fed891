// The words in which rasdial speaks of states, errors and ends: one table each, from the numbers of ras.h.
#pragma once

#include <cstdint>
#include <string>

namespace openras::cli {

/// "Authenticate" for RASCS_Authenticate; "state 99" for what no RASCONNSTATE is.
std::string state_name(std::uint32_t state);
/// What goes on in that state, in words: "checking user name and password". Empty for an unknown one.
std::string state_words(std::uint32_t state);

/// "ERROR_AUTHENTICATION_FAILURE" for 691; "" where raserror.h has no name.
std::string error_name(std::uint32_t error);
/// One sentence for any number.
std::string error_text(std::uint32_t error);

/// "the peer" for RASEB_Peer; "" for RASEB_Nobody and unknown ones.
std::string ended_by_words(std::uint32_t ended_by);
/// "peer" for RASEB_Peer, for programs; "nobody" where it has not ended.
std::string ended_by_name(std::uint32_t ended_by);

/// "1.4 MB" (powers of 1000).
std::string byte_words(std::uint64_t bytes);
/// "0.012 s", "1 min 02 s", "3 h 07 min", "2 d 3 h".
std::string duration_words(std::uint64_t milliseconds);

}  // namespace openras::cli
