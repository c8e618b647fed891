#include "phonebook/watch.h"

#include <fmt/format.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "base/unique_fd.h"
#include "phonebook/lock.h"

namespace openras::phonebook {
namespace {

constexpr std::uint32_t content_events = IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE;
constexpr std::uint32_t all_events =
    content_events | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;
constexpr int longest_chain_of_links = 40;  // as the kernel's
constexpr int most_rounds = 10;             // against directories that come and go while we look

/// Which file a path leads to, and which version of it.
struct Version {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::pair<time_t, long> written;
    std::pair<time_t, long> changed;
    bool operator==(const Version&) const = default;
};

std::optional<Version> version_of(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    return Version{.device = status.st_dev,
                   .inode = status.st_ino,
                   .size = status.st_size,
                   .written = {status.st_mtim.tv_sec, status.st_mtim.tv_nsec},
                   .changed = {status.st_ctim.tv_sec, status.st_ctim.tv_nsec}};
}

std::string last_component(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

}  // namespace

struct BookWatch::State {
    struct Watched {
        std::string path;      ///< as given
        std::string absolute;  ///< links not resolved
        std::optional<Version> version;
        std::set<std::pair<int, std::string>>
            names;  ///< watch descriptor of a directory, and what in it leads to the book
        bool touched = false;
    };

    UniqueFd inotify;
    std::set<int> watches;
    std::vector<Watched> books;

    /// Watches a directory, or the nearest above it that exists. @return errno, 0
    int watch_directory(const std::string& wanted, const std::string& name, Watched& book, std::set<int>& used) {
        for (int round = 0; round < most_rounds; ++round) {
            std::string directory = wanted;
            std::string child = name;
            int watch = -1;
            while ((watch = ::inotify_add_watch(inotify.get(), directory.c_str(), all_events | IN_ONLYDIR)) < 0) {
                if ((errno != ENOENT && errno != ENOTDIR) || directory == "/") return errno;
                child = last_component(directory);
                directory = directory_of(directory);
            }
            used.insert(watch);
            book.names.emplace(watch, child);
            // What was missing may have come into being before the watch.
            struct stat status{};
            if (directory == wanted || ::stat((directory + "/" + child).c_str(), &status) != 0) return 0;
        }
        return 0;
    }

    /// The directory of the book, and those of the links that lead to it.
    int watch_book(Watched& book, std::set<int>& used) {
        book.names.clear();
        std::string path = book.absolute;
        for (int i = 0; i < longest_chain_of_links; ++i) {
            if (const int error = watch_directory(directory_of(path), last_component(path), book, used)) return error;
            std::array<char, PATH_MAX> link{};
            const auto length = ::readlink(path.c_str(), link.data(), link.size());
            if (length < 0) return 0;
            const std::string target(link.data(), static_cast<std::size_t>(length));
            path = target.starts_with('/') ? target : directory_of(path) + "/" + target;
        }
        return ELOOP;
    }

    int watch_all() {
        std::set<int> used;
        int first_error = 0;
        for (auto& book : books) {
            if (const int error = watch_book(book, used); error != 0 && first_error == 0) first_error = error;
        }
        for (const int watch : watches) {
            if (!used.contains(watch)) ::inotify_rm_watch(inotify.get(), watch);
        }
        watches = std::move(used);
        return first_error;
    }

    /// @return whether there was any event
    bool drain() {
        bool any = false;
        alignas(struct inotify_event) std::array<char, 16 * 1024> buffer;
        for (;;) {
            const auto count = ::read(inotify.get(), buffer.data(), buffer.size());
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return any;
            any = true;
            for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
                struct inotify_event event{};
                std::memcpy(&event, buffer.data() + at, sizeof event);
                const char* name = event.len > 0 ? buffer.data() + at + sizeof event : "";
                at += sizeof event + event.len;
                for (auto& book : books) {
                    const bool overflow = (event.mask & IN_Q_OVERFLOW) != 0;
                    const bool named = (event.mask & content_events) != 0 && book.names.contains({event.wd, name});
                    book.touched = book.touched || overflow || named;
                }
            }
        }
    }
};

BookWatch::BookWatch(std::unique_ptr<State> state) : state_(std::move(state)) {}
BookWatch::~BookWatch() = default;
BookWatch::BookWatch(BookWatch&&) noexcept = default;
BookWatch& BookWatch::operator=(BookWatch&&) noexcept = default;

Expected<BookWatch> BookWatch::open(std::vector<std::string> paths) {
    auto state = std::make_unique<State>();
    state->inotify.reset(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!state->inotify) return failure(ERROR_NOT_ENOUGH_MEMORY, fmt::format("inotify: {}", std::strerror(errno)));
    for (auto& path : paths) {
        std::error_code error;
        auto absolute = std::filesystem::absolute(path, error).lexically_normal().string();
        state->books.push_back({.path = std::move(path),
                                .absolute = std::move(absolute),
                                .version = std::nullopt,
                                .names = {},
                                .touched = false});
    }
    if (const int error = state->watch_all()) {
        const bool forbidden = error == EACCES || error == EPERM;
        return failure(forbidden ? ERROR_ACCESS_DENIED : ERROR_NOT_ENOUGH_MEMORY,
                       fmt::format("inotify: {}", std::strerror(error)));
    }
    for (auto& book : state->books) book.version = version_of(book.absolute);
    return BookWatch(std::move(state));
}

int BookWatch::descriptor() const {
    return state_->inotify.get();
}

std::vector<BookWatch::Change> BookWatch::changes() {
    std::vector<Change> found;
    if (!state_->drain()) return found;
    (void)state_->watch_all();  // a directory that cannot be watched any more: its absence is still seen
    for (auto& book : state_->books) {
        const auto now = version_of(book.absolute);
        if (!book.version && now) found.push_back({book.path, What::Created});
        if (book.version && !now) found.push_back({book.path, What::Removed});
        if (book.version && now && (book.touched || *now != *book.version)) found.push_back({book.path, What::Changed});
        book.version = now;
        book.touched = false;
    }
    return found;
}

}  // namespace openras::phonebook
