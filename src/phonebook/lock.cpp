#include "phonebook/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace openras::phonebook {
namespace {

constexpr std::chrono::milliseconds first_pause{1};
constexpr std::chrono::milliseconds longest_pause{50};

/// Whoever may make a lock here may take over one that a crash has left: the user the administrator's, and in a
/// directory that a group shares each member the others'.
void share_with_directory(Files& files, int fd, const std::string& directory) {
    struct stat lock{};
    struct stat folder{};
    if (files.fstat(fd, lock) != 0 || files.stat(directory, folder) != 0) return;
    const bool root = ::geteuid() == 0;
    if (!root && lock.st_uid != ::geteuid()) return;
    if (root && lock.st_uid != folder.st_uid)
        (void)files.fchown(fd, folder.st_uid, folder.st_gid);
    else if (lock.st_gid != folder.st_gid)
        (void)files.fchown(fd, static_cast<uid_t>(-1), folder.st_gid);
    mode_t mode = S_IRUSR | S_IWUSR;
    if ((folder.st_mode & S_IWGRP) != 0) mode |= S_IRGRP | S_IWGRP;
    if ((folder.st_mode & S_IWOTH) != 0) mode |= S_IROTH | S_IWOTH;
    if ((lock.st_mode & 0777) != mode) (void)files.fchmod(fd, mode);
}

}  // namespace

std::string directory_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string beside(const std::string& book, std::string_view what) {
    const auto name = book.substr(book.rfind('/') + 1);  // npos + 1 is 0
    return fmt::format("{}.{}.{}", book.substr(0, book.size() - name.size()), name, what);
}

std::unexpected<RasError> cannot_write(const std::string& path, int error) {
    const std::string text = fmt::format("{}: {}", path, std::strerror(error));
    if (error == EACCES || error == EPERM) return failure(ERROR_ACCESS_DENIED, text);
    if (error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG || error == ELOOP) {
        return failure(ERROR_CANNOT_OPEN_PHONEBOOK, text);
    }
    return failure(ERROR_CANNOT_WRITE_PHONEBOOK, text);
}

BookLock::BookLock(BookLock&& other) noexcept
    : files_(other.files_), path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

BookLock::~BookLock() {
    if (fd_ < 0) return;
    files_.unlink(path_);  // first: who waits for this file sees that it has gone, and makes a new one
    files_.close(fd_);
}

Expected<BookLock> BookLock::take(Files& files, const std::string& book) {
    auto path = beside(book, "lock");
    std::chrono::milliseconds waited{0};
    for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
        OpenFile file(files, files.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600));
        struct stat here{};
        struct stat there{};
        if (!file) {
            const int error = errno;
            // Another user's lock, which we may not open, is a lock all the same.
            const bool held = error == EACCES && files.stat(path, there) == 0;
            if (!held && error != EINTR) return cannot_write(path, error);
        } else if (files.flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
            if (files.fstat(file.get(), here) != 0) return cannot_write(path, errno);
            // The one before us may have removed the file between our open() and our flock().
            if (files.stat(path, there) == 0 && here.st_ino == there.st_ino && here.st_dev == there.st_dev) {
                share_with_directory(files, file.get(), directory_of(book));
                return BookLock(files, std::move(path), file.release());
            }
            continue;
        } else if (errno != EWOULDBLOCK && errno != EINTR) {
            return cannot_write(path, errno);
        }
        if (waited >= lock_patience) {
            return failure(ERROR_CANNOT_WRITE_PHONEBOOK,
                           fmt::format("{}: another program has been changing it for {} s", book,
                                       std::chrono::duration_cast<std::chrono::seconds>(waited).count()));
        }
        files.pause(pause);
        waited += pause;
    }
}

}  // namespace openras::phonebook
