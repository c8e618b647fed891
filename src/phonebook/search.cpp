#include "phonebook/search.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace openras::phonebook {
namespace {

std::string home_directory() {
    if (const char* home = ::secure_getenv("HOME"); home && home[0] == '/') return home;
    struct passwd record{};
    struct passwd* found = nullptr;
    std::vector<char> buffer(16 * 1024);
    if (::getpwuid_r(::geteuid(), &record, buffer.data(), buffer.size(), &found) != 0 || !found) return {};
    return found->pw_dir && found->pw_dir[0] == '/' ? found->pw_dir : "";
}

}  // namespace

std::string user_book_path() {
    // The XDG Base Directory Specification: a relative path is to be ignored.
    if (const char* config = ::secure_getenv("XDG_CONFIG_HOME"); config && config[0] == '/') {
        return std::string(config) + "/openras/rasphone.pbk";
    }
    const auto home = home_directory();
    return home.empty() ? "" : home + "/.config/openras/rasphone.pbk";
}

std::vector<BookPath> default_books(std::string_view system_path) {
    std::vector<BookPath> books;
    if (auto user = user_book_path(); !user.empty()) books.push_back({std::move(user), false});
    books.push_back({std::string(system_path), true});
    return books;
}

Expected<FoundEntry> find_entry(const std::vector<BookPath>& books, std::string_view name) {
    std::vector<std::string> searched;
    for (const auto& candidate : books) {
        std::error_code error;
        if (!std::filesystem::exists(candidate.path, error) && !error) {
            searched.push_back(candidate.path + " (does not exist)");
            continue;
        }
        searched.push_back(candidate.path);
        auto book = Book::load(candidate.path);
        if (!book) return std::unexpected(std::move(book.error()));
        auto entry = book->entry(name);
        if (entry) return FoundEntry{std::move(*entry), {canonical_path(candidate.path), candidate.system}};
        if (entry.error().code != ERROR_CANNOT_FIND_PHONEBOOK_ENTRY) return std::unexpected(std::move(entry.error()));
    }
    return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY,
                   fmt::format("no entry '{}' in {}", name, fmt::join(searched, " nor in ")));
}

std::string canonical_path(const std::string& path) {
    std::error_code error;
    const auto absolute = std::filesystem::absolute(path, error);
    if (error) return path;
    auto canonical = std::filesystem::weakly_canonical(absolute, error);
    return error ? absolute.lexically_normal().string() : canonical.string();
}

}  // namespace openras::phonebook
