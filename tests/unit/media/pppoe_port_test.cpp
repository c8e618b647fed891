// The port over a veth pair in a network namespace of the test's own: dials, batches, a thousand sessions, hang-ups and
// an interface that goes away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <raserror.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>

#include "media/pppoe/access_concentrator.h"
#include "media/pppoe/dial.h"
#include "media/pppoe/port_core.h"
#include "media/pppoe/pppoe_link.h"

namespace openras::pppoe {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using LinkResult = Expected<std::unique_ptr<media::Link>>;

bool run(const std::string& command) {
    return std::system(command.c_str()) == 0;
}

/// Keeps what arrives, batch by batch.
struct Receiver final : media::LinkReceiver {
    void frames(FrameBatch batch) override {
        batches.emplace_back();
        for (const ConstBytes frame : batch) batches.back().emplace_back(as_text(frame));
        if (on_frames) on_frames();
    }
    void link_down(const RasError& error) override {
        down = error;
        if (on_down) on_down();
    }
    [[nodiscard]] std::vector<std::string> all() const {
        std::vector<std::string> out;
        for (const auto& batch : batches) out.insert(out.end(), batch.begin(), batch.end());
        return out;
    }

    std::vector<std::vector<std::string>> batches;
    std::optional<RasError> down;
    std::function<void()> on_frames;
    std::function<void()> on_down;
};

Packet packet_of(std::string_view text) {
    return {as_bytes(text), {}};
}
void send_text(media::Link& link, std::string_view text) {
    const Packet packet = packet_of(text);
    link.send(PacketBatch(&packet, 1));
}

class PortTest : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        if (::geteuid() != 0 || ::unshare(CLONE_NEWNET) != 0) GTEST_SKIP() << "needs root";
    }
    void SetUp() override {
        if (!make_pair(1500)) GTEST_SKIP() << "no veth pair can be made here";
    }
    void TearDown() override {
        client_port.reset();
        server_port.reset();
        run("ip link del orasc0 2>/dev/null");
    }
    bool make_pair(unsigned mtu) {
        run("ip link del orasc0 2>/dev/null");
        const std::string size = std::to_string(mtu);
        if (!run("ip link add orasc0 mtu " + size + " type veth peer name orass0 mtu " + size +
                 " && ip link set orasc0 up && ip link set orass0 up"))
            return false;
        client_port = open_port("orasc0");
        server_port = open_port("orass0");
        return client_port && server_port;
    }
    std::unique_ptr<EthernetPort> open_port(const std::string& name) {
        auto sockets = open_ethernet_sockets(name);
        if (!sockets) return nullptr;
        return std::make_unique<EthernetPort>(context.get_executor(), std::move(*sockets), name);
    }

    void serve(ServerOptions options = {}) {
        concentrator.emplace(*server_port, std::move(options), random,
                             [this](std::unique_ptr<media::Link> link, const SessionInfo& session) {
                                 link->set_receiver(&server_receivers[session.key.session_id]);
                                 if (on_accept) on_accept(*link);
                                 server_links[session.key.session_id] = std::move(link);
                             });
    }
    void start_dial(std::optional<LinkResult>& result, DialOptions options = {}) {
        boost::asio::co_spawn(context, dial(*client_port, std::move(options), random),
                              boost::asio::bind_cancellation_slot(cancels.emplace_back().slot(),
                                                                  [&result](const std::exception_ptr& e, LinkResult r) {
                                                                      if (e) std::rethrow_exception(e);
                                                                      result = std::move(r);
                                                                  }));
    }
    template <typename Condition>
    bool run_until(Condition condition, Duration limit = 15s) {
        const TimePoint end = Clock::now() + limit;
        while (!condition() && Clock::now() < end) {
            context.restart();
            context.run_one_for(50ms);
        }
        return condition();
    }
    std::unique_ptr<media::Link> connect(DialOptions options = {}) {
        std::optional<LinkResult> result;
        start_dial(result, std::move(options));
        if (!run_until([&] { return result.has_value(); }) || !*result) return nullptr;
        return std::move(**result);
    }
    media::Link& server_end() { return *server_links.begin()->second; }
    Receiver& server_receiver() { return server_receivers.begin()->second; }

    std::deque<boost::asio::cancellation_signal> cancels;  ///< one a dial; outlives them
    boost::asio::io_context context{1};
    SystemRandom random;
    std::unique_ptr<EthernetPort> client_port;
    std::unique_ptr<EthernetPort> server_port;
    std::map<std::uint16_t, Receiver> server_receivers;
    std::optional<AccessConcentrator> concentrator;
    std::map<std::uint16_t, std::unique_ptr<media::Link>> server_links;
    std::function<void(media::Link&)> on_accept;
};

