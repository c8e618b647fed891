/* Threads of the process, as handles that can be waited for; and the end of the process. */
#ifndef OPENRAS_COMPAT_THREADS_H
#define OPENRAS_COMPAT_THREADS_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef DWORD (*LPTHREAD_START_ROUTINE)(LPVOID);
typedef LPTHREAD_START_ROUTINE PTHREAD_START_ROUTINE;
#define STILL_ACTIVE 259u
#define CREATE_SUSPENDED 4u
#define MAXIMUM_SUSPEND_COUNT 127
#define THREAD_PRIORITY_NORMAL 0

/** dwCreationFlags: 0 or CREATE_SUSPENDED (until ResumeThread). @return NULL with GetLastError 8 or 87. */
HANDLE CreateThread(LPSECURITY_ATTRIBUTES ignored, SIZE_T dwStackSize, LPTHREAD_START_ROUTINE lpStart,
                    LPVOID lpParameter, DWORD dwCreationFlags, LPDWORD lpThreadId) OPENRAS_KIT(CreateThread);
/** @return how often it was suspended, 0 where it ran already; -1 with GetLastError 6 for another handle. */
DWORD ResumeThread(HANDLE hThread) OPENRAS_KIT(ResumeThread);
/**
 * A thread can be suspended by itself, and as long as it is suspended once more (so one of CREATE_SUSPENDED). One that
 * runs cannot be stopped from outside here: it might hold any lock of the C library.
 * @return how often it was suspended before; -1 with GetLastError 50 it runs, 5 it has ended, 6, 156 too often.
 */
DWORD SuspendThread(HANDLE hThread) OPENRAS_KIT(SuspendThread);
BOOL GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode) OPENRAS_KIT(GetExitCodeThread);
DECLSPEC_NORETURN VOID ExitThread(DWORD dwExitCode) OPENRAS_KIT(ExitThread);
DWORD GetCurrentThreadId(void) OPENRAS_KIT(GetCurrentThreadId);
DWORD GetCurrentProcessId(void) OPENRAS_KIT(GetCurrentProcessId);
DECLSPEC_NORETURN VOID ExitProcess(UINT uExitCode) OPENRAS_KIT(ExitProcess);

/* process.h */
uintptr_t _beginthreadex(void* ignored, unsigned stack_size, unsigned (*start)(void*), void* argument, unsigned flags,
                         unsigned* thread_id) OPENRAS_KIT(_beginthreadex);
DECLSPEC_NORETURN void _endthreadex(unsigned exit_code) OPENRAS_KIT(_endthreadex);
/** Its handle closes itself: do not wait for it. @return -1 on failure. */
uintptr_t _beginthread(void (*start)(void*), unsigned stack_size, void* argument) OPENRAS_KIT(_beginthread);
DECLSPEC_NORETURN void _endthread(void) OPENRAS_KIT(_endthread);

#ifdef __cplusplus
}
#endif
#endif
