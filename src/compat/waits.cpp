// The waiting functions (kit/waits.h), and the clocks.
#include "compat/kit/waits.h"

#include <time.h>

#include <vector>

#include "compat/guard.h"
#include "compat/handles.h"
#include "compat/kit/window.h"
#include "compat/message_queue.h"
#include "compat/pumping.h"

using namespace openras;
using namespace openras::compat;

namespace {

bool signalled(const Object& object) {
    pollfd state{object.fd(), POLLIN, 0};
    return poll(&state, 1, 0) == 1;
}

/// Takes all, or none: what another thread took in between is given back.
bool take_all(const std::vector<ObjectPtr>& objects) {
    for (std::size_t i = 0; i < objects.size(); ++i) {
        if (objects[i]->take()) continue;
        while (i-- > 0)
            if (objects[i]->kind() == Object::Kind::AutoResetEvent || objects[i]->kind() == Object::Kind::Semaphore)
                objects[i]->signal();
        return false;
    }
    return true;
}

/// @param messages the thread's queue where a message ends the wait, too; else null
DWORD wait(DWORD count, const HANDLE* handles, bool all, DWORD milliseconds, MessageQueue* messages) {
    return safely(WAIT_FAILED, [&]() -> DWORD {
        const Deadline deadline = deadline_after(milliseconds);
        if (count > MAXIMUM_WAIT_OBJECTS || (count == 0 && messages == nullptr) || (count != 0 && handles == nullptr)) {
            SetLastError(ERROR_INVALID_PARAMETER);
            return WAIT_FAILED;
        }
        std::vector<ObjectPtr> objects;
        for (DWORD i = 0; i < count; ++i) {
            objects.push_back(object_of(handles[i]));
            if (!objects.back()) return WAIT_FAILED;
        }
        for (;;) {
            std::vector<pollfd> wanted;
            for (const auto& object : objects)
                if (!all || !signalled(*object)) wanted.push_back({object->fd(), POLLIN, 0});
            Deadline until = deadline;
            if (messages != nullptr) {
                wanted.push_back({messages->fd(), POLLIN, 0});
                if (const auto timer = messages->next_timer(); timer && (!until || *timer < *until)) until = timer;
            }
            // There may be a message although the queue's descriptor is low: looked at already, and left there.
            const bool at_once = (all && wanted.empty()) || (messages != nullptr && messages->has_message());
            const bool ready = poll_pumping(wanted, at_once ? deadline_after(0) : until);
            if (all && count != 0) {
                if (take_all(objects)) return WAIT_OBJECT_0;
            } else {
                for (DWORD i = 0; i < count; ++i)
                    if (objects[i]->take()) return WAIT_OBJECT_0 + i;
            }
            if (messages != nullptr && messages->has_message()) return WAIT_OBJECT_0 + count;
            if (!ready && deadline && std::chrono::steady_clock::now() >= *deadline) return WAIT_TIMEOUT;
        }
    });
}

void set_time(LPSYSTEMTIME to, bool local) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    tm parts{};
    if (local)
        localtime_r(&now.tv_sec, &parts);
    else
        gmtime_r(&now.tv_sec, &parts);
    *to = {static_cast<WORD>(parts.tm_year + 1900), static_cast<WORD>(parts.tm_mon + 1),
           static_cast<WORD>(parts.tm_wday),        static_cast<WORD>(parts.tm_mday),
           static_cast<WORD>(parts.tm_hour),        static_cast<WORD>(parts.tm_min),
           static_cast<WORD>(parts.tm_sec),         static_cast<WORD>(now.tv_nsec / 1'000'000)};
}

}  // namespace

DWORD WaitForMultipleObjects(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll, DWORD dwMilliseconds) {
    return wait(nCount, lpHandles, bWaitAll != FALSE, dwMilliseconds, nullptr);
}
DWORD WaitForMultipleObjectsEx(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll, DWORD dwMilliseconds, BOOL) {
    return wait(nCount, lpHandles, bWaitAll != FALSE, dwMilliseconds, nullptr);
}
DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds) {
    return wait(1, &hHandle, false, dwMilliseconds, nullptr);
}
DWORD WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL) {
    return wait(1, &hHandle, false, dwMilliseconds, nullptr);
}
DWORD MsgWaitForMultipleObjects(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll, DWORD dwMilliseconds, DWORD) {
    return wait(nCount, lpHandles, bWaitAll != FALSE, dwMilliseconds, &MessageQueue::mine());
}

VOID Sleep(DWORD dwMilliseconds) {
    safely(false, [&] { return poll_pumping({}, deadline_after(dwMilliseconds)); });
    if (dwMilliseconds == 0) sched_yield();
}
DWORD SleepEx(DWORD dwMilliseconds, BOOL) {
    Sleep(dwMilliseconds);
    return 0;
}

ULONGLONG GetTickCount64(void) {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<ULONGLONG>(now.tv_sec) * 1000 + static_cast<ULONGLONG>(now.tv_nsec) / 1'000'000;
}
DWORD GetTickCount(void) {
    return static_cast<DWORD>(GetTickCount64());
}
BOOL QueryPerformanceCounter(LARGE_INTEGER* lpCount) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    lpCount->QuadPart = static_cast<LONGLONG>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
    return TRUE;
}
BOOL QueryPerformanceFrequency(LARGE_INTEGER* lpFrequency) {
    lpFrequency->QuadPart = 1'000'000'000;
    return TRUE;
}
VOID GetLocalTime(LPSYSTEMTIME lpTime) {
    set_time(lpTime, true);
}
VOID GetSystemTime(LPSYSTEMTIME lpTime) {
    set_time(lpTime, false);
}