TEST_F(PortTest, DialsAndCarriesFramesBothWays) {
    serve({.ac_name = "lab"});
    auto link = connect();
    ASSERT_TRUE(link);
    EXPECT_EQ(link->mtu(), 1492);
    EXPECT_THAT(link->describe(), HasSubstr("AC \"lab\""));
    Receiver receiver;
    link->set_receiver(&receiver);
    const std::string body(1492, 'b');
    const std::array<Packet, 3> packets{Packet{as_bytes("he"), as_bytes("ad")}, packet_of("second"),
                                        Packet{as_bytes("xx"), as_bytes(body)}};
    link->send(packets);
    ASSERT_TRUE(run_until([&] { return server_receiver().all().size() == 3; }));
    EXPECT_THAT(server_receiver().batches, ElementsAre(ElementsAre("head", "second", "xx" + body)));
    send_text(server_end(), "answer");
    ASSERT_TRUE(run_until([&] { return !receiver.batches.empty(); }));
    EXPECT_THAT(receiver.all(), ElementsAre("answer"));
    EXPECT_EQ(client_port->counters(), (PortCounters{.received = 1, .sent = 3}));
    EXPECT_EQ(client_port->session_count(), 1U);
}

TEST_F(PortTest, FramesThatComeBeforeTheReceiverAreKept) {
    // A server that begins at once, and more eagerly than is kept for it.
    on_accept = [](media::Link& link) {
        for (const char* text : {"c1", "c2", "c3", "c4", "c5"}) send_text(link, text);
    };
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    run_until([&] { return client_port->counters().received == 5; });
    Receiver receiver;
    link->set_receiver(&receiver);
    EXPECT_TRUE(receiver.batches.empty()) << "not from inside set_receiver";
    ASSERT_TRUE(run_until([&] { return !receiver.batches.empty(); }));
    EXPECT_THAT(receiver.all(), ElementsAre("c1", "c2", "c3", "c4"));
    EXPECT_EQ(client_port->counters().unknown_session, 0U);
}

TEST_F(PortTest, PadtReachesTheOtherEndBothWays) {
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    link->hang_up();
    link->hang_up();
    ASSERT_TRUE(run_until([&] { return server_receiver().down.has_value(); }));
    EXPECT_EQ(server_receiver().down->code, ERROR_REMOTE_DISCONNECTION);
    EXPECT_EQ(concentrator->session_count(), 0U);
    EXPECT_EQ(server_port->session_count(), 0U);
    EXPECT_EQ(client_port->session_count(), 0U);
    server_links.clear();

    link = connect();
    ASSERT_TRUE(link);
    Receiver receiver;
    link->set_receiver(&receiver);
    server_links.clear();  // the destructor hangs up
    ASSERT_TRUE(run_until([&] { return receiver.down.has_value(); }));
    EXPECT_EQ(receiver.down->code, ERROR_REMOTE_DISCONNECTION);
    EXPECT_EQ(concentrator->session_count(), 0U);
    send_text(*link, "into the void");
}

TEST_F(PortTest, AnEndThatComesBeforeTheReceiverIsReported) {
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    server_end().hang_up();
    ASSERT_TRUE(run_until([&] { return client_port->session_count() == 0; }));
    Receiver receiver;
    link->set_receiver(&receiver);
    ASSERT_TRUE(run_until([&] { return receiver.down.has_value(); }));
}

