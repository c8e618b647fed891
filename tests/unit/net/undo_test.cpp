// Whatever is killed, and whenever: the machine is as it was before.
#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/time.h>

#include <chrono>
#include <cstdio>

#include "machine.h"

namespace openras::net::test {
namespace {

constexpr unsigned many = 300;

class UndoTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!is_root()) GTEST_SKIP() << "needs root";
        ASSERT_TRUE(enter_own_network());
        make_machine();
        before = picture(folder);
    }
    /// Connects `count` and keeps the descriptors in `tuns`.
    void connect(Manager& manager, unsigned count) {
        const auto ready = manager.run(manager.client->ready());
        ASSERT_TRUE(ready) << ready.error().text;
        for (unsigned i = 0; i < count; ++i) {
            auto tun = manager.run(manager.client->create_tun("ppp%d"));
            ASSERT_TRUE(tun) << tun.error().text;
            const auto done = manager.run(manager.client->configure(tun->lease, everything(i)));
            ASSERT_TRUE(done) << done.error().text;
            tuns.push_back(std::move(*tun));
        }
        ASSERT_EQ(count_interfaces("ppp"), count);
        ASSERT_NE(picture(folder), before);
    }
    Folder folder;
    std::string before;
    std::vector<TunDevice> tuns;
};

TEST_F(UndoTest, ManagerKilledWithManyConnections) {
    HelperProcess helper(folder);
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        helper.forget_helper_end();
        Manager manager(helper.take_manager_end());
        connect(manager, many);
        const char good = HasFatalFailure() ? 'n' : 'y';
        if (::write(pipe[1], &good, 1) != 1) ::_exit(1);
        ::pause();
        ::_exit(0);
    }
    helper.take_manager_end();
    helper.forget_helper_end();
    char good = 0;
    ASSERT_EQ(::read(pipe[0], &good, 1), 1);
    ASSERT_EQ(good, 'y');
    ::close(pipe[0]);
    ::close(pipe[1]);
    const auto begin = std::chrono::steady_clock::now();
    ::kill(child, SIGKILL);
    ASSERT_TRUE(wait_end(helper.process(), 20000));
    const auto took = std::chrono::steady_clock::now() - begin;
    std::printf("manager killed with %u connections: everything undone after %.0f ms\n", many,
                std::chrono::duration<double, std::milli>(took).count());
    EXPECT_EQ(picture(folder), before);
    EXPECT_EQ(helper.join(), 0);
    ::waitpid(child, nullptr, 0);
}

TEST_F(UndoTest, WorkerKilledWithManyConnections) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    connect(manager, many);
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_GT(helper.worker(), 0);
    ::kill(helper.worker(), SIGKILL);
    ASSERT_TRUE(manager.run_until([&] { return manager.workers_lost == 1; }));
    const auto took = std::chrono::steady_clock::now() - begin;
    std::printf("worker killed with %u connections: everything undone after %.0f ms\n", many,
                std::chrono::duration<double, std::milli>(took).count());
    EXPECT_EQ(picture(folder), before);
    // What belonged to the old worker is gone for the client, too; the new one works.
    EXPECT_FALSE(manager.run(manager.client->configure(tuns.front().lease, everything(0))));
    manager.run(manager.client->release(tuns.front().lease));
    tuns.clear();
    connect(manager, 2);
    manager.run(manager.client->release(tuns[0].lease));
    manager.run(manager.client->release(tuns[1].lease));
    EXPECT_EQ(picture(folder), before);
    EXPECT_EQ(manager.helpers_gone, 0U);
}

TEST_F(UndoTest, SupervisorKilledThenStartedAgain) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    connect(manager, 20);
    const auto worker = pidfd_of(helper.worker());
    ::kill(helper.supervisor(), SIGKILL);
    helper.join();
    ASSERT_TRUE(wait_end(worker.get(), 10000));
    EXPECT_EQ(picture(folder), before);
    helper.start();
    ASSERT_TRUE(manager.run_until([&] { return manager.workers_lost == 1; }));
    tuns.clear();
    connect(manager, 1);
}

