#include "net/confinement.h"

#include <linux/if_tun.h>
#include <linux/sched.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/capability.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "net/seccomp_rules.h"

namespace openras::net {
namespace {

constexpr cap_value_t kept_capabilities[] = {CAP_NET_ADMIN, CAP_NET_RAW};

void no_new_privileges() {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        throw std::system_error(errno, std::generic_category(), "no_new_privs");
}

bool is_kept(cap_value_t capability) {
    for (const auto one : kept_capabilities)
        if (one == capability) return true;
    return false;
}

void keep_two_capabilities() {
    for (cap_value_t one = 0; one <= CAP_LAST_CAP; ++one)
        if (!is_kept(one) && cap_get_bound(one) == 1 && cap_drop_bound(one) < 0 && errno != EPERM)
            throw std::system_error(errno, std::generic_category(), "capability bounding set");
    const std::unique_ptr<_cap_struct, int (*)(void*)> set(cap_init(), cap_free);
    if (!set || cap_set_flag(set.get(), CAP_PERMITTED, 2, kept_capabilities, CAP_SET) < 0 ||
        cap_set_flag(set.get(), CAP_EFFECTIVE, 2, kept_capabilities, CAP_SET) < 0 || cap_set_proc(set.get()) < 0)
        throw std::system_error(errno, std::generic_category(), "CAP_NET_ADMIN and CAP_NET_RAW");
}

class Filter {
  public:
    Filter() : context_(seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release) {
        if (!context_) throw std::runtime_error("seccomp_init");
        seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_LOG, 1);
        seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree (libseccomp 2.5)
    }
    void allow(std::initializer_list<int> calls) {
        for (const int call : calls) add(call, {});
    }
    void allow_if(int call, std::initializer_list<scmp_arg_cmp> conditions) { add(call, conditions); }
    /// Ends in an error of the call instead of the process's death.
    void refuse(std::initializer_list<int> calls, int error) {
        for (const int call : calls)
            check(seccomp_rule_add_array(context_.get(), SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), call, 0,
                                         nullptr),
                  call);
    }
    void refuse_if(int call, std::initializer_list<scmp_arg_cmp> conditions, int error) {
        check(seccomp_rule_add_array(context_.get(), SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), call,
                                     static_cast<unsigned>(conditions.size()), conditions.begin()),
              call);
    }
    void load() {
        if (const int result = seccomp_load(context_.get()); result < 0)
            throw std::system_error(-result, std::generic_category(), "seccomp_load");
    }

  private:
    void add(int call, std::initializer_list<scmp_arg_cmp> conditions) {
        check(seccomp_rule_add_array(context_.get(), SCMP_ACT_ALLOW, call, static_cast<unsigned>(conditions.size()),
                                     conditions.begin()),
              call);
    }
    static void check(int result, int call) {
        if (result < 0)
            throw std::system_error(-result, std::generic_category(), "seccomp rule for call " + std::to_string(call));
    }

    std::unique_ptr<void, void (*)(void*)> context_;
};