TEST_F(PortTest, RefusalsAndSilenceAreErrors) {
    const auto error_of_dial = [&](DialOptions options) {
        options.timing = {.first_timeout = 100ms, .total = 1s};
        std::optional<LinkResult> result;
        start_dial(result, std::move(options));
        EXPECT_TRUE(run_until([&] { return result.has_value(); }));
        return result && !*result ? result->error() : RasError{};
    };
    EXPECT_EQ(error_of_dial({}).text, "no PPPoE server answered");
    serve({.ac_name = "lab", .services = {"gold"}, .max_sessions = 0});
    auto error = error_of_dial({.service_name = "lead"});
    EXPECT_EQ(error.code, ERROR_BROADBAND_TIMEOUT);
    EXPECT_THAT(error.text, HasSubstr("no PPPoE server has the service \"lead\"; heard: AC \"lab\""));
    error = error_of_dial({.service_name = "gold"});
    EXPECT_EQ(error.code, ERROR_FROM_DEVICE);
    EXPECT_EQ(error.peer_text, "no more sessions here");
    concentrator->set_accepting(false);
    EXPECT_EQ(error_of_dial({}).code, ERROR_BROADBAND_TIMEOUT);
}

TEST_F(PortTest, ACancelledDialLeavesNoSession) {
    // While nobody answers.
    std::optional<LinkResult> result;
    start_dial(result);
    run_until([&] { return server_port->counters().malformed > 0; }, 50ms);
    cancels.back().emit(boost::asio::cancellation_type::terminal);
    ASSERT_TRUE(run_until([&] { return result.has_value(); }, 1s));
    EXPECT_EQ(result->error().code, ERROR_USER_DISCONNECTION);

    // With the session established at the server, at each possible moment.
    serve();
    for (unsigned steps = 1; steps < 12; ++steps) {
        result.reset();
        start_dial(result);
        context.restart();
        for (unsigned i = 0; i < steps && !result; ++i) context.run_one_for(20ms);
        cancels.back().emit(boost::asio::cancellation_type::terminal);
        ASSERT_TRUE(run_until([&] { return result.has_value(); }, 1s));
        result.reset();
        // The PADS of a request on its way may still come.
        run_until([&] { return false; }, 30ms);
        EXPECT_TRUE(run_until([&] { return concentrator->session_count() == 0 && client_port->session_count() == 0; }))
            << steps;
    }
}

TEST_F(PortTest, AThousandSessionsGetTheirOwnFrames) {
    serve();
    constexpr unsigned count = 1000;
    std::vector<std::optional<LinkResult>> results(count);
    for (auto& result : results) start_dial(result);
    ASSERT_TRUE(run_until([&] { return std::ranges::all_of(results, [](auto& r) { return r.has_value(); }); }, 30s));
    ASSERT_TRUE(std::ranges::all_of(results, [](auto& r) { return r->has_value(); }));
    EXPECT_EQ(concentrator->session_count(), count);
    EXPECT_EQ(client_port->session_count(), count);

    std::deque<Receiver> receivers(count);
    std::size_t arrived = 0;
    for (unsigned i = 0; i < count; ++i) {
        receivers[i].on_frames = [&] { ++arrived; };
        (**results[i])->set_receiver(&receivers[i]);
    }
    // Two frames a session, interleaved: each session gets one batch of two where both were in one read.
    for (const char* prefix : {"a ", "b "})
        for (auto& [id, link] : server_links) send_text(*link, prefix + std::to_string(id));
    ASSERT_TRUE(run_until([&] { return client_port->counters().received == 2 * count; }));
    for (unsigned i = 0; i < count; ++i) {
        const auto id = std::to_string(dynamic_cast<PppoeLink&>(***results[i]).key().session_id);
        EXPECT_THAT(receivers[i].all(), ElementsAre("a " + id, "b " + id));
    }
    const Receiver& last = receivers.back();
    arrived = 0;
    for (unsigned round = 0; round < 2; ++round)
        for (unsigned i = 0; i < 20; ++i)
            send_text(*server_links.at(dynamic_cast<PppoeLink&>(***results[i]).key().session_id), "grouped");
    ASSERT_TRUE(run_until([&] { return client_port->counters().received == 2 * count + 40; }));
    EXPECT_EQ(arrived, 20U) << "one batch a session for each read";
    EXPECT_EQ(last.batches.size(), 2U);
    for (auto& result : results) result.reset();
    ASSERT_TRUE(run_until([&] { return concentrator->session_count() == 0; }));
}