TEST_F(UndoTest, BothKilledThenStartedAgain) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    connect(manager, 20);
    helper.kill_both();
    EXPECT_EQ(count_interfaces("ppp"), 20U);
    helper.start();
    ASSERT_TRUE(manager.run_until([&] { return manager.workers_lost == 1; }));
    EXPECT_EQ(picture(folder), before);
    tuns.clear();
    connect(manager, 1);
}

TEST_F(UndoTest, BothKilledThenCleanedUpByHand) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    connect(manager, 5);
    helper.kill_both();
    EXPECT_EQ(shell(std::string(RAS_NETHELPER) + " --cleanup --journal " + folder.journal() + " --resolv-conf " +
                    folder.resolv_conf()),
              0);
    EXPECT_EQ(picture(folder), before);
}

TEST_F(UndoTest, CleanUpFindsTheResolversFileInTheJournal) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    connect(manager, 1);
    helper.kill_both();
    const auto system_before = read_file("/etc/resolv.conf");
    EXPECT_EQ(shell(std::string(RAS_NETHELPER) + " --cleanup --journal " + folder.journal()), 0);
    EXPECT_EQ(picture(folder), before);
    EXPECT_EQ(read_file("/etc/resolv.conf"), system_before);
}

TEST_F(UndoTest, CleanUpSaysThatDnsCouldNotBeRestoredAndTriesAgain) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    connect(manager, 1);
    helper.kill_both();
    const auto obstacle = folder.path() + "/.resolv.conf.openras";
    std::filesystem::create_directories(obstacle + "/full");
    const auto cleanup = std::string(RAS_NETHELPER) + " --cleanup --journal " + folder.journal();
    EXPECT_EQ(WEXITSTATUS(shell(cleanup + " 2> " + folder.path() + "/log")), 1);
    EXPECT_NE(read_file(folder.path() + "/log").find("File exists"), std::string::npos);
    EXPECT_EQ(count_interfaces("ppp"), 0U);
    std::filesystem::remove_all(obstacle);
    EXPECT_EQ(shell(cleanup), 0);
    EXPECT_EQ(picture(folder), before);
}

TEST_F(UndoTest, ClientGoneAndDnsNotRestored) {
    HelperProcess helper(folder);
    const auto obstacle = folder.path() + "/.resolv.conf.openras";
    {
        Manager manager(helper.take_manager_end());
        connect(manager, 1);
        std::filesystem::create_directories(obstacle + "/full");
    }
    helper.forget_helper_end();
    ASSERT_TRUE(wait_end(helper.process(), 10000));
    EXPECT_EQ(WEXITSTATUS(helper.join()), 1);
    std::filesystem::remove_all(obstacle);
    EXPECT_EQ(shell(std::string(RAS_NETHELPER) + " --cleanup --journal " + folder.journal()), 0);
    EXPECT_EQ(picture(folder), before);
}

TEST_F(UndoTest, AWorkerThatIsStoppedIsReplaced) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    unsigned lost = 0;
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        connect(manager, 2);
        ASSERT_GT(helper.worker(), 0);
        ::kill(helper.worker(), signal);
        ++lost;
        ASSERT_TRUE(manager.run_until([&] { return manager.workers_lost == lost; })) << signal;
        tuns.clear();
        EXPECT_EQ(picture(folder), before);
    }
    connect(manager, 1);
    EXPECT_EQ(manager.helpers_gone, 0U);
}

TEST_F(UndoTest, ResolvconfRunnerKilledThenStartedAgain) {
    const auto program = folder.path() + "/resolvconf";
    const auto log = folder.path() + "/log";
    std::ofstream(program) << "#!/bin/sh\necho \"$*\" >> " << log << "\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    HelperProcess helper(folder, {"--resolvconf", program});
    Manager manager(helper.take_manager_end());
    ASSERT_TRUE(manager.run(manager.client->ready()));
    auto tun = manager.run(manager.client->create_tun("ppp0"));
    ASSERT_TRUE(tun);
    ASSERT_TRUE(manager.run(manager.client->configure(tun->lease, everything(0))));
    ASSERT_GT(helper.runner(), 0);
    ::kill(helper.runner(), SIGKILL);
    ASSERT_TRUE(wait_end(helper.process(), 10000));
    EXPECT_EQ(WEXITSTATUS(helper.join()), 1);
    EXPECT_EQ(count_interfaces("ppp"), 0U);
    EXPECT_EQ(read_file(log), "-a ppp0.openras\n");
    helper.start();
    ASSERT_TRUE(manager.run_until([&] { return manager.workers_lost == 1; }));
    EXPECT_EQ(read_file(log), "-a ppp0.openras\n-d ppp0.openras\n");
    EXPECT_EQ(picture(folder), before);
}

