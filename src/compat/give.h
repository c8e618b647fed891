// Texts into a caller's buffer, as most functions of Windows do it.
#pragma once

#include <cstring>
#include <string>

#include "compat/kit/types.h"

namespace openras::compat {

/// @return its length; where it does not fit with its NUL, the room that it needs
template <typename Unit>
DWORD give_text(const std::basic_string<Unit>& text, Unit* buffer, DWORD room) {
    if (buffer == nullptr || text.size() >= room) return static_cast<DWORD>(text.size() + 1);
    std::memcpy(buffer, text.c_str(), (text.size() + 1) * sizeof(Unit));
    return static_cast<DWORD>(text.size());
}

}  // namespace openras::compat
