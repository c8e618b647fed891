// The system calls that read and write a book, one function each: a test stops the writer at any of them.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <chrono>
#include <span>
#include <string>
#include <utility>

#include "base/ras_error.h"

namespace openras::phonebook {

/// Each returns what the system call of its name returns, with errno; EINTR is not hidden.
class Files {
  public:
    virtual ~Files() = default;
    virtual int open(const std::string& path, int flags, mode_t mode) = 0;
    virtual int close(int fd) = 0;
    virtual ssize_t read(int fd, std::span<char> into) = 0;
    virtual ssize_t write(int fd, std::span<const char> bytes) = 0;
    virtual int fsync(int fd) = 0;
    virtual int fstat(int fd, struct stat& into) = 0;
    virtual int stat(const std::string& path, struct stat& into) = 0;
    virtual int access(const std::string& path, int mode) = 0;  ///< with the effective ids
    virtual ssize_t readlink(const std::string& path, std::span<char> into) = 0;
    virtual int fchown(int fd, uid_t owner, gid_t group) = 0;
    virtual int fchmod(int fd, mode_t mode) = 0;
    virtual int rename(const std::string& from, const std::string& to) = 0;
    virtual int unlink(const std::string& path) = 0;
    virtual int mkdir(const std::string& path, mode_t mode) = 0;
    virtual int flock(int fd, int operation) = 0;
    /// Lets time pass, for who waits for a lock.
    virtual void pause(std::chrono::milliseconds time) = 0;
};

/// The kernel's.
class SystemFiles : public Files {
  public:
    int open(const std::string& path, int flags, mode_t mode) override;
    int close(int fd) override;
    ssize_t read(int fd, std::span<char> into) override;
    ssize_t write(int fd, std::span<const char> bytes) override;
    int fsync(int fd) override;
    int fstat(int fd, struct stat& into) override;
    int stat(const std::string& path, struct stat& into) override;
    int access(const std::string& path, int mode) override;
    ssize_t readlink(const std::string& path, std::span<char> into) override;
    int fchown(int fd, uid_t owner, gid_t group) override;
    int fchmod(int fd, mode_t mode) override;
    int rename(const std::string& from, const std::string& to) override;
    int unlink(const std::string& path) override;
    int mkdir(const std::string& path, mode_t mode) override;
    int flock(int fd, int operation) override;
    void pause(std::chrono::milliseconds time) override;
};

Files& system_files();

/// A descriptor of Files, closed in the end.
class OpenFile {
  public:
    OpenFile(Files& files, int fd) : files_(files), fd_(fd) {}
    ~OpenFile() { close(); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    [[nodiscard]] int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    int close();
    int release() { return std::exchange(fd_, -1); }

  private:
    Files& files_;
    int fd_;
};

/// A whole file. 621: it is missing, not readable or no file; 622: an error while it is read. What is larger than a
/// book may be is cut off behind max_file_bytes + 1.
/// @param version  of what was read, where wanted
Expected<std::string> read_whole(Files& files, const std::string& path, struct stat* version = nullptr);

}  // namespace openras::phonebook
