// What another user than root sees: root may do everything.
#pragma once

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

namespace openras::phonebook {

/// Another user than root, in a process of its own. @return whether `check` was true there
template <typename Check>
bool as_nobody(Check check, uid_t user = 65534) {
    const auto child = ::fork();
    if (child == 0) {
        const bool changed =
            ::geteuid() != 0 || (::setgroups(0, nullptr) == 0 && ::setresgid(65534, 65534, 65534) == 0 &&
                                 ::setresuid(user, user, user) == 0);
        ::_exit(changed && check() ? 0 : 1);
    }
    int status = -1;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace openras::phonebook
