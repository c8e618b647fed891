#include "api/user_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/unique_fd.h"
#include "phonebook/search.h"

namespace openras::api {

namespace {

constexpr std::size_t max_bytes = 4 * 1024 * 1024;

std::unexpected<RasError> cannot_write(const std::string& path, int error) {
    const bool no_right = error == EACCES || error == EPERM || error == EROFS;
    return failure(no_right ? ERROR_ACCESS_DENIED : ERROR_CANNOT_WRITE_PHONEBOOK, path + ": " + std::strerror(error));
}

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
    const UniqueFd fd(path.empty() ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!fd && (path.empty() || errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    struct stat status{};
    if (!fd || ::fstat(fd.get(), &status) != 0)
        return failure(ERROR_CANNOT_OPEN_PHONEBOOK, path + ": " + std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return failure(ERROR_CANNOT_OPEN_PHONEBOOK, path + ": not a file");
    std::string bytes;
    char chunk[4096];
    for (;;) {
        const ssize_t count = ::read(fd.get(), chunk, sizeof chunk);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failure(ERROR_CANNOT_OPEN_PHONEBOOK, path + ": " + std::strerror(errno));
        if (count == 0) return bytes;
        bytes.append(chunk, static_cast<std::size_t>(count));
        if (bytes.size() > max_bytes) return failure(ERROR_CANNOT_LOAD_PHONEBOOK, path + ": too large");
    }
}

Expected<void> change_user_file(
    const std::string& path,
    const std::function<Expected<std::string>(const std::optional<std::string>& bytes)>& change) {
    if (path.empty()) return failure(ERROR_CANNOT_WRITE_PHONEBOOK, "this user has no home directory");
    const std::string directory = std::filesystem::path(path).parent_path();
    std::error_code made;
    std::filesystem::create_directories(directory, made);
    const UniqueFd lock(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!lock) return cannot_write(directory, errno);
    while (::flock(lock.get(), LOCK_EX) != 0)
        if (errno != EINTR) return cannot_write(directory, errno);
    auto old = read_user_file(path);
    if (!old) return std::unexpected(old.error());
    auto bytes = change(*old);
    if (!bytes) return std::unexpected(bytes.error());
    if (*old && **old == *bytes) return {};
    const std::string next = path + ".new";  // the lock makes it ours
    const UniqueFd fd(::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return cannot_write(next, errno);
    if (!write_all(fd.get(), *bytes) || ::fsync(fd.get()) != 0 || ::rename(next.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(next.c_str());
        return cannot_write(path, error);
    }
    ::fsync(lock.get());
    return {};
}

}  // namespace openras::api
