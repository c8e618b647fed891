// From the lines of one entry to an Entry.
#pragma once

#include "phonebook/document.h"
#include "phonebook/encoding.h"
#include "phonebook/entry.h"

namespace openras::phonebook {

/// What Encoding= says for this entry.
Encoding encoding_of(const Document& document, const Document::Section& section);

/// The name as UTF-8; what cannot be read is shown as '?'.
std::string shown_name(const Document& document, const Document::Section& section);

/// RASET_* of a RASDT_*: what an entry without Type= is.
std::uint32_t type_of_device(std::string_view device_type);

/// 625 with file and line where a value cannot be what its key says, or the entry has no MEDIA block.
Expected<Entry> read_entry(const Document& document, const Document::Section& section);

}  // namespace openras::phonebook
