#include "api/user_file.h"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "base/unique_fd.h"
#include "phonebook/lock.h"
#include "phonebook/search.h"

namespace openras::api {

namespace {

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

std::string user_file_path(const std::string& name) {
    const std::string book = phonebook::user_book_path();
    return book.empty() ? "" : (std::filesystem::path(book).parent_path() / name).string();
}

Expected<std::optional<std::string>> read_user_file(const std::string& path) {
    std::error_code error;
    if (path.empty() || (!std::filesystem::exists(path, error) && !error)) return std::nullopt;
    auto bytes = phonebook::read_whole(phonebook::system_files(), path);
    if (!bytes) return std::unexpected(bytes.error());
    return std::move(*bytes);
}

Expected<void> change_user_file(
    const std::string& path,
    const std::function<Expected<std::string>(const std::optional<std::string>& bytes)>& change) {
    if (path.empty()) return failure(ERROR_CANNOT_WRITE_PHONEBOOK, "this user has no home directory");
    const std::string directory_path = phonebook::directory_of(path);
    std::error_code error;  // the lock says why not
    if (std::filesystem::create_directories(directory_path, error))
        std::filesystem::permissions(directory_path, std::filesystem::perms::owner_all, error);
    const auto lock = phonebook::BookLock::take(phonebook::system_files(), path);
    if (!lock) return std::unexpected(lock.error());
    auto old = read_user_file(path);
    if (!old) return std::unexpected(old.error());
    auto bytes = change(*old);
    if (!bytes) return std::unexpected(bytes.error());
    if (*old && **old == *bytes) return {};
    const std::string next = phonebook::beside(path, "new");  // the lock makes it ours
    const UniqueFd fd(::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return phonebook::cannot_write(next, errno);
    if (!write_all(fd.get(), *bytes) || ::fsync(fd.get()) != 0 || ::rename(next.c_str(), path.c_str()) != 0) {
        const int why = errno;
        ::unlink(next.c_str());
        return phonebook::cannot_write(path, why);
    }
    const UniqueFd directory(::open(directory_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory) ::fsync(directory.get());
    return {};
}

}  // namespace openras::api
