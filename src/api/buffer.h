// The buffer protocols of the API: structures of several ages, arrays whose size the caller learns by asking.
#pragma once

#include <ras.h>

#include <cstddef>
#include <cstring>
#include <functional>

#include "api/accepted_sizes.h"

namespace openras::api {

/// dwSize, which stands first in every structure; the caller's may be misaligned.
inline std::uint32_t size_field(const void* structure) {
    std::uint32_t size = 0;
    std::memcpy(&size, structure, sizeof size);
    return size;
}

/// Whether a structure of `size` bytes has this member.
#define OPENRAS_HAS(Struct, size, member) \
    openras::api::has_member(size, offsetof(Struct, member), sizeof(Struct::member))

/// Hands an array to the caller: "size in, size and count out", element 0 carries dwSize.
/// @param fill writes element `i` of dwSize `size` into a structure of the newest age that is all 0
/// @param wrong_size what a dwSize that no version has is answered with
/// @return 0, 603, wrong_size
template <typename Struct, typename Fill>
DWORD give_array(Struct* array, DWORD* bytes, DWORD* count, std::size_t elements, Fill&& fill,
                 DWORD wrong_size = ERROR_INVALID_SIZE) {
    std::uint32_t size = sizeof(Struct);
    const DWORD room = array == nullptr ? 0 : *bytes;
    if (array != nullptr && room >= sizeof size) {
        size = size_field(array);
        if (!is_accepted_size<Struct>(size)) return wrong_size;
    }
    const std::size_t needed = elements * size;
    *bytes = static_cast<DWORD>(needed);
    *count = static_cast<DWORD>(elements);
    if (needed > room) return ERROR_BUFFER_TOO_SMALL;
    for (std::size_t i = 0; i < elements; ++i) {
        Struct element;
        std::memset(&element, 0, sizeof element);
        fill(i, size, element);
        element.dwSize = size;
        std::memcpy(reinterpret_cast<char*>(array) + i * size, &element, size);
    }
    return 0;
}

}  // namespace openras::api