TEST_F(PortTest, AReceiverMayDestroyAnyLink) {
    serve();
    auto first = connect();
    auto second = connect();
    ASSERT_TRUE(first && second);
    Receiver receiver;
    first->set_receiver(&receiver);
    second->set_receiver(&receiver);
    receiver.on_frames = [&] {
        first.reset();
        second.reset();
    };
    for (auto& [id, link] : server_links) send_text(*link, "xx");
    ASSERT_TRUE(run_until([&] { return !receiver.batches.empty(); }));
    EXPECT_EQ(receiver.batches.size(), 1U);
    ASSERT_TRUE(run_until([&] { return concentrator->session_count() == 0; }));

    // ... and the port, too.
    auto third = connect();
    ASSERT_TRUE(third);
    Receiver last;
    third->set_receiver(&last);
    last.on_frames = [&] { client_port.reset(); };
    for (auto& [id, link] : server_links) send_text(*link, "xx");
    ASSERT_TRUE(run_until([&] { return last.down.has_value(); }));
    EXPECT_EQ(last.down->code, ERROR_DISCONNECTION);
}

/// A client that dials by hand with the same Host-Uniq each time, as one does that was killed or lost its power.
struct ForgetfulClient final : DiscoverySink {
    ForgetfulClient(PortCore& port, const MacAddress& server) : port_(port), server_(server) {
        port_.add_dial(uniq_, *this);
    }
    ~ForgetfulClient() override { port_.remove_dial(uniq_, {}); }
    ForgetfulClient(const ForgetfulClient&) = delete;
    ForgetfulClient& operator=(const ForgetfulClient&) = delete;

    void dial() { ask(broadcast_mac, Code::Padi, nullptr); }
    void say(std::uint16_t session, std::string_view text) {
        const Packet packet = packet_of(text);
        port_.send({session, server_}, PacketBatch(&packet, 1));
    }
    void discovery(const DiscoveryPacket& packet, TimePoint) override {
        if (packet.code == Code::Pado) ask(packet.source, Code::Padr, packet.find(TagType::AcCookie));
        if (packet.code == Code::Pads) sessions.push_back(packet.session_id);
    }
    void port_down(const RasError&) override {}
    std::vector<std::uint16_t> sessions;

  private:
    void ask(const MacAddress& to, Code code, const Tag* cookie) {
        DiscoveryPacket packet{to, port_.mac(), code, 0, {}};
        port_.send_discovery(encode(packet.add(TagType::ServiceName, {}).add(TagType::HostUniq, uniq_).echo(cookie)));
    }

    PortCore& port_;
    MacAddress server_;
    HostUniq uniq_{1, 2, 3};
};

TEST_F(PortTest, AClientThatForgotItsSessionGetsANewOneAndTheOldOneEnds) {
    serve();
    ForgetfulClient client(*client_port->core(), server_port->mac());
    client.dial();
    ASSERT_TRUE(run_until([&] { return client.sessions.size() == 1; }));
    client.say(client.sessions[0], "hi");
    Receiver& old = server_receivers[client.sessions[0]];
    ASSERT_TRUE(run_until([&] { return !old.batches.empty(); }));
    client.dial();
    ASSERT_TRUE(run_until([&] { return client.sessions.size() == 2; }));
    EXPECT_NE(client.sessions[0], client.sessions[1]);
    ASSERT_TRUE(old.down);
    EXPECT_EQ(old.down->code, ERROR_REMOTE_DISCONNECTION);
    EXPECT_EQ(concentrator->session_count(), 1U);
}

