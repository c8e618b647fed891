#include "cli/books.h"

#include <fmt/format.h>
#include <ras.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "cli/credentials.h"
#include "cli/describe.h"
#include "cli/entry_changes.h"
#include "phonebook/lock.h"
#include "phonebook/search.h"
#include "phonebook/store.h"

namespace openras::cli {

namespace {

using phonebook::Book;
using phonebook::BookStore;
using phonebook::Missing;

/// What chance and time give a new entry.
phonebook::NewEntry new_identity() {
    phonebook::NewEntry made;
    SystemRandom random;
    random.fill(made.guid);
    made.dial_params_uid = random.u32();
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    constexpr std::uint64_t from_1601_to_1970 = 11'644'473'600;  // seconds
    made.file_time = (static_cast<std::uint64_t>(now.tv_sec) + from_1601_to_1970) * 10'000'000 +
                     static_cast<std::uint64_t>(now.tv_nsec) / 100;
    return made;
}

struct Target {
    std::string path;
    Missing missing;
};

/// The folder of the system's book is made where the caller may; another that is named must be there.
Missing missing_for(const std::string& path) {
    const std::string system(phonebook::system_book_path);
    const bool beside_system = phonebook::directory_of(phonebook::canonical_path(path)) ==
                               phonebook::directory_of(phonebook::canonical_path(system));
    return beside_system ? Missing::CreateBookAndSystemFolder : Missing::CreateBook;
}

/// Where new entries go.
Expected<Target> target_of(const CommandLine& line) {
    if (!line.phonebook.empty()) return Target{line.phonebook, missing_for(line.phonebook)};
    std::string path = phonebook::user_book_path();
    if (path.empty())
        return failure(ERROR_CANNOT_OPEN_PHONEBOOK, "you have no home directory: name a book with /PHONEBOOK:FILE");
    return Target{std::move(path), Missing::CreateBookAndFolders};
}

Exit done(const CommandLine& line, const char* result, const std::vector<std::string>& entries,
          const std::string& path) {
    if (line.json) {
        nlohmann::ordered_json object{
            {"result", result}, {"entries", entries}, {"phonebook", path}, {"error", nullptr}};
        std::puts(dump(object).c_str());
    } else {
        fmt::print("{} {} in {}.\n", entries.size() == 1 ? entries.front() : fmt::format("{} entries", entries.size()),
                   result, path);
    }
    return Exit::Success;
}

Exit failed(const RasError& error, const CommandLine& line) {
    return fail(trouble(error), line.json);
}

bool write_all(const std::string& bytes) {
    return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() && std::fflush(stdout) == 0;
}

}  // namespace

Expected<std::string> book_of(const CommandLine& line) {
    if (!line.phonebook.empty()) return line.phonebook;
    const auto found = phonebook::find_book(phonebook::default_books(), line.entry);
    if (!found) return std::unexpected(found.error());
    return found->path;
}

Exit create_entry(const CommandLine& line) {
    auto properties = new_properties(line);
    if (!properties) return fail_usage(properties.error());
    auto target = target_of(line);
    if (!target) return failed(target.error(), line);
    const phonebook::NewEntry identity = new_identity();
    auto edited = BookStore(target->path)
                      .edit(
                          [&](Book& book) -> Expected<void> {
                              if (auto added = book.add(line.entry, *properties, identity); !added) return added;
                              auto entry = book.edit(line.entry);
                              if (!entry) return std::unexpected(entry.error());
                              if (auto changed = change_entry(*entry, line); !changed) return changed;
                              if (auto replaced = book.replace(*entry); !replaced) return replaced;
                              return check_entry(book, line.entry);
                          },
                          target->missing);
    if (!edited) return failed(edited.error(), line);
    forget_stored(target->path, {line.entry});
    return done(line, "created", {line.entry}, target->path);
}

Exit edit_entry(const CommandLine& line) {
    auto path = book_of(line);
    if (!path) return failed(path.error(), line);
    auto edited = BookStore(*path).edit([&](Book& book) -> Expected<void> {
        auto entry = book.edit(line.entry);
        if (!entry) return std::unexpected(entry.error());
        if (auto changed = change_entry(*entry, line); !changed) return changed;
        if (auto replaced = book.replace(*entry); !replaced) return replaced;
        return check_entry(book, line.entry);
    });
    if (!edited) return failed(edited.error(), line);
    return done(line, "changed", {line.entry}, *path);
}

Exit copy_entry(const CommandLine& line) {
    auto path = book_of(line);
    if (!path) return failed(path.error(), line);
    const phonebook::NewEntry identity = new_identity();
    auto edited = BookStore(*path).edit([&](Book& book) { return book.copy(line.entry, line.new_name, identity); });
    if (!edited) return failed(edited.error(), line);
    forget_stored(*path, {line.new_name});
    return done(line, "copied", {line.new_name}, *path);
}

Exit rename_entry(const CommandLine& line) {
    auto path = book_of(line);
    if (!path) return failed(path.error(), line);
    if (const DWORD error = RasRenameEntryA(path->c_str(), line.entry.c_str(), line.new_name.c_str()))
        return failed({error, fmt::format("'{}' to '{}' in {}", line.entry, line.new_name, *path), {}}, line);
    return done(line, "renamed", {line.new_name}, *path);
}

Exit delete_entry(const CommandLine& line) {
    auto path = book_of(line);
    if (!path) return failed(path.error(), line);
    // RasDeleteEntry calls a name that is not there invalid; who types it wants to hear that there is no such entry.
    auto book = Book::load(*path);
    if (!book) return failed(book.error(), line);
    if (auto entry = book->edit(line.entry); !entry) return failed(entry.error(), line);
    if (const DWORD error = RasDeleteEntryA(path->c_str(), line.entry.c_str())) return failed({error, *path, {}}, line);
    return done(line, "deleted", {line.entry}, *path);
}

Exit import_entries(const CommandLine& line) {
    auto from = Book::load(line.file);
    if (!from) return failed(from.error(), line);
    auto target = target_of(line);
    if (!target) return failed(target.error(), line);
    std::vector<std::string> copied;
    std::vector<std::string> others;
    auto edited = BookStore(target->path)
                      .edit(
                          [&](Book& book) -> Expected<void> {
                              const Book before = book;
                              auto names = copy_entries(*from, book, line.entries, line.replace);
                              if (!names) return std::unexpected(names.error());
                              copied = std::move(*names);
                              others = other_entries(before, book, copied);
                              return {};
                          },
                          target->missing);
    if (!edited) return failed(edited.error(), line);
    forget_stored(target->path, others);
    return done(line, "imported", copied, target->path);
}

Exit export_entries(const CommandLine& line) {
    auto source = target_of(line);
    if (!source) return failed(source.error(), line);
    auto from = Book::load(source->path);
    if (!from) return failed(from.error(), line);
    std::vector<std::string> copied;
    const auto copy = [&](Book& book) -> Expected<void> {
        auto names = copy_entries(*from, book, line.entries, line.replace);
        if (!names) return std::unexpected(names.error());
        copied = std::move(*names);
        return {};
    };
    if (line.file != "-") {
        if (auto edited = BookStore(line.file).edit(copy, missing_for(line.file)); !edited)
            return failed(edited.error(), line);
        return done(line, "exported", copied, line.file);
    }
    auto out = Book::parse({}, "standard output");
    if (!out) return failed(out.error(), line);
    if (auto made = copy(*out); !made) return failed(made.error(), line);
    if (!write_all(out->bytes())) return failed({ERROR_CANNOT_WRITE_PHONEBOOK, "standard output", {}}, line);
    return Exit::Success;
}

}  // namespace openras::cli
