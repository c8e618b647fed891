// Conditions of system-call filters as values (libseccomp's macros are C99 compound literals).
#pragma once

#include <seccomp.h>

#include <cstdint>

namespace openras::net {

/// The lower 32 bits of an argument are `value`: what the kernel looks at where the argument is an int.
constexpr scmp_arg_cmp argument_is(unsigned argument, std::uint64_t value) {
    return {argument, SCMP_CMP_MASKED_EQ, 0xffffffffU, value & 0xffffffffU};
}
/// A bit is set in an argument.
constexpr scmp_arg_cmp argument_has(unsigned argument, std::uint64_t bit) {
    return {argument, SCMP_CMP_MASKED_EQ, bit, bit};
}
/// An argument is not null.
constexpr scmp_arg_cmp argument_is_given(unsigned argument) {
    return {argument, SCMP_CMP_NE, 0, 0};
}
/// None of the bits of `mask` is set in an argument.
constexpr scmp_arg_cmp argument_lacks(unsigned argument, std::uint64_t mask) {
    return {argument, SCMP_CMP_MASKED_EQ, mask, 0};
}

}  // namespace openras::net
