// A file system in memory that stops at the n-th call, as a power cut does, and knows what a disk may hold afterwards:
// what was fsynced for certain, of the rest anything.
#pragma once

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "phonebook/files.h"

namespace openras::phonebook {

class MemoryFiles final : public Files {
  public:
    struct Content {
        std::string now;
        std::string on_disk;  ///< at the last fsync
        mode_t mode = 0644;
    };
    using Names = std::map<std::string, std::shared_ptr<Content>>;

    Names names;  ///< of the one directory there is
    std::vector<Names>
        history;  ///< of directory entries since the last fsync of the directory; the first is on the disk
    int calls = 0;
    std::optional<int> power_cut_at;  ///< this call and all later ones do nothing
    std::optional<int> fails_at;      ///< this call alone fails, with EIO
    bool half_writes = false;         ///< write() takes half of what it is given

    void put(const std::string& path, std::string bytes) {
        names[path] = std::make_shared<Content>(Content{bytes, bytes});
        history = {names};
    }

    /// What a disk may hold after a power cut: a state of the directory not older than its last fsync, and of each file
    /// what was fsynced, what was written, or half of it.
    [[nodiscard]] std::vector<std::map<std::string, std::string>> after_power_cut() const {
        std::vector<std::map<std::string, std::string>> disks;
        for (const auto& state : history) {
            for (int which = 0; which < 3; ++which) {
                std::map<std::string, std::string> disk;
                for (const auto& [name, content] : state) {
                    const auto written = which == 1 ? content->now.size() : content->now.size() / 2;
                    disk[name] = which == 0 || content->now == content->on_disk ? content->on_disk
                                                                                : content->now.substr(0, written);
                }
                disks.push_back(std::move(disk));
            }
        }
        return disks;
    }

    int open(const std::string& path, int flags, mode_t mode) override {
        if (!works()) return -1;
        if ((flags & O_DIRECTORY) != 0) return add({.content = nullptr, .at = 0});
        auto found = names.find(path);
        if (found != names.end() && (flags & O_EXCL) != 0) return error(EEXIST);
        if (found == names.end() && (flags & O_CREAT) == 0) return error(ENOENT);
        if (found == names.end()) {
            found = names.emplace(path, std::make_shared<Content>(Content{"", "", mode})).first;
            history.push_back(names);
        }
        return add({.content = found->second, .at = 0});
    }
    int close(int fd) override {
        if (!works()) return -1;
        return open_.erase(fd) == 1 ? 0 : error(EBADF);
    }
    ssize_t read(int fd, std::span<char> into) override {
        if (!works()) return -1;
        auto& file = open_.at(fd);
        const auto count = file.content->now.copy(into.data(), into.size(), file.at);
        file.at += count;
        return static_cast<ssize_t>(count);
    }
    ssize_t write(int fd, std::span<const char> bytes) override {
        if (!works()) return -1;
        if (half_writes && bytes.size() > 1) bytes = bytes.first(bytes.size() / 2);
        open_.at(fd).content->now.append(bytes.data(), bytes.size());
        return static_cast<ssize_t>(bytes.size());
    }
    int fsync(int fd) override {
        if (!works()) return -1;
        const auto& file = open_.at(fd);
        if (file.content) file.content->on_disk = file.content->now;
        if (!file.content) history = {names};
        return 0;
    }
    int fstat(int fd, struct stat& into) override {
        if (!works()) return -1;
        describe(*open_.at(fd).content, into);
        return 0;
    }
    int stat(const std::string& path, struct stat& into) override {
        if (!works()) return -1;
        const auto found = names.find(path);
        if (found == names.end()) return error(ENOENT);
        describe(*found->second, into);
        return 0;
    }
    int access(const std::string&, int) override { return works() ? 0 : -1; }
    ssize_t readlink(const std::string&, std::span<char>) override {
        works();
        return error(EINVAL);
    }
    int fchown(int, uid_t, gid_t) override { return works() ? 0 : -1; }
    int fchmod(int fd, mode_t mode) override {
        if (!works()) return -1;
        open_.at(fd).content->mode = mode;
        return 0;
    }
    int rename(const std::string& from, const std::string& to) override {
        if (!works()) return -1;
        const auto node = names.extract(from);
        if (node.empty()) return error(ENOENT);
        names[to] = node.mapped();
        history.push_back(names);
        return 0;
    }
    int unlink(const std::string& path) override {
        if (!works()) return -1;
        if (names.erase(path) == 0) return error(ENOENT);
        history.push_back(names);
        return 0;
    }
    int mkdir(const std::string&, mode_t) override { return works() ? error(EEXIST) : -1; }
    int flock(int, int) override { return works() ? 0 : -1; }
    void pause(std::chrono::milliseconds) override {}

    [[nodiscard]] std::size_t open_files() const { return open_.size(); }

  private:
    struct Open {
        std::shared_ptr<Content> content;  ///< nullptr: the directory
        std::size_t at = 0;
    };

    static int error(int number) {
        errno = number;
        return -1;
    }
    bool works() {
        const int call = ++calls;
        const bool lost = power_cut_at && call >= *power_cut_at;
        if (lost || fails_at == call) errno = EIO;
        return !lost && fails_at != call;
    }
    int add(Open file) {
        open_.emplace(++last_, std::move(file));
        return last_;
    }
    static void describe(const Content& content, struct stat& into) {
        into = {};
        into.st_mode = S_IFREG | content.mode;
        into.st_size = static_cast<off_t>(content.now.size());
        into.st_ino = reinterpret_cast<ino_t>(&content);
    }

    std::map<int, Open> open_;
    int last_ = 2;
};

}  // namespace openras::phonebook
