// A book on disk that several processes change: locked while it is changed, replaced as a whole, so that whoever reads
// it, whenever, and whatever dies, finds the old book or the new one.
#pragma once

#include <functional>
#include <string>

#include "phonebook/book.h"
#include "phonebook/files.h"

namespace openras::phonebook {

/// What edit() does where the book, or its directory, does not exist.
enum class Missing {
    Refuse,                    ///< 621
    CreateBook,                ///< a new book, where its directory exists; else 621
    CreateBookAndFolders,      ///< the directories, too, mode 0700: for the user's default book
    CreateBookAndSystemFolder  ///< the directories, too, mode 0755 whatever the umask is: for the system's book, which
                               ///< the manager's user reads
};

class BookStore {
  public:
    using Change = std::function<Expected<void>(Book&)>;

    /// @param path  of the book; where it is a link, the file that it leads to is replaced and the link stays
    explicit BookStore(std::string path, Files& files = system_files());

    /// As Book::load(). Takes no lock and leaves nothing behind: a book is always whole.
    [[nodiscard]] Expected<Book> read() const;

    /// Locks, reads, lets `change` change the book, and replaces the file if a byte is different. `change` may be
    /// called again with a fresh book where a program that knows no lock wrote the file meanwhile: it must have no
    /// other effect. An error of `change` is returned and nothing is written. ERROR_ACCESS_DENIED (5): no right to
    /// write in the directory of the book; 621, 622, 625 as Book::load(); ERROR_CANNOT_WRITE_PHONEBOOK (624): the disk
    /// is full, read-only or damaged, or another process has held the lock for lock_patience. Any thread, any process;
    /// not inside `change` for the same book.
    Expected<void> edit(const Change& change, Missing missing = Missing::Refuse);

  private:
    std::string path_;
    Files& files_;
};

}  // namespace openras::phonebook
