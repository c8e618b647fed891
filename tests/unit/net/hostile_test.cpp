// What a manager that has been taken over, or somebody who is not the manager, gets from the helper.
#include <gtest/gtest.h>
#include <raserror.h>
#include <sys/un.h>

#include "machine.h"
#include "net/errors.h"
#include "net/protocol.h"
#include "net/seqpacket.h"

namespace openras::net::test {
namespace {

using namespace protocol;

class HostileTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!is_root()) GTEST_SKIP() << "needs root";
        ASSERT_TRUE(enter_own_network());
        make_machine();
    }
    Folder folder;
};

/// The manager's end without a client: bytes in, bytes out.
class RawManager {
  public:
    explicit RawManager(UniqueFd fd) : fd_(std::move(fd)) {
        if (const auto hello = next()) generation = std::get<Hello>(*hello).generation;
    }
    std::optional<FromHelper> next(int limit_ms = 5000) {
        pollfd wait{fd_.get(), POLLIN, 0};
        ReceivedPacket packet;
        if (::poll(&wait, 1, limit_ms) != 1 || receive_packet(fd_.get(), packet, true) != ReceiveStatus::Received)
            return std::nullopt;
        descriptors = std::move(packet.descriptors);
        return decode_from_helper(packet.bytes);
    }
    void send(ConstBytes bytes, std::span<const int> more = {}) { ASSERT_EQ(send_packet(fd_.get(), bytes, more), 0); }
    void send(std::uint32_t id, RequestBody body) { send(encode(Request{generation, id, std::move(body)})); }
    /// The code of a refusal; 0 = done.
    std::uint32_t ask(RequestBody body) {
        send(++last_, std::move(body));
        const auto answer = next();
        if (!answer) return ~0U;
        const auto& reply = std::get<Reply>(*answer);
        EXPECT_EQ(reply.id, last_);
        const auto* failed = std::get_if<Failed>(&reply.body);
        return failed == nullptr ? 0 : failed->code;
    }

    std::uint32_t generation = 0;
    std::vector<UniqueFd> descriptors;

  private:
    UniqueFd fd_;
    std::uint32_t last_ = 100;
};

TEST_F(HostileTest, GarbageIsIgnoredAndTheNextRequestServed) {
    HelperProcess helper(folder);
    RawManager manager(helper.take_manager_end());
    manager.send(ByteVector{0xff});
    manager.send(ByteVector(max_message, 0x41));
    const auto request = encode(Request{manager.generation, 1, CreateTun{"ppp%d"}});
    manager.send(ConstBytes(request).first(request.size() - 1));
    manager.send(request, std::array{0});  // a descriptor that nobody asked for
    EXPECT_EQ(manager.ask(ListEthernet{}), 0U);
    EXPECT_EQ(count_interfaces("ppp"), 0U);
}

TEST_F(HostileTest, AnotherGenerationIsRefused) {
    HelperProcess helper(folder);
    RawManager manager(helper.take_manager_end());
    manager.send(encode(Request{manager.generation + 1, 7, CreateTun{""}}));
    const auto answer = manager.next();
    ASSERT_TRUE(answer);
    EXPECT_EQ(std::get<Reply>(*answer).id, 7U);
    EXPECT_TRUE(std::holds_alternative<Failed>(std::get<Reply>(*answer).body));
    EXPECT_EQ(count_interfaces("ppp"), 0U);
}

TEST_F(HostileTest, OnlyLeasesAreTouched) {
    HelperProcess helper(folder);
    RawManager manager(helper.take_manager_end());
    EXPECT_EQ(manager.ask(Configure{1, everything(0)}), win32_invalid_parameter);
    EXPECT_EQ(manager.ask(Configure{::if_nametoindex("eth0"), everything(0)}), win32_invalid_parameter);
    EXPECT_EQ(manager.ask(Release{{0, 1, 2, 3, 4}}), 0U);
    EXPECT_NE(::if_nametoindex("eth0"), 0U);
    EXPECT_EQ(manager.ask(CreateTun{"eth0"}), win32_already_exists);
    EXPECT_EQ(manager.ask(CreateTun{"../eth0"}), win32_invalid_parameter);
    auto loopback = everything(0);
    loopback.addresses.front().local = ip("127.0.0.1");
    EXPECT_EQ(manager.ask(CreateTun{"ppp9"}), 0U);
    EXPECT_EQ(manager.ask(Configure{1, loopback}), win32_invalid_parameter);
    EXPECT_EQ(manager.ask(ReleaseAll{}), 0U);
    EXPECT_EQ(count_interfaces("ppp"), 0U);
}

