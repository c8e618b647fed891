// Threads as handles (kit/threads.h): a pthread, its exit code, and an eventfd that is raised when it has ended.
#include "compat/kit/threads.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include "compat/guard.h"
#include "compat/handles.h"
#include "compat/kit/events.h"
#include "compat/pumping.h"

namespace openras::compat {

namespace {

class Thread final : public Object {
  public:
    Thread(UniqueFd ended, LPTHREAD_START_ROUTINE start, void* argument)
        : Object(Kind::Thread, std::move(ended)), start_(start), argument_(argument) {}
    /// Before it has started.
    void begin_suspended() { suspended_ = 1; }
    /// @return how often it was suspended before; an error where it cannot be
    DWORD suspend(bool by_itself, DWORD& error) {
        std::unique_lock lock(mutex_);
        const DWORD before = suspended_;
        if (exit_code != STILL_ACTIVE)
            error = ERROR_ACCESS_DENIED;
        else if (before == 0 && !by_itself)
            error = ERROR_NOT_SUPPORTED;
        else if (before == MAXIMUM_SUSPEND_COUNT)
            error = ERROR_SIGNAL_REFUSED;
        if (error != ERROR_SUCCESS) return static_cast<DWORD>(-1);
        ++suspended_;
        if (by_itself) wait(lock);
        return before;
    }
    DWORD resume() {
        const std::lock_guard lock(mutex_);
        const DWORD before = suspended_;
        if (before > 0 && --suspended_ == 0) resumed_.notify_all();
        return before;
    }

    std::atomic<DWORD> exit_code = STILL_ACTIVE;
    std::atomic<DWORD> id = 0;
    Object id_known{Kind::ManualResetEvent, make_eventfd(0)};

    void run() {
        id = GetCurrentThreadId();
        id_known.signal();
        {
            std::unique_lock lock(mutex_);
            wait(lock);
        }
        exit_code = start_(argument_);
    }

  private:
    void wait(std::unique_lock<std::mutex>& lock) {
        resumed_.wait(lock, [this] { return suspended_ == 0; });
    }

    LPTHREAD_START_ROUTINE start_;
    void* argument_;
    std::mutex mutex_;
    std::condition_variable resumed_;
    DWORD suspended_ = 0;
};

/// The calling thread's object, where CreateThread made it. A key and not a thread_local: see api/thread_state.h.
pthread_key_t key() {
    static const pthread_key_t only = [] {
        pthread_key_t made{};
        pthread_key_create(&made, [](void* held) {
            auto* mine = static_cast<std::shared_ptr<Thread>*>(held);
            (*mine)->signal();
            delete mine;
        });
        return made;
    }();
    return only;
}

Thread* mine() {
    auto* held = static_cast<std::shared_ptr<Thread>*>(pthread_getspecific(key()));
    return held != nullptr ? held->get() : nullptr;
}

void* run_thread(void* held) {
    pthread_setspecific(key(), held);
    (*static_cast<std::shared_ptr<Thread>*>(held))->run();
    return nullptr;
}

HANDLE create(SIZE_T stack, LPTHREAD_START_ROUTINE start, void* argument, DWORD flags, DWORD* id) {
    if (start == nullptr ||
        (flags & ~(CREATE_SUSPENDED | 0x10000u)) != 0) {  // 0x10000: the stack size is a reservation
        SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    return safely<HANDLE>(nullptr, [&]() -> HANDLE {
        auto thread = std::make_shared<Thread>(make_eventfd(0), start, argument);
        if (thread->fd() < 0 || thread->id_known.fd() < 0) throw std::bad_alloc();
        if ((flags & CREATE_SUSPENDED) != 0) thread->begin_suspended();
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        if (stack > 1 << 20) pthread_attr_setstacksize(&attributes, stack);
        pthread_t made{};
        auto* held = new std::shared_ptr<Thread>(thread);
        const int error = pthread_create(&made, &attributes, run_thread, held);
        pthread_attr_destroy(&attributes);
        if (error != 0) {
            delete held;
            throw std::bad_alloc();
        }
        if (id != nullptr) {
            pollfd known{thread->id_known.fd(), POLLIN, 0};
            while (poll(&known, 1, -1) != 1) {
            }
            *id = thread->id;
        }
        return publish(std::move(thread));
    });
}

}  // namespace

}  // namespace openras::compat

using namespace openras::compat;

HANDLE CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T dwStackSize, LPTHREAD_START_ROUTINE lpStart, LPVOID lpParameter,
                    DWORD dwCreationFlags, LPDWORD lpThreadId) {
    return create(dwStackSize, lpStart, lpParameter, dwCreationFlags, lpThreadId);
}

DWORD ResumeThread(HANDLE hThread) {
    const auto thread = std::dynamic_pointer_cast<Thread>(object_of(hThread));
    if (thread) return thread->resume();
    SetLastError(ERROR_INVALID_HANDLE);
    return static_cast<DWORD>(-1);
}

DWORD SuspendThread(HANDLE hThread) {
    const auto thread = std::dynamic_pointer_cast<Thread>(object_of(hThread));
    DWORD error = ERROR_SUCCESS;
    if (thread) {
        const DWORD before = thread->suspend(thread.get() == mine(), error);
        if (error == ERROR_SUCCESS) return before;
    }
    SetLastError(thread ? error : ERROR_INVALID_HANDLE);
    return static_cast<DWORD>(-1);
}

BOOL GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode) {
    const auto thread = std::dynamic_pointer_cast<Thread>(object_of(hThread));
    if (!thread || lpExitCode == nullptr) return failed_with(ERROR_INVALID_HANDLE);
    *lpExitCode = thread->exit_code;
    return TRUE;
}

VOID ExitThread(DWORD dwExitCode) {
    if (Thread* thread = mine()) thread->exit_code = dwExitCode;
    pthread_exit(nullptr);
}
DWORD GetCurrentThreadId(void) {
    return static_cast<DWORD>(syscall(SYS_gettid));
}
DWORD GetCurrentProcessId(void) {
    return static_cast<DWORD>(getpid());
}
VOID ExitProcess(UINT uExitCode) {
    exit(static_cast<int>(uExitCode));
}

uintptr_t _beginthreadex(void*, unsigned stack_size, unsigned (*start)(void*), void* argument, unsigned flags,
                         unsigned* thread_id) {
    return reinterpret_cast<uintptr_t>(create(stack_size, start, argument, flags, thread_id));
}
void _endthreadex(unsigned exit_code) {
    ExitThread(exit_code);
}
uintptr_t _beginthread(void (*start)(void*), unsigned stack_size, void* argument) {
    struct Call {
        void (*start)(void*);
        void* argument;
    };
    auto* call = new (std::nothrow) Call{start, argument};
    if (call == nullptr) return static_cast<uintptr_t>(-1);
    const auto run = [](void* from) -> DWORD {
        const Call held = *static_cast<Call*>(from);
        delete static_cast<Call*>(from);
        held.start(held.argument);
        return 0;
    };
    auto* thread = create(stack_size, run, call, 0, nullptr);
    if (thread == nullptr) {
        delete call;
        return static_cast<uintptr_t>(-1);
    }
    CloseHandle(thread);
    return reinterpret_cast<uintptr_t>(thread);
}
void _endthread(void) {
    ExitThread(0);
}
