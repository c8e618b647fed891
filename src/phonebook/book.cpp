#include "phonebook/book.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/strings.h"
#include "base/unique_fd.h"
#include "phonebook/entry_reader.h"

namespace openras::phonebook {
namespace {

std::string name_of(const Document& document, const Document::Section& section) {
    const auto raw = document.raw_name(section);
    if (auto text = to_text(raw, encoding_of(document, section))) return *text;
    return printable({reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()}, max_name_bytes);
}

std::string to_lower(std::string_view name) {
    std::string lower(name);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::unexpected<RasError> cannot_open(const std::string& path, std::string_view why) {
    return failure(ERROR_CANNOT_OPEN_PHONEBOOK, fmt::format("{}: {}", path, why));
}

}  // namespace

Expected<Book> Book::load(const std::string& path) {
    if (path.find('\0') != std::string::npos) return cannot_open(path.c_str(), "the path holds a NUL");
    // Non-blocking: a FIFO of that name must not hang the caller.
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!fd) return cannot_open(path, std::strerror(errno));
    struct stat status{};
    if (::fstat(fd.get(), &status) != 0) return cannot_open(path, std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return cannot_open(path, "not a file");

    std::string bytes;
    std::string chunk(64 * 1024, '\0');
    while (bytes.size() <= max_file_bytes) {  // the size may change while we read: what arrives counts
        const auto count = ::read(fd.get(), chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            return failure(ERROR_CANNOT_LOAD_PHONEBOOK, fmt::format("{}: {}", path, std::strerror(errno)));
        }
        if (count == 0) break;
        bytes.append(chunk, 0, static_cast<std::size_t>(count));
    }
    return parse(std::move(bytes), path);
}

Expected<Book> Book::parse(std::string bytes, std::string name_for_errors) {
    auto document = Document::parse(std::move(bytes), std::move(name_for_errors));
    if (!document) return std::unexpected(std::move(document.error()));
    return Book(std::move(*document));
}

Book::Book(Document document) : document_(std::move(document)) {
    sections_.reserve(document_.sections().size());
    lowercase_names_.reserve(document_.sections().size());
    for (std::size_t i = 0; i < document_.sections().size(); ++i) {
        auto name = name_of(document_, document_.sections()[i]);
        lowercase_names_.emplace(to_lower(name), i);
        sections_.emplace(std::move(name), i);  // different bytes may be one name: the first is found
    }
}

std::vector<std::string> Book::entry_names() const {
    std::vector<std::string> names;
    names.reserve(document_.sections().size());
    for (const auto& section : document_.sections()) names.push_back(name_of(document_, section));
    return names;
}

Expected<const Document::Section*> Book::find(std::string_view name) const {
    if (const auto exact = sections_.find(std::string(name)); exact != sections_.end()) {
        return &document_.sections()[exact->second];
    }
    if (const auto similar = lowercase_names_.find(to_lower(name)); similar != lowercase_names_.end()) {
        return &document_.sections()[similar->second];
    }
    return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, fmt::format("{}: no entry '{}'", document_.name(), name));
}

bool Book::contains(std::string_view name) const {
    return find(name).has_value();
}

Expected<Entry> Book::entry(std::string_view name) const {
    const auto section = find(name);
    if (!section) return std::unexpected(section.error());
    return read_entry(document_, **section);
}

}  // namespace openras::phonebook
