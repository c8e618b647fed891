/*
 * Waiting, and time. Every wait here runs the RAS notification handlers of the calling thread while it waits; inside a
 * handler it waits without. A handler that runs does not end the wait.
 */
#ifndef OPENRAS_COMPAT_WAITS_H
#define OPENRAS_COMPAT_WAITS_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WAIT_OBJECT_0 0u
#define WAIT_ABANDONED_0 0x80u
#define WAIT_ABANDONED 0x80u
#define WAIT_IO_COMPLETION 0xC0u
#ifndef WAIT_TIMEOUT
#define WAIT_TIMEOUT 258u
#endif
#define WAIT_FAILED 0xFFFFFFFFu
#define MAXIMUM_WAIT_OBJECTS 64

/** Handles: events, semaphores, threads, standard input, and any other eventfd (taken as an auto-reset event).
 * dwMilliseconds: INFINITE waits without end. @return as on Windows; WAIT_FAILED with GetLastError 6 or 87. */
DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds) OPENRAS_KIT(WaitForSingleObject);
DWORD WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable) OPENRAS_KIT(WaitForSingleObjectEx);
DWORD WaitForMultipleObjects(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll, DWORD dwMilliseconds)
    OPENRAS_KIT(WaitForMultipleObjects);
DWORD WaitForMultipleObjectsEx(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll, DWORD dwMilliseconds,
                               BOOL bAlertable) OPENRAS_KIT(WaitForMultipleObjectsEx);
VOID Sleep(DWORD dwMilliseconds) OPENRAS_KIT(Sleep);
DWORD SleepEx(DWORD dwMilliseconds, BOOL bAlertable) OPENRAS_KIT(SleepEx);

/** Milliseconds since the machine started. */
DWORD GetTickCount(void) OPENRAS_KIT(GetTickCount);
ULONGLONG GetTickCount64(void) OPENRAS_KIT(GetTickCount64);
BOOL QueryPerformanceCounter(LARGE_INTEGER* lpCount) OPENRAS_KIT(QueryPerformanceCounter);
BOOL QueryPerformanceFrequency(LARGE_INTEGER* lpFrequency) OPENRAS_KIT(QueryPerformanceFrequency);

typedef struct _SYSTEMTIME {
    WORD wYear, wMonth, wDayOfWeek, wDay, wHour, wMinute, wSecond, wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;
VOID GetLocalTime(LPSYSTEMTIME lpTime) OPENRAS_KIT(GetLocalTime);
VOID GetSystemTime(LPSYSTEMTIME lpTime) OPENRAS_KIT(GetSystemTime);

#ifdef __cplusplus
}
#endif
#endif
