// RasPhonebookNotification: an event object that is signalled when phone books change. A thread of the library's,
// started by the first registration, waits for all of them (inotify).
#include <poll.h>
#include <rasnotify.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <mutex>
#include <new>
#include <vector>

#include "api/event_object.h"
#include "api/fork_guard.h"
#include "api/guard.h"
#include "api/lookup.h"
#include "api/quiet_thread.h"
#include "api/text.h"
#include "base/unique_fd.h"
#include "phonebook/watch.h"

namespace openras::api {

namespace {

/// The books of one registration, and whom their changes concern.
struct Watched final : ForkAware {
    Watched(phonebook::BookWatch watch, std::unique_ptr<EventObject> whom)
        : books(std::move(watch)), event(std::move(whom)) {
        enroll();
    }
    ~Watched() override { withdraw(); }
    void forget_in_child() override { ::close(books.descriptor()); }

    phonebook::BookWatch books;
    std::unique_ptr<EventObject> event;
};

class PhonebookWatch final : public ForkAware {
  public:
    static PhonebookWatch& instance() {
        static PhonebookWatch* const only = new PhonebookWatch;  // never destroyed: its thread outlives main()
        return *only;
    }

    void add(std::shared_ptr<Watched> watched) {
        const std::lock_guard lock(mutex_);
        if (!wake_) wake_ = UniqueFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        if (!wake_) throw std::bad_alloc();
        std::erase_if(*watched_, [](const auto& one) { return !one->event->alive(); });
        watched_->push_back(std::move(watched));
        const std::uint64_t one = 1;
        (void)!write(wake_.get(), &one, sizeof one);
        if (running_) return;
        start_quiet_thread([this] { work(); });
        running_ = true;
    }

  private:
    using List = std::vector<std::shared_ptr<Watched>>;

    PhonebookWatch() { enroll(); }
    void forget_in_child() override {
        wake_.reset();
        watched_ = new List;  // what the old one has forgets its descriptors itself
        running_ = false;
        new (&mutex_) std::mutex;
    }

    void work() {
        for (;;) {
            List all;
            std::vector<pollfd> wanted;
            {
                const std::lock_guard lock(mutex_);
                all = *watched_;
                wanted.push_back({wake_.get(), POLLIN, 0});
            }
            for (const auto& one : all) wanted.push_back({one->books.descriptor(), POLLIN, 0});
            (void)poll(wanted.data(), wanted.size(), -1);
            std::uint64_t count = 0;
            (void)!read(wanted[0].fd, &count, sizeof count);
            const std::lock_guard lock(mutex_);
            for (std::size_t i = 0; i < all.size(); ++i) {
                if (wanted[i + 1].revents == 0 || all[i]->books.changes().empty()) continue;
                if (all[i]->event->alive())
                    all[i]->event->signal();
                else
                    std::erase(*watched_, all[i]);
            }
        }
    }

    std::mutex mutex_;
    List* watched_ = new List;  ///< abandoned in a forked child, where another thread may have been changing it
    UniqueFd wake_;
    bool running_ = false;
};

template <typename Traits>
DWORD notify(const typename Traits::Char* phonebook, HANDLE event) {
    const auto path = argument<Traits>(phonebook);
    if (!path) return ERROR_INVALID_PARAMETER;
    std::vector<std::string> paths;
    if (path->empty())
        for (const auto& book : phonebook::default_books(system_book())) paths.push_back(book.path);
    else
        paths.push_back(*path);
    auto object = EventObject::of(event);
    if (!object) return object.error().code;
    auto books = phonebook::BookWatch::open(std::move(paths));
    if (!books) return books.error().code;
    PhonebookWatch::instance().add(std::make_shared<Watched>(std::move(*books), std::move(*object)));
    return 0;
}

}  // namespace

}  // namespace openras::api

DWORD RasPhonebookNotificationA(LPCSTR lpszPhonebook, HANDLE hEvent) {
    return openras::api::guarded([&] { return openras::api::notify<openras::api::Ansi>(lpszPhonebook, hEvent); });
}
DWORD RasPhonebookNotificationW(LPCWSTR lpszPhonebook, HANDLE hEvent) {
    return openras::api::guarded([&] { return openras::api::notify<openras::api::Wide>(lpszPhonebook, hEvent); });
}
