// GetLastError and FormatMessage (kit/errors.h).
#include "compat/kit/errors.h"

#include <ras.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "compat/guard.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace {

thread_local DWORD last_error = 0;

/// The Win32 errors that the RAS API and the kit return; RasGetErrorString has the others.
const char* win32_text(DWORD error) {
    switch (error) {
        case ERROR_SUCCESS: return "The operation has succeeded.";
        case ERROR_INVALID_FUNCTION: return "The operation failed in the system.";
        case ERROR_FILE_NOT_FOUND: return "There is no such file.";
        case ERROR_ACCESS_DENIED: return "Access is denied.";
        case ERROR_INVALID_HANDLE: return "The handle is not valid, or not any longer.";
        case ERROR_NOT_ENOUGH_MEMORY: return "There is not enough memory.";
        case ERROR_NOT_SUPPORTED: return "This is not supported.";
        case ERROR_INVALID_PARAMETER: return "A parameter is wrong.";
        case ERROR_INSUFFICIENT_BUFFER: return "The buffer is too small.";
        case ERROR_INVALID_NAME: return "The name is not valid, or there is none such.";
        case ERROR_MOD_NOT_FOUND: return "There is no such library.";
        case ERROR_PROC_NOT_FOUND: return "The library has no such function.";
        case ERROR_ALREADY_EXISTS: return "It exists already.";
        case ERROR_MORE_DATA: return "There is more data.";
        case ERROR_NO_MORE_ITEMS: return "There is nothing more.";
        case ERROR_MR_MID_NOT_FOUND: return "There is no text for this error number.";
        case ERROR_NO_UNICODE_TRANSLATION: return "The bytes are not UTF-8.";
        case ERROR_CANCELLED: return "The user has cancelled the operation.";
        case ERROR_INVALID_WINDOW_HANDLE: return "There is no such window.";
        case ERROR_CANNOT_FIND_WND_CLASS: return "There is no such window class.";
        case ERROR_CLASS_ALREADY_EXISTS: return "The window class exists already.";
        case ERROR_TIMEOUT: return "The time has passed.";
        case ERROR_INVALID_USER_BUFFER: return "The buffer that was given is not valid.";
        default: return nullptr;
    }
}

std::string message_text(DWORD flags, const char* source, DWORD id) {
    if ((flags & FORMAT_MESSAGE_FROM_STRING) != 0) return source != nullptr ? source : "";
    char text[512] = "";
    if ((flags & (FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE)) == 0) return {};
    if (RasGetErrorStringA(id, text, sizeof text) != 0) {
        const char* known = win32_text(id);
        if (known == nullptr) return {};
        std::snprintf(text, sizeof text, "%s", known);
    }
    const bool one_line = (flags & FORMAT_MESSAGE_MAX_WIDTH_MASK) == FORMAT_MESSAGE_MAX_WIDTH_MASK;
    return std::string(text) + (one_line ? " " : "\r\n");
}

template <typename Unit>
DWORD give(DWORD flags, const std::basic_string<Unit>& text, Unit* buffer, DWORD room) {
    const auto fail = [](DWORD error) -> DWORD {
        SetLastError(error);
        return 0;
    };
    if (text.empty()) return fail(ERROR_MR_MID_NOT_FOUND);
    if (buffer == nullptr) return fail(ERROR_INVALID_PARAMETER);
    if ((flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) != 0) {
        const std::size_t units = std::max<std::size_t>(text.size() + 1, room);
        auto* made = static_cast<Unit*>(std::calloc(units, sizeof(Unit)));
        if (made == nullptr) return fail(ERROR_NOT_ENOUGH_MEMORY);
        std::copy(text.begin(), text.end(), made);
        std::memcpy(buffer, &made, sizeof made);  // it is a pointer to a pointer
        return static_cast<DWORD>(text.size());
    }
    if (text.size() >= room) return fail(ERROR_INSUFFICIENT_BUFFER);
    std::memcpy(buffer, text.c_str(), (text.size() + 1) * sizeof(Unit));
    return static_cast<DWORD>(text.size());
}

}  // namespace

DWORD GetLastError(void) {
    return last_error;
}
VOID SetLastError(DWORD dwErrCode) {
    last_error = dwErrCode;
}

DWORD FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD, LPSTR lpBuffer, DWORD nSize, va_list*) {
    return safely<DWORD>(0, [&] {
        return give(dwFlags, message_text(dwFlags, static_cast<const char*>(lpSource), dwMessageId), lpBuffer, nSize);
    });
}
DWORD FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD, LPWSTR lpBuffer, DWORD nSize,
                     va_list*) {
    return safely<DWORD>(0, [&] {
        const bool own = (dwFlags & FORMAT_MESSAGE_FROM_STRING) != 0 && lpSource != nullptr;
        const std::u16string text = own ? std::u16string(static_cast<const char16_t*>(lpSource))
                                        : utf16(message_text(dwFlags, nullptr, dwMessageId));
        return give(dwFlags, text, lpBuffer, nSize);
    });
}

VOID OutputDebugStringA(LPCSTR lpText) {
    if (lpText != nullptr) std::fputs(lpText, stderr);
}
VOID OutputDebugStringW(LPCWSTR lpText) {
    safely(0, [&] { return lpText != nullptr ? std::fputs(utf8(lpText).c_str(), stderr) : 0; });
}
