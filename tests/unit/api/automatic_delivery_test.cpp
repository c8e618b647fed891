// Automatic delivery: the caller's thread where it pumps in time, else a stand-in. Never two threads at once.
#include <poll.h>
#include <sys/wait.h>

#include <atomic>
#include <future>
#include <random>

#include "api/worker.h"
#include "api_fixture.h"

#if defined(__SANITIZE_THREAD__)
/// ThreadSanitizer lets no forked child start threads unless it is told so.
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_options();
extern "C" const char* __tsan_default_options() {
    return "die_after_fork=0";
}
#endif

namespace openras::test {
namespace {

using Kind = Event::Kind;

class AutomaticDelivery : public ApiTest {
  protected:
    ~AutomaticDelivery() override { api::Worker::patience = usual; }

    /// In a thread of its own, which has chosen automatic delivery and waits this long before it is stood in for.
    template <typename Body>
    static void with_patience(std::chrono::milliseconds patience, Body&& body) {
        api::Worker::patience = patience;
        in_thread([&] {
            ASSERT_EQ(RasSetNotificationDelivery(RASND_Automatic), 0U);
            body();
        });
    }
    static bool wait_for_calls(std::size_t wanted) {
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (recorder().calls().size() < wanted && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        return recorder().calls().size() == wanted;
    }
    static bool wait_for_end_of_thread(pid_t thread) {
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        const auto task = "/proc/self/task/" + std::to_string(thread);
        while (std::filesystem::exists(task) && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
        return !std::filesystem::exists(task);
    }
    static std::size_t threads() {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}));
    }

    const std::chrono::milliseconds usual = api::Worker::patience;
    static constexpr auto for_ever = 1h;
};

TEST_F(AutomaticDelivery, ACallerThatPumpsHearsInItsOwnThread) {
    const auto before = threads();
    with_patience(for_ever, [&] {
        dial();
        EXPECT_TRUE(pump_until(RASCS_Connected));
        for (const auto& call : recorder().calls()) EXPECT_EQ(call.thread, gettid());
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (threads() > before + 1 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
        EXPECT_EQ(threads(), before + 1) << "the stand-in has ended with the dial";
    });
}

TEST_F(AutomaticDelivery, ACallerThatDoesNotPumpIsStoodInFor) {
    with_patience(1ms, [&] {
        dial();
        ASSERT_TRUE(wait_for_calls(whole_dial().size()));
        const auto calls = recorder().calls();
        for (std::size_t i = 0; i < calls.size(); ++i) {
            EXPECT_NE(calls[i].thread, gettid());
            EXPECT_EQ(calls[i].thread, calls[0].thread);
            EXPECT_EQ(static_cast<std::uint32_t>(calls[i].state), whole_dial()[i].state);
        }
        EXPECT_TRUE(wait_for_end_of_thread(calls[0].thread));
        // The next dial is the caller's again.
        recorder().clear();
        api::Worker::patience = for_ever;
        dial();
        EXPECT_TRUE(pump_until(RASCS_Connected));
        EXPECT_EQ(recorder().calls().front().thread, gettid());
    });
}

TEST_F(AutomaticDelivery, WhatWaitsBehindTheCallersOwnHandlerIsTheCallers) {
    EXPECT_EQ(usual, 200ms);
    manager_.hold_start = true;
    with_patience(1ms, [&] {
        recorder().inside([&](const HandlerCall&) {
            if (recorder().calls().size() != 1) return;
            EXPECT_TRUE(manager_.wait_for(Kind::Notified, 0, 2));
            std::this_thread::sleep_for(20ms);  // longer than one may wait that nobody pumps for
        });
        for (const HRASCONN connection : {dial(), dial()}) manager_.announce(number(connection), {RASCS_Connected});
        ASSERT_EQ(RasPumpNotifications(INFINITE, nullptr), 0U);
        ASSERT_TRUE(wait_for_calls(2));
        for (const auto& call : recorder().calls()) EXPECT_EQ(call.thread, gettid());
    });
}

TEST_F(AutomaticDelivery, ThePumpOfACallerThatIsStoodInForDeliversNothing) {
    with_patience(0ms, [&] {
        std::promise<void> gate;
        recorder().inside([opened = gate.get_future().share()](const HandlerCall& call) {
            if (call.state == RASCS_ConnectDevice) opened.wait();
        });
        int fd = -1;
        ASSERT_EQ(RasGetNotificationFd(&fd), 0U);
        dial();
        const HRASCONN other = dial();
        ASSERT_TRUE(recorder().wait_for_state(RASCS_ConnectDevice));
        // What waits behind that handler is not shown to the caller, whose event loop would turn without end.
        manager_.announce(number(other), {RASCS_Interactive});
        ASSERT_TRUE(manager_.wait_for(Kind::Notified, RASCS_Interactive));
        pollfd shown{fd, POLLIN, 0};
        EXPECT_EQ(poll(&shown, 1, 0), 0);
        DWORD delivered = 99;
        EXPECT_EQ(RasPumpNotifications(0, &delivered), 0U);
        EXPECT_EQ(delivered, 0U);
        EXPECT_EQ(RasPumpNotifications(1, &delivered), 0U);
        EXPECT_EQ(delivered, 0U);
        std::jthread opener([&] { gate.set_value(); });
        EXPECT_EQ(RasPumpNotifications(INFINITE, &delivered), 0U) << "returns when the stand-in has delivered";
        EXPECT_EQ(delivered, 0U);
        EXPECT_TRUE(recorder().wait_for_state(RASCS_Connected));
        for (const auto& call : recorder().calls()) EXPECT_NE(call.thread, gettid());
    });
    EXPECT_TRUE(wait_for_end_of_thread(recorder().calls().front().thread));
}

/// The race for the turn: whoever gets it, each dial's states come in order and one at a time.
TEST_F(AutomaticDelivery, CallerAndStandInNeverRunHandlersAtOnce) {
    std::atomic<int> inside = 0;
    recorder().inside([&](const HandlerCall&) {
        EXPECT_EQ(inside.fetch_add(1), 0);
        std::this_thread::yield();
        --inside;
    });
    with_patience(1ms, [&] {
        std::minstd_rand random(4711);
        for (int round = 0; round < 40; ++round) {
            const auto before = recorder().calls().size();
            const std::size_t dials = 1 + random() % 3;
            for (std::size_t i = 0; i < dials; ++i) dial();
            const auto deadline = std::chrono::steady_clock::now() + 10s;
            while (recorder().calls().size() < before + dials * whole_dial().size()) {
                ASSERT_LT(std::chrono::steady_clock::now(), deadline);
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 2500));
                RasPumpNotifications(random() % 2, nullptr);
            }
        }
    });
    std::map<HRASCONN, std::vector<std::uint32_t>> by_dial;
    for (const auto& call : recorder().calls())
        by_dial[call.connection].push_back(static_cast<std::uint32_t>(call.state));
    for (const auto& [dial, states] : by_dial) {
        ASSERT_EQ(states.size(), whole_dial().size());
        for (std::size_t i = 0; i < states.size(); ++i) EXPECT_EQ(states[i], whole_dial()[i].state);
    }
}

