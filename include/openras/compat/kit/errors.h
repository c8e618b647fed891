/* Errors: each thread's last one, and sentences for them. The numbers: error_numbers.h and raserror.h. */
#ifndef OPENRAS_COMPAT_ERRORS_H
#define OPENRAS_COMPAT_ERRORS_H

#include <stdarg.h>

#include "error_numbers.h"
#include "types.h"

#define NOERROR 0
#define SEVERITY_SUCCESS 0
#define SEVERITY_ERROR 1
#define FACILITY_NULL 0
#define FACILITY_ITF 4
#define FACILITY_WIN32 7
#define MAKE_HRESULT(severity, facility, code) \
    ((HRESULT)((DWORD)(severity) << 31 | (DWORD)(facility) << 16 | (DWORD)(code)))
#define HRESULT_CODE(result) ((result) & 0xFFFF)
#define HRESULT_FACILITY(result) ((result) >> 16 & 0x1FFF)
#define HRESULT_SEVERITY(result) ((result) >> 31 & 1)
/** 0 and what is an HRESULT already stay as they are. */
static inline HRESULT HRESULT_FROM_WIN32(DWORD error) {
    return (HRESULT)error <= 0 ? (HRESULT)error : MAKE_HRESULT(SEVERITY_ERROR, FACILITY_WIN32, error & 0xFFFF);
}

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
