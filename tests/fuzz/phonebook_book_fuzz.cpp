// Any bytes as a phone book: it is read or refused, its lines join to the file again, and each entry that it names can
// be asked for.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "phonebook/book.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto book = openras::phonebook::Book::parse(bytes, "fuzz");
    if (!book) {
        if (book.error().code == 0 || book.error().text.empty()) std::abort();
        return 0;
    }
    std::string joined;
    for (const auto& line : book->document().lines()) joined += book->document().text(line.whole);
    if (joined != bytes) std::abort();
    const auto names = book->entry_names();
    if (names.size() != book->document().sections().size()) std::abort();
    std::size_t asked = 0;
    for (const auto& name : names) {
        const auto entry = book->entry(name);
        if (entry ? entry->links.empty() : entry.error().code != ERROR_CORRUPT_PHONEBOOK) std::abort();
        if (++asked == 16) break;  // lookups are linear: keep a run fast
    }
    return 0;
}
