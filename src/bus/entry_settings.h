// From a phone-book entry to what the manager needs of it. The library does this with a user's entry, the manager with
// one of the system's book.
#pragma once

#include "bus/messages.h"
#include "phonebook/entry.h"

namespace openras::bus {

EntrySettings settings_from(const phonebook::Entry& entry);

}  // namespace openras::bus
