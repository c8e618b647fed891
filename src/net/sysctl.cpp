#include "net/sysctl.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <raserror.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/unique_fd.h"

namespace openras::net {
namespace {

std::string path_of(const std::string& name, const char* setting) {
    return fmt::format("/proc/sys/net/ipv6/conf/{}/{}", name, setting);
}

int write_setting(const std::string& name, const char* setting, std::string_view value) {
    const UniqueFd fd(::open(path_of(name, setting).c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd) return errno;
    return ::write(fd.get(), value.data(), value.size()) < 0 ? errno : 0;
}

/// '\0' where there is no such setting.
char first_character(const std::string& name, const char* setting) {
    const UniqueFd fd(::open(path_of(name, setting).c_str(), O_RDONLY | O_CLOEXEC));
    char value = 0;
    return fd && ::read(fd.get(), &value, 1) == 1 ? value : '\0';
}

}  // namespace

bool enable_ipv6(const std::string& name) {
    if (first_character("all", "disable_ipv6") == '1' || first_character("default", "disable_ipv6") == '1')
        return false;
    const char disabled = first_character(name, "disable_ipv6");
    return disabled == '0' || (disabled != '\0' && write_setting(name, "disable_ipv6", "0") == 0);
}

bool disable_ipv6(const std::string& name) {
    return write_setting(name, "disable_ipv6", "1") == 0;
}

Expected<void> set_router_advertisements(const std::string& name, bool accept) {
    int error = write_setting(name, "accept_ra", accept ? "2" : "0");
    if (error == 0 && accept) error = write_setting(name, "accept_ra_defrtr", "0");
    if (error != 0)
        return failure(ERROR_CANNOT_PROJECT_CLIENT,
                       fmt::format("interface {}: accept_ra: {}", name, std::strerror(error)));
    return {};
}

}  // namespace openras::net
