// Worker delivery: a library thread stands in for the caller.
#include <algorithm>
#include <filesystem>
#include <future>

#include "api_fixture.h"

namespace openras::test {
namespace {

using Kind = Event::Kind;

class WorkerDelivery : public ApiTest {};

TEST_F(WorkerDelivery, HandlersRunInOneOtherThreadAndInOrder) {
    in_thread([&] {
        ASSERT_EQ(RasSetNotificationDelivery(RASND_Worker), 0U);
        dial();
        ASSERT_TRUE(recorder().wait_for_state(RASCS_Connected));  // nobody pumps
        const auto calls = recorder().calls();
        ASSERT_EQ(calls.size(), whole_dial().size());
        for (std::size_t i = 0; i < calls.size(); ++i) {
            EXPECT_NE(calls[i].thread, gettid());
            EXPECT_EQ(calls[i].thread, calls[0].thread);
            EXPECT_EQ(static_cast<std::uint32_t>(calls[i].state), whole_dial()[i].state);
        }
    });
}

TEST_F(WorkerDelivery, DialsUnderWayShareOneThreadWhichEndsWithTheLast) {
    in_thread([&] {
        ASSERT_EQ(RasSetNotificationDelivery(RASND_Worker), 0U);
        std::promise<void> gate;
        const auto opened = gate.get_future().share();
        recorder().inside([opened](const HandlerCall&) { opened.wait(); });
        dial();
        dial();
        gate.set_value();
        const auto whole = 2 * whole_dial().size();
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (recorder().calls().size() < whole && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        const auto calls = recorder().calls();
        ASSERT_EQ(calls.size(), whole);
        for (const HandlerCall& call : calls) EXPECT_EQ(call.thread, calls[0].thread);
        // A managed runtime waits at its end for each thread that has run its code.
        const auto thread = "/proc/self/task/" + std::to_string(calls[0].thread);
        while (std::filesystem::exists(thread) && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        EXPECT_FALSE(std::filesystem::exists(thread));
        recorder().clear();
        dial();
        EXPECT_TRUE(recorder().wait_for_state(RASCS_Connected)) << "the next dial has a thread again";
    });
}

TEST_F(WorkerDelivery, TheEnvironmentChoosesIt) {
    setenv("OPENRAS_NOTIFY", "worker", 1);
    in_thread([&] {
        dial();
        EXPECT_TRUE(recorder().wait_for_state(RASCS_Connected));
    });
    unsetenv("OPENRAS_NOTIFY");
}

TEST_F(WorkerDelivery, TheCallersEndAbortsTheDialEvenWhileAHandlerRunsAndIsHeardOnce) {
    std::promise<void> gate;
    in_thread([&] {
        ASSERT_EQ(RasSetNotificationDelivery(RASND_Worker), 0U);
        recorder().inside([&](const HandlerCall& call) {
            if (call.state != RASCS_ConnectDevice) return;
            if (call.error == 0) gate.get_future().wait();
        });
        dial();
        ASSERT_TRUE(recorder().wait_for_state(RASCS_ConnectDevice));
    });
    EXPECT_TRUE(manager_.wait_for(Kind::Aborted));
    const auto before = recorder().calls().size();
    gate.set_value();
    ASSERT_TRUE(recorder().wait_for_error());
    const auto calls = recorder().calls();
    ASSERT_EQ(calls.size(), before + 1);
    EXPECT_EQ(calls.back().state, RASCS_ConnectDevice);
    EXPECT_EQ(calls.back().error, static_cast<DWORD>(ERROR_USER_DISCONNECTION));
    EXPECT_EQ(calls.back().thread, calls.front().thread);
}

TEST_F(WorkerDelivery, TheManagersDeathIsHeard) {
    manager_.script = {{RASCS_OpenPort}, {RASCS_ConnectDevice}};
    in_thread([&] {
        ASSERT_EQ(RasSetNotificationDelivery(RASND_Worker), 0U);
        dial();
        ASSERT_TRUE(manager_.wait_for(Kind::Answered, RASCS_ConnectDevice));
        manager_.kill();
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (recorder().calls().size() < 3 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
        ASSERT_EQ(recorder().calls().size(), 3U);
        EXPECT_EQ(recorder().calls().back().error, static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
        manager_.start();
        manager_.script = whole_dial();
        recorder().clear();
        dial();
        EXPECT_TRUE(recorder().wait_for_state(RASCS_Connected));
    });
}

TEST_F(WorkerDelivery, ItsHandlersMayNotDialOrPump) {
    in_thread([&] {
        ASSERT_EQ(RasSetNotificationDelivery(RASND_Worker), 0U);
        recorder().inside([&](const HandlerCall&) {
            RASDIALPARAMSA with = params("Büro");
            HRASCONN connection = nullptr;
            EXPECT_EQ(RasDialA(nullptr, book().c_str(), &with, 0, nullptr, &connection),
                      static_cast<DWORD>(ERROR_ASYNC_REQUEST_PENDING));
        });
        dial();
        EXPECT_TRUE(manager_.wait_for(Kind::Answered, RASCS_Connected));
        EXPECT_EQ(RasSetNotificationDelivery(7), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
    });
}

}  // namespace
}  // namespace openras::test
