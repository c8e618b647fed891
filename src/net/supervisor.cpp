#include "net/supervisor.h"

#include <poll.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>

#include "net/confinement.h"
#include "net/resolvconf_runner.h"

namespace openras::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto first_pause = std::chrono::milliseconds(10);
constexpr auto longest_pause = std::chrono::seconds(2);
constexpr auto long_enough = std::chrono::seconds(5);  // a worker that lived so long resets the pause

UniqueFd open_pidfd(pid_t pid) {
    return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

struct Served {
    bool client_gone = false;  ///< else the helper shall stop
    bool in_order = false;     ///< nothing is left to be undone, and nothing of the helper has died
};

class Supervisor {
  public:
    Supervisor(const HelperOptions& options, const std::string& resolvconf_program) : options_(options) {
        sigset_t set;
        sigemptyset(&set);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
        ::sigprocmask(SIG_BLOCK, &set, nullptr);
        signals_.reset(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
        self_ = open_pidfd(::getpid());
        if (!signals_ || !self_) throw std::system_error(errno, std::generic_category(), "net helper's supervisor");
        if (!resolvconf_program.empty()) runner_ = start_resolvconf_runner(resolvconf_program);
        confine_supervisor();
    }

    /// Until the client is gone or the helper shall stop.
    Served serve(int socket);
    /// The next client, or invalid when the helper shall stop.
    UniqueFd accept(int listening);
    /// None can be started in its place: the filter allows no program.
    [[nodiscard]] bool runner_died() const { return runner_died_; }

  private:
    std::optional<WorkerEnd> run_one(int socket);
    /// False, then and ever after: a signal came, or the resolvconf runner has died.
    bool wait(int descriptor, std::optional<std::chrono::milliseconds> limit = std::nullopt);

    const HelperOptions& options_;
    UniqueFd signals_;
    UniqueFd self_;
    std::optional<ResolvconfRunner> runner_;
    bool stopping_ = false;
    bool runner_died_ = false;
};

bool Supervisor::wait(int descriptor, std::optional<std::chrono::milliseconds> limit) {
    while (!stopping_) {
        std::array<pollfd, 3> set{
            {{descriptor, POLLIN, 0}, {signals_.get(), POLLIN, 0}, {runner_ ? runner_->process.get() : -1, POLLIN, 0}}};
        const int ready = ::poll(set.data(), set.size(), limit ? static_cast<int>(limit->count()) : -1);
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) throw std::system_error(errno, std::generic_category(), "poll");
        runner_died_ = set[2].revents != 0;
        if (runner_died_) spdlog::critical("the process that runs resolvconf has died");
        stopping_ = runner_died_ || set[1].revents != 0;
        if (!stopping_) return true;
    }
    return false;
}

/// std::nullopt: the worker was killed.
std::optional<WorkerEnd> Supervisor::run_one(int socket) {
    const pid_t pid = ::fork();
    if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (pid == 0)
        ::_exit(static_cast<int>(run_worker(options_, {socket, self_.get(), runner_ ? runner_->socket.get() : -1})));
    const auto worker = open_pidfd(pid);
    if (!wait(worker.get())) ::kill(pid, SIGTERM);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status)) return static_cast<WorkerEnd>(WEXITSTATUS(status));
    spdlog::error("net helper's worker was killed by signal {}; the next one undoes what it did",
                  WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    return std::nullopt;
}

Served Supervisor::serve(int socket) {
    auto pause = std::chrono::milliseconds(0);
    for (;;) {
        const auto begin = Clock::now();
        const auto end = run_one(socket);
        if (end == WorkerEnd::ClientGone) return {true, true};
        if (end == WorkerEnd::LeftOver) return {true, false};
        if (end == WorkerEnd::Stopped && !stopping_)
            spdlog::warn("net helper's worker was stopped; another takes its place");
        pause = Clock::now() - begin > long_enough
                    ? std::chrono::milliseconds(0)
                    : std::min<std::chrono::milliseconds>(std::max<std::chrono::milliseconds>(2 * pause, first_pause),
                                                          longest_pause);
        if (!wait(-1, pause)) return {false, end == WorkerEnd::Stopped && !runner_died_};
    }
}

UniqueFd Supervisor::accept(int listening) {
    for (;;) {
        if (!wait(listening)) return {};
        UniqueFd client(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!client) continue;
        ucred peer{};
        socklen_t size = sizeof peer;
        if (::getsockopt(client.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == options_.allowed_uid)
            return client;
        spdlog::error("client of uid {} refused", peer.uid);
    }
}

}  // namespace

int supervise(const HelperOptions& options, int socket, const std::string& resolvconf_program) {
    Supervisor supervisor(options, resolvconf_program);
    return supervisor.serve(socket).in_order ? 0 : 1;
}

int supervise_listening(const HelperOptions& options, UniqueFd listening, const std::string& resolvconf_program) {
    Supervisor supervisor(options, resolvconf_program);
    for (;;) {
        const auto client = supervisor.accept(listening.get());
        if (!client) return supervisor.runner_died() ? 1 : 0;
        if (const auto served = supervisor.serve(client.get()); !served.client_gone) return served.in_order ? 0 : 1;
    }
}

}  // namespace openras::net
