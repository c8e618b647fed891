#include "manager/launcher.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "manager/vault_files.h"

namespace openras::manager {

namespace {

constexpr int listen_backlog = 1024;
constexpr auto helper_exit_limit = std::chrono::seconds(10);
constexpr auto restart_window = std::chrono::minutes(1);
constexpr unsigned max_restarts = 20;  ///< within the window

struct Identity {
    uid_t uid = 0;
    gid_t gid = 0;
};

Expected<Identity> identity_of(const std::string& user) {
    const passwd* entry = getpwnam(user.c_str());
    if (entry == nullptr)
        return failure(ERROR_INVALID_PARAMETER,
                       fmt::format("there is no user {}: make one, or name another with --user", user));
    if (entry->pw_uid == 0)
        return failure(ERROR_INVALID_PARAMETER, "the manager does not run as root: name another user with --user");
    return Identity{entry->pw_uid, entry->pw_gid};
}

/// Whether systemd made the socket: then it is systemd's to remove, and a restarted manager gets it again.
bool activated() {
    return sd_listen_fds(0) >= 1;
}

std::string strerror_text(const std::string& what) {
    return fmt::format("{}: {}", what, std::strerror(errno));
}

/// In the child: becomes the user, for good.
bool drop_to(const Identity& identity) {
    if (setgroups(0, nullptr) != 0 || setresgid(identity.gid, identity.gid, identity.gid) != 0 ||
        setresuid(identity.uid, identity.uid, identity.uid) != 0)
        return false;
    // Killing the launcher kills the manager, too. The kernel forgets this when credentials change, so only now.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;
}

/// Stands before a configuration, so that an empty file is not the end of the socket.
constexpr char reload_mark = 'C';

/// Where the socket is, "" where it has no name in the file system.
std::string path_of(int listener) {
    sockaddr_un address{};
    socklen_t size = sizeof address;
    if (getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0 || address.sun_path[0] != '/')
        return {};
    return std::string(address.sun_path, strnlen(address.sun_path, sizeof address.sun_path));
}

void set_socket_mode(const std::string& path, bool everyone) {
    const mode_t mode = everyone ? 0666 : 0660;
    if (path.empty() || chmod(path.c_str(), mode) != 0)
        spdlog::warn("the socket's mode cannot be set: set SocketMode={:04o} in its unit", mode);
}

/// In a child: becomes ras-nethelper. Where no file is named, the helper chooses how DNS is set (resolvconf or a file).
void run_helper(const Config& config, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "ras-nethelper");
    arguments.insert(arguments.end(), {"--journal", config.runtime_dir + "/journal"});
    if (!config.resolv_conf.empty()) arguments.insert(arguments.end(), {"--resolv-conf", config.resolv_conf});
    std::vector<char*> words;
    words.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    execv(config.helper.c_str(), words.data());
}

pid_t start_helper(const Config& config, const Identity& identity, int fd) {
    const pid_t pid = fork();
    if (pid != 0) return pid;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    fcntl(fd, F_SETFD, 0);
    const std::string fd_text = std::to_string(fd);
    const std::string uid_text = std::to_string(identity.uid);
    run_helper(config, {"--fd", fd_text, "--allow-uid", uid_text, "--log-level", config.log_level});
    spdlog::error("{}", strerror_text("cannot run " + config.helper));
    _exit(127);
}

/// Waits for the children; keeps the helper going while the manager lives.
class Launcher {
  public:
    Launcher(const Config& config, const ConfigSource& source, const Identity& identity, UniqueFd helper_end,
             UniqueFd vault_end, UniqueFd reload_end, std::string socket_path)
        : config_(config),
          source_(source),
          identity_(identity),
          helper_end_(std::move(helper_end)),
          vault_end_(std::move(vault_end)),
          reload_end_(std::move(reload_end)),
          socket_path_(std::move(socket_path)),
          everyone_(config.everyone),
          vault_files_(config.state_dir, credentials_directory()) {}

    int run(pid_t manager, UniqueFd ready, int signals) {
        manager_ = manager;
        ready_ = std::move(ready);
        helper_ = start_helper(config_, identity_, helper_end_.get());
        while (!status_) {
            fd_set set;
            FD_ZERO(&set);
            FD_SET(signals, &set);
            if (ready_) FD_SET(ready_.get(), &set);
            if (vault_end_) FD_SET(vault_end_.get(), &set);
            if (select(std::max({signals, ready_.get(), vault_end_.get()}) + 1, &set, nullptr, nullptr, nullptr) < 0)
                continue;
            if (ready_ && FD_ISSET(ready_.get(), &set)) announce_ready();
            if (vault_end_ && FD_ISSET(vault_end_.get(), &set) && !vault_files_.serve(vault_end_.get()))
                vault_end_.reset();
            if (FD_ISSET(signals, &set)) on_signal(signals);
        }
        wait_for_helper();
        return *status_;
    }

