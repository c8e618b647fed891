// What a dial takes from the store: the user, password and domain that its caller left out. Source: RASDIALPARAMS,
// RasGetEntryDialParams (ras.h).
#pragma once

#include "manager/credential_vault.h"

namespace openras::manager {

/// The caller gave the placeholder for a password, or neither user nor password.
bool wants_stored(const bus::DialRequest& request);
/// It cannot be dialled without: the caller means a stored password.
bool needs_stored(const bus::DialRequest& request);

/// Completes the request. A stored password goes with the stored user name alone (or, where none is stored, the
/// entry's): who gives another one never gets it.
/// @param own, everyone  what is stored for the entry, or null; the caller's own comes first
/// @return 691 where a stored password is meant and there is none for that user
Expected<void> complete(bus::DialRequest& request, const StoredCredentials* own, const StoredCredentials* everyone);

}  // namespace openras::manager
