// Starts a program as a machine does whose vDSO does not answer the clock: what the C library asks it becomes real
// system calls.
#pragma once

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <cerrno>
#include <stdexcept>

namespace openras::net::test {

namespace detail {

inline unsigned long stack_pointer(pid_t child) {
#if defined(__x86_64__)
    constexpr auto member = &user_regs_struct::rsp;
#elif defined(__i386__)
    constexpr auto member = &user_regs_struct::esp;
#else
    constexpr auto member = &user_regs_struct::sp;
#endif
    user_regs_struct registers{};
    iovec place{&registers, sizeof registers};
    if (::ptrace(PTRACE_GETREGSET, child, NT_PRSTATUS, &place) < 0) throw std::runtime_error("PTRACE_GETREGSET");
    return static_cast<unsigned long>(registers.*member);
}

inline unsigned long word_at(pid_t child, unsigned long address) {
    errno = 0;
    const long word = ::ptrace(PTRACE_PEEKDATA, child, address, nullptr);
    if (errno != 0) throw std::runtime_error("PTRACE_PEEKDATA");
    return static_cast<unsigned long>(word);
}

}  // namespace detail

/// @param child  has called ptrace(PTRACE_TRACEME) and is about to execute its program
inline void take_vdso_away(pid_t child) {
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) throw std::runtime_error("no program to stop");
    // The stack of a new program: count and arguments, a null, the environment, a null, the auxiliary vector.
    constexpr auto word = sizeof(unsigned long);
    auto at = detail::stack_pointer(child);
    at += (detail::word_at(child, at) + 2) * word;
    while (detail::word_at(child, at) != 0) at += word;
    bool found = false;
    for (at += word; detail::word_at(child, at) != AT_NULL; at += 2 * word)
        if (detail::word_at(child, at) == AT_SYSINFO_EHDR) {
            if (::ptrace(PTRACE_POKEDATA, child, at, AT_IGNORE) < 0) throw std::runtime_error("PTRACE_POKEDATA");
            found = true;
        }
    if (::ptrace(PTRACE_DETACH, child, nullptr, nullptr) < 0) throw std::runtime_error("PTRACE_DETACH");
    if (!found) throw std::runtime_error("this machine has no vDSO to begin with");
}

}  // namespace openras::net::test
