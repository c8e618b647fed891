// Counters, each process's view of them, and the links of a connection.
#include <sys/wait.h>

#include "table_fixture.h"

namespace openras::manager {
namespace {

constexpr std::uint32_t invalid_handle = ERROR_INVALID_HANDLE;
constexpr std::uint32_t not_connected = ERROR_NO_CONNECTION;

class Statistics : public Table {
  protected:
    static bus::StatisticsReply get(bus::Connection& client, bus::LinkRequest link) {
        bus::StatisticsReply none;
        none.error = 999;
        return client.call<bus::LinkRequest, bus::StatisticsReply>(bus::method::get_statistics, link).value_or(none);
    }
    static std::uint32_t clear(bus::Connection& client, bus::LinkRequest link) {
        return client.call<bus::LinkRequest, bus::ErrorReply>(bus::method::clear_statistics, link)
            .value_or(bus::ErrorReply{999})
            .error;
    }
    static bus::LinkReply link(bus::Connection& client, bus::LinkRequest link) {
        return client.call<bus::LinkRequest, bus::LinkReply>(bus::method::get_link, link)
            .value_or(bus::LinkReply{999, 0});
    }
    /// Exits with the bytes sent that another process sees.
    int seen_by_another_process(Handle handle) {
        const pid_t child = fork();
        if (child == 0) {
            const auto other = bus::Connection::open(config_.socket, ConnectionKind::Process);
            _exit(other ? static_cast<int>(get(**other, {handle, 0}).bytes_sent) : 99);
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WEXITSTATUS(status);
    }
};

TEST_F(Statistics, ClearingThemHurtsNoOtherProcess) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = connected(*process, "isp");
    dialler_.count({.sent = {10, 1, 2}, .received = {20, 3, 4}});
    bus::StatisticsReply now = get(*process, {handle, 0});
    EXPECT_EQ(now.error, 0u);
    EXPECT_EQ(now.bytes_sent, 10u);
    EXPECT_EQ(now.frames_sent, 1u);
    EXPECT_EQ(now.bytes_received, 20u);
    EXPECT_EQ(now.frames_received, 3u);
    EXPECT_EQ(now.buffer_overruns, 6u);
    EXPECT_EQ(clear(*process, {handle, 1}), 0u);
    dialler_.count({.sent = {15, 2, 2}, .received = {20, 3, 5}});
    now = get(*process, {handle, 1});
    EXPECT_EQ(now.bytes_sent, 5u);
    EXPECT_EQ(now.frames_sent, 1u);
    EXPECT_EQ(now.bytes_received, 0u);
    EXPECT_EQ(now.buffer_overruns, 1u);
    const auto same_process = connect(ConnectionKind::Process);
    EXPECT_EQ(get(*same_process, {handle, 0}).bytes_sent, 5u) << "it is the process that has cleared them";
    EXPECT_EQ(seen_by_another_process(handle), 15);
}

TEST_F(Statistics, OnlyWhatIsUpHasThem) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = dial(*process, request("isp")).handle;
    EXPECT_EQ(get(*process, {handle, 0}).error, not_connected);
    EXPECT_EQ(clear(*process, {handle, 0}), not_connected);
    EXPECT_EQ(get(*process, {handle + 1, 0}).error, invalid_handle);
    EXPECT_EQ(clear(*process, {handle + 1, 0}), invalid_handle);
    const Handle up = connected(*process, "other");
    EXPECT_EQ(get(*process, {up, 2}).error, not_connected) << "it has one link";
}

TEST_F(Statistics, Links) {
    const auto process = connect(ConnectionKind::Process);
    const Handle handle = dial(*process, request("isp")).handle;
    EXPECT_EQ(link(*process, {handle, 1}).error, static_cast<std::uint32_t>(ERROR_PORT_NOT_OPEN));
    EXPECT_EQ(link(*process, {handle, 2}).error, static_cast<std::uint32_t>(ERROR_NO_MORE_ITEMS));
    EXPECT_EQ(link(*process, {handle + 1, 1}).error, invalid_handle);
    const Handle up = connected(*process, "other");
    EXPECT_EQ(link(*process, {up, 1}).handle, up);
}

}  // namespace
}  // namespace openras::manager
