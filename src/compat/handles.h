// What a HANDLE of the kit is: the number of a descriptor that polls readable while the object is signalled. The table
// knows what else there is to it. An eventfd that the table does not know (rasnotify.h) is an auto-reset event.
#pragma once

#include <memory>

#include "base/unique_fd.h"
#include "compat/kit/types.h"

namespace openras::compat {

class Object {
  public:
    enum class Kind { AutoResetEvent, ManualResetEvent, Semaphore, Thread, Console };

    Object(Kind kind, UniqueFd fd, bool owned = true) : kind_(kind), owned_(owned), fd_(std::move(fd)) {}
    virtual ~Object() {
        if (!owned_) (void)fd_.release();
    }
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] int fd() const { return fd_.get(); }
    /// Signals an event or a thread; a semaphore counts up. Adds to what is there already.
    bool signal(unsigned count = 1);
    /// Lowers an event.
    void lower();
    /// Where it is signalled: true, and an auto-reset event is lowered, a semaphore counted down.
    bool take();

  private:
    Kind kind_;
    bool owned_;
    UniqueFd fd_;
};

using ObjectPtr = std::shared_ptr<Object>;

/// A new eventfd above the standard descriptors; invalid where no descriptor is left.
UniqueFd make_eventfd(unsigned initial, bool semaphore = false);

/// The object becomes a handle, until CloseHandle.
HANDLE publish(ObjectPtr object);
/// The object of a handle; null, with GetLastError 6, for what is none.
ObjectPtr object_of(HANDLE handle);
/// Forgets a handle. @return whether it was one
bool withdraw(HANDLE handle);

/// Descriptor 0, 1 or 2 of what GetStdHandle gave; -1 for another handle.
int console_descriptor(HANDLE handle);

}  // namespace openras::compat
