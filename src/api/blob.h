// Bytes of an EAP method's that are handed over by the size protocol.
#pragma once

#include <ras.h>

#include <algorithm>

#include "base/bytes.h"

namespace openras::api {

inline constexpr DWORD max_blob_bytes = 16 * 1024;  ///< more than any method keeps

/// @return 0; 603 where the buffer is NULL or too small, with the bytes needed
inline DWORD give_blob(ConstBytes data, BYTE* to, DWORD* bytes) {
    const DWORD room = to == nullptr ? 0 : *bytes;
    *bytes = static_cast<DWORD>(data.size());
    if (room < data.size()) return ERROR_BUFFER_TOO_SMALL;
    std::copy(data.begin(), data.end(), to);
    return 0;
}

}  // namespace openras::api
