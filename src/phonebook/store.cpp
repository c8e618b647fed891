#include "phonebook/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

#include "phonebook/file_text.h"
#include "phonebook/lock.h"

namespace openras::phonebook {
namespace {

constexpr int longest_chain_of_links = 40;  // as the kernel's
constexpr int most_attempts = 10;           // against a program that writes without lock
constexpr mode_t user_folder_mode = 0700;
constexpr mode_t system_folder_mode = 0755;

bool same_time(const timespec& a, const timespec& b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool same_version(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size && same_time(a.st_mtim, b.st_mtim) &&
           same_time(a.st_ctim, b.st_ctim);
}

/// The file that a chain of links leads to; it need not exist.
Expected<std::string> target_of(Files& files, std::string path) {
    if (path.find('\0') != std::string::npos || path.empty()) {
        return failure(ERROR_CANNOT_OPEN_PHONEBOOK, fmt::format("'{}': no path of a file", path.c_str()));
    }
    for (int i = 0; i < longest_chain_of_links; ++i) {
        std::array<char, PATH_MAX> link{};
        const auto length = files.readlink(path, link);
        if (length < 0) return path;
        const std::string target(link.data(), static_cast<std::size_t>(length));
        path = target.starts_with('/') ? target : directory_of(path) + "/" + target;
    }
    return cannot_write(path, ELOOP);
}

Expected<void> sync_directory(Files& files, const std::string& path) {
    const OpenFile directory(files, files.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
    // Not every file system can; a directory that may be written but not read cannot, either.
    if (!directory) return errno == EACCES ? Expected<void>{} : cannot_write(path, errno);
    if (files.fsync(directory.get()) != 0 && errno != EINVAL) return cannot_write(path, errno);
    return {};
}

Expected<void> make_folders(Files& files, const std::string& path, mode_t mode) {
    struct stat status{};
    if (files.stat(path, status) == 0) return {};
    const auto parent = directory_of(path);
    if (parent != path) {
        if (auto made = make_folders(files, parent, mode); !made) return made;
    }
    if (files.mkdir(path, mode) != 0) return errno == EEXIST ? Expected<void>{} : cannot_write(path, errno);
    if (mode == system_folder_mode) {
        const OpenFile folder(files, files.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW, 0));
        if (!folder || files.fchmod(folder.get(), mode) != 0) return cannot_write(path, errno);
    }
    return sync_directory(files, parent);
}

Expected<void> write_all(Files& files, int fd, const std::string& path, std::span<const char> bytes) {
    while (!bytes.empty()) {
        const auto count = files.write(fd, bytes);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_write(path, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

/// Owner, group and mode of the book that it replaces. Where the group cannot be kept its rights are not given to
/// another.
Expected<void> dress(Files& files, int fd, const std::string& path, const struct stat& old) {
    struct stat made{};
    if (files.fstat(fd, made) != 0) return cannot_write(path, errno);
    mode_t mode = old.st_mode & 0777;
    if (made.st_uid != old.st_uid || made.st_gid != old.st_gid) {
        if (files.fchown(fd, old.st_uid, old.st_gid) != 0 &&
            files.fchown(fd, static_cast<uid_t>(-1), old.st_gid) != 0) {
            mode &= ~static_cast<mode_t>(070);
        }
    }
    if (files.fchmod(fd, mode) != 0) return cannot_write(path, errno);
    return {};
}

/// A file beside the book, whole and on the disk. @param old  the book that it replaces, nullptr where there is none
Expected<void> write_new(Files& files, const std::string& path, const std::string& bytes, const struct stat* old) {
    // We hold the lock: a file of that name was left by a crash.
    if (files.unlink(path) != 0 && errno != ENOENT) return cannot_write(path, errno);
    const mode_t mode = old ? 0600 : 0666;  // the user's umask speaks of new books
    OpenFile file(files, files.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!file) return cannot_write(path, errno);
    if (auto done = write_all(files, file.get(), path, bytes); !done) return done;
    if (old) {
        if (auto done = dress(files, file.get(), path, *old); !done) return done;
    }
    while (files.fsync(file.get()) != 0) {
        if (errno != EINTR) return cannot_write(path, errno);
    }
    if (file.close() != 0 && errno != EINTR) return cannot_write(path, errno);
    return {};
}

/// One attempt. @return false: somebody else has changed the file meanwhile
Expected<bool> change_once(Files& files, const std::string& path, const BookStore::Change& change, Missing missing) {
    struct stat old{};
    bool exists = files.stat(path, old) == 0;
    if (!exists && (errno != ENOENT || missing == Missing::Refuse)) {
        const int error = errno;
        return failure(ERROR_CANNOT_OPEN_PHONEBOOK, cannot_write(path, error).error().text);
    }
    FileText before;
    if (exists) {
        if (files.access(path, W_OK) != 0) return cannot_write(path, errno);
        auto file = read_text(files, path, &old);
        if (!file) return std::unexpected(std::move(file.error()));
        before = std::move(*file);
    }
    auto book = Book::parse(before.text, path);
    if (!book) return std::unexpected(std::move(book.error()));
    if (auto done = change(*book); !done) return std::unexpected(std::move(done.error()));
    if (book->bytes() == before.text) return true;
    const auto bytes = bytes_of_file(book->bytes(), before.form, path);
    if (!bytes) return std::unexpected(bytes.error());

    const auto fresh = beside(path, "new");
    auto done = write_new(files, fresh, *bytes, exists ? &old : nullptr);
    struct stat now{};
    const bool still_exists = files.stat(path, now) == 0;
    const bool untouched = exists == still_exists && (!exists || same_version(old, now));
    if (done && untouched && files.rename(fresh, path) != 0) done = cannot_write(path, errno);
    if (!done || !untouched) {
        files.unlink(fresh);
        if (!done) return std::unexpected(std::move(done.error()));
        return false;
    }
    if (auto synced = sync_directory(files, directory_of(path)); !synced) return std::unexpected(synced.error());
    return true;
}

}  // namespace

BookStore::BookStore(std::string path, Files& files) : path_(std::move(path)), files_(files) {}

Expected<Book> BookStore::read() const {
    auto file = read_text(files_, path_);
    if (!file) return std::unexpected(std::move(file.error()));
    return Book::parse(std::move(file->text), path_);
}

Expected<void> BookStore::edit(const Change& change, Missing missing) {
    const auto path = target_of(files_, path_);
    if (!path) return std::unexpected(path.error());
    if (missing == Missing::CreateBookAndFolders || missing == Missing::CreateBookAndSystemFolder) {
        const mode_t mode = missing == Missing::CreateBookAndFolders ? user_folder_mode : system_folder_mode;
        if (auto made = make_folders(files_, directory_of(*path), mode); !made) return made;
    }
    struct stat status{};
    if (missing == Missing::Refuse && files_.stat(*path, status) != 0) {
        return failure(ERROR_CANNOT_OPEN_PHONEBOOK, cannot_write(*path, errno).error().text);
    }
    const auto lock = BookLock::take(files_, *path);
    if (!lock) return std::unexpected(lock.error());
    for (int i = 0; i < most_attempts; ++i) {
        const auto done = change_once(files_, *path, change, missing);
        if (!done) return std::unexpected(done.error());
        if (*done) return {};
    }
    return failure(ERROR_CANNOT_WRITE_PHONEBOOK, fmt::format("{}: another program keeps changing it", *path));
}

}  // namespace openras::phonebook
