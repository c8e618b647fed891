// ras-nethelper: the only privileged program. Started by rasmand's launcher with one end of a socket pair, or by the
// service manager with a listening socket.
#include <fcntl.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "base/log.h"
#include "base/unique_fd.h"
#include "net/resolvconf_runner.h"
#include "net/supervisor.h"
#include "net/worker.h"

namespace {

using namespace openras;
using namespace openras::net;

uid_t uid_of(const std::string& user) {
    const auto* entry = ::getpwnam(user.c_str());
    if (entry == nullptr) throw std::runtime_error("no user " + user);
    return entry->pw_uid;
}

UniqueFd listen_at(const std::string& path, uid_t owner) {
    UniqueFd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (!fd || path.size() >= sizeof address.sun_path) throw std::runtime_error("cannot listen at " + path);
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    ::unlink(path.c_str());
    const auto mask = ::umask(0177);
    const bool bound = ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::umask(mask);
    if (!bound || ::chown(path.c_str(), owner, static_cast<gid_t>(-1)) < 0 || ::listen(fd.get(), 4) < 0)
        throw std::system_error(errno, std::generic_category(), path);
    return fd;
}

/// Descriptors 0, 1 and 2 are always open, so that none of ours becomes one of them.
void fill_standard_descriptors() {
    int fd = 0;
    do {
        fd = ::open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= 2);
    if (fd > 2) ::close(fd);
}

/// The worker keeps a descriptor for each lease.
void allow_many_descriptors(rlim_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted) return;
    const rlimit raised{wanted, std::max(wanted, limit.rlim_max)};
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run(int argc, char** argv) {
    HelperOptions options;
    int fd = -1;
    std::string socket_path;
    std::string user;
    std::string level = "info";
    std::string resolvconf;
    std::vector<std::string> interfaces;
    bool cleanup = false;

    CLI::App app("The privileged helper of OpenRAS: interfaces, addresses, routes and DNS for rasmand.");
    auto* fd_option = app.add_option("--fd", fd, "Serve the SOCK_SEQPACKET socket with this descriptor number");
    auto* socket_option = app.add_option("--socket", socket_path, "Listen at this path instead");
    auto* cleanup_option = app.add_flag("--cleanup", cleanup, "Undo what is left of an earlier run, and exit");
    fd_option->excludes(socket_option)->excludes(cleanup_option);
    socket_option->excludes(cleanup_option);
    auto* uid_option = app.add_option("--allow-uid", options.allowed_uid, "Obey this uid only (default: 0)");
    app.add_option("--allow-user", user, "Obey this user only")->excludes(uid_option);
    app.add_option("--interface", interfaces, "Ethernet interface that may be opened (repeatable; default: all)");
    app.add_option("--journal", options.journal, "Directory of the journal")->capture_default_str();
    auto* file_option =
        app.add_option("--resolv-conf", options.resolv_conf, "The resolver's file")->capture_default_str();
    auto* program_option = app.add_option("--resolvconf", resolvconf, "The resolvconf program; \"\" = write the file");
    app.add_option("--link-group", options.link_group, "Link group of the interfaces, even (default: random)");
    app.add_option("--max-leases", options.max_leases, "Interfaces at once")->capture_default_str();
    app.add_option("--log-level", level, "trace, debug, info, warn, error")->capture_default_str();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    init_log("ras-nethelper", level);
    if (!user.empty()) options.allowed_uid = uid_of(user);
    options.resolv_conf = std::filesystem::absolute(options.resolv_conf);  // the journal keeps it
    options.interfaces.insert(interfaces.begin(), interfaces.end());
    if (options.link_group % 2 != 0) throw std::runtime_error("--link-group must be even");
    allow_many_descriptors(options.max_leases + 256);
    // A resolver's file that was named is meant.
    if (program_option->count() == 0 && file_option->count() == 0) resolvconf = find_resolvconf();

    if (cleanup) {
        ResolvconfRunner runner;
        if (!resolvconf.empty()) runner = start_resolvconf_runner(resolvconf);
        return run_cleanup(options, runner.socket.get());
    }
    if (fd >= 0) {
        if (::fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) throw std::system_error(errno, std::generic_category(), "--fd");
        return supervise(options, fd, resolvconf);
    }
    if (!socket_path.empty())
        return supervise_listening(options, listen_at(socket_path, options.allowed_uid), resolvconf);
    if (::sd_listen_fds(1) == 1) return supervise_listening(options, UniqueFd(SD_LISTEN_FDS_START), resolvconf);
    std::fputs("ras-nethelper: one of --fd, --socket, --cleanup or socket activation is needed\n", stderr);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    fill_standard_descriptors();
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "ras-nethelper: %s\n", error.what());
        return 1;
    }
}
