// Hears of changes to phone books: inotify on their directories, because a book is replaced, not written.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/ras_error.h"

namespace openras::phonebook {

class BookWatch {
  public:
    enum class What { Created, Changed, Removed };
    struct Change {
        std::string path;  ///< as given to open()
        What what = What::Changed;
        bool operator==(const Change&) const = default;
    };

    /// @param paths  books, existing or not; neither need their directories exist
    /// ERROR_ACCESS_DENIED (5): a directory may not be read; ERROR_NOT_ENOUGH_MEMORY (8): the user has no inotify
    /// instance or watch left.
    static Expected<BookWatch> open(std::vector<std::string> paths);
    ~BookWatch();
    BookWatch(BookWatch&&) noexcept;
    BookWatch& operator=(BookWatch&&) noexcept;

    /// Readable when changes() may have something to say; for poll, epoll and every event loop. Owned by this object.
    [[nodiscard]] int descriptor() const;

    /// What has happened to the books since open() or the last call, each book once; empty where nothing has. Does not
    /// wait. A book that was replaced, written, touched, or reached through another link has Changed.
    std::vector<Change> changes();

  private:
    struct State;
    explicit BookWatch(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace openras::phonebook
