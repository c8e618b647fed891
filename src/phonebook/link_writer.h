// The blocks of an entry's links, brought to what RASENTRY and RASSUBENTRY want of them.
#pragma once

#include "phonebook/properties.h"

namespace openras::phonebook {

/// Links, their devices and numbers. A link that is missing in `wanted` but for which the others are the same is
/// removed with its block; else links are changed in place, further ones are added behind the last. Both are settled.
Expected<void> write_links(EntryEditor& entry, const EntryProperties& before, const EntryProperties& wanted);

/// A further link behind the last, as Windows writes it.
Expected<void> add_link(EntryEditor& entry, const LinkProperties& wanted);

/// Whether they differ in a text that a device beside the first link's own has.
bool other_texts_differ(const EntryProperties& one, const EntryProperties& other);

/// The devices beside the first link's own: terminal windows and script (`switch`), X.25 (`pad`). 87 where the only
/// device is a switch itself.
Expected<void> write_other_devices(EntryEditor& entry, const EntryProperties& before, const EntryProperties& wanted);

}  // namespace openras::phonebook
