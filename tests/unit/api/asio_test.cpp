// ras.hpp: completes on the awaiter's executor, hears each state there, hangs up when cancelled or dropped.
#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <future>
#include <ras.hpp>

#include "api_fixture.h"

namespace openras::test {
namespace {

namespace asio = boost::asio;
using Kind = Event::Kind;

class AsioDial : public ApiTest {
  protected:
    [[nodiscard]] ras::Dial what() const {
        ras::Dial dial;
        dial.phonebook = book();
        dial.entry = "Office";
        return dial;
    }
};

TEST_F(AsioDial, ACoroutineHearsEachStateOnItsExecutor) {
    asio::io_context context;
    std::vector<std::uint32_t> heard;
    bool connected = false;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
            auto connection = co_await ras::async_dial(what(), [&](const ras::Progress& at) {
                EXPECT_TRUE(context.get_executor().running_in_this_thread());
                heard.push_back(at.state);
            });
            EXPECT_TRUE(context.get_executor().running_in_this_thread());
            EXPECT_TRUE(connection);
            connected = connection && connection->status()->rasconnstate == RASCS_Connected;
        },
        asio::detached);
    context.run();
    EXPECT_TRUE(connected);
    std::vector<std::uint32_t> expected;
    for (const auto& step : whole_dial()) expected.push_back(step.state);
    EXPECT_EQ(heard, expected);
    EXPECT_EQ(manager_.count(Kind::HungUp), 1U) << "the connection went out of scope";
    EXPECT_EQ(manager_.open_connections(bus::ConnectionKind::Channel), 0U);
}

TEST_F(AsioDial, ACallbackCompletesOnItsAssociatedExecutor) {
    asio::io_context context;
    asio::thread_pool pool(2);
    std::promise<bool> done;
    ras::async_dial(context.get_executor(), what(), nullptr,
                    asio::bind_executor(pool.get_executor(), [&](ras::Result<ras::Connection> connection) {
                        if (connection) connection->detach();
                        done.set_value(pool.get_executor().running_in_this_thread());
                    }));
    EXPECT_TRUE(done.get_future().get());
    pool.join();
    EXPECT_EQ(manager_.count(Kind::HungUp), 0U) << "it was detached";
}

TEST_F(AsioDial, AFailureIsAnErrorWithItsText) {
    manager_.script = {{RASCS_OpenPort}, {RASCS_AuthNotify, ERROR_AUTHENTICATION_FAILURE}};
    asio::io_context context;
    ras::Error error;
    ras::async_dial(context.get_executor(), what(), nullptr, [&](ras::Result<ras::Connection> connection) {
        EXPECT_FALSE(connection);
        if (!connection) error = connection.error();
    });
    context.run();
    EXPECT_EQ(error.code, static_cast<DWORD>(ERROR_AUTHENTICATION_FAILURE));
    EXPECT_FALSE(error.text().empty());
    EXPECT_EQ(manager_.count(Kind::HungUp), 1U);
}

TEST_F(AsioDial, CancellationHangsUp) {
    manager_.script = {{RASCS_OpenPort}, {RASCS_ConnectDevice}};
    asio::io_context context;
    asio::cancellation_signal cancel;
    DWORD code = 0;
    ras::async_dial(
        context.get_executor(), what(),
        [&](const ras::Progress& at) {
            if (at.state == RASCS_ConnectDevice)
                asio::post(context, [&] { cancel.emit(asio::cancellation_type::total); });
        },
        asio::bind_cancellation_slot(cancel.slot(), [&](ras::Result<ras::Connection> connection) {
            if (!connection) code = connection.error().code;
        }));
    context.run();
    EXPECT_EQ(code, static_cast<DWORD>(ERROR_USER_DISCONNECTION));
}

TEST_F(AsioDial, AContextThatGoesAwayAbortsTheDial) {
    manager_.script = {{RASCS_OpenPort}, {RASCS_ConnectDevice}};
    {
        asio::io_context context;
        bool heard = false;
        ras::async_dial(
            context.get_executor(), what(), [&](const ras::Progress& at) { heard = at.state == RASCS_ConnectDevice; },
            [](const ras::Result<ras::Connection>&) {});
        while (!heard) context.run_one();
    }
    // The channel closes and the handle is given back; whichever the manager sees first ends the dial.
    EXPECT_TRUE(manager_.wait_for([](const std::vector<Event>& events) {
        return std::ranges::any_of(
            events, [](const Event& event) { return event.kind == Kind::Aborted || event.kind == Kind::HungUp; });
    }));
}

}  // namespace
}  // namespace openras::test
