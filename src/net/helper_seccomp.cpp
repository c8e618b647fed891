#include "net/helper_seccomp.h"

#include <linux/if_tun.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <initializer_list>

namespace openras::net {
namespace {

constexpr std::uint32_t tcgets2 = 0x802c542aU;  // what a newer C library asks of a terminal in TCGETS' place

/// Journal, resolver's file, /proc/sys/net/ipv6/conf, /dev/net/tun.
void allow_files(SeccompFilter& filter) {
    filter.allow(
        {SCMP_SYS(openat),    SCMP_SYS(open),       SCMP_SYS(close),    SCMP_SYS(read),       SCMP_SYS(write),
         SCMP_SYS(writev),    SCMP_SYS(pread64),    SCMP_SYS(lseek),    SCMP_SYS(fstat),      SCMP_SYS(newfstatat),
         SCMP_SYS(stat),      SCMP_SYS(lstat),      SCMP_SYS(statx),    SCMP_SYS(readlinkat), SCMP_SYS(readlink),
         SCMP_SYS(renameat),  SCMP_SYS(renameat2),  SCMP_SYS(unlinkat), SCMP_SYS(symlinkat),  SCMP_SYS(fchmod),
         SCMP_SYS(mkdir),     SCMP_SYS(mkdirat),    SCMP_SYS(flock),    SCMP_SYS(fcntl),      SCMP_SYS(access),
         SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(getcwd),   SCMP_SYS(umask)});
    // Their names on 32-bit machines.
    filter.allow({SCMP_SYS(fstat64), SCMP_SYS(stat64), SCMP_SYS(lstat64), SCMP_SYS(fstatat64), SCMP_SYS(fcntl64),
                  SCMP_SYS(_llseek)});
    for (const std::uint32_t request :
         {static_cast<std::uint32_t>(TUNSETIFF), static_cast<std::uint32_t>(TUNSETOFFLOAD),
          static_cast<std::uint32_t>(TUNSETVNETHDRSZ), static_cast<std::uint32_t>(SIOCGIFINDEX),
          static_cast<std::uint32_t>(TCGETS), tcgets2})
        filter.allow_if(SCMP_SYS(ioctl), {argument_is(1, request)});
}

/// No TCP or UDP, and none that listens or accepts.
void allow_sockets(SeccompFilter& filter) {
    for (const unsigned family : {AF_NETLINK, AF_PACKET, AF_UNIX})
        filter.allow_if(SCMP_SYS(socket), {argument_is(0, family)});
    filter.allow({SCMP_SYS(sendmsg), SCMP_SYS(recvmsg), SCMP_SYS(send), SCMP_SYS(sendto), SCMP_SYS(recv),
                  SCMP_SYS(recvfrom), SCMP_SYS(bind), SCMP_SYS(setsockopt), SCMP_SYS(getsockopt), SCMP_SYS(getsockname),
                  SCMP_SYS(connect), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(ppoll_time64), SCMP_SYS(signalfd4)});
}

/// Time is the kernel's to tell wherever the vDSO does not: with clock sources that it cannot read (hpet, xen) and in
/// User-Mode Linux. So is the processor's number.
void allow_clocks(SeccompFilter& filter) {
    filter.allow({SCMP_SYS(time), SCMP_SYS(gettimeofday), SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64),
                  SCMP_SYS(clock_getres), SCMP_SYS(clock_getres_time64), SCMP_SYS(getcpu), SCMP_SYS(nanosleep),
                  SCMP_SYS(clock_nanosleep), SCMP_SYS(clock_nanosleep_time64)});
}

/// Memory, randomness, locks, signals to itself (abort), and what the C library wants to know of the machine.
void allow_the_rest(SeccompFilter& filter) {
    filter.allow({SCMP_SYS(brk),          SCMP_SYS(munmap),
                  SCMP_SYS(mremap),       SCMP_SYS(madvise),
                  SCMP_SYS(getrandom),    SCMP_SYS(futex),
                  SCMP_SYS(futex_time64), SCMP_SYS(membarrier),
                  SCMP_SYS(sysinfo),      SCMP_SYS(sched_getaffinity),
                  SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
                  SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn),
                  SCMP_SYS(sigaltstack),  SCMP_SYS(getpid),
                  SCMP_SYS(gettid),       SCMP_SYS(getppid),
                  SCMP_SYS(getuid),       SCMP_SYS(getuid32),
                  SCMP_SYS(geteuid),      SCMP_SYS(geteuid32),
                  SCMP_SYS(getgid),       SCMP_SYS(getgid32),
                  SCMP_SYS(getegid),      SCMP_SYS(getegid32),
                  SCMP_SYS(tgkill),       SCMP_SYS(uname),
                  SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall),
                  SCMP_SYS(exit),         SCMP_SYS(exit_group),
                  SCMP_SYS(rseq),         SCMP_SYS(set_robust_list)});
    // A name for a piece of memory, which some C libraries give.
    filter.allow_if(SCMP_SYS(prctl), {argument_is(0, PR_SET_VMA)});
    // Memory may be made read-only or writable, never executable. What would load a library now fails by itself.
    filter.allow_if(SCMP_SYS(mprotect), {argument_lacks(2, PROT_EXEC)});
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mmap2)}) {
        filter.allow_if(call, {argument_lacks(2, PROT_EXEC)});
        filter.refuse_if(call, {argument_has(2, PROT_EXEC)}, EPERM);
    }
}

/// A newer C library tries a newer call first and takes the older one where the kernel does not know it. From 424 on
/// a number means the same call everywhere.
void refuse_newer_calls(SeccompFilter& filter) {
    constexpr int first = 440;
    constexpr int last = 640;
    for (int call = first; call <= last; ++call) filter.refuse({call}, ENOSYS);
    // Its flags are out of a filter's sight; clone follows.
    filter.refuse({SCMP_SYS(clone3)}, ENOSYS);
}

void allow_supervision(SeccompFilter& filter) {
    // New workers, which confine themselves again; and clients of a listening socket.
    filter.allow_if(SCMP_SYS(clone), {argument_lacks(0, CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID |
                                                            CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP)});
    filter.allow({SCMP_SYS(wait4), SCMP_SYS(waitid), SCMP_SYS(waitpid), SCMP_SYS(pidfd_open),
                  SCMP_SYS(pidfd_send_signal), SCMP_SYS(kill), SCMP_SYS(accept4), SCMP_SYS(seccomp), SCMP_SYS(prctl),
                  SCMP_SYS(capset), SCMP_SYS(capget)});
}

}  // namespace

SeccompFilter helper_filter(HelperProcessKind kind, std::uint32_t architecture) {
    SeccompFilter filter(SCMP_ACT_KILL_PROCESS, architecture);
    filter.set(SCMP_FLTATR_CTL_LOG, 1);
    filter.set(SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree (libseccomp 2.5)
    allow_files(filter);
    allow_sockets(filter);
    allow_clocks(filter);
    allow_the_rest(filter);
    refuse_newer_calls(filter);
    if (kind == HelperProcessKind::Supervisor) allow_supervision(filter);
    return filter;
}

}  // namespace openras::net