/// What the worker's own code, the C library, spdlog, libnl and OpenSSL's generator need after start-up.
void allow_work(Filter& filter) {
    // Files: journal, resolver's file, /proc/sys/net/ipv6/conf, /dev/net/tun.
    filter.allow(
        {SCMP_SYS(openat),    SCMP_SYS(open),       SCMP_SYS(close),    SCMP_SYS(read),       SCMP_SYS(write),
         SCMP_SYS(writev),    SCMP_SYS(pread64),    SCMP_SYS(lseek),    SCMP_SYS(fstat),      SCMP_SYS(newfstatat),
         SCMP_SYS(stat),      SCMP_SYS(lstat),      SCMP_SYS(statx),    SCMP_SYS(readlinkat), SCMP_SYS(readlink),
         SCMP_SYS(renameat),  SCMP_SYS(renameat2),  SCMP_SYS(unlinkat), SCMP_SYS(symlinkat),  SCMP_SYS(fchmod),
         SCMP_SYS(mkdir),     SCMP_SYS(mkdirat),    SCMP_SYS(flock),    SCMP_SYS(fcntl),      SCMP_SYS(access),
         SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(getcwd),   SCMP_SYS(umask)});
    // Sockets: no TCP or UDP ones, and none that listens or accepts.
    for (const unsigned family : {AF_NETLINK, AF_PACKET, AF_UNIX})
        filter.allow_if(SCMP_SYS(socket), {argument_is(0, family)});
    filter.allow({SCMP_SYS(sendmsg), SCMP_SYS(recvmsg), SCMP_SYS(sendto), SCMP_SYS(recvfrom), SCMP_SYS(bind),
                  SCMP_SYS(setsockopt), SCMP_SYS(getsockopt), SCMP_SYS(getsockname), SCMP_SYS(connect), SCMP_SYS(poll),
                  SCMP_SYS(ppoll), SCMP_SYS(signalfd4)});
    for (const unsigned long request :
         {static_cast<unsigned long>(TUNSETIFF), static_cast<unsigned long>(TUNSETOFFLOAD),
          static_cast<unsigned long>(TUNSETVNETHDRSZ), static_cast<unsigned long>(SIOCGIFINDEX),
          static_cast<unsigned long>(TCGETS)})
        filter.allow_if(SCMP_SYS(ioctl), {argument_is(1, static_cast<std::uint32_t>(request))});
    // Memory, time, randomness, locks, signals to itself (abort).
    filter.allow({SCMP_SYS(brk),
                  SCMP_SYS(munmap),
                  SCMP_SYS(mremap),
                  SCMP_SYS(madvise),
                  SCMP_SYS(clock_gettime),
                  SCMP_SYS(clock_nanosleep),
                  SCMP_SYS(nanosleep),
                  SCMP_SYS(gettimeofday),
                  SCMP_SYS(getrandom),
                  SCMP_SYS(futex),
                  SCMP_SYS(rt_sigaction),
                  SCMP_SYS(rt_sigprocmask),
                  SCMP_SYS(rt_sigreturn),
                  SCMP_SYS(sigaltstack),
                  SCMP_SYS(getpid),
                  SCMP_SYS(gettid),
                  SCMP_SYS(getppid),
                  SCMP_SYS(getuid),
                  SCMP_SYS(geteuid),
                  SCMP_SYS(getgid),
                  SCMP_SYS(getegid),
                  SCMP_SYS(tgkill),
                  SCMP_SYS(uname),
                  SCMP_SYS(sched_yield),
                  SCMP_SYS(restart_syscall),
                  SCMP_SYS(exit),
                  SCMP_SYS(exit_group),
                  SCMP_SYS(rseq),
                  SCMP_SYS(set_robust_list)});
    // Memory may be made read-only or writable, never executable. What would load a library now fails by itself.
    filter.allow_if(SCMP_SYS(mprotect), {argument_lacks(2, PROT_EXEC)});
    filter.allow_if(SCMP_SYS(mmap), {argument_lacks(2, PROT_EXEC)});
    filter.refuse_if(SCMP_SYS(mmap), {argument_has(2, PROT_EXEC)}, EPERM);
}

}  // namespace

void confine_worker() {
    no_new_privileges();
    keep_two_capabilities();
    Filter filter;
    allow_work(filter);
    filter.load();
}

void confine_supervisor() {
    no_new_privileges();
    keep_two_capabilities();
    Filter filter;
    allow_work(filter);
    // New workers, which confine themselves again; and clients of a listening socket.
    filter.allow_if(SCMP_SYS(clone), {argument_lacks(0, CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID |
                                                            CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP)});
    filter.refuse({SCMP_SYS(clone3)}, ENOSYS);  // its flags are out of a filter's sight; clone follows
    filter.allow({SCMP_SYS(wait4), SCMP_SYS(waitid), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_send_signal), SCMP_SYS(kill),
                  SCMP_SYS(accept4), SCMP_SYS(seccomp), SCMP_SYS(prctl), SCMP_SYS(capset), SCMP_SYS(capget)});
    filter.load();
}

void drop_every_capability() noexcept {
    for (cap_value_t one = 0; one <= CAP_LAST_CAP; ++one) cap_drop_bound(one);
    if (const std::unique_ptr<_cap_struct, int (*)(void*)> set(cap_init(), cap_free); set) cap_set_proc(set.get());
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

}  // namespace openras::net
