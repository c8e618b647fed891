// Two real TUN devices in two network namespaces, their endpoints joined by a link in memory: what the kernel's TCP and
// UDP send on one side must arrive on the other. Needs root (namespaces, TUN).
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/if_tun.h>
#include <linux/ipv6.h>
#include <net/if.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstring>
#include <functional>
#include <future>
#include <numeric>
#include <thread>

#include "dataplane/forwarder.h"
#include "packets.h"

namespace openras::dataplane {
namespace {

namespace asio = boost::asio;
using namespace testing;

constexpr char kInterface[] = "openras-t0";

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}
int checked(int result, const char* what) {
    if (result < 0) fail(what);
    return result;
}

// A network namespace with one TUN. Work given to it is done by a thread that lives in the namespace; sockets made
// there stay there. The namespace ends with the last of them.
class Side {
  public:
    explicit Side(unsigned host) : host_(host) {}

    static UniqueFd open_tun(bool vnet_hdr) {
        UniqueFd tun(checked(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC), "/dev/net/tun"));
        ifreq request{};
        std::strcpy(request.ifr_name, kInterface);
        request.ifr_flags = static_cast<short>(IFF_TUN | IFF_NO_PI | (vnet_hdr ? IFF_VNET_HDR : 0));
        checked(::ioctl(tun.get(), TUNSETIFF, &request), "TUNSETIFF");
        if (!vnet_hdr) return tun;
        constexpr unsigned kUso = 0x20 | 0x40;  // TUN_F_USO4, TUN_F_USO6
        constexpr unsigned kOffloads = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6;
        if (::ioctl(tun.get(), TUNSETOFFLOAD, kOffloads | kUso) < 0)
            checked(::ioctl(tun.get(), TUNSETOFFLOAD, kOffloads), "TUNSETOFFLOAD");
        return tun;
    }

