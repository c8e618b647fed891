// What one user may have of the manager, and what happens beyond (docs/bus.md, docs/security.md "Limits").
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include "table_fixture.h"

namespace openras::manager {
namespace {

constexpr std::uint32_t beyond_limit = ERROR_PORT_NOT_AVAILABLE;

UniqueFd connect_socket(const std::string& path) {
    UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return fd;
}

/// Makes calls without waiting for their replies, as bus::Connection never does.
class Caller {
  public:
    explicit Caller(const std::string& path) {
        const int fd = connect_socket(path).release();
        EXPECT_GE(sd_bus_new(&bus_), 0);
        EXPECT_GE(sd_bus_set_fd(bus_, fd, fd), 0);
        EXPECT_GE(sd_bus_negotiate_fds(bus_, 0), 0);
        EXPECT_GE(sd_bus_start(bus_), 0);
        send(bus::method::hello, bus::HelloRequest{});
    }
    ~Caller() { sd_bus_close_unref(bus_); }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    template <bus::Record Body>
    void send(const char* method, const Body& body) {
        sd_bus_message* message = nullptr;
        ASSERT_GE(
            sd_bus_message_new_method_call(bus_, &message, nullptr, bus::object_path, bus::interface_name, method), 0);
        const bus::MessagePtr keep(message);
        ASSERT_GE(bus::append_body(message, body), 0);
        std::uint64_t cookie = 0;  // without one sd-bus asks for no reply
        ASSERT_GE(sd_bus_send(bus_, message, &cookie), 0);
        ASSERT_GE(sd_bus_flush(bus_), 0);
    }
    /// The error in the next reply; none where the manager has closed the connection instead.
    template <bus::Record Reply = bus::ErrorReply>
    std::optional<std::uint32_t> next_error() {
        for (;;) {
            sd_bus_message* message = nullptr;
            const int r = sd_bus_process(bus_, &message);
            const bus::MessagePtr keep(message);
            if (r < 0) return std::nullopt;
            Reply reply;
            if (message != nullptr && sd_bus_message_is_signal(message, nullptr, nullptr) == 0 &&
                bus::read_body(message, reply) >= 0)
                return reply.error;
            if (r == 0) sd_bus_wait(bus_, UINT64_MAX);
        }
    }

  private:
    sd_bus* bus_ = nullptr;
};

TEST_F(Table, OneConnectionMoreThanAUserMayHaveIsTold633AndClosed) {
    config_.max_clients_per_user = 2;
    const auto process = connect(ConnectionKind::Process);
    auto channel = connect(ConnectionKind::Channel);
    const auto refused = bus::Connection::open(config_.socket, ConnectionKind::Call);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, beyond_limit);
    Caller caller(config_.socket);
    EXPECT_EQ(caller.next_error<bus::HelloReply>(), beyond_limit);
    EXPECT_EQ(caller.next_error(), std::nullopt);

