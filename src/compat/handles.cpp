#include "compat/handles.h"

#include <fcntl.h>
#include <poll.h>
#include <rasnotify.h>
#include <sys/eventfd.h>

#include <cstdio>
#include <map>
#include <mutex>
#include <string_view>

#include "compat/kit/console.h"
#include "compat/kit/errors.h"

namespace openras::compat {

namespace {

struct Table {
    std::mutex mutex;
    std::map<int, ObjectPtr> objects;
};
Table& table() {
    static auto* const only = new Table;  // threads may outlive static objects
    return *only;
}

/// Nothing else may be read from as if it were an event.
bool is_eventfd(int fd) {
    char link[32];
    char target[32];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(link, target, sizeof target);
    return length > 0 && std::string_view(target, static_cast<std::size_t>(length)) == "anon_inode:[eventfd]";
}

}  // namespace

bool Object::signal(unsigned count) {
    const std::uint64_t add = count;
    // A full counter says EAGAIN: it is signalled already.
    return write(fd(), &add, sizeof add) == sizeof add || kind_ != Kind::Semaphore;
}

void Object::lower() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto done = read(fd(), &count, sizeof count);
}

bool Object::take() {
    if (kind_ == Kind::AutoResetEvent || kind_ == Kind::Semaphore) {
        std::uint64_t count = 0;
        pollfd state{fd(), POLLIN, 0};  // somebody else's eventfd may block
        return poll(&state, 1, 0) == 1 && read(fd(), &count, sizeof count) == sizeof count;
    }
    pollfd state{fd(), POLLIN, 0};
    return poll(&state, 1, 0) == 1;
}

UniqueFd make_eventfd(unsigned initial, bool semaphore) {
    UniqueFd fd(eventfd(initial, EFD_CLOEXEC | EFD_NONBLOCK | (semaphore ? EFD_SEMAPHORE : 0)));
    if (fd && fd.get() <= 2) return UniqueFd(fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));  // 0 would be the handle NULL
    return fd;
}

HANDLE publish(ObjectPtr object) {
    const int fd = object->fd();
    const std::lock_guard lock(table().mutex);
    table().objects[fd] = std::move(object);
    return RasEventFromFd(fd);
}

ObjectPtr object_of(HANDLE handle) {
    if (const int console = console_descriptor(handle); console >= 0)
        return std::make_shared<Object>(Object::Kind::Console, UniqueFd(console), false);
    const int fd = RasFdFromEvent(handle);
    const std::lock_guard lock(table().mutex);
    if (const auto found = table().objects.find(fd); found != table().objects.end()) return found->second;
    if (fd > 2 && reinterpret_cast<intptr_t>(handle) == fd && is_eventfd(fd))
        return std::make_shared<Object>(Object::Kind::AutoResetEvent, UniqueFd(fd), false);
    SetLastError(ERROR_INVALID_HANDLE);
    return nullptr;
}

bool withdraw(HANDLE handle) {
    ObjectPtr last;  // destroyed after the lock
    const std::lock_guard lock(table().mutex);
    const auto found = table().objects.find(RasFdFromEvent(handle));
    if (found == table().objects.end()) return false;
    last = std::move(found->second);
    table().objects.erase(found);
    return true;
}

int console_descriptor(HANDLE handle) {
    switch (static_cast<DWORD>(reinterpret_cast<intptr_t>(handle))) {
        case STD_INPUT_HANDLE: return 0;
        case STD_OUTPUT_HANDLE: return 1;
        case STD_ERROR_HANDLE: return 2;
        default: return -1;
    }
}

}  // namespace openras::compat
