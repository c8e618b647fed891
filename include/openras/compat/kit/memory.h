/* Heaps and blocks: all are malloc's. */
#ifndef OPENRAS_COMPAT_MEMORY_H
#define OPENRAS_COMPAT_MEMORY_H

#include <stdlib.h>
#include <string.h>

#include "types.h"

#define HEAP_ZERO_MEMORY 8u
#define LMEM_FIXED 0u
#define LMEM_ZEROINIT 0x40u
#define LPTR 0x40u
#define GMEM_FIXED 0u
#define GMEM_MOVEABLE 2u
#define GMEM_ZEROINIT 0x40u
#define GPTR 0x40u
#define GHND 0x42u

static inline HANDLE GetProcessHeap(void) {
    return (HANDLE)1;
}
static inline LPVOID HeapAlloc(HANDLE heap, DWORD flags, SIZE_T bytes) {
    (void)heap;
    return flags & HEAP_ZERO_MEMORY ? calloc(1, bytes ? bytes : 1) : malloc(bytes ? bytes : 1);
}
/** New bytes are not zeroed, whatever dwFlags says. */
static inline LPVOID HeapReAlloc(HANDLE heap, DWORD flags, LPVOID block, SIZE_T bytes) {
    (void)heap;
    (void)flags;
    return realloc(block, bytes ? bytes : 1);
}
static inline BOOL HeapFree(HANDLE heap, DWORD flags, LPVOID block) {
    (void)heap;
    (void)flags;
    free(block);
    return TRUE;
}
static inline HLOCAL LocalAlloc(UINT flags, SIZE_T bytes) {
    return HeapAlloc(NULL, flags & LMEM_ZEROINIT ? HEAP_ZERO_MEMORY : 0, bytes);
}
static inline HLOCAL LocalReAlloc(HLOCAL block, SIZE_T bytes, UINT flags) {
    return HeapReAlloc(NULL, flags, block, bytes);
}
static inline HLOCAL LocalFree(HLOCAL block) {
    free(block);
    return NULL;
}
#define GlobalAlloc LocalAlloc
#define GlobalReAlloc LocalReAlloc
#define GlobalFree LocalFree
#define GlobalLock(block) ((LPVOID)(block))
#define GlobalUnlock(block) ((void)(block), TRUE)

typedef enum _HEAP_INFORMATION_CLASS {
    HeapCompatibilityInformation = 0,
    HeapEnableTerminationOnCorruption = 1
} HEAP_INFORMATION_CLASS;
/** malloc ends a process whose heap is damaged in any case. */
static inline BOOL HeapSetInformation(HANDLE heap, HEAP_INFORMATION_CLASS what, PVOID information, SIZE_T bytes) {
    (void)heap;
    (void)what;
    (void)information;
    (void)bytes;
    return TRUE;
}

#define CopyMemory(to, from, bytes) memcpy((to), (from), (bytes))
#define MoveMemory(to, from, bytes) memmove((to), (from), (bytes))
#define FillMemory(to, bytes, value) memset((to), (value), (bytes))
#define ZeroMemory(to, bytes) memset((to), 0, (bytes))
#define RtlCopyMemory CopyMemory
#define RtlZeroMemory ZeroMemory
/* The compiler may not leave this one out. */
static inline PVOID SecureZeroMemory(PVOID to, SIZE_T bytes) {
    volatile BYTE* byte = (volatile BYTE*)to;
    while (bytes-- != 0) *byte++ = 0;
    return to;
}

#endif
