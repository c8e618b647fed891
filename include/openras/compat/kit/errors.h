/*
 * Errors: each thread's last one, and sentences for them. Numbers of RAS stand in raserror.h; here are the Win32 ones
 * that the kit itself sets.
 */
#ifndef OPENRAS_COMPAT_ERRORS_H
#define OPENRAS_COMPAT_ERRORS_H

#include <stdarg.h>

#include "../../raserror.h"
#include "types.h"

#define ERROR_INVALID_FUNCTION 1
#define ERROR_FILE_NOT_FOUND 2
#define ERROR_NOT_SUPPORTED 50
#define ERROR_MOD_NOT_FOUND 126
#define ERROR_PROC_NOT_FOUND 127
#define ERROR_MORE_DATA 234
#ifndef ERROR_NO_UNICODE_TRANSLATION
#define ERROR_NO_UNICODE_TRANSLATION 1113
#endif
#define ERROR_MR_MID_NOT_FOUND 317
#define ERROR_INVALID_WINDOW_HANDLE 1400
#define ERROR_CANNOT_FIND_WND_CLASS 1407
#define ERROR_CLASS_ALREADY_EXISTS 1410
#ifndef ERROR_TIMEOUT
#define ERROR_TIMEOUT 1460
#endif

#ifdef __cplusplus
extern "C" {
#endif

DWORD GetLastError(void) OPENRAS_KIT(GetLastError);
VOID SetLastError(DWORD dwErrCode) OPENRAS_KIT(SetLastError);

#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x100u
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x200u
#define FORMAT_MESSAGE_FROM_STRING 0x400u
#define FORMAT_MESSAGE_FROM_HMODULE 0x800u
#define FORMAT_MESSAGE_FROM_SYSTEM 0x1000u
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x2000u
#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0xFFu

/**
 * A sentence for an error, and a line end. FROM_HMODULE and FROM_SYSTEM give the same: RasGetErrorString's text for
 * errors of RAS, the kit's for the Win32 errors that the RAS API returns. FROM_STRING takes lpSource as it is: inserts
 * (%1) are not filled in.
 * @param lpBuffer with ALLOCATE_BUFFER a pointer to a pointer, to be freed with LocalFree.
 * @param nSize characters at lpBuffer.
 * @return characters without the NUL; 0 with GetLastError 317 (no text) or 122.
 */
DWORD FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId, LPSTR lpBuffer,
                     DWORD nSize, va_list* Arguments) OPENRAS_KIT(FormatMessageA);
DWORD FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId, LPWSTR lpBuffer,
                     DWORD nSize, va_list* Arguments) OPENRAS_KIT(FormatMessageW);
/** To standard error. */
VOID OutputDebugStringA(LPCSTR lpText) OPENRAS_KIT(OutputDebugStringA);
VOID OutputDebugStringW(LPCWSTR lpText) OPENRAS_KIT(OutputDebugStringW);

#ifdef __cplusplus
}
#endif

#define FormatMessage OPENRAS_AW(FormatMessage)
#define OutputDebugString OPENRAS_AW(OutputDebugString)

#endif
