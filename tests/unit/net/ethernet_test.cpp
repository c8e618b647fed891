// Packet sockets of a veth pair: what they hear, what is locked, and which interfaces may be opened.
#include <gtest/gtest.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <raserror.h>

#include "machine.h"
#include "net/errors.h"

namespace openras::net::test {
namespace {

class EthernetTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!is_root()) GTEST_SKIP() << "needs root";
        ASSERT_TRUE(enter_own_network());
        make_machine();
    }
    Expected<EthernetSockets> open(const std::string& interface, std::vector<std::string> options = {}) {
        HelperProcess helper(folder, std::move(options));
        Manager manager(helper.take_manager_end());
        EXPECT_TRUE(manager.run(manager.client->ready()));
        return manager.run(manager.client->open_ethernet(interface));
    }
    Folder folder;
    Folder folder_of_its_own;
};

/// An empty frame of one type from the other end of the veth pair; with an IEEE 802.1Q tag where `vlan` says so.
void send_frame(std::uint16_t type, int vlan = -1) {
    const UniqueFd fd(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
    sockaddr_ll to{};
    to.sll_family = AF_PACKET;
    to.sll_ifindex = static_cast<int>(::if_nametoindex("eth1"));
    std::array<std::uint8_t, 60> frame{};
    std::fill_n(frame.begin(), 6, 0xff);
    frame[6] = 2;
    std::size_t at = 12;
    if (vlan >= 0) {
        frame[12] = 0x81;
        frame[15] = static_cast<std::uint8_t>(vlan);
        at = 16;
    }
    frame[at] = static_cast<std::uint8_t>(type >> 8);
    frame[at + 1] = static_cast<std::uint8_t>(type);
    frame.back() = static_cast<std::uint8_t>(vlan + 1);
    ASSERT_EQ(::sendto(fd.get(), frame.data(), frame.size(), 0, reinterpret_cast<sockaddr*>(&to), sizeof to), 60);
}

TEST_F(EthernetTest, HearsItsOwnTypeOnlyAndStaysSo) {
    auto sockets = open("eth0");
    ASSERT_TRUE(sockets) << sockets.error().text;
    EXPECT_EQ(sockets->mtu, 1508U);
    EXPECT_EQ(sockets->if_index, static_cast<int>(::if_nametoindex("eth0")));
    EXPECT_EQ(sockets->mac[0] & 1, 0);
    EXPECT_NE(sockets->mac, (std::array<std::uint8_t, 6>{}));
    EXPECT_NE(::fcntl(sockets->discovery.get(), F_GETFL) & O_NONBLOCK, 0);
    for (const std::uint16_t type : {0x0800, 0x8864, 0x8863}) send_frame(type);
    std::array<std::uint8_t, 2048> frame{};
    pollfd wait{sockets->discovery.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&wait, 1, 5000), 1);
    ASSERT_EQ(::recv(sockets->discovery.get(), frame.data(), frame.size(), 0), 60);
    EXPECT_EQ(frame[13], 0x63);
    EXPECT_LT(::recv(sockets->discovery.get(), frame.data(), frame.size(), 0), 0);
    ASSERT_EQ(::recv(sockets->session.get(), frame.data(), frame.size(), 0), 60);
    EXPECT_EQ(frame[13], 0x64);
    EXPECT_LT(::recv(sockets->session.get(), frame.data(), frame.size(), 0), 0);
    const int off = 0;
    EXPECT_LT(::setsockopt(sockets->session.get(), SOL_SOCKET, SO_DETACH_FILTER, &off, sizeof off), 0);
    EXPECT_LT(::setsockopt(sockets->session.get(), SOL_SOCKET, SO_LOCK_FILTER, &off, sizeof off), 0);
}

TEST_F(EthernetTest, WhatIsNoEthernetThatIsUpIsRefused) {
    EXPECT_EQ(open("nosuch0").error().code, std::uint32_t{ERROR_DEVICE_DOES_NOT_EXIST});
    EXPECT_EQ(open("lo").error().code, std::uint32_t{ERROR_DEVICE_DOES_NOT_EXIST});
    EXPECT_EQ(open("../eth0").error().code, win32_invalid_parameter);
    EXPECT_EQ(open("far-too-long-for-an-interface").error().code, std::uint32_t{ERROR_DEVICE_DOES_NOT_EXIST});
    shell("ip link add eth7 type veth peer name eth8");
    EXPECT_EQ(open("eth7").error().code, std::uint32_t{ERROR_PORT_NOT_AVAILABLE});
    shell("ip link del eth7");
    EXPECT_EQ(open("eth0", {"--interface", "eth1"}).error().code, win32_access_denied);
    EXPECT_TRUE(open("eth1", {"--interface", "eth1", "--interface", "eth9"}));
}

TEST_F(EthernetTest, ListsWhatIsUpAndAllowed) {
    HelperProcess helper(folder);
    Manager manager(helper.take_manager_end());
    ASSERT_TRUE(manager.run(manager.client->ready()));
    EXPECT_EQ(manager.run(manager.client->ethernet_interfaces()), (std::vector<std::string>{"eth0", "eth1"}));
    HelperProcess strict(folder_of_its_own, {"--interface", "eth1"});
    Manager other(strict.take_manager_end());
    ASSERT_TRUE(other.run(other.client->ready()));
    EXPECT_EQ(other.run(other.client->ethernet_interfaces()), std::vector<std::string>{"eth1"});
}

/// Frames of a VLAN are not the parent's; a tag that names no VLAN (priority alone) makes no difference.
TEST_F(EthernetTest, TaggedFramesAreNotTheParents) {
    auto sockets = open("eth0");
    ASSERT_TRUE(sockets) << sockets.error().text;
    for (const int vlan : {7, 0, 7, -1}) send_frame(0x8863, vlan);
    std::array<std::uint8_t, 2048> frame{};
    std::string heard;
    pollfd wait{sockets->discovery.get(), POLLIN, 0};
    while (heard.find('n') == std::string::npos && ::poll(&wait, 1, 5000) == 1) {
        const auto size = ::recv(sockets->discovery.get(), frame.data(), frame.size(), 0);
        ASSERT_GE(size, 56);
        const auto last = frame[static_cast<std::size_t>(size) - 1];
        heard += last == 0 ? 'n' : last == 1 ? 'p' : 't';  // no tag, priority, tagged
    }
    EXPECT_EQ(heard, "pn");
}

TEST_F(EthernetTest, AVlanInterfaceIsAnEthernet) {
    // Another Ethernet of a VLAN's name stands for one where the kernel cannot make them.
    const bool real = shell("ip link add link eth0 name eth0.7 type vlan id 7 2>/dev/null") == 0;
    if (!real) {
        std::puts("this kernel has no VLAN interfaces: eth0.7 is half of a veth pair");
        ASSERT_EQ(shell("ip link add eth0.7 type veth peer name eth1.7"), 0);
    }
    ASSERT_EQ(shell("ip link set eth0.7 up"), 0);
    EXPECT_TRUE(open("eth0.7"));
    shell("ip link del eth0.7");
}

}  // namespace
}  // namespace openras::net::test
