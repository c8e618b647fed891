#include "phonebook/search.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>

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

/// A default book, and the others of its folder. Those beginning with a dot are nobody's.
void add_with_neighbours(std::vector<BookPath>& books, BookPath book) {
    const std::filesystem::path file(book.path);
    std::vector<BookPath> neighbours;
    std::error_code error;
    for (std::filesystem::directory_iterator each(file.parent_path(), error), end; !error && each != end;
         each.increment(error)) {
        const auto name = each->path().filename();
        const bool hidden = name.string().starts_with('.');
        if (name.extension() == ".pbk" && !hidden && name != file.filename() && each->is_regular_file(error))
            neighbours.push_back({each->path().string(), false, book.all_users});
    }
    std::ranges::sort(neighbours, {}, &BookPath::path);
    books.push_back(std::move(book));
    std::ranges::move(neighbours, std::back_inserter(books));
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
    if (auto user = user_book_path(); !user.empty()) add_with_neighbours(books, {std::move(user)});
    add_with_neighbours(books, {std::string(system_path), true});
    return books;
}

bool is_passed_over(const BookPath& book) {
    if (::faccessat(AT_FDCWD, book.path.c_str(), R_OK, AT_EACCESS) == 0) return false;
    return errno == ENOENT || errno == ENOTDIR || (errno == EACCES && book.all_users);
}

Expected<std::shared_ptr<const Book>> load_book(const std::string& path) {
    auto book = Book::load(path);
    if (!book) return std::unexpected(std::move(book.error()));
    return std::make_shared<const Book>(std::move(*book));
}

Expected<BookPath> find_book(const std::vector<BookPath>& books, std::string_view name, const BookLoader& load) {
    std::vector<std::string_view> searched;
    std::optional<RasError> bad;
    for (const auto& candidate : books) {
        if (is_passed_over(candidate)) continue;
        searched.push_back(candidate.path);
        auto book = load(candidate.path);
        if (book && (*book)->contains(name)) return candidate;
        if (!book && !bad) bad = std::move(book.error());
    }
    if (bad) return std::unexpected(std::move(*bad));
    if (searched.empty()) return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, "there is no phone book yet");
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
