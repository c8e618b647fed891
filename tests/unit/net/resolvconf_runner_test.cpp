// The worker's side of the runner, against a runner that a test plays.
#include "net/resolvconf_runner.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <string>
#include <thread>

namespace openras::net {
namespace {

std::string receive(int socket) {
    std::array<char, 4096> buffer{};
    const auto size = ::recv(socket, buffer.data(), buffer.size(), 0);
    return {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

void answer(int socket, const std::string& request, char good) {
    const auto text = request.substr(0, 4) + good;
    ASSERT_EQ(::send(socket, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
}

TEST(RemoteResolvconf, AnAnswerToAKilledWorkerIsNotTakenForOnesOwn) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    const UniqueFd ours(ends[0]);
    UniqueFd runners(ends[1]);
    const std::string earlier(
        "\x11\x22\x33\x44"
        "appp0.openras\0",
        18);
    answer(runners.get(), earlier, 1);
    std::string request;
    std::thread runner([&] {
        for (const char good : {0, 1}) {
            request = receive(runners.get());
            answer(runners.get(), request, good);
        }
    });
    RemoteResolvconf remote(ours.get());
    EXPECT_FALSE(remote.add("ppp1.openras", "nameserver 192.0.2.1\n"));
    EXPECT_TRUE(remote.remove("ppp1.openras"));
    runner.join();
    EXPECT_EQ(request.substr(4), std::string("dppp1.openras\0", 14));
    runners.reset();
    EXPECT_FALSE(remote.remove("ppp1.openras"));
}

}  // namespace
}  // namespace openras::net
