// What a dial takes from a store of credentials, whichever it is: the user, password and domain that its caller left
// out. Source: RASDIALPARAMS, RasGetEntryDialParams (ras.h).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/ras_error.h"
#include "bus/messages.h"

namespace openras::bus {

/// What is stored for an entry, as far as a dial uses it.
struct StoredLogin {
    std::optional<std::string> user;
    std::optional<std::string> domain;
    std::optional<Secret> password;
};

/// The caller left something out: gave the placeholder for a password, neither user nor password, or "*", the stored
/// domain.
bool wants_stored(const DialRequest& request);
/// It cannot be dialled without: the caller means a stored password.
bool needs_stored(const DialRequest& request);

/// Completes the request. A stored password goes with the stored user name and domain alone (or, where no user is
/// stored, the entry's): who gives another one never gets it.
/// @param stored  for the entry; what comes first is looked at first
/// @return 691 where a stored password is meant and there is none for that user
Expected<void> complete(DialRequest& request, std::span<const StoredLogin> stored);

}  // namespace openras::bus
