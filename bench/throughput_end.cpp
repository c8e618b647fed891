// One end of the throughput benchmark (throughput.py starts one in each of two network namespaces): a TUN joined to a
// PPPoE session on an Ethernet interface, by the null forwarder or by the product's own data plane. The session is
// given, not negotiated.
//
//   bench_throughput_end null|openras TUN ETHERNET PEER-MAC SESSION
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "dataplane/forwarder.h"
#include "media/pppoe/ethernet_port.h"
#include "media/pppoe/pppoe_link.h"
#include "throughput_null.h"

namespace {

using namespace openras;

constexpr std::uint16_t kMtu = 1492;

[[noreturn]] void die(const std::string& what) {
    std::perror(what.c_str());
    std::exit(1);
}

UniqueFd open_tun(const char* name) {
    UniqueFd tun(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
    ifreq request{};
    std::strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR;
    if (!tun || ::ioctl(tun.get(), TUNSETIFF, &request) < 0) die("TUN");
    if (::ioctl(tun.get(), TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6) < 0) die("TUNSETOFFLOAD");
    return tun;
}

pppoe::MacAddress parse_mac(const char* text) {
    pppoe::MacAddress mac{};
    unsigned byte[6];
    if (std::sscanf(text, "%x:%x:%x:%x:%x:%x", &byte[0], &byte[1], &byte[2], &byte[3], &byte[4], &byte[5]) != 6)
        die("MAC address");
    for (std::size_t i = 0; i < mac.size(); ++i) mac[i] = static_cast<std::uint8_t>(byte[i]);
    return mac;
}

class ToEndpoint final : public media::LinkReceiver {
  public:
    explicit ToEndpoint(dataplane::Endpoint& endpoint) : endpoint_(endpoint) {}
    void frames(FrameBatch batch) override { endpoint_.deliver(batch); }
    void link_down(const RasError&) override {}  // the other end was stopped first

  private:
    dataplane::Endpoint& endpoint_;
};

void run_openras(UniqueFd tun, pppoe::EthernetSockets sockets, const char* name, const pppoe::SessionKey& key) {
    boost::asio::io_context io(1);
    pppoe::EthernetPort port(io.get_executor(), std::move(sockets), name);
    pppoe::PppoeLink link(port.core(), {.key = key, .mtu = kMtu}, pppoe::PppoeLink::Side::Client);
    const auto endpoint = dataplane::make_tun_endpoint(io.get_executor(), std::move(tun), true);
    ToEndpoint receiver(*endpoint);
    link.set_receiver(&receiver);
    endpoint->start(link, kMtu, true, true);
    boost::asio::signal_set end(io, SIGTERM, SIGINT);
    end.async_wait([&io](auto, int) { io.stop(); });
    std::puts("ready");
    std::fflush(stdout);
    io.run();
    const auto counters = endpoint->counters();
    const auto on_port = port.counters();
    fmt::print("sent {} packets, {} dropped by us, {} by the socket; received {}, {} dropped, {} lost in the socket\n",
               counters.sent.packets, counters.sent.dropped, on_port.send_dropped, counters.received.packets,
               counters.received.dropped, on_port.kernel_dropped);
    link.set_receiver(nullptr);
    endpoint->stop();
}

void run_null(UniqueFd tun, const pppoe::EthernetSockets& sockets, const pppoe::SessionKey& key) {
    std::array<std::uint8_t, 22> header{};
    const auto session = pppoe::make_session_header(sockets.mac, key);
    std::copy(session.begin(), session.end(), header.begin());
    header[21] = 0x21;
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGINT);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    const UniqueFd stop(::signalfd(-1, &signals, SFD_CLOEXEC));
    std::puts("ready");
    std::fflush(stdout);
    bench::run_null_forwarder(tun.get(), sockets.session.get(), stop.get(), header);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::fprintf(stderr, "usage: %s null|openras TUN ETHERNET PEER-MAC SESSION\n", argv[0]);
        return 2;
    }
    const pppoe::SessionKey key{.session_id = static_cast<std::uint16_t>(std::atoi(argv[5])),
                                .peer = parse_mac(argv[4])};
    UniqueFd tun = open_tun(argv[2]);
    auto sockets = pppoe::open_ethernet_sockets(argv[3]);
    if (!sockets) die(sockets.error().text);
    if (std::strcmp(argv[1], "null") == 0)
        run_null(std::move(tun), *sockets, key);
    else
        run_openras(std::move(tun), std::move(*sockets), argv[3], key);
    return 0;
}
