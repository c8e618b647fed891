// In a child process, for the filter is for good.
#include "net/manager_seccomp.h"

#include <gtest/gtest.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstdio>
#include <thread>

#include "helper_process.h"

namespace openras::net::test {
namespace {

/// The number of the first expectation that does not hold, 0 = all hold.
int confined() {
    const UniqueFd listening(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "openras-seccomp-test-%d", ::getpid());
    if (::bind(listening.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) < 0) return 1;
    if (::listen(listening.get(), 1) < 0) return 2;
    const UniqueFd before(::socket(AF_INET, SOCK_DGRAM, 0));

    bool other_thread_denied = false;
    std::array<int, 2> go{};
    if (::pipe(go.data()) < 0) return 3;
    std::thread other([&] {  // exists before the filter does
        char byte = 0;
        if (::read(go[0], &byte, 1) == 1) other_thread_denied = ::socket(AF_PACKET, SOCK_RAW, 0) < 0 && errno == EPERM;
    });
    confine_manager();
    if (::write(go[1], "x", 1) != 1) return 4;
    other.join();
    if (!other_thread_denied) return 5;

    const auto denied = [](long result) { return result < 0 && errno == EPERM; };
    if (!denied(::socket(AF_PACKET, SOCK_RAW, 0))) return 10;
    if (!denied(::bind(before.get(), reinterpret_cast<sockaddr*>(&name), sizeof name))) return 11;
    const int on = 1;
    if (!denied(::setsockopt(before.get(), SOL_PACKET, PACKET_FANOUT, &on, sizeof on))) return 12;
    if (!denied(::ioctl(before.get(), TUNSETPERSIST, 1))) return 13;
    if (!denied(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr))) return 14;
    if (!denied(::execl("/bin/true", "true", nullptr))) return 15;
    if (!denied(::fork())) return 16;
    if (!denied(::unshare(CLONE_NEWUSER))) return 17;

    const char* const file = "/tmp/openras-seccomp-test";
    for (const int flags :
         {O_WRONLY, O_RDWR, O_CREAT, O_RDONLY | O_TRUNC, O_WRONLY | O_CREAT | O_EXCL, O_TMPFILE | O_RDWR})
        if (!denied(::open(flags == (O_TMPFILE | O_RDWR) ? "/tmp" : file, flags | O_CLOEXEC, 0600))) return 30;
    if (!denied(::creat(file, 0600)) || !denied(::mkdir(file, 0700)) || !denied(::symlink("/", file))) return 31;
    if (!denied(::unlink(file)) || !denied(::rename(file, file)) || !denied(::link(file, file))) return 32;
    if (!denied(::chmod("/tmp", 0777)) || !denied(::chown("/tmp", 0, 0)) || !denied(::truncate(file, 0))) return 33;
    if (!denied(::sendto(before.get(), "x", 1, 0, reinterpret_cast<sockaddr*>(&name), sizeof name))) return 34;

    // What the manager goes on needing.
    if (!UniqueFd(::open("/proc/self/status", O_RDONLY | O_CLOEXEC))) return 18;
    const UniqueFd memory(::memfd_create("openras-seccomp-test", MFD_CLOEXEC));  // sd-bus, for long messages
    if (!memory || ::ftruncate(memory.get(), 4096) < 0) return 19;
    const UniqueFd client(::socket(AF_UNIX, SOCK_STREAM, 0));
    if (::connect(client.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) < 0) return 20;
    const UniqueFd accepted(::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!accepted || ::send(accepted.get(), "x", 1, 0) != 1) return 21;
    int answer = 0;
    boost::asio::io_context context;
    boost::asio::steady_timer timer(context, std::chrono::milliseconds(1));
    timer.async_wait([&](const boost::system::error_code&) { ++answer; });
    std::thread reactor([&] { context.run(); });
    reactor.join();
    return answer == 1 ? 0 : 22;
}

TEST(ManagerSeccomp, DeniesWhatATakenOverManagerWouldWant) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(confined());
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status)) << status;
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace openras::net::test