    const Handle handle = dial(*process, request("isp", channel->id())).handle;
    EXPECT_NE(handle, 0u) << "the others go on";
    channel.reset();
    while (!bus::Connection::open(config_.socket, ConnectionKind::Call)) continue;
}

TEST_F(Table, ConnectionsThatNeverSayHelloCountAndHaveALimitToo) {
    config_.max_clients_per_user = 2;
    const auto process = connect(ConnectionKind::Process);
    std::vector<UniqueFd> silent;
    silent.push_back(connect_socket(config_.socket));
    EXPECT_EQ(Caller(config_.socket).next_error<bus::HelloReply>(), beyond_limit);
    for (int i = 0; i < 40; ++i) silent.push_back(connect_socket(config_.socket));
    char byte = 0;
    EXPECT_EQ(read(silent.back().get(), &byte, 1), 0) << "closed without a word";
    EXPECT_NE(dial(*process, request("isp")).handle, 0u);
}

TEST_F(Table, OneDialMoreThanAUserMayHaveIs633) {
    config_.max_dials_per_user = 2;
    const auto process = connect(ConnectionKind::Process);
    const Handle up = connected(*process, "isp");
    const Handle other = dial(*process, request("other")).handle;
    const bus::DialReply refused = dial(*process, request("third"));
    EXPECT_EQ(refused.error, beyond_limit);
    EXPECT_EQ(refused.handle, 0u);
    const bus::DialReply again = dial(*process, request("isp"));
    EXPECT_TRUE(again.existing) << "a reference is no dial";
    EXPECT_EQ(again.handle, up);
    EXPECT_EQ(hang_up(*process, other), 0u);
    EXPECT_EQ(dial(*process, request("third")).error, 0u);
}

TEST_F(Table, OneUnansweredCallTooManyClosesTheConnection) {
    config_.max_pending_calls = 2;
    const auto process = connect(ConnectionKind::Process);
    std::map<std::string, Handle> dials;
    for (const char* entry : {"a", "b", "c", "d"}) dials[entry] = dial(*process, request(entry)).handle;
    Caller caller(config_.socket);
    EXPECT_EQ(caller.next_error<bus::HelloReply>(), 0u);
    const auto wait_for = [&](const char* entry) { caller.send(bus::method::wait, bus::HandleRequest{dials[entry]}); };
    wait_for("a");
    wait_for("b");
    ASSERT_TRUE(dialler_.wait_for("dial b"));
    announce(dials["a"], RASCS_Connected);
    EXPECT_EQ(caller.next_error(), 0u) << "as many as are allowed";
    wait_for("c");
    ASSERT_TRUE(dialler_.wait_for("dial c"));
    wait_for("d");
    EXPECT_EQ(caller.next_error(), std::nullopt);
    EXPECT_TRUE(dialler_.wait_for("hang up", 2)) << "the two that it waited for";
    EXPECT_EQ(dialler_.count("dial d"), 0);
    EXPECT_EQ(status(*process, dials["a"]).state, static_cast<std::uint32_t>(RASCS_Connected));
}

TEST_F(Table, AUsersUnansweredCallsHaveALimitOverAllConnections) {
    config_.max_pending_calls_per_user = 2;
    const auto process = connect(ConnectionKind::Process);
    std::map<std::string, Handle> dials;
    for (const char* entry : {"a", "b", "c"}) dials[entry] = dial(*process, request(entry)).handle;
    Caller one(config_.socket), two(config_.socket), three(config_.socket);
    for (Caller* caller : {&one, &two, &three}) EXPECT_EQ(caller->next_error<bus::HelloReply>(), 0u);
    one.send(bus::method::wait, bus::HandleRequest{dials["a"]});
    ASSERT_TRUE(dialler_.wait_for("dial a"));
    two.send(bus::method::wait, bus::HandleRequest{dials["b"]});
    ASSERT_TRUE(dialler_.wait_for("dial b"));
    three.send(bus::method::wait, bus::HandleRequest{dials["c"]});
    EXPECT_EQ(three.next_error(), std::nullopt);
    EXPECT_EQ(dialler_.count("dial c"), 0);
    for (const char* entry : {"a", "b"}) announce(dials[entry], RASCS_Connected);
    EXPECT_EQ(one.next_error(), 0u) << "the others go on";
    EXPECT_EQ(two.next_error(), 0u);
}

TEST_F(Table, TheLimitsOfOneUserAreNotThoseOfAnother) {
    if (geteuid() != 0) GTEST_SKIP() << "needs root";
    config_.max_clients_per_user = 1;
    config_.max_dials_per_user = 1;
    const auto process = connect(ConnectionKind::Process);
    ASSERT_EQ(dial(*process, request("isp")).error, 0u);
    ASSERT_EQ(dial(*process, request("other")).error, beyond_limit);
    std::thread([&] {
        ASSERT_EQ(syscall(SYS_setresuid, -1, 65534, -1), 0);  // of this thread alone, unlike seteuid()
        const auto theirs = connect(ConnectionKind::Process);
        EXPECT_EQ(dial(*theirs, request("isp")).error, 0u);
        EXPECT_EQ(dial(*theirs, request("other")).error, beyond_limit);
    }).join();
}

}  // namespace
}  // namespace openras::manager
