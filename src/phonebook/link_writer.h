// The blocks of an entry's links, brought to what RASENTRY and RASSUBENTRY want of them.
#pragma once

#include "phonebook/properties.h"

namespace openras::phonebook {

/// Links, their devices and numbers. A link that is missing in `wanted` but for which the others are the same is
/// removed with its block; else links are changed in place, further ones are added behind the last. Both are settled.
Expected<void> write_links(EntryEditor& entry, const EntryProperties& before, const EntryProperties& wanted);

/// A further link behind the last, as Windows writes it.
Expected<void> add_link(EntryEditor& entry, const LinkProperties& wanted);

/// The devices beside the first link's own: terminal windows and script (`switch`), X.25 (`pad`).
Expected<void> write_other_devices(EntryEditor& entry, const EntryProperties& before, const EntryProperties& wanted);

}  // namespace openras::phonebook
