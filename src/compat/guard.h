// The border of the kit's C functions: no allocation failure crosses it. The forced unwinding of a thread's end does.
#pragma once

#include <new>

#include "compat/kit/errors.h"

namespace openras::compat {

/// Runs body; out of memory is `failed` with GetLastError 8.
template <typename Result, typename Body>
Result safely(Result failed, Body&& body) {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return failed;
    }
}

/// FALSE, and why.
inline BOOL failed_with(DWORD error) {
    SetLastError(error);
    return FALSE;
}

}  // namespace openras::compat
