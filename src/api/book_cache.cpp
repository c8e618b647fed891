#include "api/book_cache.h"

#include <algorithm>
#include <ctime>
#include <new>

namespace openras::api {

namespace {

/// Within one tick of a file system's clock (2 s at the coarsest) a file may change again without a new time.
constexpr time_t settled_after_seconds = 2;
constexpr std::size_t max_books = 4;

bool same_time(const timespec& a, const timespec& b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool same_version(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size && same_time(a.st_mtim, b.st_mtim) &&
           same_time(a.st_ctim, b.st_ctim);
}

}  // namespace

BookCache& BookCache::instance() {
    static BookCache* const only = new BookCache;  // never destroyed: threads may call while the process exits
    return *only;
}

Expected<std::shared_ptr<const phonebook::Book>> BookCache::load(const std::string& path) {
    const std::lock_guard lock(mutex_);
    struct stat version{};
    const bool known = ::stat(path.c_str(), &version) == 0;
    const auto cached = std::ranges::find(books_, path, &Cached::path);
    if (cached != books_.end()) {
        if (known && same_version(version, cached->version)) return cached->book;
        books_.erase(cached);
    }
    auto loaded = phonebook::Book::load(path);
    if (!loaded) return std::unexpected(loaded.error());
    auto book = std::make_shared<const phonebook::Book>(std::move(*loaded));
    if (known && version.st_ctim.tv_sec + settled_after_seconds < std::time(nullptr)) {
        if (books_.size() == max_books) books_.erase(books_.begin());
        books_.push_back({path, version, book});
    }
    return book;
}

void BookCache::forget_in_child() {
    new (&mutex_) std::mutex;  // another thread may have been inside it
    new (&books_) std::vector<Cached>;
}

}  // namespace openras::api
