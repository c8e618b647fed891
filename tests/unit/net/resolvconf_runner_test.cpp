// The worker's side of the runner, against a runner that a test plays.
#include "net/resolvconf_runner.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <fstream>
#include <string>
#include <thread>

#include "helper_process.h"

namespace openras::net {
namespace {

std::string receive(int socket) {
    std::array<char, 4096> buffer{};
    const auto size = ::recv(socket, buffer.data(), buffer.size(), 0);
    return {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

void answer(int socket, const std::string& request, char good) {
    const auto text = request.substr(0, 4) + good + '\7';
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

/// A runner, and the shell script that it runs; the script finds the file to write to in $log.
class RunnerTest : public ::testing::Test {
  protected:
    void start(const std::string& script) {
        const auto program = folder.path() + "/resolvconf";
        std::ofstream(program) << "#!/bin/sh\nlog=" << folder.path() << "/log\n" << script << "\n";
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        runner = start_resolvconf_runner(program);
    }
    void TearDown() override {
        runner.socket.reset();
        if (runner.process) ::waitid(P_PIDFD, static_cast<id_t>(runner.process.get()), nullptr, WEXITED);
    }
    [[nodiscard]] std::string log() const { return test::read_file(folder.path() + "/log"); }
    test::Folder folder;
    ResolvconfRunner runner;
};

TEST_F(RunnerTest, SaysWhyTheProgramFailed) {
    start("case $2 in exit) exit 3;; killed) kill -9 $$;; slow) exec sleep 30;; esac");
    RemoteResolvconf remote(runner.socket.get());
    EXPECT_TRUE(remote.add("good", ""));
    EXPECT_EQ(remote.add("exit", "").error(), "exit status 3");
    EXPECT_EQ(remote.add("killed", "").error(), "killed by signal 9");
    EXPECT_EQ(remote.add("slow", "").error(), "stopped after 1 s");
    ::syscall(SYS_pidfd_send_signal, runner.process.get(), SIGKILL, nullptr, 0);
    EXPECT_EQ(remote.add("good", "").error(), "the process that runs it has died");
}

/// As resolvconf of openresolv and of systemd do.
TEST_F(RunnerTest, ARecordThatIsNotThereIsNoFailure) {
    start("echo \"$*\" >> $log; [ $1 = -f ]");
    RemoteResolvconf remote(runner.socket.get());
    EXPECT_TRUE(remote.remove("ppp0.openras"));
    EXPECT_EQ(log(), "-d ppp0.openras\n-f -d ppp0.openras\n");
}

TEST_F(RunnerTest, WhatTheProgramWritesEverybodyMayRead) {
    const auto before = ::umask(0077);  // as a service manager may set it
    start("umask >> $log; : > $log.file");
    RemoteResolvconf remote(runner.socket.get());
    EXPECT_TRUE(remote.add("ppp0.openras", ""));
    ::umask(before);
    EXPECT_EQ(log(), "0022\n");
    EXPECT_EQ(std::filesystem::status(folder.path() + "/log.file").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write |
                  std::filesystem::perms::group_read | std::filesystem::perms::others_read);
}

TEST_F(RunnerTest, AProgramThatDoesNotKnowThatOptionHasFailedAsBefore) {
    start("[ $1 = -f ] && exit 99; exit 1");
    RemoteResolvconf remote(runner.socket.get());
    EXPECT_EQ(remote.remove("ppp0.openras").error(), "exit status 1");
}

}  // namespace
}  // namespace openras::net
