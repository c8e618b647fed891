#include "net/manager_seccomp.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <utility>

namespace openras::net {
namespace {

constexpr int fchmodat2 = 452;  // Linux 6.6, the same number everywhere; older headers do not have it

}  // namespace

SeccompFilter manager_filter(std::uint32_t architecture) {
    SeccompFilter filter(SCMP_ACT_ALLOW, architecture);
    const auto deny = [&](int call, std::initializer_list<scmp_arg_cmp> conditions = {}) {
        filter.refuse_if(call, conditions, EPERM);
    };
    deny(SCMP_SYS(socket), {argument_is(0, AF_PACKET)});
    deny(SCMP_SYS(bind));
    deny(SCMP_SYS(setsockopt), {argument_is(1, SOL_PACKET)});
    for (const int option : {SO_ATTACH_FILTER, SO_DETACH_FILTER, SO_ATTACH_BPF, SO_BINDTODEVICE})
        deny(SCMP_SYS(setsockopt), {argument_is(1, SOL_SOCKET), argument_is(2, static_cast<std::uint32_t>(option))});
    for (const unsigned long request :
         {static_cast<unsigned long>(TUNSETIFF), static_cast<unsigned long>(TUNSETPERSIST),
          static_cast<unsigned long>(TUNSETOWNER), static_cast<unsigned long>(TUNSETGROUP),
          static_cast<unsigned long>(TUNSETLINK), static_cast<unsigned long>(TUNATTACHFILTER)})
        deny(SCMP_SYS(ioctl), {argument_is(1, static_cast<std::uint32_t>(request))});
    for (const int call : {SCMP_SYS(execve),
                           SCMP_SYS(execveat),
                           SCMP_SYS(fork),
                           SCMP_SYS(vfork),
                           SCMP_SYS(ptrace),
                           SCMP_SYS(process_vm_readv),
                           SCMP_SYS(process_vm_writev),
                           SCMP_SYS(mount),
                           SCMP_SYS(umount2),
                           SCMP_SYS(pivot_root),
                           SCMP_SYS(chroot),
                           SCMP_SYS(setns),
                           SCMP_SYS(unshare),
                           SCMP_SYS(init_module),
                           SCMP_SYS(finit_module),
                           SCMP_SYS(delete_module),
                           SCMP_SYS(kexec_load),
                           SCMP_SYS(bpf),
                           SCMP_SYS(keyctl),
                           SCMP_SYS(add_key),
                           SCMP_SYS(request_key),
                           SCMP_SYS(perf_event_open),
                           SCMP_SYS(userfaultfd),
                           SCMP_SYS(open_by_handle_at),
                           SCMP_SYS(io_uring_setup),
                           SCMP_SYS(io_uring_enter),
                           SCMP_SYS(io_uring_register),
                           SCMP_SYS(personality),
                           SCMP_SYS(swapon),
                           SCMP_SYS(reboot),
                           SCMP_SYS(acct)})
        deny(call);
    // Files may be opened for reading alone: to write, the manager has only the descriptors that it was given.
    for (const auto& [call, flags] : {std::pair(SCMP_SYS(open), 1U), std::pair(SCMP_SYS(openat), 2U)})
        for (const std::uint64_t flag : {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC}) deny(call, {argument_has(flags, flag)});
    for (const int call : {SCMP_SYS(openat2),     SCMP_SYS(creat),        SCMP_SYS(unlink),      SCMP_SYS(unlinkat),
                           SCMP_SYS(rename),      SCMP_SYS(renameat),     SCMP_SYS(renameat2),   SCMP_SYS(mkdir),
                           SCMP_SYS(mkdirat),     SCMP_SYS(rmdir),        SCMP_SYS(mknod),       SCMP_SYS(mknodat),
                           SCMP_SYS(symlink),     SCMP_SYS(symlinkat),    SCMP_SYS(link),        SCMP_SYS(linkat),
                           SCMP_SYS(chmod),       SCMP_SYS(fchmod),       SCMP_SYS(fchmodat),    fchmodat2,
                           SCMP_SYS(chown),       SCMP_SYS(lchown),       SCMP_SYS(fchown),      SCMP_SYS(fchownat),
                           SCMP_SYS(truncate),    SCMP_SYS(utime),        SCMP_SYS(utimes),      SCMP_SYS(futimesat),
                           SCMP_SYS(utimensat),   SCMP_SYS(setxattr),     SCMP_SYS(lsetxattr),   SCMP_SYS(fsetxattr),
                           SCMP_SYS(removexattr), SCMP_SYS(lremovexattr), SCMP_SYS(fremovexattr)})
        deny(call);
    // The address of a sendmsg() is out of a filter's sight; that of a sendto() nobody here needs.
    deny(SCMP_SYS(sendto), {argument_is_given(4)});
    // Threads are made by clone with CLONE_THREAD; clone3's flags are out of a filter's sight, and glibc falls back.
    deny(SCMP_SYS(clone), {argument_lacks(0, CLONE_THREAD)});
    filter.refuse({SCMP_SYS(clone3)}, ENOSYS);
    filter.set(SCMP_FLTATR_CTL_TSYNC, 1);  // every thread
    return filter;
}

void confine_manager() {
    manager_filter().load();
}

}  // namespace openras::net
