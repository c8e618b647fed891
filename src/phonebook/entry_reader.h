// From the lines of one entry to an Entry.
#pragma once

#include "phonebook/document.h"
#include "phonebook/encoding.h"
#include "phonebook/entry.h"

namespace openras::phonebook {

/// What Encoding= says for this entry.
Encoding encoding_of(const Document& document, const Document::Section& section);

/// 625 with file and line where a value cannot be what its key says, or the entry has no MEDIA block.
Expected<Entry> read_entry(const Document& document, const Document::Section& section);

}  // namespace openras::phonebook
