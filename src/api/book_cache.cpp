#include "api/book_cache.h"

#include <ctime>
#include <new>

namespace openras::api {

namespace {

/// Within one tick of a file system's clock (2 s at the coarsest) a file may change again without a new time.
constexpr time_t settled_after_seconds = 2;

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
    if (known && book_ && path == path_ && same_version(version, version_)) return book_;
    book_.reset();
    auto loaded = phonebook::Book::load(path);
    if (!loaded) return std::unexpected(loaded.error());
    auto book = std::make_shared<const phonebook::Book>(std::move(*loaded));
    if (known && version.st_ctim.tv_sec + settled_after_seconds < std::time(nullptr)) {
        path_ = path;
        version_ = version;
        book_ = book;
    }
    return book;
}

void BookCache::forget_in_child() {
    new (&mutex_) std::mutex;  // another thread may have been inside it
    new (&book_) std::shared_ptr<const phonebook::Book>;
    new (&path_) std::string;
}

}  // namespace openras::api
