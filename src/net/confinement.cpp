#include "net/confinement.h"

#include <sys/capability.h>
#include <sys/prctl.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "net/helper_seccomp.h"

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

}  // namespace

void confine_worker() {
    no_new_privileges();
    keep_two_capabilities();
    helper_filter(HelperProcessKind::Worker).load();
}

void confine_supervisor() {
    no_new_privileges();
    keep_two_capabilities();
    helper_filter(HelperProcessKind::Supervisor).load();
}

void drop_every_capability() noexcept {
    for (cap_value_t one = 0; one <= CAP_LAST_CAP; ++one) cap_drop_bound(one);
    if (const std::unique_ptr<_cap_struct, int (*)(void*)> set(cap_init(), cap_free); set) cap_set_proc(set.get());
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

}  // namespace openras::net