TEST_F(UndoTest, StoppedBySignal) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    connect(manager, 5);
    ::kill(helper.supervisor(), SIGTERM);
    ASSERT_TRUE(wait_end(helper.process(), 10000));
    EXPECT_EQ(helper.join(), 0);
    EXPECT_EQ(picture(folder), before);
}

/// Stops a process at its every system call and kills it at the one with the given number.
class Executioner {
  public:
    explicit Executioner(pid_t pid) : pid_(pid) { ::ptrace(PTRACE_SEIZE, pid_, nullptr, PTRACE_O_TRACESYSGOOD); }
    ~Executioner() {
        if (::kill(pid_, 0) < 0) return;
        ::ptrace(PTRACE_INTERRUPT, pid_, nullptr, nullptr);
        ::waitpid(pid_, nullptr, __WALL);
        ::ptrace(PTRACE_DETACH, pid_, nullptr, nullptr);
    }
    Executioner(const Executioner&) = delete;
    Executioner& operator=(const Executioner&) = delete;
    void stop() {
        ::ptrace(PTRACE_INTERRUPT, pid_, nullptr, nullptr);
        int status = 0;
        ::waitpid(pid_, &status, __WALL);
        ::ptrace(PTRACE_SYSCALL, pid_, nullptr, nullptr);
    }
    /// @return true when the process has been killed, false while it has not come so far yet
    bool turn(unsigned& countdown) {
        int status = 0;
        if (::waitpid(pid_, &status, __WALL | WNOHANG) != pid_) return false;
        if (!WIFSTOPPED(status)) return true;
        if (countdown-- == 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, &status, __WALL);
            return true;
        }
        ::ptrace(PTRACE_SYSCALL, pid_, nullptr, nullptr);
        return false;
    }

  private:
    pid_t pid_;
};

boost::asio::awaitable<void> one_whole_lease(HelperClient& client, bool& done) {
    auto tun = co_await client.create_tun("");
    if (tun) {
        auto settings = everything(0);
        const auto configured = co_await client.configure(tun->lease, std::move(settings));
        if (configured) co_await client.release(tun->lease);
    }
    done = true;
}

/// The worker dies at each of its system calls while it creates, configures and releases. Each has two stops, on its
/// way in and on its way out; out of one and into the next is the same state.
TEST_F(UndoTest, WorkerKilledAtEachStep) {
    unsigned steps = 0;
    for (unsigned at = 0;; at += 2) {
        HelperProcess helper(folder);
        Manager manager(helper.take_manager_end());
        ASSERT_TRUE(manager.run(manager.client->ready()));
        Executioner executioner(helper.worker());
        executioner.stop();
        bool done = false;
        boost::asio::co_spawn(manager.context, one_whole_lease(*manager.client, done), boost::asio::detached);
        unsigned countdown = at;
        bool killed = false;
        manager.context.restart();
        while (!killed && !done) {
            manager.context.poll();
            killed = executioner.turn(countdown);
        }
        if (!killed) break;
        ++steps;
        ASSERT_TRUE(manager.run_until([&] { return manager.workers_lost == 1; })) << at;
        ASSERT_TRUE(manager.run_until([&] { return done; })) << at;
        ASSERT_EQ(picture(folder), before) << "killed at system-call stop " << at;
    }
    std::printf("killed at %u points\n", steps);
    EXPECT_GT(steps, 40U);
}

}  // namespace
}  // namespace openras::net::test
