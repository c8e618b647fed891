// The filters as the kernel sees them, also for architectures that this machine is not: what libraries call on some
// machines only must not end a process that never met it on ours.
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "net/helper_seccomp.h"
#include "net/manager_seccomp.h"

namespace openras::net::test {
namespace {

/// A filter's program, run as the kernel runs it.
class Program {
  public:
    explicit Program(const SeccompFilter& filter) {
        const UniqueFd file(::memfd_create("openras-filter", MFD_CLOEXEC));
        if (seccomp_export_bpf(filter.context(), file.get()) < 0) throw std::runtime_error("seccomp_export_bpf");
        const auto size = ::lseek(file.get(), 0, SEEK_END);
        code_.resize(static_cast<std::size_t>(size) / sizeof(sock_filter));
        if (::pread(file.get(), code_.data(), static_cast<std::size_t>(size), 0) != size)
            throw std::runtime_error("the filter's program");
    }

    [[nodiscard]] std::uint32_t verdict(const seccomp_data& call) const {
        std::uint32_t accumulator = 0;
        for (std::size_t at = 0; at < code_.size(); ++at) {
            const auto& step = code_[at];
            const auto jump = [&](bool taken) { at += taken ? step.jt : step.jf; };
            switch (step.code) {
                case BPF_LD | BPF_W | BPF_ABS:
                    std::memcpy(&accumulator, reinterpret_cast<const char*>(&call) + step.k, sizeof accumulator);
                    break;
                case BPF_ALU | BPF_AND | BPF_K: accumulator &= step.k; break;
                case BPF_JMP | BPF_JA: at += step.k; break;
                case BPF_JMP | BPF_JEQ | BPF_K: jump(accumulator == step.k); break;
                case BPF_JMP | BPF_JGT | BPF_K: jump(accumulator > step.k); break;
                case BPF_JMP | BPF_JGE | BPF_K: jump(accumulator >= step.k); break;
                case BPF_JMP | BPF_JSET | BPF_K: jump((accumulator & step.k) != 0); break;
                case BPF_RET | BPF_K: return step.k;
                default: throw std::runtime_error("a step that libseccomp did not use to make");
            }
        }
        throw std::runtime_error("the filter's program has no end");
    }

  private:
    std::vector<sock_filter> code_;
};

struct Architecture {
    const char* name;
    std::uint32_t token;
};
constexpr std::array architectures{Architecture{"x86_64", SCMP_ARCH_X86_64}, Architecture{"i386", SCMP_ARCH_X86},
                                   Architecture{"arm64", SCMP_ARCH_AARCH64}, Architecture{"armhf", SCMP_ARCH_ARM},
                                   Architecture{"riscv64", SCMP_ARCH_RISCV64}};

/// std::nullopt: there is no such call.
std::optional<std::uint32_t> verdict(const SeccompFilter& filter, std::uint32_t architecture, const char* name,
                                     std::initializer_list<std::uint64_t> arguments = {}) {
    const int number = seccomp_syscall_resolve_name_arch(architecture, name);
    if (number < 0) return std::nullopt;
    seccomp_data call{};
    call.nr = number;
    call.arch = architecture;
    std::ranges::copy(arguments, call.args);
    return Program(filter).verdict(call);
}

constexpr std::uint32_t refused_with(std::uint32_t error) {
    return SECCOMP_RET_ERRNO | error;
}

class SeccompFilters : public ::testing::TestWithParam<Architecture> {
  protected:
    SeccompFilter worker = helper_filter(HelperProcessKind::Worker, GetParam().token);
    SeccompFilter supervisor = helper_filter(HelperProcessKind::Supervisor, GetParam().token);
    SeccompFilter manager = manager_filter(GetParam().token);