TEST_F(PortTest, FramesOfAnotherAddressAreNotTheSessions) {
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    Receiver receiver;
    link->set_receiver(&receiver);
    // The server's machine sends under an address that is not the session's peer.
    auto raw = open_ethernet_sockets("orass0");
    ASSERT_TRUE(raw);
    const auto key = dynamic_cast<PppoeLink&>(*link).key();
    SessionHeader header = make_session_header({0x02, 9, 9, 9, 9, 9}, {key.session_id, client_port->mac()});
    set_length(header, 4);
    ByteVector frame(header.begin(), header.end());
    frame.insert(frame.end(), 4, 'x');
    ASSERT_GT(::send(raw->session.get(), frame.data(), frame.size(), 0), 0);
    frame.resize(16);
    ASSERT_GT(::send(raw->session.get(), frame.data(), frame.size(), 0), 0);
    send_text(server_end(), "true");
    ASSERT_TRUE(run_until([&] { return !receiver.batches.empty(); }));
    EXPECT_THAT(receiver.all(), ElementsAre("true"));
    EXPECT_EQ(client_port->counters(), (PortCounters{.received = 1, .unknown_session = 1, .malformed = 1}));
}

constexpr MacAddress multicast_mac{0x01, 0x00, 0x5e, 0, 0, 1};
constexpr MacAddress another_host{0x02, 9, 9, 9, 9, 9};

TEST_F(PortTest, WhatGoesToAGroupsAddressIsNobodysFrameAndNobodysEnd) {
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    Receiver receiver;
    link->set_receiver(&receiver);
    const std::uint16_t id = dynamic_cast<PppoeLink&>(*link).key().session_id;
    auto clients = open_ethernet_sockets("orasc0");
    auto servers = open_ethernet_sockets("orass0");
    ASSERT_TRUE(clients && servers);
    const auto astray = [&](const EthernetSockets& from, const MacAddress& destination) {
        SessionHeader header = make_session_header(from.mac, {id, destination});
        set_length(header, 4);
        ByteVector frame(header.begin(), header.end());
        frame.insert(frame.end(), 4, 'x');
        EXPECT_GT(::send(from.session.get(), frame.data(), frame.size(), 0), 0);
        const ByteVector padt = encode({destination, from.mac, Code::Padt, id, {}});
        EXPECT_GT(::send(from.discovery.get(), padt.data(), padt.size(), 0), 0);
    };
    for (const MacAddress& destination : {broadcast_mac, multicast_mac, another_host}) {
        astray(*servers, destination);
        astray(*clients, destination);
    }
    // The peer's number from somebody else's address is no end either.
    for (const auto& [from, to] :
         {std::pair(&*servers, client_port->mac()), std::pair(&*clients, server_port->mac())}) {
        const ByteVector padt = encode({to, another_host, Code::Padt, id, {}});
        ASSERT_GT(::send(from->discovery.get(), padt.data(), padt.size(), 0), 0);
    }
    send_text(server_end(), "true");
    send_text(*link, "true");
    ASSERT_TRUE(run_until([&] { return !receiver.batches.empty() && !server_receiver().batches.empty(); }));
    run_until([] { return false; }, 20ms);
    EXPECT_THAT(receiver.all(), ElementsAre("true"));
    EXPECT_THAT(server_receiver().all(), ElementsAre("true"));
    EXPECT_FALSE(receiver.down);
    EXPECT_FALSE(server_receiver().down);
    EXPECT_EQ(client_port->counters().malformed, 6U);
    EXPECT_EQ(server_port->counters().malformed, 6U);
}

TEST_F(PortTest, AnInterfaceThatGoesDownEndsItsSessionsAndComesBack) {
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    Receiver receiver;
    link->set_receiver(&receiver);
    ASSERT_TRUE(run("ip link set orasc0 down"));
    ASSERT_TRUE(run_until([&] { return receiver.down.has_value(); }));
    EXPECT_EQ(receiver.down->code, ERROR_DISCONNECTION);
    EXPECT_EQ(receiver.down->text, "orasc0 has gone down");
    EXPECT_TRUE(client_port->alive());
    ASSERT_TRUE(run("ip link set orasc0 up"));
    EXPECT_TRUE(connect());
}

