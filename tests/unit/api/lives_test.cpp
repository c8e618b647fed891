// Threads, processes and managers that end while a dial is under way.
#include <poll.h>
#include <pthread.h>
#include <sys/wait.h>

#include <algorithm>

#include "api_fixture.h"

namespace openras::test {
namespace {

using Kind = Event::Kind;

class Lives : public ApiTest {
  protected:
    Lives() { manager_.script = {{RASCS_OpenPort}, {RASCS_ConnectDevice}}; }  // and then nothing
    void pump_both() {
        while (recorder().calls().size() < 2) RasPumpNotifications(1000, nullptr);
    }
};

TEST_F(Lives, AThreadThatReturnsTakesItsDialWithIt) {
    in_thread([&] {
        dial();
        pump_both();
    });
    EXPECT_TRUE(manager_.wait_for(Kind::Aborted));
    EXPECT_EQ(manager_.open_connections(bus::ConnectionKind::Channel), 0U);
}

TEST_F(Lives, AThreadThatExitsInsideAHandlerTakesItsDialWithIt) {
    in_thread([&] {
        recorder().inside([](const HandlerCall&) { pthread_exit(nullptr); });
        dial();
        pump_both();
    });
    EXPECT_TRUE(manager_.wait_for(Kind::Aborted));
    EXPECT_EQ(manager_.count(Kind::Answered), 0U);
}

TEST_F(Lives, AnEstablishedConnectionOutlivesItsThread) {
    manager_.script = whole_dial();
    in_thread([&] {
        dial();
        ASSERT_TRUE(pump_until(RASCS_Connected));
    });
    ASSERT_TRUE(manager_.wait_for([&](const auto&) { return true; }));
    EXPECT_EQ(manager_.count(Kind::Aborted), 0U);
}

/// A program that dials and whose main thread then ends with pthread_exit while another thread goes on.
TEST_F(Lives, AMainThreadThatExitsTakesItsDialWithIt) {
    const pid_t child = fork();
    if (child == 0) {
        execl(OPENRAS_MAIN_THREAD_EXITS, OPENRAS_MAIN_THREAD_EXITS, book().c_str(), static_cast<char*>(nullptr));
        _exit(127);
    }
    EXPECT_TRUE(manager_.wait_for(Kind::Aborted));
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, WNOHANG), 0) << "the process itself goes on";
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
}

TEST_F(Lives, AForkedChildKeepsNothingAlive) {
    int to_child[2];
    ASSERT_EQ(pipe(to_child), 0);
    pid_t child = -1;
    in_thread([&] {
        dial();
        pump_both();
        child = fork();
        if (child == 0) {
            close(to_child[1]);
            char byte = 0;
            _exit(read(to_child[0], &byte, 1) == 0 ? 0 : 1);  // lives until the parent says so
        }
        EXPECT_EQ(manager_.count(Kind::Aborted), 0U);
    });
    EXPECT_TRUE(manager_.wait_for(Kind::Aborted)) << "the channel of the thread that ended is still open";
    close(to_child[1]);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    close(to_child[0]);
}