TEST_F(HostileTest, LeasesAreLimited) {
    HelperProcess helper(folder, {"--max-leases", "2"});
    RawManager manager(helper.take_manager_end());
    EXPECT_EQ(manager.ask(CreateTun{""}), 0U);
    EXPECT_EQ(manager.ask(CreateTun{""}), 0U);
    EXPECT_EQ(manager.ask(CreateTun{""}), std::uint32_t{ERROR_PORT_NOT_AVAILABLE});
    EXPECT_EQ(manager.ask(Release{{1, 2}}), 0U);
    EXPECT_EQ(manager.ask(CreateTun{""}), 0U);
}

TEST_F(HostileTest, OtherUsersAreNotObeyed) {
    HelperProcess helper(folder, {"--allow-uid", "4242"});
    auto fd = helper.take_manager_end();
    const int raw = fd.get();
    RawManager manager(std::move(fd));
    manager.send(1, CreateTun{""});  // by root, who is not meant here
    const pid_t child = ::fork();
    if (child == 0) {
        const bool changed = ::setresuid(4242, 4242, 4242) == 0;
        ::_exit(changed && send_packet(raw, encode(Request{manager.generation, 2, ListEthernet{}})) == 0 ? 0 : 1);
    }
    const auto answer = manager.next();
    ASSERT_TRUE(answer);
    EXPECT_EQ(std::get<Reply>(*answer).id, 2U);
    EXPECT_EQ(count_interfaces("ppp"), 0U);
    ::waitpid(child, nullptr, 0);
}

TEST_F(HostileTest, TheWorkerHoldsTwoCapabilitiesAndAFilter) {
    HelperProcess helper(folder);
    RawManager manager(helper.take_manager_end());
    for (const pid_t pid : {helper.worker(), helper.supervisor()}) {
        const auto status = read_file("/proc/" + std::to_string(pid) + "/status");
        EXPECT_NE(status.find("CapPrm:\t0000000000003000\n"), std::string::npos) << status;
        EXPECT_NE(status.find("CapBnd:\t0000000000003000\n"), std::string::npos) << status;
        EXPECT_NE(status.find("NoNewPrivs:\t1\n"), std::string::npos) << status;
        EXPECT_NE(status.find("Seccomp:\t2\n"), std::string::npos) << status;
    }
}

TEST_F(HostileTest, AListeningHelperServesOneClientAfterTheOther) {
    const auto path = folder.path() + "/socket";
    HelperProcess helper(folder, {"--socket", path}, false);
    for (int round = 0; round < 2; ++round) {
        UniqueFd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) < 0 &&
               std::chrono::steady_clock::now() < until)
            ::usleep(2000);  // until the socket is there
        RawManager manager(std::move(fd));
        EXPECT_NE(manager.generation, 0U);
        EXPECT_EQ(manager.ask(CreateTun{"ppp0"}), 0U);
    }
    ::kill(helper.supervisor(), SIGTERM);
    ASSERT_TRUE(wait_end(helper.process(), 5000));
    EXPECT_EQ(count_interfaces("ppp"), 0U);
}

TEST_F(HostileTest, TheResolvconfProgramRunsWithoutShellAndIsStoppedAfterASecond) {
    const auto program = folder.path() + "/resolvconf";
    const auto log = folder.path() + "/log";
    std::ofstream(program) << "#!/bin/sh\n{ echo \"$1 $2 $#\"; [ \"$1\" = -a ] && cat; env | grep -c ^HOME; } >> "
                           << log << "\n[ \"$1\" = -d ] && sleep 30\nexit 0\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    HelperProcess helper(folder, {"--resolvconf", program});
    {
        RawManager manager(helper.take_manager_end());
        EXPECT_EQ(manager.ask(CreateTun{"ppp0"}), 0U);
        EXPECT_EQ(manager.ask(Configure{1, everything(0)}), 0U);
        const auto begin = std::chrono::steady_clock::now();
        EXPECT_EQ(manager.ask(Release{{1}}), 0U);
        EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(25));
    }
    ASSERT_TRUE(wait_end(helper.process(), 5000));
    // Once for the release, and once more at the end.
    EXPECT_EQ(read_file(log),
              "-a ppp0.openras 2\nnameserver 10.64.255.53\n0\n-d ppp0.openras 2\n0\n-d ppp0.openras 2\n0\n");
    EXPECT_EQ(read_file(folder.resolv_conf()), "# mine\nsearch example.org\nnameserver 192.0.2.53\noptions edns0\n");
}

}  // namespace
}  // namespace openras::net::test
