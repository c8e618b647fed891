// The clock where the vDSO does not answer it (hpet, xen, User-Mode Linux): each process's filter in force, and the
// helper's whole work.
#include "net/confinement.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include <ctime>

#include "machine.h"
#include "net/manager_seccomp.h"

namespace openras::net::test {
namespace {

/// The number of the first call that fails, 0 = none.
int ask_the_kernel_for_the_time() {
    timespec clock{};
    timeval day{};
    std::time_t seconds = 0;
    unsigned processor = 0;
    for (const clockid_t which : {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME}) {
        if (::syscall(SYS_clock_gettime, which, &clock) != 0) return 1;
        if (::syscall(SYS_clock_getres, which, &clock) != 0) return 2;
    }
    if (::syscall(SYS_gettimeofday, &day, nullptr) != 0) return 3;
#ifdef SYS_time
    if (::syscall(SYS_time, &seconds) < 0) return 4;
#endif
    if (::syscall(SYS_getcpu, &processor, nullptr, nullptr) != 0) return 5;
    clock = {0, 1};
    if (::syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &clock, nullptr) != 0) return 6;
    return 0;
}

/// In a child process, for a filter is for good.
void expect_time_under(void (*confine)()) {
    const pid_t child = ::fork();
    if (child == 0) {
        confine();
        ::_exit(ask_the_kernel_for_the_time());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(ClockOfTheKernel, IsForTheWorker) {
    expect_time_under(confine_worker);
}
TEST(ClockOfTheKernel, IsForTheSupervisor) {
    expect_time_under(confine_supervisor);
}
TEST(ClockOfTheKernel, IsForTheManager) {
    expect_time_under(confine_manager);
}

TEST(ClockOfTheKernel, TheHelperWorksByIt) {
    ASSERT_TRUE(is_root() && enter_own_network());
    make_machine();
    const Folder folder;
    const auto before = picture(folder);
    {
        HelperProcess helper(folder, {}, true, Clock::OfKernel);
        Manager manager(helper.take_manager_end());
        helper.forget_helper_end();
        ASSERT_TRUE(manager.run(manager.client->ready()));
        const auto first = helper.worker();
        const auto tun = manager.run(manager.client->create_tun(""));
        ASSERT_TRUE(tun) << tun.error().text;
        const auto done = manager.run(manager.client->configure(tun->lease, everything(0)));
        ASSERT_TRUE(done) << done.error().text;
        EXPECT_NE(picture(folder), before);
        EXPECT_TRUE(manager.run(manager.client->open_ethernet("eth0")));
        EXPECT_TRUE(manager.run(manager.client->ethernet_interfaces()));

        // A worker that dies is replaced by one that undoes everything.
        ::kill(first, SIGKILL);
        ASSERT_TRUE(manager.run_until([&] { return manager.workers_lost == 1; }));
        EXPECT_EQ(picture(folder), before);
        EXPECT_TRUE(manager.run(manager.client->create_tun("")));
        EXPECT_EQ(manager.workers_lost, 1U) << "it died by itself";
    }
    EXPECT_EQ(picture(folder), before);
}

}  // namespace
}  // namespace openras::net::test
