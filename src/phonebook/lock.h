// Who may change a book: one process, one thread at a time. A file beside the book is locked (flock), and removed when
// the lock is given back. Not the book itself: it is replaced, and its lock would go with the old one. Not the
// directory: whoever may read /etc/openras could hold up the administrator. Readers need no lock, so they leave nothing
// behind; a file left by a crash is locked by nobody and taken over.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "phonebook/files.h"

namespace openras::phonebook {

/// How long a writer waits for another one.
inline constexpr std::chrono::milliseconds lock_patience{10'000};

class BookLock {
  public:
    /// @param book  path of the book, no link; it need not exist
    /// 5: no right to write in its directory; 621: no such directory; 624: held for longer than lock_patience,
    /// read-only or full disk.
    static Expected<BookLock> take(Files& files, const std::string& book);
    ~BookLock();
    BookLock(BookLock&& other) noexcept;
    BookLock& operator=(BookLock&&) = delete;

  private:
    BookLock(Files& files, std::string path, int fd) : files_(files), path_(std::move(path)), fd_(fd) {}

    Files& files_;
    std::string path_;
    int fd_;
};

/// "/a/.book.pbk.new" of "/a/book.pbk" and "new": what stands beside a book for a while.
std::string beside(const std::string& book, std::string_view what);
/// "/a" of "/a/book.pbk", "." of "book.pbk".
std::string directory_of(const std::string& path);

/// What an error of a system call that writes is to the API: 5, 621 or 624.
std::unexpected<RasError> cannot_write(const std::string& path, int error);

}  // namespace openras::phonebook
