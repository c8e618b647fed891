#include "phonebook/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>
#include <utility>

#include "phonebook/document.h"

namespace openras::phonebook {
namespace {

std::unexpected<RasError> cannot_open(const std::string& path, std::string_view why) {
    return failure(ERROR_CANNOT_OPEN_PHONEBOOK, fmt::format("{}: {}", path, why));
}

}  // namespace

int SystemFiles::open(const std::string& path, int flags, mode_t mode) {
    return ::open(path.c_str(), flags, mode);
}
int SystemFiles::close(int fd) {
    return ::close(fd);
}
ssize_t SystemFiles::read(int fd, std::span<char> into) {
    return ::read(fd, into.data(), into.size());
}
ssize_t SystemFiles::write(int fd, std::span<const char> bytes) {
    return ::write(fd, bytes.data(), bytes.size());
}
int SystemFiles::fsync(int fd) {
    return ::fsync(fd);
}
int SystemFiles::fstat(int fd, struct stat& into) {
    return ::fstat(fd, &into);
}
int SystemFiles::stat(const std::string& path, struct stat& into) {
    return ::stat(path.c_str(), &into);
}
int SystemFiles::access(const std::string& path, int mode) {
    return ::faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS);
}
ssize_t SystemFiles::readlink(const std::string& path, std::span<char> into) {
    return ::readlink(path.c_str(), into.data(), into.size());
}
int SystemFiles::fchown(int fd, uid_t owner, gid_t group) {
    return ::fchown(fd, owner, group);
}
int SystemFiles::fchmod(int fd, mode_t mode) {
    return ::fchmod(fd, mode);
}
int SystemFiles::rename(const std::string& from, const std::string& to) {
    return ::rename(from.c_str(), to.c_str());
}
int SystemFiles::unlink(const std::string& path) {
    return ::unlink(path.c_str());
}
int SystemFiles::mkdir(const std::string& path, mode_t mode) {
    return ::mkdir(path.c_str(), mode);
}
int SystemFiles::flock(int fd, int operation) {
    return ::flock(fd, operation);
}
void SystemFiles::pause(std::chrono::milliseconds time) {
    std::this_thread::sleep_for(time);
}

Files& system_files() {
    static SystemFiles files;
    return files;
}

int OpenFile::close() {
    const int fd = std::exchange(fd_, -1);
    return fd < 0 ? 0 : files_.close(fd);
}

Expected<std::string> read_whole(Files& files, const std::string& path, struct stat* version) {
    if (path.find('\0') != std::string::npos) return cannot_open(path.c_str(), "the path holds a NUL");
    // Non-blocking: a FIFO of that name must not hang the caller.
    const OpenFile file(files, files.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0));
    if (!file) return cannot_open(path, std::strerror(errno));
    struct stat status{};
    if (files.fstat(file.get(), status) != 0) return cannot_open(path, std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return cannot_open(path, "not a file");
    if (version) *version = status;

    // The size may change while we read: what arrives counts.
    std::string bytes;
    std::size_t got = 0;
    while (got <= max_file_bytes) {
        if (bytes.size() == got) {
            const auto expected = static_cast<std::size_t>(status.st_size) + 1;
            const auto size = std::min(std::max(expected, got + 64 * 1024), max_file_bytes + 1);
            bytes.resize_and_overwrite(size, [&](char*, std::size_t) { return size; });  // read() fills it
        }
        const auto count = files.read(file.get(), std::span(bytes).subspan(got));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            return failure(ERROR_CANNOT_LOAD_PHONEBOOK, fmt::format("{}: {}", path, std::strerror(errno)));
        }
        if (count == 0) break;
        got += static_cast<std::size_t>(count);
    }
    bytes.resize(got);
    return bytes;
}

}  // namespace openras::phonebook