TEST_F(AutomaticDelivery, ACallerThatEndsEarlyIsHeardOfWithin1s) {
    manager_.script = {{RASCS_OpenPort}, {RASCS_ConnectDevice}};
    for (const auto patience : {std::chrono::milliseconds(0), std::chrono::milliseconds(for_ever)}) {
        recorder().clear();
        const auto aborted = manager_.count(Kind::Aborted);
        HRASCONN connection = nullptr;
        with_patience(patience, [&] {
            connection = dial();
            if (patience == 0ms) {
                EXPECT_TRUE(recorder().wait_for_state(RASCS_ConnectDevice));
            }
        });
        const auto ended = std::chrono::steady_clock::now();
        ASSERT_TRUE(recorder().wait_for_error());
        EXPECT_LT(std::chrono::steady_clock::now() - ended, 1s);
        EXPECT_EQ(recorder().calls().back().error, static_cast<DWORD>(ERROR_USER_DISCONNECTION));
        EXPECT_EQ(recorder().calls().back().connection, connection);
        EXPECT_TRUE(manager_.wait_for(Kind::Aborted, 0, aborted + 1)) << "the dial is undone";
        EXPECT_TRUE(wait_for_end_of_thread(recorder().calls().back().thread));
    }
}

TEST_F(AutomaticDelivery, AConnectedThatWasOnItsWayWhenTheCallerEndedCounts) {
    manager_.hold_start = true;
    with_patience(for_ever, [&] {
        const HRASCONN up = dial();
        dial();
        manager_.announce(number(up), {RASCS_Connected});
        ASSERT_TRUE(manager_.wait_for(Kind::Notified, RASCS_Connected));
    });
    ASSERT_TRUE(recorder().wait_for_error());
    ASSERT_TRUE(recorder().wait_for_state(RASCS_Connected));
    EXPECT_TRUE(wait_for_calls(2));
    for (const auto& call : recorder().calls())
        EXPECT_EQ(call.error, call.state == RASCS_Connected ? 0U : static_cast<DWORD>(ERROR_USER_DISCONNECTION));
    EXPECT_EQ(manager_.count(Kind::Aborted), 1U);
}

TEST_F(AutomaticDelivery, AHangUpFromAnotherThreadIsHeardFromTheStandIn) {
    manager_.script = {{RASCS_OpenPort}, {RASCS_ConnectDevice}};
    with_patience(0ms, [&] {
        const HRASCONN connection = dial();
        ASSERT_TRUE(manager_.wait_for(Kind::Answered, RASCS_ConnectDevice));
        in_thread([&] { EXPECT_EQ(RasHangUpA(connection), 0U); });
        ASSERT_TRUE(recorder().wait_for_error());
        EXPECT_EQ(states(), (std::vector{RASCS_OpenPort, RASCS_ConnectDevice, RASCS_ConnectDevice}));
        EXPECT_EQ(recorder().calls().back().error, static_cast<DWORD>(ERROR_USER_DISCONNECTION));
    });
}

