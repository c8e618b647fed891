// rasdial --entries and --show: what can be dialled, and what an entry says.
#include <fmt/format.h>
#include <ras.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/books.h"
#include "cli/credentials.h"
#include "cli/describe.h"
#include "cli/entry_changes.h"
#include "phonebook/search.h"

namespace openras::cli {

namespace {

struct Shown {
    std::string name, path, type, user;
    phonebook::LinkProperties link;
    std::vector<Setting> settings;
    StoredCredentials stored;
};

Expected<Shown> look_at(const CommandLine& line) {
    auto path = book_of(line);
    if (!path) return std::unexpected(path.error());
    auto book = phonebook::Book::load(*path);
    if (!book) return std::unexpected(book.error());
    auto editor = book->edit(line.entry);
    if (!editor) return std::unexpected(editor.error());
    auto settings = settings_of(*editor);
    if (!settings) return std::unexpected(settings.error());
    auto properties = book->properties(line.entry);
    if (!properties) return std::unexpected(properties.error());
    auto entry = book->entry(line.entry);
    if (!entry) return std::unexpected(entry.error());
    return Shown{.name = editor->name(),
                 .path = std::move(*path),
                 .type = std::string(type_of(*properties)),
                 .user = entry->user,
                 .link = properties->links.empty() ? phonebook::LinkProperties{} : properties->links.front(),
                 .settings = std::move(*settings),
                 .stored = stored_credentials(line)};
}

nlohmann::ordered_json named(const std::string& entry, const std::string& path) {
    return {{"name", entry}, {"phonebook", path}, {"system_book", path == phonebook::system_book_path}};
}

nlohmann::ordered_json to_json(const Shown& shown) {
    auto object = named(shown.name, shown.path);
    object["type"] = shown.type;
    object["device"] = shown.link.device_name;
    object["phone"] = shown.link.phone_number;
    object["user"] = shown.user;
    object["stored_user"] = shown.stored.user;
    object["stored_password"] = shown.stored.password;
    auto& settings = object["settings"] = nlohmann::ordered_json::array();
    for (const Setting& one : shown.settings) settings.push_back({{"key", one.key}, {"value", one.value}});
    return object;
}

void print(const Shown& shown, bool verbose) {
    fmt::print("{}\n  phone book  {}\n  type        {}\n  device      {}\n  phone       {}\n  user        {}\n",
               shown.name, shown.path, shown.type, shown.link.device_name, shown.link.phone_number, shown.user);
    if (!shown.stored.user.empty() || shown.stored.password)
        fmt::print("  stored      user '{}', {}\n", shown.stored.user,
                   shown.stored.password ? "a password" : "no password");
    if (verbose)
        for (const Setting& one : shown.settings) fmt::print("  {}={}\n", one.key, one.value);
}

/// What was passed over, and which entries cannot be used: "FILE:LINE: REASON" each.
std::vector<std::string> complaints_about(const std::string& path) {
    const auto book = phonebook::Book::load(path);
    if (!book) return {book.error().text};
    std::vector<std::string> complaints;
    const auto& remarks = book->document().remarks();
    complaints.reserve(remarks.size());
    for (const auto& remark : remarks)
        complaints.push_back(book->document().error_at(remark.line, remark.what).error().text);
    if (remarks.size() == phonebook::max_remarks) complaints.push_back(path + ": and more");
    for (const auto& name : book->entry_names())
        if (const auto entry = book->entry(name); !entry)
            complaints.push_back(fmt::format("{} ('{}' cannot be used)", entry.error().text, name));
    return complaints;
}

std::vector<std::string> complaints_about_books(const std::string& named) {
    if (!named.empty()) return complaints_about(named);
    std::vector<std::string> all;
    for (const auto& book : phonebook::default_books())
        if (!phonebook::is_passed_over(book)) std::ranges::move(complaints_about(book.path), std::back_inserter(all));
    return all;
}

}  // namespace

Exit list_entries(const CommandLine& line) {
    const char* book = line.phonebook.empty() ? nullptr : line.phonebook.c_str();
    std::vector<RASENTRYNAMEA> names;
    DWORD error = ERROR_BUFFER_TOO_SMALL, count = 0, bytes = 0;
    while (error == ERROR_BUFFER_TOO_SMALL) {  // the book may grow between two calls
        names.resize(bytes / sizeof(RASENTRYNAMEA) + 1);
        names[0].dwSize = sizeof(RASENTRYNAMEA);
        bytes = static_cast<DWORD>(names.size() * sizeof(RASENTRYNAMEA));
        error = RasEnumEntriesA(nullptr, book, names.data(), &bytes, &count);
    }
    if (error != 0) return fail(trouble(RasError{error, line.phonebook, {}}), line.json);
    auto list = nlohmann::ordered_json::array();
    for (DWORD i = 0; i < count; ++i) {
        if (line.json)
            list.push_back(named(names[i].szEntryName, names[i].szPhonebookPath));
        else
            std::puts(names[i].szEntryName);
    }
    const auto complaints = complaints_about_books(line.phonebook);
    for (const auto& complaint : complaints) fmt::print(stderr, "rasdial: {}\n", complaint);
    if (line.json) std::puts(dump({{"entries", list}, {"skipped", complaints}}).c_str());
    return Exit::Success;
}

Exit show_entry(const CommandLine& line) {
    const auto shown = look_at(line);
    if (!shown) return fail(trouble(shown.error()), line.json);
    if (line.json)
        std::puts(dump(to_json(*shown)).c_str());
    else
        print(*shown, line.verbose);
    return Exit::Success;
}

}  // namespace openras::cli