    [[nodiscard]] std::array<const SeccompFilter*, 3> all() const { return {&worker, &supervisor, &manager}; }
};

TEST_P(SeccompFilters, EveryWayToTellTheTimeIsAllowed) {
    unsigned clocks = 0;
    for (const char* name : {"time", "gettimeofday", "clock_gettime", "clock_gettime64", "clock_getres",
                             "clock_getres_time64", "getcpu", "nanosleep", "clock_nanosleep", "clock_nanosleep_time64"})
        for (const auto* filter : all()) {
            const auto result = verdict(*filter, GetParam().token, name);
            EXPECT_EQ(result.value_or(SECCOMP_RET_ALLOW), SECCOMP_RET_ALLOW) << name;
            clocks += result.has_value();
        }
    EXPECT_GE(clocks, 3U * 5);
}

TEST_P(SeccompFilters, WhatACLibraryCallsOnSomeMachinesIsAllowed) {
    for (const char* name :
         {"getrandom",    "rseq",     "membarrier", "futex",    "futex_time64",    "ppoll",      "ppoll_time64",
          "statx",        "fstat",    "fstat64",    "stat64",   "fstatat64",       "lstat64",    "newfstatat",
          "fcntl",        "fcntl64",  "_llseek",    "lseek",    "mmap2",           "mprotect",   "brk",
          "send",         "recv",     "sendto",     "recvfrom", "sendmsg",         "recvmsg",    "sigreturn",
          "rt_sigreturn", "getuid32", "geteuid32",  "getgid32", "getegid32",       "sysinfo",    "sched_getaffinity",
          "uname",        "exit",     "exit_group", "tgkill",   "restart_syscall", "sigaltstack"})
        for (const auto* filter : all())
            EXPECT_EQ(verdict(*filter, GetParam().token, name).value_or(SECCOMP_RET_ALLOW), SECCOMP_RET_ALLOW) << name;
    for (const char* name : {"wait4", "waitid", "waitpid", "clone", "pidfd_open", "accept4", "prctl", "seccomp"})
        EXPECT_EQ(verdict(supervisor, GetParam().token, name).value_or(SECCOMP_RET_ALLOW), SECCOMP_RET_ALLOW) << name;
}

TEST_P(SeccompFilters, ACallThatIsNewerThanTheHelperIsNotThere) {
    for (const char* name : {"clone3", "epoll_pwait2", "mount_setattr", "futex_waitv"})
        for (const auto* filter : {&worker, &supervisor})
            EXPECT_EQ(verdict(*filter, GetParam().token, name), refused_with(ENOSYS)) << name;
    if (GetParam().token != seccomp_arch_native()) return;
    for (const int number : {452, 462, 600}) {
        seccomp_data call{};
        call.nr = number;
        call.arch = GetParam().token;
        EXPECT_EQ(Program(worker).verdict(call), refused_with(ENOSYS)) << number;
    }
}

TEST_P(SeccompFilters, WhatIsOnNoListKills) {
    for (const char* name :
         {"execve", "ptrace", "mount", "setns", "bpf", "io_uring_setup", "init_module", "kexec_load"})
        for (const auto* filter : {&worker, &supervisor})
            EXPECT_EQ(verdict(*filter, GetParam().token, name), SECCOMP_RET_KILL_PROCESS) << name;
    EXPECT_EQ(verdict(worker, GetParam().token, "clone"), SECCOMP_RET_KILL_PROCESS);
    if (GetParam().token != SCMP_ARCH_X86) {  // there socketcall stands for it, whose arguments are out of sight
        EXPECT_EQ(verdict(worker, GetParam().token, "socket", {AF_INET}), SECCOMP_RET_KILL_PROCESS);
        EXPECT_EQ(verdict(worker, GetParam().token, "socket", {AF_NETLINK}), SECCOMP_RET_ALLOW);
    }
    EXPECT_EQ(verdict(worker, GetParam().token, "mprotect", {0, 0, PROT_READ | PROT_EXEC}), SECCOMP_RET_KILL_PROCESS);
    for (const char* name : {"execve", "ptrace", "unlinkat", "bpf"})
        EXPECT_EQ(verdict(manager, GetParam().token, name), refused_with(EPERM)) << name;
}

INSTANTIATE_TEST_SUITE_P(On, SeccompFilters, ::testing::ValuesIn(architectures),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace openras::net::test