  private:
    /// Where systemd has put the credentials of the service (LoadCredential=, LoadCredentialEncrypted=).
    static std::string credentials_directory() {
        const char* named = secure_getenv("CREDENTIALS_DIRECTORY");
        return named == nullptr ? "" : named;
    }

    void announce_ready() {
        char byte = 0;
        if (read(ready_.get(), &byte, 1) == 1) {
            spdlog::info("ready, listening at {}", config_.socket);
            sd_notify(0, "READY=1");
        }
        ready_.reset();
    }

    void on_signal(int signals) {
        signalfd_siginfo info{};
        if (read(signals, &info, sizeof info) != sizeof info) return;
        if (info.ssi_signo == SIGHUP) return reload();
        if (info.ssi_signo != SIGCHLD) {
            sd_notify(0, "STOPPING=1");
            stopping_ = true;
            kill(manager_, SIGTERM);
            return;
        }
        int status = 0;
        for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
            if (pid == manager_) {
                status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            } else if (pid == helper_) {
                helper_gone(status);
                // It may have seen the manager's end before we did.
                if (!status_ && !manager_has_closed()) restart_helper();
            }
        }
    }

    /// What is wrong is told, and everything stays as it was.
    void reload() {
        const auto text = source_.text();
        const auto wanted = text ? source_.settle(*text) : Expected<Config>(std::unexpected(text.error()));
        if (!wanted) {
            spdlog::error("the configuration stays as it is: {}", wanted.error().text);
            return;
        }
        set_log_level(wanted->log_level);
        if (wanted->everyone != everyone_) {
            everyone_ = wanted->everyone;
            set_socket_mode(socket_path_, everyone_);
        }
        const std::string message = reload_mark + *text;
        if (send(reload_end_.get(), message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
            spdlog::error("{}", strerror_text("the manager does not take the configuration"));
    }

    /// The one end of a helper that no other shall follow, however it came.
    [[nodiscard]] bool manager_has_closed() const {
        pollfd end{helper_end_.get(), 0, 0};
        return poll(&end, 1, 0) == 1 && (end.revents & POLLHUP) != 0;
    }

    void restart_helper() {
        const TimePoint now = Clock::now();
        if (now - last_restart_ > restart_window) restarts_ = 0;
        last_restart_ = now;
        if (++restarts_ <= max_restarts) {
            spdlog::log(stopping_ ? spdlog::level::info : spdlog::level::err,
                        "the net helper has ended before the manager; starting it again");
            undone_ = false;
            helper_ = start_helper(config_, identity_, helper_end_.get());
            if (helper_ > 0) return;
        }
        spdlog::critical("the net helper keeps ending; giving up");
        kill(manager_, SIGTERM);
    }

    /// The manager has gone. The helper sees that, undoes what is left and exits; where it died, too, somebody else has
    /// to.
    void wait_for_helper() {
        helper_end_.reset();
        sigset_t child;
        sigemptyset(&child);
        sigaddset(&child, SIGCHLD);
        const TimePoint limit = Clock::now() + helper_exit_limit;
        while (helper_ > 0 && Clock::now() < limit) {
            int status = 0;
            if (waitpid(helper_, &status, WNOHANG) == helper_) {
                helper_gone(status);
                break;
            }
            const timespec a_second{1, 0};
            sigtimedwait(&child, nullptr, &a_second);
        }
        if (!undone_) clean_up();
    }

    void helper_gone(int status) {
        helper_ = -1;
        undone_ = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

    void clean_up() {
        spdlog::warn("the net helper did not end in order; undoing its journal");
        const pid_t pid = fork();
        if (pid == 0) {
            sigset_t none;
            sigemptyset(&none);
            sigprocmask(SIG_SETMASK, &none, nullptr);
            run_helper(config_, {"--cleanup"});
            _exit(127);
        }
        if (pid > 0) waitpid(pid, nullptr, 0);
    }

    const Config& config_;
    const ConfigSource& source_;
    Identity identity_;
    UniqueFd helper_end_;
    UniqueFd vault_end_;
    UniqueFd reload_end_;
    std::string socket_path_;
    bool everyone_;
    VaultFiles vault_files_;
    UniqueFd ready_;
    pid_t manager_ = -1;
    pid_t helper_ = -1;
    unsigned restarts_ = 0;
    TimePoint last_restart_{};
    bool stopping_ = false;  ///< the manager has been told to end
    bool undone_ = false;    ///< the last helper has ended, and has undone everything
    std::optional<int> status_;
};

}  // namespace

gid_t client_group(const Config& config) {
    if (const group* entry = getgrnam(config.group.c_str()); entry != nullptr) return entry->gr_gid;
    if (const passwd* entry = getpwnam(config.user.c_str()); entry != nullptr) return entry->pw_gid;
    return getegid();
}

Expected<UniqueFd> make_listener(const Config& config, gid_t group) {
    if (activated()) {
        // systemd made it, with the mode of its unit: the configuration's word stands over that.
        if (config.everyone) set_socket_mode(path_of(SD_LISTEN_FDS_START), true);
        fcntl(SD_LISTEN_FDS_START, F_SETFL, fcntl(SD_LISTEN_FDS_START, F_GETFL) | O_NONBLOCK);
        return UniqueFd(SD_LISTEN_FDS_START);
    }
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (config.socket.size() >= sizeof address.sun_path)
        return failure(ERROR_INVALID_PARAMETER, "the socket's path is too long: " + config.socket);
    config.socket.copy(address.sun_path, config.socket.size());
    UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (UniqueFd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        probe && connect(probe.get(), generic, sizeof address) == 0)
        return failure(ERROR_RASMAN_CANNOT_INITIALIZE, "another manager listens at " + config.socket);
    unlink(config.socket.c_str());
    const mode_t mask = umask(0117);  // from its first moment the socket is for whom it is meant to be
    const int bound = bind(fd.get(), generic, sizeof address);
    umask(mask);
    if (bound != 0) return failure(ERROR_RASMAN_CANNOT_INITIALIZE, strerror_text(config.socket));
    // It listens before its mode is set: who waits for the socket to appear sees that change last.
    if (listen(fd.get(), listen_backlog) != 0 || (geteuid() == 0 && chown(config.socket.c_str(), 0, group) != 0) ||
        chmod(config.socket.c_str(), config.everyone ? 0666 : 0660) != 0)
        return failure(ERROR_RASMAN_CANNOT_INITIALIZE, strerror_text(config.socket));
    return fd;
}

std::optional<std::string> next_configuration(int reloads) {
    std::string message(1 + config_size_limit, '\0');
    const ssize_t got = recv(reloads, message.data(), message.size(), 0);
    if (got <= 0 || message.front() != reload_mark) return std::nullopt;
    return message.substr(1, static_cast<std::size_t>(got) - 1);
}

int launch(const Config& config, const ConfigSource& source, const std::function<int(ManagerResources)>& manager) {
    const auto identity = identity_of(config.user);
    if (!identity) {
        spdlog::critical("{}", identity.error().text);
        return 1;
    }
    std::error_code ignored;
    std::filesystem::create_directories(config.runtime_dir, ignored);
    ManagerResources resources;
    resources.group = client_group(config);
    auto listener = make_listener(config, resources.group);
    if (!listener) {
        spdlog::critical("{}", listener.error().text);
        return 1;
    }
    int helper_pair[2];
    int ready_pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, helper_pair) != 0 || pipe2(ready_pair, O_CLOEXEC) != 0) {
        spdlog::critical("{}", strerror_text("no sockets"));
        return 1;
    }
    int reload_pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, reload_pair) != 0) {
        spdlog::critical("{}", strerror_text("no sockets"));
        return 1;
    }
    UniqueFd reload_manager_end(reload_pair[0]);
    UniqueFd reload_end(reload_pair[1]);
    int vault_pair[2] = {-1, -1};
    if (config.credentials != "none" && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, vault_pair) != 0) {
        spdlog::critical("{}", strerror_text("no sockets"));
        return 1;
    }
    UniqueFd vault_manager_end(vault_pair[0]);
    UniqueFd vault_end(vault_pair[1]);
    UniqueFd manager_end(helper_pair[0]);
    UniqueFd helper_end(helper_pair[1]);
    UniqueFd ready_read(ready_pair[0]);
    UniqueFd ready_write(ready_pair[1]);

    prctl(PR_SET_DUMPABLE, 0);  // the machine's key passes through

    sigset_t handled;
    sigemptyset(&handled);
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&handled, number);
    sigprocmask(SIG_BLOCK, &handled, nullptr);
    const pid_t launcher = getpid();
    const pid_t pid = fork();
    if (pid < 0) return 1;
    if (pid == 0) {
        sigprocmask(SIG_UNBLOCK, &handled, nullptr);
        helper_end.reset();
        vault_end.reset();
        reload_end.reset();
        ready_read.reset();
        if (!drop_to(*identity) || getppid() != launcher) _exit(1);
        resources.listener = std::move(*listener);
        resources.helper = std::move(manager_end);
        resources.vault = std::move(vault_manager_end);
        resources.reloads = std::move(reload_manager_end);
        resources.ready = [&ready_write] {
            (void)!write(ready_write.get(), "r", 1);
            ready_write.reset();
        };
        const int status = manager(std::move(resources));
        std::fflush(nullptr);
        _exit(status);
    }
    manager_end.reset();
    vault_manager_end.reset();
    reload_manager_end.reset();
    ready_write.reset();
    std::string socket_path = path_of(listener->get());
    listener->reset();
    const UniqueFd signals(signalfd(-1, &handled, SFD_CLOEXEC));
    const int status = Launcher(config, source, *identity, std::move(helper_end), std::move(vault_end),
                                std::move(reload_end), std::move(socket_path))
                           .run(pid, std::move(ready_read), signals.get());
    if (!activated()) unlink(config.socket.c_str());
    return status;
}

}  // namespace openras::manager
