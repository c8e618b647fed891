// The system calls that write a book, one function each: a test stops the writer at any of them.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <span>
#include <string>

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
    virtual int fchown(int fd, uid_t owner, gid_t group) = 0;
    virtual int fchmod(int fd, mode_t mode) = 0;
    virtual int rename(const std::string& from, const std::string& to) = 0;
    virtual int unlink(const std::string& path) = 0;
    virtual int mkdir(const std::string& path, mode_t mode) = 0;
    virtual int flock(int fd, int operation) = 0;
};

/// The kernel's.
Files& system_files();

}  // namespace openras::phonebook
