#include "net/resolvconf_runner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <string_view>
#include <system_error>

#include "base/random.h"
#include "net/confinement.h"

namespace openras::net {
namespace {

constexpr int program_patience_ms = 1000;
constexpr std::size_t largest_request = 4096;
constexpr int number_size = sizeof(std::uint32_t);  // requests are numbered, from a random number on

enum class Outcome : char { NotRun, Done, Failed, Killed, TooSlow };

/// How the program ended, as the runner tells the worker.
struct Result {
    Outcome outcome = Outcome::NotRun;
    std::uint8_t detail = 0;  ///< Failed: exit status; Killed: signal
};
constexpr int answer_size = number_size + 2;

/// Runs `program OPTIONS NAME` with the content on its standard input.
/// @param options  at most two
Result run_program(const std::string& program, std::initializer_list<const char*> options, const std::string& name,
                   const std::string& content = {}) {
    const UniqueFd input(::memfd_create("openras-resolvconf", MFD_CLOEXEC));
    if (!input || ::write(input.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()) ||
        ::lseek(input.get(), 0, SEEK_SET) < 0)
        return {};
    const pid_t pid = ::fork();
    if (pid < 0) return {};
    if (pid == 0) {
        ::setpgid(0, 0);
        ::dup2(input.get(), STDIN_FILENO);
        ::umask(022);  // what it writes everybody reads, whatever the service's own mask
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
        char locale[] = "LC_ALL=C";
        std::array<char*, 3> environment{path, locale, nullptr};
        std::array<char*, 5> arguments{const_cast<char*>(program.c_str())};
        auto next = arguments.begin() + 1;
        for (const char* option : options) *next++ = const_cast<char*>(option);
        *next = const_cast<char*>(name.c_str());
        ::execve(program.c_str(), arguments.data(), environment.data());
        ::_exit(127);
    }
    const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    pollfd ended{process.get(), POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&ended, 1, program_patience_ms);
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0) {
        ::kill(-pid, SIGKILL);
        ::kill(pid, SIGKILL);
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (ready <= 0) return {Outcome::TooSlow};
    if (!WIFEXITED(status)) return {Outcome::Killed, static_cast<std::uint8_t>(WTERMSIG(status))};
    if (WEXITSTATUS(status) != 0) return {Outcome::Failed, static_cast<std::uint8_t>(WEXITSTATUS(status))};
    return {Outcome::Done};
}

/// openresolv and systemd's resolvconf fail where there is no such record, unless they are given -f; others do not know
/// that option.
Result remove_record(const std::string& program, const std::string& name) {
    const auto result = run_program(program, {"-d"}, name);
    if (result.outcome == Outcome::Failed && run_program(program, {"-f", "-d"}, name).outcome == Outcome::Done)
        return {Outcome::Done};
    return result;
}

Result carry_out(const std::string& program, std::string_view request) {
    const auto split = request.find('\0');
    if (split == std::string_view::npos) return {};
    const std::string name(request.substr(1, split - 1));
    if (request.front() == 'd') return remove_record(program, name);
    return run_program(program, {"-a"}, name, std::string(request.substr(split + 1)));
}

[[noreturn]] void serve(int socket, const std::string& program) {
    std::array<char, largest_request> buffer{};
    for (;;) {
        const ssize_t size = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) ::_exit(0);
        if (size <= number_size) continue;
        const auto result =
            carry_out(program, {buffer.data() + number_size, static_cast<std::size_t>(size - number_size)});
        std::array<char, answer_size> answer{};
        std::copy_n(buffer.begin(), number_size, answer.begin());
        answer[number_size] = static_cast<char>(result.outcome);
        answer[number_size + 1] = static_cast<char>(result.detail);
        if (::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) < 0 && errno != EINTR) ::_exit(0);
    }
}

std::expected<void, std::string> explained(Result result) {
    switch (result.outcome) {
        case Outcome::Done: return {};
        case Outcome::Failed: return std::unexpected(fmt::format("exit status {}", result.detail));
        case Outcome::Killed: return std::unexpected(fmt::format("killed by signal {}", result.detail));
        case Outcome::TooSlow: return std::unexpected("stopped after 1 s");
        case Outcome::NotRun: break;
    }
    return std::unexpected("could not be run");
}

}  // namespace

ResolvconfRunner start_resolvconf_runner(const std::string& program) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
        throw std::system_error(errno, std::generic_category(), "resolvconf runner");
    ResolvconfRunner runner;
    runner.socket.reset(ends[0]);
    UniqueFd theirs(ends[1]);
    const pid_t pid = ::fork();
    if (pid < 0) throw std::system_error(errno, std::generic_category(), "resolvconf runner");
    if (pid == 0) {
        // Nothing of the helper's but the socket and stderr: the helper's own socket above all must not be held here.
        const int kept = ::dup2(theirs.get(), 3);
        ::syscall(SYS_close_range, 4U, ~0U, 0U);
        ::fcntl(kept, F_SETFD, FD_CLOEXEC);
        ::setsid();
        drop_every_capability();
        serve(kept, program);
    }
    runner.process.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    return runner;
}

std::string find_resolvconf() {
    for (const char* path : {"/usr/sbin/resolvconf", "/sbin/resolvconf", "/usr/bin/resolvconf", "/bin/resolvconf"})
        if (::access(path, X_OK) == 0) return path;
    return {};
}

RemoteResolvconf::RemoteResolvconf(int socket) : socket_(socket), number_(SystemRandom().u32()) {}

std::expected<void, std::string> RemoteResolvconf::ask(char verb, const std::string& name, const std::string& content) {
    const auto gone = [] { return std::unexpected("the process that runs it has died"); };
    ++number_;
    std::string request(number_size, '\0');
    std::memcpy(request.data(), &number_, number_size);
    request.push_back(verb);
    request.append(name).push_back('\0');
    request.append(content);
    if (request.size() > largest_request) return std::unexpected("too much for it");
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) < 0) return gone();
    // A worker that was killed while it waited has left its answer behind.
    for (;;) {
        std::array<char, answer_size> answer{};
        const ssize_t size = ::recv(socket_, answer.data(), answer.size(), 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return gone();
        if (size == static_cast<ssize_t>(answer.size()) && std::memcmp(answer.data(), &number_, number_size) == 0)
            return explained(
                {static_cast<Outcome>(answer[number_size]), static_cast<std::uint8_t>(answer[number_size + 1])});
    }
}

std::expected<void, std::string> RemoteResolvconf::add(const std::string& name, const std::string& content) {
    return ask('a', name, content);
}
std::expected<void, std::string> RemoteResolvconf::remove(const std::string& name) {
    return ask('d', name, {});
}

}  // namespace openras::net
