#include "api/book_cache.h"

#include <algorithm>
#include <ctime>
#include <new>

#include "phonebook/listing.h"

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

BookCache::Cached* BookCache::current(const std::string& path) {
    struct stat version{};
    const bool known = ::stat(path.c_str(), &version) == 0;
    const auto cached = std::ranges::find(books_, path, &Cached::path);
    if (cached != books_.end()) {
        if (known && same_version(version, cached->version)) return &*cached;
        books_.erase(cached);
    }
    if (!known || version.st_ctim.tv_sec + settled_after_seconds >= std::time(nullptr)) return nullptr;
    if (books_.size() == max_books) books_.erase(books_.begin());
    return &books_.emplace_back(Cached{.path = path, .version = version});
}

Expected<std::shared_ptr<const phonebook::Book>> BookCache::load(const std::string& path) {
    const std::lock_guard lock(mutex_);
    Cached* const cached = current(path);
    if (cached != nullptr && cached->book) return cached->book;
    auto loaded = phonebook::Book::load(path);
    if (!loaded) return std::unexpected(loaded.error());
    auto book = std::make_shared<const phonebook::Book>(std::move(*loaded));
    if (cached != nullptr) cached->book = book;
    return book;
}

Expected<std::vector<std::string>> BookCache::names(const std::string& path) {
    const std::lock_guard lock(mutex_);
    Cached* const cached = current(path);
    if (cached != nullptr && cached->names) return *cached->names;
    auto names = phonebook::list_entry_names(path);
    if (names && cached != nullptr) cached->names = *names;
    return names;
}

void BookCache::forget_in_child() {
    new (&mutex_) std::mutex;  // another thread may have been inside it
    new (&books_) std::vector<Cached>;
}

}  // namespace openras::api