TEST_F(PortTest, AnInterfaceThatIsRemovedEndsSessionsAndDials) {
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    Receiver receiver;
    link->set_receiver(&receiver);
    concentrator->set_accepting(false);
    std::optional<LinkResult> pending;
    start_dial(pending);
    run_until([] { return false; }, 20ms);
    ASSERT_TRUE(run("ip link del orasc0"));
    ASSERT_TRUE(run_until([&] { return receiver.down && pending && server_receiver().down; }));
    EXPECT_EQ(receiver.down->code, ERROR_DISCONNECTION);
    EXPECT_EQ(pending->error().code, ERROR_PORT_NOT_AVAILABLE);
    EXPECT_FALSE(client_port->alive());
    std::optional<LinkResult> later;
    start_dial(later);
    ASSERT_TRUE(run_until([&] { return later.has_value(); }));
    EXPECT_EQ(later->error(), (RasError{ERROR_PORT_NOT_AVAILABLE, "orasc0 has been removed", ""}));
    EXPECT_EQ(open_ethernet_sockets("orasc0").error().code, ERROR_DEVICE_DOES_NOT_EXIST);
}

TEST_F(PortTest, NegotiatesTheFullEthernetMtuWhereTheInterfaceAllows) {
    concentrator.reset();
    ASSERT_TRUE(make_pair(1508));
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    EXPECT_EQ(link->mtu(), 1500);
    EXPECT_EQ(server_end().mtu(), 1500);
    const std::string body(1500, 'x');
    const Packet packet{as_bytes("!!"), as_bytes(body)};
    link->send(PacketBatch(&packet, 1));
    ASSERT_TRUE(run_until([&] { return !server_receiver().batches.empty(); }));
    EXPECT_EQ(server_receiver().all().at(0).size(), 1502U);
}

TEST_F(PortTest, WorksOnAVlanInterface) {
    // Where the kernel cannot make them, two Ethernets of such names stand for them: what PPPoE does on an interface
    // beside its parent is the same; the tags are the kernel's.
    if (!run("ip link add link orasc0 name orasv0 type vlan id 7 2>/dev/null && "
             "ip link add link orass0 name orasw0 type vlan id 7")) {
        std::puts("this kernel has no VLAN interfaces: another veth pair stands for them");
        ASSERT_TRUE(run("ip link add orasv0 type veth peer name orasw0"));
    }
    ASSERT_TRUE(run("ip link set orasv0 up && ip link set orasw0 up"));
    concentrator.reset();
    auto parent = std::move(server_port);
    client_port = open_port("orasv0");
    server_port = open_port("orasw0");
    ASSERT_TRUE(client_port && server_port);
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    EXPECT_EQ(parent->counters().received, 0U);
    EXPECT_EQ(parent->session_count(), 0U);
    run("ip link del orasv0 2>/dev/null; ip link del orasw0 2>/dev/null");
}

/// Descriptors that the process's epoll instances watch.
unsigned watched_descriptors() {
    unsigned count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fdinfo")) {
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line);) count += line.starts_with("tfd:") ? 1 : 0;
    }
    return count;
}

TEST_F(PortTest, AClosedPortIsNoLongerWatchedThoughAnotherHoldsItsSockets) {
    auto sockets = open_ethernet_sockets("orasc0");
    ASSERT_TRUE(sockets);
    const UniqueFd copies[] = {UniqueFd(::dup(sockets->discovery.get())), UniqueFd(::dup(sockets->session.get()))};
    const unsigned before = watched_descriptors();
    auto port = std::make_unique<EthernetPort>(context.get_executor(), std::move(*sockets), "orasc0");
    EXPECT_EQ(watched_descriptors(), before + 2);
    port.reset();
    EXPECT_EQ(watched_descriptors(), before);
}

TEST_F(PortTest, AnAbandonedLinkEndsWithoutAWord) {
    serve();
    auto link = connect();
    ASSERT_TRUE(link);
    Receiver receiver;
    link->set_receiver(&receiver);
    const auto sent_before = client_port->counters().sent;
    server_end().abandon();
    server_links.clear();
    EXPECT_EQ(server_port->session_count(), 0U);
    EXPECT_EQ(concentrator->session_count(), 0U);
    send_text(*link, "is anybody there");
    ASSERT_TRUE(run_until([&] { return server_port->counters().unknown_session == 1; }));
    run_until([] { return false; }, 20ms);
    EXPECT_FALSE(receiver.down);
    EXPECT_EQ(client_port->counters().sent, sent_before + 1);
}

}  // namespace
}  // namespace openras::pppoe
