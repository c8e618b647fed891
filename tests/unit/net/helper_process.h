// A namespace of its own for a test, and a real ras-nethelper in it.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "net/client.h"
#include "without_vdso.h"

namespace openras::net::test {

inline bool is_root() {
    return ::geteuid() == 0;
}

/// Puts the calling process into a network namespace of its own, for the rest of its life.
inline bool enter_own_network() {
    static const bool entered = ::unshare(CLONE_NEWNET) == 0;
    return entered;
}

inline int shell(const std::string& command) {
    return std::system(command.c_str());
}

inline std::string output_of(const std::string& command) {
    std::string all;
    auto* pipe = ::popen(command.c_str(), "r");
    std::array<char, 4096> part{};
    while (const auto size = std::fread(part.data(), 1, part.size(), pipe)) all.append(part.data(), size);
    ::pclose(pipe);
    return all;
}

inline std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline unsigned count_interfaces(const std::string& prefix) {
    unsigned count = 0;
    std::ifstream in("/proc/self/net/dev");
    for (std::string line; std::getline(in, line);) {
        const auto start = line.find_first_not_of(' ');
        if (start != std::string::npos && line.compare(start, prefix.size(), prefix) == 0) ++count;
    }
    return count;
}

/// A temporary folder with a resolver's file and a place for the journal.
class Folder {
  public:
    Folder() {
        std::string pattern = "/tmp/openras-net-test-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
        path_ = pattern;
        std::ofstream(resolv_conf()) << "# mine\nsearch example.org\nnameserver 192.0.2.53\noptions edns0\n";
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string resolv_conf() const { return path_ + "/resolv.conf"; }
    [[nodiscard]] std::string journal() const { return path_ + "/journal"; }
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

inline UniqueFd pidfd_of(pid_t pid) {
    return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

/// Waits for a process that need not be a child.
inline bool wait_end(int pidfd, int limit_ms) {
    pollfd ended{pidfd, POLLIN, 0};
    return ::poll(&ended, 1, limit_ms) == 1;
}

/// Who tells the helper the time: its vDSO, or system calls.
enum class Clock { OfVdso, OfKernel };

/// The socket pair and a supervisor on its one end, as rasmand's launcher does it.
class HelperProcess {
  public:
    /// @param pair  false: `more` says where the helper listens
    HelperProcess(const Folder& folder, std::vector<std::string> more = {}, bool pair = true,
                  Clock clock = Clock::OfVdso)
        : folder_(folder), more_(std::move(more)), pair_(pair), clock_(clock) {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
            throw std::runtime_error("socketpair");
        manager_end_.reset(ends[0]);
        helper_end_.reset(ends[1]);
        start();
    }
    ~HelperProcess() {
        manager_end_.reset();
        if (supervisor_ > 0) {
            if (!wait_end(process_.get(), 5000)) ::kill(supervisor_, SIGKILL);
            ::waitpid(supervisor_, nullptr, 0);
        }
    }
    HelperProcess(const HelperProcess&) = delete;
    HelperProcess& operator=(const HelperProcess&) = delete;

    void start() {
        std::vector<std::string> arguments{
            RAS_NETHELPER, "--journal", folder_.journal(), "--resolv-conf", folder_.resolv_conf(),
            "--log-level", "off"};
        if (pair_) arguments.insert(arguments.end(), {"--fd", std::to_string(helper_end_.get())});
        arguments.insert(arguments.end(), more_.begin(), more_.end());
        std::vector<char*> raw;
        for (auto& one : arguments) raw.push_back(one.data());
        raw.push_back(nullptr);
        supervisor_ = ::fork();
        if (supervisor_ == 0) {
            if (pair_) ::fcntl(helper_end_.get(), F_SETFD, 0);
            if (clock_ == Clock::OfKernel) ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
            ::execv(raw[0], raw.data());
            ::_exit(127);
        }
        if (clock_ == Clock::OfKernel) take_vdso_away(supervisor_);
        process_ = pidfd_of(supervisor_);
    }

    UniqueFd take_manager_end() { return std::move(manager_end_); }
    /// The launcher's copy of the helper's end goes, so that the manager can see the end of file.
    void forget_helper_end() { helper_end_.reset(); }
    [[nodiscard]] pid_t supervisor() const { return supervisor_; }
    [[nodiscard]] int process() const { return process_.get(); }
    int join() {
        int status = 0;
        ::waitpid(supervisor_, &status, 0);
        supervisor_ = -1;
        return status;
    }
    /// As a crash of both: the supervisor is stopped first, so that it cannot start another worker.
    void kill_both() {
        const pid_t last = worker();
        ::kill(supervisor_, SIGSTOP);
        ::kill(last, SIGKILL);
        ::kill(supervisor_, SIGKILL);
        join();
    }
    /// The worker of now, a child of the supervisor; 0 = none.
    [[nodiscard]] pid_t worker() const { return child(false); }
    /// The process that runs resolvconf; it leads a session of its own.
    [[nodiscard]] pid_t runner() const { return child(true); }

  private:
    [[nodiscard]] pid_t child(bool leads_a_session) const {
        const auto path = "/proc/" + std::to_string(supervisor_) + "/task/" + std::to_string(supervisor_) + "/children";
        std::ifstream children(path);
        for (pid_t pid = 0; children >> pid;)
            if ((::getsid(pid) == pid) == leads_a_session) return pid;
        return 0;
    }

    const Folder& folder_;
    std::vector<std::string> more_;
    bool pair_;
    Clock clock_;
    UniqueFd manager_end_;
    UniqueFd helper_end_;
    UniqueFd process_;
    pid_t supervisor_ = -1;
};

/// A manager in miniature: an io_context and the client.
class Manager {
  public:
    explicit Manager(UniqueFd fd)
        : client(std::make_unique<HelperClient>(
              context.get_executor(), std::move(fd), [this] { ++workers_lost; }, [this] { ++helpers_gone; })) {}

    /// Runs a coroutine to its end.
    template <typename T>
    T run(boost::asio::awaitable<T> work) {
        auto result = boost::asio::co_spawn(context, std::move(work), boost::asio::use_future);
        context.restart();
        while (result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) context.run_one();
        return result.get();
    }
    /// Runs until `done`, at most 10 s.
    bool run_until(const std::function<bool()>& done) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        context.restart();
        while (!done() && std::chrono::steady_clock::now() < until) context.run_one_until(until);
        return done();
    }

    boost::asio::io_context context;
    unsigned workers_lost = 0;
    unsigned helpers_gone = 0;
    std::unique_ptr<HelperClient> client;
};

inline IpAddress ip(const std::string& text) {
    IpAddress address;
    const auto parsed = boost::asio::ip::make_address(text);
    if (parsed.is_v4()) {
        std::ranges::copy(parsed.to_v4().to_bytes(), address.bytes.begin());
    } else {
        address.family = Family::Ipv6;
        std::ranges::copy(parsed.to_v6().to_bytes(), address.bytes.begin());
    }
    return address;
}

}  // namespace openras::net::test
