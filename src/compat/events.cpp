// Event objects and semaphores: eventfds (kit/events.h).
#include "compat/kit/events.h"

#include <poll.h>

#include "compat/guard.h"
#include "compat/handles.h"

using namespace openras;
using namespace openras::compat;

namespace {

HANDLE create(Object::Kind kind, unsigned initial, bool named) {
    return safely<HANDLE>(nullptr, [&]() -> HANDLE {
        if (named) {
            SetLastError(ERROR_NOT_SUPPORTED);
            return nullptr;
        }
        UniqueFd fd = make_eventfd(initial, kind == Object::Kind::Semaphore);
        if (!fd) throw std::bad_alloc();
        SetLastError(ERROR_SUCCESS);
        return publish(std::make_shared<Object>(kind, std::move(fd)));
    });
}

HANDLE create_event(BOOL manual, BOOL initial, bool named) {
    return create(manual ? Object::Kind::ManualResetEvent : Object::Kind::AutoResetEvent, initial ? 1 : 0, named);
}

HANDLE create_semaphore(LONG initial, LONG maximum, bool named) {
    if (initial < 0 || maximum <= 0 || initial > maximum) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    return create(Object::Kind::Semaphore, static_cast<unsigned>(initial), named);
}

bool is_event(const ObjectPtr& object) {
    return object &&
           (object->kind() == Object::Kind::AutoResetEvent || object->kind() == Object::Kind::ManualResetEvent);
}

}  // namespace

HANDLE CreateEventA(LPSECURITY_ATTRIBUTES, BOOL bManualReset, BOOL bInitialState, LPCSTR lpName) {
    return create_event(bManualReset, bInitialState, lpName != nullptr);
}
HANDLE CreateEventW(LPSECURITY_ATTRIBUTES, BOOL bManualReset, BOOL bInitialState, LPCWSTR lpName) {
    return create_event(bManualReset, bInitialState, lpName != nullptr);
}
HANDLE CreateSemaphoreA(LPSECURITY_ATTRIBUTES, LONG lInitialCount, LONG lMaximumCount, LPCSTR lpName) {
    return create_semaphore(lInitialCount, lMaximumCount, lpName != nullptr);
}
HANDLE CreateSemaphoreW(LPSECURITY_ATTRIBUTES, LONG lInitialCount, LONG lMaximumCount, LPCWSTR lpName) {
    return create_semaphore(lInitialCount, lMaximumCount, lpName != nullptr);
}

BOOL ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, LONG* lpPreviousCount) {
    const ObjectPtr object = object_of(hSemaphore);
    if (!object || object->kind() != Object::Kind::Semaphore) return failed_with(ERROR_INVALID_HANDLE);
    // An eventfd does not tell its count.
    if (lReleaseCount <= 0 || lpPreviousCount != nullptr) return failed_with(ERROR_INVALID_PARAMETER);
    return object->signal(static_cast<unsigned>(lReleaseCount));
}

BOOL SetEvent(HANDLE hEvent) {
    const ObjectPtr object = object_of(hEvent);
    return is_event(object) ? object->signal() : failed_with(ERROR_INVALID_HANDLE);
}

BOOL ResetEvent(HANDLE hEvent) {
    const ObjectPtr object = object_of(hEvent);
    if (!is_event(object)) return failed_with(ERROR_INVALID_HANDLE);
    object->take();  // where it is lowered already there is nothing to read
    if (object->kind() == Object::Kind::ManualResetEvent) object->lower();
    return TRUE;
}

BOOL CloseHandle(HANDLE hObject) {
    if (console_descriptor(hObject) >= 0) return TRUE;
    return withdraw(hObject) ? TRUE : failed_with(ERROR_INVALID_HANDLE);
}