TEST_F(AutomaticDelivery, TheManagersDeathIsHeardFromTheStandIn) {
    manager_.script = {{RASCS_OpenPort}};
    with_patience(0ms, [&] {
        dial();
        ASSERT_TRUE(manager_.wait_for(Kind::Answered));
        manager_.kill();
        ASSERT_TRUE(recorder().wait_for_error());
        EXPECT_EQ(recorder().calls().back().error, static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
        manager_.start();
        manager_.script = whole_dial();
        recorder().clear();
        dial();
        EXPECT_TRUE(recorder().wait_for_state(RASCS_Connected));
    });
}

TEST_F(AutomaticDelivery, AStatusDoesNotOvertakeTheHandlerInTheOtherThread) {
    with_patience(0ms, [&] {
        std::atomic<std::uint32_t> noted = 0;
        recorder().inside([&](const HandlerCall& call) {
            std::this_thread::sleep_for(1ms);
            noted = call.state;
        });
        const HRASCONN connection = dial();
        RASCONNSTATUSA status{};
        status.dwSize = sizeof status;
        while (status.rasconnstate != RASCS_Connected) ASSERT_EQ(RasGetConnectStatusA(connection, &status), 0U);
        EXPECT_EQ(noted, static_cast<std::uint32_t>(RASCS_Connected));
    });
}

TEST_F(AutomaticDelivery, AStatusWaitsForNoHandlerThatWaitsForTheCaller) {
    manager_.script = {{RASCS_OpenPort}, {RASCS_ConnectDevice}};
    with_patience(0ms, [&] {
        std::promise<void> gate;
        std::promise<void> left;
        recorder().inside([&, opened = gate.get_future().share()](const HandlerCall& call) {
            if (call.state != RASCS_ConnectDevice || call.error != 0) return;
            opened.wait();
            left.set_value();
        });
        const HRASCONN connection = dial();
        RASCONNSTATUSA status{};
        status.dwSize = sizeof status;
        while (status.rasconnstate != RASCS_ConnectDevice) ASSERT_EQ(RasGetConnectStatusA(connection, &status), 0U);
        const auto before = std::chrono::steady_clock::now();
        for (int i = 0; i < 100; ++i) ASSERT_EQ(RasGetConnectStatusA(connection, &status), 0U);
        EXPECT_LT(std::chrono::steady_clock::now() - before, 5s) << "once at most";
        gate.set_value();
        left.get_future().wait();
        EXPECT_EQ(RasHangUpA(connection), 0U);
        EXPECT_TRUE(recorder().wait_for_error());
    });
}

TEST_F(AutomaticDelivery, AForkedChildIsStoodInForByItsOwn) {
    manager_.script = {{RASCS_OpenPort}};
    with_patience(0ms, [&] {
        const HRASCONN connection = dial();
        ASSERT_TRUE(manager_.wait_for(Kind::Answered));
        const pid_t child = fork();
        if (child == 0) {
            alarm(10);
            DWORD delivered = 1;
            if (RasPumpNotifications(INFINITE, &delivered) != 0 || delivered != 0) _exit(1);
            RASDIALPARAMSA with = params();
            HRASCONN own = nullptr;
            recorder().clear();
            if (RasDialA(nullptr, book().c_str(), &with, 1, reinterpret_cast<void*>(&on_state1), &own) != 0) _exit(2);
            _exit(recorder().wait_for_state(RASCS_OpenPort) ? 0 : 3);
        }
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
        EXPECT_EQ(recorder().calls().size(), 1U);
        manager_.announce(number(connection), {RASCS_Connected});
        EXPECT_TRUE(recorder().wait_for_state(RASCS_Connected)) << "the parent's dial goes on";
    });
}

TEST_F(AutomaticDelivery, IsChosenByTheProgramOrTheEnvironment) {
    api::Worker::patience = 0ms;
    in_thread([&] {
        DWORD mode = 0;
        EXPECT_EQ(RasGetNotificationDelivery(nullptr), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
        EXPECT_EQ(RasGetNotificationDelivery(&mode), 0U);
        EXPECT_EQ(mode, RASND_Default);
        EXPECT_EQ(RasSetNotificationDelivery(RASND_Automatic), 0U);
        EXPECT_EQ(RasGetNotificationDelivery(&mode), 0U);
        EXPECT_EQ(mode, static_cast<DWORD>(RASND_Automatic));
        EXPECT_EQ(RasSetNotificationDelivery(RASND_Default), 0U);
        EXPECT_EQ(RasGetNotificationDelivery(&mode), 0U);
        EXPECT_EQ(mode, RASND_Default);
    });
    setenv("OPENRAS_NOTIFY", "automatic", 1);
    in_thread([&] {
        dial();
        EXPECT_TRUE(recorder().wait_for_state(RASCS_Connected));
    });
    unsetenv("OPENRAS_NOTIFY");
}

}  // namespace
}  // namespace openras::test
