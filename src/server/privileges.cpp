#include "server/privileges.h"

#include <grp.h>
#include <pwd.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace openras::server {

Expected<void> become(const std::string& user, bool with_tun) {
    const auto failed = [&](const char* what) {
        return failure(ERROR_ACCESS_DENIED, std::string(what) + " for user " + user + ": " + std::strerror(errno));
    };
    const passwd* entry = ::getpwnam(user.c_str());
    if (entry == nullptr) return failure(ERROR_ACCESS_DENIED, "no user " + user);
    if (with_tun && ::prctl(PR_SET_KEEPCAPS, 1) != 0) return failed("prctl");
    if (::initgroups(user.c_str(), entry->pw_gid) != 0) return failed("initgroups");
    if (::setgid(entry->pw_gid) != 0) return failed("setgid");
    if (::setuid(entry->pw_uid) != 0) return failed("setuid");
    const std::unique_ptr<std::remove_pointer_t<cap_t>, int (*)(void*)> wanted(::cap_init(), &::cap_free);
    if (with_tun) {
        const cap_value_t value = CAP_NET_ADMIN;
        ::cap_set_flag(wanted.get(), CAP_PERMITTED, 1, &value, CAP_SET);
        ::cap_set_flag(wanted.get(), CAP_EFFECTIVE, 1, &value, CAP_SET);
    }
    if (::cap_set_proc(wanted.get()) != 0) return failed("capabilities");
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("no_new_privs");
    if (with_tun && ::access("/dev/net/tun", R_OK | W_OK) != 0) return failed("cannot open /dev/net/tun");
    return {};
}

}  // namespace openras::server
