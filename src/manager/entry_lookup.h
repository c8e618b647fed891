// From a Dial call to what the dial needs: system entries are read here, with the manager's own rights; a user's file
// is never opened.
#pragma once

#include "manager/connection.h"

namespace openras::manager {

/// The entry of the system's phone book. 621, 622, 623 or 625 as the phone book has it; 623 where there is no such
/// book.
Expected<bus::EntrySettings> system_entry(const std::string& phonebook, const std::string& entry);

/// User, domain and password as they go on the wire ("DOMAIN\user").
ppp::Credentials credentials_of(const bus::DialRequest& request);

/// @param privileged  the caller is root or of group openras
DialPlan plan_of(const Connection& connection, bus::DialRequest request, bool privileged);

}  // namespace openras::manager
