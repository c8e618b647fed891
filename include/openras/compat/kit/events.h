/*
 * Event objects. A HANDLE of one is an eventfd (rasnotify.h), so that RasConnectionNotification takes it.
 * Names are refused: an event here belongs to its process.
 */
#ifndef OPENRAS_COMPAT_EVENTS_H
#define OPENRAS_COMPAT_EVENTS_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @return the event, or NULL: GetLastError is 50 for a name, 8 where no descriptor is left. */
HANDLE CreateEventA(LPSECURITY_ATTRIBUTES ignored, BOOL bManualReset, BOOL bInitialState, LPCSTR lpName)
    OPENRAS_KIT(CreateEventA);
HANDLE CreateEventW(LPSECURITY_ATTRIBUTES ignored, BOOL bManualReset, BOOL bInitialState, LPCWSTR lpName)
    OPENRAS_KIT(CreateEventW);
/** A counting semaphore, its handle an eventfd too. */
HANDLE CreateSemaphoreA(LPSECURITY_ATTRIBUTES ignored, LONG lInitialCount, LONG lMaximumCount, LPCSTR lpName)
    OPENRAS_KIT(CreateSemaphoreA);
HANDLE CreateSemaphoreW(LPSECURITY_ATTRIBUTES ignored, LONG lInitialCount, LONG lMaximumCount, LPCWSTR lpName)
    OPENRAS_KIT(CreateSemaphoreW);
BOOL ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, LONG* lpPreviousCount) OPENRAS_KIT(ReleaseSemaphore);
BOOL SetEvent(HANDLE hEvent) OPENRAS_KIT(SetEvent);
BOOL ResetEvent(HANDLE hEvent) OPENRAS_KIT(ResetEvent);
/** Events, semaphores, threads and what GetStdHandle gave (which stays open). */
BOOL CloseHandle(HANDLE hObject) OPENRAS_KIT(CloseHandle);

#ifdef __cplusplus
}
#endif

#define CreateEvent OPENRAS_AW(CreateEvent)
#define CreateSemaphore OPENRAS_AW(CreateSemaphore)

#endif
