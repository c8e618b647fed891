// System-call filters and their conditions as values (libseccomp's macros are C99 compound literals).
#pragma once

#include <seccomp.h>

#include <cstdint>
#include <initializer_list>
#include <memory>

namespace openras::net {

/// A filter that is being made. What it says of a call that the architecture does not have goes for nothing.
class SeccompFilter {
  public:
    /// @param otherwise  what becomes of a call that no rule is about
    SeccompFilter(std::uint32_t otherwise, std::uint32_t architecture);
    void allow(std::initializer_list<int> calls);
    void allow_if(int call, std::initializer_list<scmp_arg_cmp> conditions);
    /// Ends in an error of the call instead of the process's death.
    void refuse(std::initializer_list<int> calls, int error);
    void refuse_if(int call, std::initializer_list<scmp_arg_cmp> conditions, int error);
    void set(scmp_filter_attr attribute, std::uint32_t value);
    /// For the calling thread and what it starts. Throws std::system_error.
    void load();
    [[nodiscard]] scmp_filter_ctx context() const { return context_.get(); }

  private:
    void add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions);

    std::unique_ptr<void, void (*)(void*)> context_;
    bool native_;
};

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
