// The asynchronous operation: which thread, which order, what waits for whom.
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <stdexcept>

#include "api/channel.h"
#include "api_fixture.h"

namespace openras::test {
namespace {

using Kind = Event::Kind;

class AsyncDial : public ApiTest {};

std::vector<RASCONNSTATE> expected_states() {
    std::vector<RASCONNSTATE> states;
    for (const auto& step : whole_dial()) states.push_back(static_cast<RASCONNSTATE>(step.state));
    return states;
}

bool readable(int fd, int timeout_ms = 0) {
    pollfd state{fd, POLLIN, 0};
    int r = 0;
    do r = poll(&state, 1, timeout_ms);
    while (r < 0 && errno == EINTR);
    return r == 1;
}

TEST_F(AsyncDial, EveryHandlerRunsInTheDiallingThreadAndInOrder) {
    struct Form {
        DWORD type;
        void* function;
    };
    for (const Form form : {Form{0, reinterpret_cast<void*>(&on_state)}, Form{1, reinterpret_cast<void*>(&on_state1)},
                            Form{2, reinterpret_cast<void*>(&on_state2)}}) {
        in_thread([&] {
            recorder().clear();
            const HRASCONN connection = dial(form.type, form.function);
            EXPECT_TRUE(recorder().calls().empty()) << "a handler ran before the pump";
            ASSERT_TRUE(pump_until(RASCS_Connected));
            EXPECT_EQ(states(), expected_states());
            for (const auto& call : recorder().calls()) {
                EXPECT_EQ(call.thread, gettid());
                if (form.type > 0) {
                    EXPECT_EQ(call.connection, connection);
                }
                if (form.type == 2) {
                    EXPECT_EQ(call.callback_id, 4711U);
                }
            }
        });
    }
}

TEST_F(AsyncDial, TheDialWaitsUntilTheHandlerHasReturned) {
    in_thread([&] {
        recorder().inside([&](const HandlerCall& call) {
            if (call.state != RASCS_Authenticate) return;
            std::this_thread::sleep_for(300ms);
            const auto events = manager_.events();
            EXPECT_EQ(events.back().kind, Kind::Notified);
            EXPECT_EQ(events.back().state, static_cast<std::uint32_t>(RASCS_Authenticate));
        });
        dial();
        ASSERT_TRUE(pump_until(RASCS_Connected));
        ASSERT_TRUE(manager_.wait_for(Kind::Answered, RASCS_Connected));
        // Each state is announced only after the one before has been answered.
        bool outstanding = false;
        for (const Event& event : manager_.events()) {
            if (event.kind == Kind::Notified) {
                EXPECT_FALSE(outstanding);
                outstanding = true;
            } else if (event.kind == Kind::Answered) {
                outstanding = false;
            }
        }
    });
}

TEST_F(AsyncDial, StatusInsideTheHandlerIsTheAnnouncedState) {
    in_thread([&] {
        recorder().inside([&](const HandlerCall& call) {
            RASCONNSTATUSA status{};
            status.dwSize = sizeof status;
            EXPECT_EQ(RasGetConnectStatusA(call.connection, &status), 0U);
            EXPECT_EQ(status.rasconnstate, call.state);
            EXPECT_STREQ(status.szDeviceName, "eth-ö");
        });
        dial();
        ASSERT_TRUE(pump_until(RASCS_Connected));
    });
}

TEST_F(AsyncDial, TwoThreadsGetOnlyTheirOwn) {
    const auto work = [&](std::atomic<bool>& good) {
        RASDIALPARAMSA with = params();
        HRASCONN connection = nullptr;
        with.dwCallbackId = static_cast<ULONG_PTR>(gettid());
        EXPECT_EQ(RasDialA(nullptr, book().c_str(), &with, 2, reinterpret_cast<void*>(&on_state2), &connection), 0U);
        const auto finished = [&] {
            return std::ranges::any_of(recorder().calls(), [&](const HandlerCall& call) {
                return call.connection == connection && call.state == RASCS_Connected;
            });
        };
        while (!finished()) RasPumpNotifications(1000, nullptr);
        for (const auto& call : recorder().calls())
            if (call.thread == gettid()) good = good && call.callback_id == static_cast<ULONG_PTR>(gettid());
    };
    std::atomic<bool> good = true;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([&] { work(good); });
    for (auto& thread : threads) thread.join();
    EXPECT_TRUE(good);
    EXPECT_EQ(recorder().calls().size(), 8 * whole_dial().size());
}

TEST_F(AsyncDial, AThousandDialsOfOneThread) {
    in_thread([&] {
        RASDIALPARAMSA with = params();
        for (int i = 0; i < 1000; ++i) {
            HRASCONN connection = nullptr;
            ASSERT_EQ(RasDialA(nullptr, book().c_str(), &with, 1, reinterpret_cast<void*>(&on_state1), &connection),
                      0U);
        }
        DWORD delivered = 0;
        std::size_t all = 0;
        while (all < 1000 * whole_dial().size()) {
            ASSERT_EQ(RasPumpNotifications(10000, &delivered), 0U);
            ASSERT_GT(delivered, 0U);
            all += delivered;
        }
        EXPECT_EQ(all, 1000 * whole_dial().size());
    });
}

TEST_F(AsyncDial, TheDescriptorTellsWhenToPump) {
    in_thread([&] {
        manager_.script = {};
        int fd = -1;
        ASSERT_EQ(RasGetNotificationFd(&fd), 0U);
        const HRASCONN connection = dial();
        EXPECT_FALSE(readable(fd));
        manager_.announce(number(connection), {RASCS_OpenPort});
        EXPECT_TRUE(readable(fd, 5000));
        DWORD delivered = 0;
        EXPECT_EQ(RasPumpNotifications(0, &delivered), 0U);
        EXPECT_EQ(delivered, 1U);
        ASSERT_TRUE(manager_.wait_for(Kind::Answered, 0));
    });
}

TEST_F(AsyncDial, ABlockingCallOfTheThreadHidesNoNotification) {
    in_thread([&] {
        manager_.script = {};
        const HRASCONN first = dial();
        int fd = -1;
        ASSERT_EQ(RasGetNotificationFd(&fd), 0U);
        manager_.announce(number(first), {RASCS_OpenPort});
        ASSERT_TRUE(manager_.wait_for(Kind::Notified));
        RASDIALPARAMSA with = params("Büro");
        HRASCONN second = nullptr;
        EXPECT_EQ(RasDialA(nullptr, book().c_str(), &with, 0, nullptr, &second), 0U);
        EXPECT_EQ(RasHangUpA(second), 0U);
        EXPECT_TRUE(readable(fd, 5000));
        RasPumpNotifications(0, nullptr);
        EXPECT_EQ(recorder().calls().size(), 1U);
    });
}

TEST_F(AsyncDial, WhatACallReadIntoMemoryKeepsTheDescriptorReadable) {
    manager_.script = {};
    api::Channel channel;
    ASSERT_TRUE(channel.open());
    const std::uint32_t id = channel.id();
    bus::DialRequest request;
    request.channel = id;
    request.entry = "Office";
    auto dialled = channel.connection()->call<bus::DialRequest, bus::DialReply>(bus::method::dial, request);
    ASSERT_TRUE(dialled);
    int called = 0;
    channel.add({dialled->handle, [&](const bus::Notification&) { return ++called > 0; }}, false);
    manager_.announce(dialled->handle, {RASCS_OpenPort});
    ASSERT_TRUE(manager_.wait_for(Kind::Notified));
    auto status =
        channel.connection()->call<bus::HandleRequest, bus::StatusReply>(bus::method::get_status, {dialled->handle});
    ASSERT_TRUE(status);
    ASSERT_TRUE(channel.connection()->has_queued()) << "the call was to read the notification into memory";
    channel.update_wakeup();
    EXPECT_TRUE(readable(channel.fd()));
    EXPECT_EQ(channel.pump(0ms).delivered, 1U);
    EXPECT_EQ(called, 1);
    EXPECT_FALSE(readable(channel.fd()));
}

TEST_F(AsyncDial, APumpInsideAHandlerDeliversNothing) {
    in_thread([&] {
        recorder().inside([&](const HandlerCall&) {
            DWORD delivered = 99;
            EXPECT_EQ(RasPumpNotifications(INFINITE, &delivered), 0U);
            EXPECT_EQ(delivered, 0U);
        });
        dial();
        ASSERT_TRUE(pump_until(RASCS_Connected));
        EXPECT_EQ(states(), expected_states());
    });
}

TEST_F(AsyncDial, ADialInsideAHandlerIsRefused) {
    in_thread([&] {
        recorder().inside([&](const HandlerCall&) {
            RASDIALPARAMSA with = params("Büro");
            HRASCONN connection = nullptr;
            EXPECT_EQ(RasDialA(nullptr, book().c_str(), &with, 0, nullptr, &connection),
                      static_cast<DWORD>(ERROR_ASYNC_REQUEST_PENDING));
            EXPECT_EQ(connection, nullptr);
        });
        dial();
        ASSERT_TRUE(pump_until(RASCS_Connected));
        EXPECT_EQ(manager_.count(Kind::Dialled), 1U);
    });
}

TEST_F(AsyncDial, AHangUpInsideTheHandlerIsDeferred) {
    in_thread([&] {
        recorder().inside([&](const HandlerCall& call) {
            if (call.state == RASCS_Authenticate && call.error == 0) {
                EXPECT_EQ(RasHangUpA(call.connection), 0U);
            }
        });
        const HRASCONN connection = dial();
        ASSERT_TRUE(pump_until(RASCS_Connected));
        const auto events = manager_.events();
        const auto hung_up = std::ranges::find(events, Kind::HungUp, &Event::kind);
        ASSERT_NE(hung_up, events.end());
        EXPECT_TRUE(hung_up->deferred);
        EXPECT_EQ(recorder().calls().back().error, static_cast<DWORD>(ERROR_USER_DISCONNECTION));
        RASCONNSTATUSA status{};
        status.dwSize = sizeof status;
        EXPECT_EQ(RasGetConnectStatusA(connection, &status), static_cast<DWORD>(ERROR_INVALID_HANDLE));
    });
}

TEST_F(AsyncDial, AHangUpOfAnotherDialInsideAHandlerIsNotDeferred) {
    in_thread([&] {
        manager_.hold_start = true;
        RASDIALPARAMSA with = params("Büro");
        HRASCONN other = nullptr;
        ASSERT_EQ(RasDialA(nullptr, book().c_str(), &with, 1, reinterpret_cast<void*>(&on_state1), &other), 0U);
        const HRASCONN connection = dial();
        recorder().inside([&](const HandlerCall& call) {
            if (call.connection == connection) {
                EXPECT_EQ(RasHangUpA(other), 0U);
            }
        });
        manager_.announce(number(connection), {RASCS_Connected});
        ASSERT_TRUE(pump_until(RASCS_Connected));
        for (const Event& event : manager_.events())
            if (event.kind == Kind::HungUp) {
                EXPECT_FALSE(event.deferred);
            }
    });
}

TEST_F(AsyncDial, HungUpByAnotherThreadItHearsOneLastError) {
    in_thread([&] {
        manager_.script = {{RASCS_OpenPort}};
        const HRASCONN connection = dial();
        while (recorder().calls().empty()) RasPumpNotifications(1000, nullptr);
        in_thread([&] { EXPECT_EQ(RasHangUpA(connection), 0U); });
        RasPumpNotifications(5000, nullptr);
        ASSERT_EQ(recorder().calls().size(), 2U);
        EXPECT_EQ(recorder().calls().back().error, static_cast<DWORD>(ERROR_USER_DISCONNECTION));
        EXPECT_EQ(RasHangUpA(connection), static_cast<DWORD>(ERROR_NO_CONNECTION));
        DWORD delivered = 0;
        EXPECT_EQ(RasPumpNotifications(INFINITE, &delivered), 0U);  // nothing is pending: it does not wait
        EXPECT_EQ(delivered, 0U);
    });
}

DWORD wants_no_more(ULONG_PTR, DWORD, HRASCONN connection, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    recorder().add({gettid(), connection, state, error, 0});
    return 0;
}

TEST_F(AsyncDial, AHandlerThatReturnsZeroHearsNoMore) {
    in_thread([&] {
        dial(2, reinterpret_cast<void*>(&wants_no_more));
        while (recorder().calls().empty()) RasPumpNotifications(1000, nullptr);
        ASSERT_TRUE(manager_.wait_for(Kind::Answered));
        EXPECT_FALSE(manager_.events().back().keep);
        EXPECT_EQ(recorder().calls().size(), 1U);
    });
}

void throws(UINT, RASCONNSTATE state, DWORD error) {
    recorder().add({gettid(), nullptr, state, error, 0});
    throw std::runtime_error("from a handler");
}

TEST_F(AsyncDial, AnExceptionFromAHandlerDoesNotStopTheDial) {
    in_thread([&] {
        testing::internal::CaptureStderr();
        dial(0, reinterpret_cast<void*>(&throws));
        ASSERT_TRUE(pump_until(RASCS_Connected));
        EXPECT_NE(testing::internal::GetCapturedStderr().find("threw an exception"), std::string::npos);
        EXPECT_EQ(states(), expected_states());
    });
}

TEST_F(AsyncDial, SignalsHarmNoCall) {
    struct sigaction action{};
    action.sa_handler = [](int) {};
    struct sigaction before{};
    sigaction(SIGALRM, &action, &before);
    const itimerval every{{0, 3000}, {0, 3000}};
    setitimer(ITIMER_REAL, &every, nullptr);
    for (int i = 0; i < 10; ++i) {
        recorder().clear();
        recorder().inside([](const HandlerCall&) { usleep(4000); });
        const HRASCONN connection = dial();
        EXPECT_TRUE(pump_until(RASCS_Connected));
        EXPECT_EQ(states(), expected_states());
        EXPECT_EQ(RasHangUpA(connection), 0U);
    }
    const itimerval off{};
    setitimer(ITIMER_REAL, &off, nullptr);
    sigaction(SIGALRM, &before, nullptr);
}

TEST_F(AsyncDial, APausedDialIsResumedByAnotherThread) {
    manager_.script = {{RASCS_OpenPort}, {RASCS_RetryAuthentication, ERROR_AUTHENTICATION_FAILURE}};
    RASDIALEXTENSIONS extensions{};
    extensions.dwSize = sizeof extensions;
    extensions.dwfOptions = RDEOPT_PausedStates;
    RASDIALPARAMSA with = params();
    HRASCONN connection = nullptr;
    ASSERT_EQ(RasDialA(&extensions, book().c_str(), &with, 1, reinterpret_cast<void*>(&on_state1), &connection), 0U);
    EXPECT_EQ(manager_.dial(number(connection)).request.options, static_cast<std::uint32_t>(RDEOPT_PausedStates));
    ASSERT_TRUE(pump_until(RASCS_RetryAuthentication));
    recorder().clear();
    in_thread([&] {
        manager_.script = {{RASCS_AuthRetry}, {RASCS_Connected}};
        const HRASCONN same = connection;
        ASSERT_EQ(RasDialA(&extensions, book().c_str(), &with, 1, reinterpret_cast<void*>(&on_state1), &connection),
                  0U);
        EXPECT_EQ(connection, same);
        ASSERT_TRUE(pump_until(RASCS_Connected));
        for (const auto& call : recorder().calls()) EXPECT_EQ(call.thread, gettid());
    });
    DWORD delivered = 0;
    EXPECT_EQ(RasPumpNotifications(INFINITE, &delivered), 0U);  // the first thread has no dial any more
    EXPECT_EQ(delivered, 0U);
}

}  // namespace
}  // namespace openras::test
