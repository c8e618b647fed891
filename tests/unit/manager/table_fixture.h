// A connection table whose clients are real bus connections of this process; the dialler is a fake that reports what
// the test tells it to.
#pragma once

#include <gmock/gmock.h>

#include <condition_variable>
#include <filesystem>
#include <thread>

#include "bus/connection.h"
#include "manager/connection_table.h"
#include "manager/launcher.h"

namespace openras::manager {

using bus::ConnectionKind;

/// Remembers what it is asked, in order.
class FakeDialler final : public Dialler {
  public:
    void dial(DialPlan plan) override {
        note("login " + plan.credentials.user + " " + std::string(plan.credentials.password.reveal()));
        note("dial " + plan.entry);
    }
    void resume(Handle, ppp::Credentials credentials) override { note("resume " + credentials.user); }
    void hang_up(Handle handle, DialEnd) override {
        note("hang up");
        if (observer != nullptr && answers) observer->hung_up(handle);
    }
    void collect_counters(std::function<void(CounterMap)> done) override { done({}); }
    void counters_of(Handle, std::function<void(dataplane::Counters)> done) override {
        const std::lock_guard lock(mutex_);
        done(counters_);
    }
    void count(const dataplane::Counters& counters) {
        const std::lock_guard lock(mutex_);
        counters_ = counters;
    }

    void note(std::string what) {
        const std::lock_guard lock(mutex_);
        asked_.push_back(std::move(what));
        changed_.notify_all();
    }
    /// Waits until `what` has been asked for `times` times.
    bool wait_for(const std::string& what, std::ptrdiff_t times = 1) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10),
                                 [&] { return std::ranges::count(asked_, what) >= times; });
    }
    /// Waits until it has been asked that many things in all.
    bool wait_for_number(std::size_t number) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return asked_.size() >= number; });
    }
    std::vector<std::string> asked() {
        const std::lock_guard lock(mutex_);
        return asked_;
    }
    std::ptrdiff_t count(const std::string& what) {
        const std::lock_guard lock(mutex_);
        return std::ranges::count(asked_, what);
    }

    DialObserver* observer = nullptr;
    bool answers = true;

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> asked_;
    dataplane::Counters counters_;
};

class Table : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directory(directory_);
        config_.socket = directory_ + "/m.sock";
        config_.not_pumping_after = std::chrono::seconds(1);
        config_.max_unread = 20;
        auto listener = make_listener(config_, getegid());
        ASSERT_TRUE(listener.has_value()) << listener.error().text;
        table_.emplace(loop_, config_, random_);
        server_.emplace(loop_, config_, *table_, calls_, std::move(*listener), getegid());
        table_->attach(*server_, dialler_, &store_);
        dialler_.observer = &*table_;
        thread_ = std::thread([this] { loop_.run(); });
    }
    void TearDown() override {
        loop_.post([this] { loop_.quit(); });
        thread_.join();
        std::filesystem::remove_all(directory_);
    }

    std::unique_ptr<bus::Connection> connect(ConnectionKind kind) {
        auto connection = bus::Connection::open(config_.socket, kind);
        EXPECT_TRUE(connection.has_value()) << connection.error().text;
        return connection ? std::move(*connection) : nullptr;
    }
    static bus::DialRequest request(const std::string& entry, std::uint32_t channel = 0) {
        bus::DialRequest out;
        out.phonebook = "/book.pbk";
        out.entry = entry;
        out.channel = channel;
        return out;
    }
    static bus::DialReply dial(bus::Connection& client, const bus::DialRequest& request) {
        return client.call<bus::DialRequest, bus::DialReply>(bus::method::dial, request).value_or(bus::DialReply{});
    }
    static std::uint32_t call(bus::Connection& client, const char* method, Handle handle) {
        return client.call<bus::HandleRequest, bus::ErrorReply>(method, {handle}).value_or(bus::ErrorReply{999}).error;
    }
    static std::uint32_t start(bus::Connection& client, Handle handle, std::uint32_t channel) {
        return client.call<bus::StartRequest, bus::ErrorReply>(bus::method::start, {handle, channel})
            .value_or(bus::ErrorReply{999})
            .error;
    }
    static std::uint32_t hang_up(bus::Connection& client, Handle handle, bool deferred = false, bool no_wait = false) {
        return client.call<bus::HangUpRequest, bus::ErrorReply>(bus::method::hang_up, {handle, deferred, no_wait})
            .value_or(bus::ErrorReply{999})
            .error;
    }
    static bus::StatusReply status(bus::Connection& client, Handle handle) {
        return client.call<bus::HandleRequest, bus::StatusReply>(bus::method::get_status, {handle})
            .value_or(bus::StatusReply{});
    }
    /// The next notification on a channel, and its message to answer.
    static std::pair<bus::Notification, bus::MessagePtr> next(bus::Connection& channel) {
        for (;;) {
            auto message = channel.take();
            if (!message) return {};
            if (*message) {
                bus::Notification body;
                EXPECT_GE(bus::read_body(message->get(), body), 0);
                return {body, std::move(*message)};
            }
            channel.wait_readable(std::nullopt);
        }
    }
    void announce(Handle handle, RASCONNSTATE state) {
        table_->announce(handle, state, {}, [this, state] { dialler_.note("go " + std::to_string(state)); });
    }
    /// An asynchronous dial of "isp" that goes.
    Handle started(bus::Connection& process, bus::Connection& channel) {
        const Handle handle = dial(process, request("isp", channel.id())).handle;
        EXPECT_EQ(start(process, handle, channel.id()), 0u);
        return handle;
    }
    /// A synchronous dial that is connected.
    Handle connected(bus::Connection& process, const std::string& entry) {
        const Handle handle = dial(process, request(entry)).handle;
        const auto waiting = connect(ConnectionKind::Call);
        std::thread waiter([&] { EXPECT_EQ(call(*waiting, bus::method::wait, handle), 0u); });
        EXPECT_TRUE(dialler_.wait_for("dial " + entry));
        announce(handle, RASCS_Connected);
        waiter.join();
        return handle;
    }

    std::string directory_ = "/tmp/openras-table-test-" + std::to_string(getpid());
    Config config_;
    SeededRandom random_{1};
    EventLoop loop_;
    FakeDialler dialler_;
    MemoryCredentialStore store_;
    CredentialCalls calls_{config_, &store_};
    std::optional<ConnectionTable> table_;
    std::optional<BusServer> server_;
    std::thread thread_;
};

}  // namespace openras::manager