TEST_F(Lives, AForkedChildHasConnectionsOfItsOwn) {
    in_thread([&] {
        const HRASCONN connection = dial();
        pump_both();
        const pid_t child = fork();
        if (child == 0) {
            alarm(10);
            DWORD delivered = 1;
            if (RasPumpNotifications(0, &delivered) != 0 || delivered != 0) _exit(1);
            RASCONNSTATUSA status{};
            status.dwSize = sizeof status;
            if (RasGetConnectStatusA(connection, &status) != 0) _exit(2);
            manager_.script = {};
            RASDIALPARAMSA with = params();
            HRASCONN own = nullptr;
            if (RasDialA(nullptr, book().c_str(), &with, 1, reinterpret_cast<void*>(&on_state1), &own) != 0) _exit(3);
            if (own == connection) _exit(4);
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
        // The parent's dial goes on.
        const auto before = recorder().calls().size();
        manager_.announce(number(connection), {RASCS_Connected});
        while (recorder().calls().size() == before) ASSERT_EQ(RasPumpNotifications(5000, nullptr), 0U);
        EXPECT_EQ(recorder().calls().back().state, RASCS_Connected);
    });
}

TEST_F(Lives, AForkInsideAHandlerLeavesTheDialToTheParent) {
    in_thread([&] {
        recorder().inside([&](const HandlerCall& call) {
            if (call.state != RASCS_ConnectDevice) return;
            const pid_t child = fork();
            if (child == 0) return;  // the child returns from the handler too
            int status = 0;
            waitpid(child, &status, 0);
            EXPECT_EQ(status, 0);
        });
        const pid_t parent = getpid();
        dial();
        pump_both();
        if (getpid() != parent) _exit(RasPumpNotifications(INFINITE, nullptr) == 0 ? 0 : 1);
        EXPECT_TRUE(manager_.wait_for(Kind::Answered, RASCS_ConnectDevice));
        EXPECT_EQ(manager_.count(Kind::Answered), 2U);
    });
}

TEST_F(Lives, WhenTheManagerDiesEachPendingDialHearsOneError) {
    in_thread([&] {
        int fd = -1;
        ASSERT_EQ(RasGetNotificationFd(&fd), 0U);
        const HRASCONN first = dial();
        pump_both();
        const HRASCONN second = dial();
        while (recorder().calls().size() < 4) RasPumpNotifications(1000, nullptr);
        manager_.kill();
        pollfd state{fd, POLLIN, 0};
        EXPECT_EQ(poll(&state, 1, 5000), 1);
        DWORD delivered = 0;
        EXPECT_EQ(RasPumpNotifications(0, &delivered), static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
        EXPECT_EQ(delivered, 2U);
        const auto calls = recorder().calls();
        ASSERT_EQ(calls.size(), 6U);
        EXPECT_EQ(calls[4].connection, first);
        EXPECT_EQ(calls[5].connection, second);
        for (std::size_t i = 4; i < 6; ++i) {
            EXPECT_EQ(calls[i].state, RASCS_ConnectDevice);
            EXPECT_EQ(calls[i].error, static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
        }
        EXPECT_EQ(RasPumpNotifications(0, &delivered), 0U);
        EXPECT_EQ(poll(&state, 1, 0), 0);

        // A new manager: the descriptor keeps its number, the dial works.
        manager_.start();
        manager_.script = whole_dial();
        recorder().clear();
        dial();
        int again = -1;
        ASSERT_EQ(RasGetNotificationFd(&again), 0U);
        EXPECT_EQ(again, fd);
        EXPECT_TRUE(pump_until(RASCS_Connected));
        EXPECT_EQ(recorder().calls().back().state, RASCS_Connected);
    });
}

TEST_F(Lives, ABlockedCallEndsWhenTheManagerDies) {
    manager_.hold_wait = true;
    std::thread killer([&] {
        EXPECT_TRUE(manager_.wait_for(Kind::Waiting));
        manager_.kill();
    });
    RASDIALPARAMSA with = params();
    HRASCONN connection = nullptr;
    EXPECT_EQ(RasDialA(nullptr, book().c_str(), &with, 0, nullptr, &connection),
              static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
    killer.join();
    RASCONNSTATUSA status{};
    status.dwSize = sizeof status;
    EXPECT_EQ(RasGetConnectStatusA(connection, &status), static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
}

TEST_F(Lives, AnotherManagerIsNoticedOnceByHandleCalls) {
    in_thread([&] {
        const HRASCONN connection = dial();
        RASCONNSTATUSA status{};
        status.dwSize = sizeof status;
        EXPECT_EQ(RasGetConnectStatusA(connection, &status), 0U);
        manager_.kill();
        manager_.start();
        EXPECT_EQ(RasGetConnectStatusA(connection, &status), static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
        EXPECT_EQ(RasGetConnectStatusA(connection, &status), static_cast<DWORD>(ERROR_INVALID_HANDLE));
        RasPumpNotifications(0, nullptr);
    });
}

TEST_F(Lives, AThreadThatDoesNotPumpIsNamedOnce) {
    in_thread([&] {
        dial();
        testing::internal::CaptureStderr();
        const bus::NotPumping about{1, 4242, "Office"};
        manager_.say_not_pumping(about);
        manager_.say_not_pumping(about);
        std::string said;
        for (int i = 0; i < 1000 && said.find("4242") == std::string::npos; ++i) {
            DWORD bytes = 0;
            DWORD count = 0;
            RasEnumConnectionsA(nullptr, &bytes, &count);
            fflush(stderr);
            said += testing::internal::GetCapturedStderr();
            testing::internal::CaptureStderr();
        }
        said += testing::internal::GetCapturedStderr();
        EXPECT_NE(said.find("thread 4242 dialled \"Office\""), std::string::npos) << said;
        EXPECT_EQ(said.find("4242"), said.rfind("4242"));
    });
}

}  // namespace
}  // namespace openras::test