    UniqueFd set_up(int mtu, bool vnet_hdr) {
        checked(::unshare(CLONE_NEWNET), "unshare");
        UniqueFd tun = open_tun(vnet_hdr);
        const UniqueFd v4(checked(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
        const UniqueFd v6(checked(::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
        ifreq request{};
        std::strcpy(request.ifr_name, kInterface);
        sockaddr_in address{
            .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(0x0a630000u + host_)}, .sin_zero{}};
        std::memcpy(&request.ifr_addr, &address, sizeof address);
        checked(::ioctl(v4.get(), SIOCSIFADDR, &request), "SIOCSIFADDR");
        address.sin_addr.s_addr = htonl(0xffffff00);
        std::memcpy(&request.ifr_netmask, &address, sizeof address);
        checked(::ioctl(v4.get(), SIOCSIFNETMASK, &request), "SIOCSIFNETMASK");
        request.ifr_mtu = mtu;
        checked(::ioctl(v4.get(), SIOCSIFMTU, &request), "SIOCSIFMTU");
        request.ifr_flags = IFF_UP | IFF_POINTOPOINT | IFF_NOARP;
        checked(::ioctl(v4.get(), SIOCSIFFLAGS, &request), "SIOCSIFFLAGS");
        in6_ifreq request6{};
        request6.ifr6_addr = address6(host_);
        request6.ifr6_prefixlen = 64;
        request6.ifr6_ifindex = static_cast<int>(::if_nametoindex(kInterface));
        checked(::ioctl(v6.get(), SIOCSIFADDR, &request6), "SIOCSIFADDR (IPv6)");
        wait_until_usable(v6.get());
        return tun;
    }

    // A kernel worker takes the "tentative" mark off an IPv6 address; there is no event to wait for but its own.
    void wait_until_usable(int socket) const {
        sockaddr_in6 own{};
        own.sin6_family = AF_INET6;
        own.sin6_addr = address6(host_);
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (::bind(socket, reinterpret_cast<const sockaddr*>(&own), sizeof own) < 0) {
            if (std::chrono::steady_clock::now() > deadline) fail("bind");
            ::poll(nullptr, 0, 1);
        }
    }

    static in6_addr address6(unsigned host) {
        in6_addr address{};
        address.s6_addr[0] = 0xfd;
        address.s6_addr[15] = static_cast<std::uint8_t>(host);
        return address;
    }

  private:
    unsigned host_;
};

sockaddr_in6 at(bool ipv6, unsigned host, std::uint16_t port) {
    sockaddr_in6 result{};
    result.sin6_family = AF_INET6;
    result.sin6_port = htons(port);
    result.sin6_addr = Side::address6(host);
    if (ipv6) return result;
    in6_addr mapped{};  // ::ffff:10.99.0.HOST
    mapped.s6_addr[10] = mapped.s6_addr[11] = 0xff;
    mapped.s6_addr[12] = 10;
    mapped.s6_addr[13] = 99;
    mapped.s6_addr[15] = static_cast<std::uint8_t>(host);
    result.sin6_addr = mapped;
    return result;
}

// One direction's end of a link in memory; what is sent arrives in a later turn of the reactor.
class MemoryLink final : public media::Link {
  public:
    explicit MemoryLink(asio::io_context& io) : io_(io) {}
    void connect(Endpoint& peer) { peer_ = &peer; }

    void send(PacketBatch frames) override {
        std::vector<ByteVector> copies;
        for (const Packet& frame : frames) {
            longest = std::max(longest.load(), frame.size());
            copies.push_back(joined(frame));
        }
        asio::post(io_, [this, copies = std::move(copies)] {
            const std::vector<ConstBytes> views(copies.begin(), copies.end());
            peer_->deliver(views);
        });
    }
    void set_receiver(media::LinkReceiver*) override {}
    void hang_up() override {}
    [[nodiscard]] std::uint16_t mtu() const override { return 1492; }
    [[nodiscard]] std::string describe() const override { return "memory"; }

    std::atomic<std::size_t> longest = 0;

  private:
    asio::io_context& io_;
    Endpoint* peer_ = nullptr;
};

class TunEndpointTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (::geteuid() != 0) GTEST_SKIP() << "needs root";
    }
    void TearDown() override {
        if (!reactor_.joinable()) return;
        work_.reset();
        asio::post(io_, [this] {
            left_->stop();
            right_->stop();
        });
        reactor_.join();
        left_.reset();
        right_.reset();
    }

    // Opens the listening or bound socket on the right side and the other on the left, each in its namespace.
    void join(int interface_mtu, std::uint16_t link_mtu, bool vnet_hdr = true) {
        left_ = make_side(1, interface_mtu, vnet_hdr, left_sockets_);
        right_ = make_side(2, interface_mtu, vnet_hdr, right_sockets_);
        to_right_.connect(*right_);
        to_left_.connect(*left_);
        left_->start(to_right_, link_mtu, true, true);
        right_->start(to_left_, link_mtu, true, true);
        reactor_ = std::thread([this] { io_.run(); });
    }

    struct Sockets {
        UniqueFd stream, datagram;
    };

    std::unique_ptr<Endpoint> make_side(unsigned host, int mtu, bool vnet_hdr, Sockets& sockets) {
        UniqueFd tun = std::async(std::launch::async, [&] {
                           UniqueFd device = Side(host).set_up(mtu, vnet_hdr);
                           for (auto [fd, type] :
                                {std::pair{&sockets.stream, SOCK_STREAM}, std::pair{&sockets.datagram, SOCK_DGRAM}})
                               fd->reset(checked(::socket(AF_INET6, type | SOCK_CLOEXEC, 0), "socket"));
                           return device;
                       }).get();
        return make_tun_endpoint(io_.get_executor(), std::move(tun), vnet_hdr);
    }

    // Sends `size` random bytes by TCP from left to right and compares them.
    void transfer(bool ipv6, std::size_t size) {
        std::mt19937 random(7);
        ByteVector pattern = random_bytes(random, 65521);  // a prime: every segment differs
        const auto address = at(ipv6, 2, 5001);
        const int listener = right_sockets_.stream.get();
        checked(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
        checked(::listen(listener, 1), "listen");
        auto sender = std::async(std::launch::async, [&] {
            const int out = left_sockets_.stream.get();
            checked(::connect(out, reinterpret_cast<const sockaddr*>(&address), sizeof address), "connect");
            for (std::size_t sent = 0; sent < size;) {
                const std::size_t offset = sent % pattern.size();
                const ssize_t count =
                    ::send(out, pattern.data() + offset, std::min(size - sent, pattern.size() - offset), MSG_NOSIGNAL);
                sent += static_cast<std::size_t>(checked(static_cast<int>(count), "send"));
            }
            ::shutdown(out, SHUT_WR);
        });
        pollfd waiting{.fd = listener, .events = POLLIN, .revents = 0};
        ASSERT_EQ(::poll(&waiting, 1, 10000), 1);
        const UniqueFd in(checked(::accept(listener, nullptr, nullptr), "accept"));
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(in.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        std::size_t received = 0;
        ByteVector buffer(1 << 16);
        for (;;) {
            const ssize_t count = ::recv(in.get(), buffer.data(), buffer.size(), 0);
            ASSERT_GE(count, 0) << std::strerror(errno);
            if (count == 0) break;
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i, ++received)
                ASSERT_EQ(buffer[i], pattern[received % pattern.size()]) << received;
        }
        sender.get();
        EXPECT_EQ(received, size);
    }

    Counters counters_of(Endpoint& endpoint) {
        std::promise<Counters> promise;
        asio::post(io_, [&] { promise.set_value(endpoint.counters()); });
        return promise.get_future().get();
    }

    asio::io_context io_;
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
    MemoryLink to_right_{io_}, to_left_{io_};
    Sockets left_sockets_, right_sockets_;
    std::unique_ptr<Endpoint> left_, right_;
    std::thread reactor_;
};

constexpr std::size_t kTransfer = 16u << 20;

TEST_F(TunEndpointTest, TcpOverIpv4) {
    join(1492, 1492);
    transfer(false, kTransfer);
    EXPECT_EQ(counters_of(*left_).sent.dropped, 0u);
    EXPECT_EQ(counters_of(*right_).received.dropped, 0u);
    EXPECT_GT(counters_of(*left_).sent.bytes, kTransfer);
    EXPECT_GT(counters_of(*right_).received.bytes, kTransfer);
    EXPECT_GT(counters_of(*right_).received.packets, kTransfer / 1452);
    EXPECT_EQ(to_right_.longest, 1494u);
}

TEST_F(TunEndpointTest, TcpOverIpv6) {
    join(1492, 1492);
    transfer(true, kTransfer);
    EXPECT_EQ(counters_of(*left_).sent.dropped, 0u);
    EXPECT_EQ(counters_of(*right_).received.dropped, 0u);
    EXPECT_EQ(to_right_.longest, 1494u);
}

TEST_F(TunEndpointTest, ALinkNarrowerThanTheInterfaceIsHelpedByTheMss) {
    join(1500, 1280);
    transfer(false, kTransfer / 4);
    EXPECT_LE(to_right_.longest, 1282u);
    EXPECT_EQ(counters_of(*left_).sent.dropped, 0u);
}

TEST_F(TunEndpointTest, WithoutAVirtioHeader) {
    join(1492, 1492, false);
    transfer(true, kTransfer / 8);
    EXPECT_EQ(counters_of(*right_).received.dropped, 0u);
}

TEST_F(TunEndpointTest, UdpSegmentsArriveAsTheDatagramsTheyWere) {
    join(1492, 1492);
    const int in = right_sockets_.datagram.get();
    const int out = left_sockets_.datagram.get();
    const sockaddr_in6 any{
        .sin6_family = AF_INET6, .sin6_port = htons(5002), .sin6_flowinfo = 0, .sin6_addr{}, .sin6_scope_id = 0};
    checked(::bind(in, reinterpret_cast<const sockaddr*>(&any), sizeof any), "bind");
    const int segment = 1200;
    checked(::setsockopt(out, SOL_UDP, UDP_SEGMENT, &segment, sizeof segment), "UDP_SEGMENT");
    std::mt19937 random(8);
    for (const bool ipv6 : {false, true}) {
        const ByteVector payload = random_bytes(random, 30 * 1200 + 500);
        const auto to = at(ipv6, 2, 5002);
        const auto* address = reinterpret_cast<const sockaddr*>(&to);
        ASSERT_EQ(::sendto(out, payload.data(), payload.size(), 0, address, sizeof to), ssize_t{36500});
        ByteVector arrived;
        for (std::size_t count = 0; count < 31; ++count) {
            pollfd waiting{.fd = in, .events = POLLIN, .revents = 0};
            ASSERT_EQ(::poll(&waiting, 1, 10000), 1) << count;
            ByteVector datagram(65536);
            const ssize_t size = ::recv(in, datagram.data(), datagram.size(), 0);
            ASSERT_EQ(size, count < 30 ? 1200 : 500);
            arrived.insert(arrived.end(), datagram.begin(), datagram.begin() + size);
        }
        EXPECT_EQ(arrived, payload);
    }
}

TEST_F(TunEndpointTest, AProtocolThatIsNotOpenIsDroppedAndCounted) {
    join(1492, 1492);
    std::promise<void> done;
    asio::post(io_, [&] {
        left_->start(to_right_, 1492, true, false);
        done.set_value();
    });
    done.get_future().get();
    const std::uint64_t before = counters_of(*left_).sent.dropped;
    const auto address = at(true, 2, 5002);
    const char byte = 1;
    ASSERT_EQ(::sendto(left_sockets_.datagram.get(), &byte, 1, 0, reinterpret_cast<const sockaddr*>(&address),
                       sizeof address),
              1);
    for (int i = 0; i < 2000 && counters_of(*left_).sent.dropped == before; ++i) std::this_thread::yield();
    EXPECT_GT(counters_of(*left_).sent.dropped, before);
}

// The link may end, and the endpoint with it, while it is sending.
class EndingLink final : public media::Link {
  public:
    explicit EndingLink(std::unique_ptr<Endpoint>& endpoint) : endpoint_(endpoint) {}
    void send(PacketBatch) override { endpoint_.reset(); }
    void set_receiver(media::LinkReceiver*) override {}
    void hang_up() override {}
    [[nodiscard]] std::uint16_t mtu() const override { return 1492; }
    [[nodiscard]] std::string describe() const override { return "ending"; }

  private:
    std::unique_ptr<Endpoint>& endpoint_;
};

TEST_F(TunEndpointTest, MayBeDestroyedWhileItSends) {
    Sockets sockets;
    auto endpoint = make_side(1, 1492, true, sockets);
    EndingLink link(endpoint);
    endpoint->start(link, 1492, true, true);
    const auto address = at(false, 2, 5002);
    for (int i = 0; i < 20; ++i)
        ASSERT_EQ(
            ::sendto(sockets.datagram.get(), &i, 4, 0, reinterpret_cast<const sockaddr*>(&address), sizeof address), 4);
    work_.reset();
    io_.run();
    EXPECT_EQ(endpoint, nullptr);
}

}  // namespace
}  // namespace openras::dataplane
