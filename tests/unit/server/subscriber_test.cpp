// A subscriber against a PPP client, joined by a link in memory.
#include "server/subscriber.h"

#include <gtest/gtest.h>
#include <malloc.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <deque>

namespace openras::server {
namespace {

using namespace std::chrono_literals;

struct Wire {
    std::deque<ByteVector> to_client;
    bool hung_up = false;
    bool abandoned = false;
};

class WireLink final : public media::Link {
  public:
    explicit WireLink(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
    ~WireLink() override { hang_up(); }
    void send(PacketBatch packets) override {
        for (const Packet& packet : packets) {
            ByteVector frame(packet.head.begin(), packet.head.end());
            frame.insert(frame.end(), packet.body.begin(), packet.body.end());
            wire_->to_client.push_back(std::move(frame));
        }
    }
    void set_receiver(media::LinkReceiver* new_receiver) override { receiver = new_receiver; }
    void hang_up() override { wire_->hung_up = wire_->hung_up || !wire_->abandoned; }
    void abandon() override { wire_->abandoned = !wire_->hung_up; }
    [[nodiscard]] std::uint16_t mtu() const override { return 1492; }
    [[nodiscard]] std::string describe() const override { return "wire"; }
    media::LinkReceiver* receiver = nullptr;

  private:
    std::shared_ptr<Wire> wire_;
};

struct Client final : ppp::SessionOutput {
    explicit Client(const std::string& password, const std::string& user = "alice")
        : random(1), session(std::make_shared<ppp::Config>(), {user, Secret(password)}, {}, {}, random, *this) {}
    void transmit(ConstBytes frame) override { out.emplace_back(frame.begin(), frame.end()); }
    void event(const ppp::Event& event) override { events.push_back(event); }
    template <typename T>
    [[nodiscard]] const T* find() const {
        for (const auto& event : events)
            if (const T* found = std::get_if<T>(&event)) return found;
        return nullptr;
    }
    SeededRandom random;
    std::deque<ByteVector> out;
    std::vector<ppp::Event> events;
    std::size_t handled = 0;
    ppp::Session session;
};

class SubscriberTest : public testing::Test {
  protected:
    SubscriberTest() {
        spdlog::set_level(spdlog::level::off);
        EXPECT_TRUE(users.add("alice:secret"));
        settings.ipv6_prefix = {0xfd, 0, 0, 1, 0, 2};
        config->role = ppp::Role::Server;
    }

    struct Call {
        std::shared_ptr<Wire> wire = std::make_shared<Wire>();
        WireLink* link = nullptr;
        std::unique_ptr<Subscriber> subscriber;
        std::unique_ptr<Client> client;
    };

    Call call(const std::string& password = "secret") {
        Call call;
        auto link = std::make_unique<WireLink>(call.wire);
        call.link = link.get();
        call.client = std::make_unique<Client>(password);
        call.subscriber = std::make_unique<Subscriber>(shared, config, std::move(link), ++number);
        call.subscriber->start(Clock::now());
        call.client->session.start_lcp(Clock::now());
        pump(call);
        return call;
    }
    void pump(Call& call) {
        Client& client = *call.client;
        for (int i = 0; i < 1000; ++i) {
            const TimePoint now = Clock::now();
            while (client.handled < client.events.size()) {
                const auto event = client.events[client.handled++];
                if (std::holds_alternative<ppp::event::LcpUp>(event)) client.session.start_authentication(now);
                if (std::holds_alternative<ppp::event::Authenticated>(event)) client.session.start_network(now);
            }
            if (!call.wire->to_client.empty()) {
                const auto frame = std::move(call.wire->to_client.front());
                call.wire->to_client.pop_front();
                if (call.wire->to_client.empty()) std::exchange(call.wire->to_client, {});
                if (frame[0] == 0) data.push_back(frame);
                client.session.receive(frame, now);
            } else if (!client.out.empty()) {
                const auto frame = std::move(client.out.front());
                client.out.pop_front();
                const ConstBytes view(frame);
                if (call.link->receiver != nullptr) call.link->receiver->frames({&view, 1});
            } else {
                return;
            }
        }
        FAIL() << "talks without end";
    }

    static void receive(Call& call, const std::vector<ByteVector>& frames) {
        const std::vector<ConstBytes> views(frames.begin(), frames.end());
        call.link->receiver->frames(views);
    }
    /// A PPP frame with an IPv6 packet (RFC 4861 section 4.1).
    static ByteVector solicitation() {
        ByteVector frame{0x00, 0x57};
        ByteWriter(frame).u32(0x60000000).u16(8).u8(58).u8(255).zeros(16);
        ByteWriter(frame).bytes(std::array<std::uint8_t, 16>{0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2});
        ByteWriter(frame).u8(133).zeros(7);
        return frame;
    }
    static bool is_advertisement(const ByteVector& frame) {
        return frame.size() > 42 && frame[1] == 0x57 && frame[42] == 134;
    }

    boost::asio::io_context io;
    Settings settings;
    Faults faults;
    Users users;
    SeededRandom random{5};
    Deadlines deadlines{io.get_executor()};
    NumberPool addresses{0x0a400002, 0x0a40ffff};
    NumberPool subnets{1, 0xffff};
    std::vector<std::uint32_t> over;
    Shared shared{settings,
                  faults,
                  users,
                  random,
                  deadlines,
                  addresses,
                  subnets,
                  nullptr,  // see WithInterfaces
                  io.get_executor(),
                  {},
                  [this](Subscriber& gone) { over.push_back(gone.number()); }};
    std::shared_ptr<ppp::Config> config = std::make_shared<ppp::Config>();
    std::uint32_t number = 0;
    std::vector<ByteVector> data;
};

TEST_F(SubscriberTest, ComesUpWithAddressAndAdvertisement) {
    Call one = call();
    EXPECT_TRUE(one.subscriber->is_up());
    EXPECT_EQ(one.client->find<ppp::event::Ipv4Up>()->ipv4.local, (ppp::Ipv4Address{10, 64, 0, 2}));
    EXPECT_TRUE(data.empty());
    one.subscriber->due(Clock::now() + 2s);
    pump(one);
    ASSERT_EQ(data.size(), 1u);
    EXPECT_TRUE(is_advertisement(data[0])) << "for a client that does not ask";
    one.subscriber->due(Clock::now() + 4s);
    pump(one);
    EXPECT_EQ(data.size(), 1u);
}

TEST_F(SubscriberTest, ASolicitationHasOneAdvertisement) {
    Call one = call();
    receive(one, {solicitation()});
    pump(one);
    ASSERT_EQ(data.size(), 1u);
    EXPECT_TRUE(is_advertisement(data[0]));
    one.subscriber->due(Clock::now() + 2s);
    pump(one);
    EXPECT_EQ(data.size(), 1u);
    receive(one, {solicitation(), solicitation()});
    pump(one);
    EXPECT_EQ(data.size(), 3u);
}

TEST_F(SubscriberTest, DataWithAddressAndControlFieldsIsTaken) {
    Call one = call();
    ByteVector framed{0xff, 0x03};
    const ByteVector asked = solicitation();
    framed.insert(framed.end(), asked.begin(), asked.end());
    receive(one, {framed});
    pump(one);
    ASSERT_EQ(data.size(), 1u);
    EXPECT_TRUE(is_advertisement(data[0]));
}

TEST_F(SubscriberTest, AWrongPasswordEndsTheSession) {
    settings.refusal_message = "no";
    Call one = call("guess");
    EXPECT_EQ(one.client->find<ppp::event::AuthenticationFailed>()->error.code, 691u);
    EXPECT_EQ(over, std::vector<std::uint32_t>{1});
    EXPECT_TRUE(one.wire->hung_up);
    EXPECT_EQ(shared.totals.refused, 1u);
}

TEST_F(SubscriberTest, AnExpiredPasswordOnRequest) {
    ASSERT_TRUE(set_fault(faults, "refuse:648:your password has expired"));
    Call one = call();
    EXPECT_EQ(one.client->find<ppp::event::AuthenticationFailed>()->error.code, 648u);
    EXPECT_EQ(one.client->find<ppp::event::AuthenticationFailed>()->error.peer_text, "your password has expired");
}

TEST_F(SubscriberTest, RetriesAreCounted) {
    settings.retries = 1;
    Call one = call("guess");
    EXPECT_TRUE(one.client->find<ppp::event::AuthenticationFailed>()->may_retry);
    one.client->session.retry_authentication({"alice", Secret("secret")}, Clock::now());
    pump(one);
    EXPECT_TRUE(one.subscriber->is_up());
}

TEST_F(SubscriberTest, TerminateHasItsWords) {
    Call one = call();
    one.subscriber->terminate("maintenance tonight", Clock::now());
    pump(one);
    const auto* down = one.client->find<ppp::event::Down>();
    ASSERT_NE(down, nullptr);
    EXPECT_EQ(down->error.code, 629u);
    EXPECT_EQ(down->error.peer_text, "maintenance tonight");
    EXPECT_TRUE(one.wire->hung_up);
}

TEST_F(SubscriberTest, SilenceAndDropAtEachStep) {
    for (const char* step : {"lcp", "auth", "ncp", "up"}) {
        ASSERT_TRUE(set_fault(faults, "none"));
        ASSERT_TRUE(set_fault(faults, std::string("silence:") + step));
        Call silent = call();
        EXPECT_FALSE(silent.wire->hung_up) << step;
        EXPECT_EQ(silent.client->find<ppp::event::Down>(), nullptr) << step;
        ASSERT_TRUE(set_fault(faults, "none"));
        ASSERT_TRUE(set_fault(faults, std::string("drop:") + step));
        EXPECT_TRUE(call().wire->hung_up) << step;
    }
}

TEST_F(SubscriberTest, ASilentSessionsEndIsSilentToo) {
    Call ended = call();
    ended.subscriber->fall_silent();
    ended.client->session.close({ERROR_USER_DISCONNECTION, "", ""}, ppp::EndedBy::User, "bye", Clock::now());
    pump(ended);
    ASSERT_EQ(over.size(), 1u);
    ended.subscriber.reset();
    EXPECT_FALSE(ended.wire->hung_up);
    Call destroyed = call();
    destroyed.subscriber->fall_silent();
    destroyed.subscriber.reset();
    EXPECT_FALSE(destroyed.wire->hung_up);
    Call heard = call();
    heard.subscriber.reset();
    EXPECT_TRUE(heard.wire->hung_up);
}

TEST_F(SubscriberTest, AUserNameIsShownPrintable) {
    // The domain is the peer's own choice: only what follows the last backslash is looked up.
    Call one;
    auto link = std::make_unique<WireLink>(one.wire);
    one.link = link.get();
    one.client = std::make_unique<Client>("secret", "A\nB\x1b[2J\\alice");
    one.subscriber = std::make_unique<Subscriber>(shared, config, std::move(link), ++number);
    one.subscriber->start(Clock::now());
    one.client->session.start_lcp(Clock::now());
    pump(one);
    ASSERT_TRUE(one.subscriber->is_up());
    EXPECT_NE(one.subscriber->describe().find("user=A\\nB\\x1b[2J\\alice "), std::string::npos)
        << one.subscriber->describe();
}

TEST_F(SubscriberTest, ADelayHoldsTheNextStepBack) {
    settings.delay[static_cast<std::size_t>(Step::Auth)] = 20ms;
    Call one = call();
    EXPECT_NE(one.client->find<ppp::event::LcpUp>(), nullptr);
    EXPECT_EQ(one.client->find<ppp::event::Authenticated>(), nullptr);
    const TimePoint begin = Clock::now();
    while (!one.subscriber->is_up() && Clock::now() - begin < 5s) {
        io.restart();
        io.run_one_for(50ms);
        pump(one);
    }
    EXPECT_TRUE(one.subscriber->is_up());
    EXPECT_GE(Clock::now() - begin, 15ms);
}

TEST_F(SubscriberTest, ThePingOfAClientIsAnswered) {
    Call one = call();
    data.clear();
    ByteVector frame{0x00, 0x21};
    ByteWriter(frame).u8(0x45).u8(0).u16(28).u16(7).u16(0).u8(64).u8(1).u16(0);
    ByteWriter(frame).bytes(std::array<std::uint8_t, 8>{10, 64, 0, 2, 10, 64, 0, 1}).u8(8).u8(0).u16(0).u32(1);
    const ConstBytes view(frame);
    one.link->receiver->frames({&view, 1});
    pump(one);
    ASSERT_EQ(data.size(), 1u);
    EXPECT_EQ(data[0][22], 0);
    EXPECT_EQ(shared.totals.packets_in, 1u);
}

/// Interfaces that are sockets: a datagram is what a TUN would read or write, its virtio header in front.
struct SocketSource final : TunSource {
    void make(TunPlan plan, Made made) override { asked.emplace_back(std::move(plan), std::move(made)); }
    void add_addresses(std::uint32_t, TunPlan plan) override { added.push_back(std::move(plan)); }
    void answer() {
        std::array<int, 2> ends{};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends.data()), 0);
        machine.reset(ends[1]);
        holder = std::make_shared<char>();
        const auto made = std::exchange(asked.front().second, nullptr);
        asked.pop_front();
        made(SessionTun{UniqueFd(ends[0]), "rassrv0", 7, holder});
    }
    /// What the session has put into its interface, one packet a call.
    ByteVector read() const {
        ByteVector packet(2000);
        const auto count = ::read(machine.get(), packet.data(), packet.size());
        if (count < virtio_header) return {};
        return {packet.begin() + virtio_header, packet.begin() + count};
    }
    void write(ConstBytes packet) const {
        ByteVector whole(virtio_header);
        whole.insert(whole.end(), packet.begin(), packet.end());
        ASSERT_EQ(::write(machine.get(), whole.data(), whole.size()), static_cast<ssize_t>(whole.size()));
    }
    [[nodiscard]] bool held() const { return holder.use_count() > 1; }

    static constexpr int virtio_header = 10;
    std::deque<std::pair<TunPlan, Made>> asked;
    std::vector<TunPlan> added;
    std::shared_ptr<void> holder;
    UniqueFd machine;
};

class WithInterfaces : public SubscriberTest {
  protected:
    WithInterfaces() { shared.tuns = &source; }
    /// An IPv4 packet with nothing in it.
    static ByteVector packet(std::uint8_t number) {
        ByteVector bytes;
        ByteWriter(bytes).u8(0x45).u8(0).u16(20).u16(number).u16(0).u8(64).u8(253).u16(0);
        ByteWriter(bytes).bytes(std::array<std::uint8_t, 8>{10, 64, 0, 2, 10, 64, 0, 1});
        return bytes;
    }
    static ByteVector frame(std::uint8_t number) {
        ByteVector bytes{0x00, 0x21};
        const auto inside = packet(number);
        bytes.insert(bytes.end(), inside.begin(), inside.end());
        return bytes;
    }
    SocketSource source;
};

TEST_F(WithInterfaces, IsUpWhenItsInterfaceIsAndLosesNothingUntilThen) {
    Call one = call();
    ASSERT_EQ(source.asked.size(), 1u);
    const TunPlan plan = source.asked.front().first;
    ASSERT_TRUE(plan.ipv4 && plan.ipv6_id && plan.prefix6);
    EXPECT_EQ(plan.ipv4->local, (ppp::Ipv4Address{10, 64, 0, 1}));
    EXPECT_EQ(plan.ipv4->peer, (ppp::Ipv4Address{10, 64, 0, 2}));
    EXPECT_FALSE(one.subscriber->is_up());
    receive(one, {solicitation(), frame(1)});
    EXPECT_TRUE(data.empty());
    source.answer();
    EXPECT_TRUE(one.subscriber->is_up());
    EXPECT_NE(one.subscriber->describe().find("interface=rassrv0"), std::string::npos);
    pump(one);
    ASSERT_EQ(data.size(), 1u);
    EXPECT_TRUE(is_advertisement(data[0]));
    EXPECT_EQ(source.read(), packet(1)) << "the solicitation is ours alone";
    EXPECT_TRUE(source.read().empty());
}

TEST_F(WithInterfaces, WhatComesEarlyIsBounded) {
    Call one = call();
    for (std::uint8_t i = 0; i < 100; ++i) receive(one, {frame(i)});
    source.answer();
    int packets = 0;
    while (!source.read().empty()) ++packets;
    EXPECT_EQ(packets, 16);
}

TEST_F(WithInterfaces, AnInterfaceMadeForASessionThatIsOverGoes) {
    for (const bool destroyed : {true, false}) {
        Call one = call();
        if (destroyed)
            one.subscriber.reset();
        else
            one.subscriber->drop();
        source.answer();
        EXPECT_FALSE(source.held());
    }
}

TEST_F(WithInterfaces, AnEndGivesTheInterfaceBackAtOnce) {
    Call one = call();
    source.answer();
    EXPECT_TRUE(source.held());
    one.subscriber->drop();
    EXPECT_FALSE(source.held());
}

TEST_F(WithInterfaces, WithoutAnInterfaceThereIsNoSession) {
    Call one = call();
    source.asked.front().second(failure(ERROR_PORT_NOT_AVAILABLE, "no TUN"));
    EXPECT_EQ(over, std::vector<std::uint32_t>{1});
    EXPECT_TRUE(one.wire->hung_up);
}

TEST_F(WithInterfaces, PassesWhatIsUp) {
    Call one = call();
    source.answer();
    // RFC 1661 section 4.1: a Configure-Request in Opened begins anew. The address is the one that it had.
    receive(one, {{0x80, 0x21, 1, 99, 0, 10, 3, 6, 10, 64, 0, 2}});
    receive(one, {frame(1)});
    EXPECT_TRUE(source.read().empty()) << "IPv4 is down";
    pump(one);
    receive(one, {frame(2)});
    EXPECT_EQ(source.read(), packet(2));
    ASSERT_EQ(source.added.size(), 1u);
    EXPECT_TRUE(source.added[0].ipv4 && source.added[0].ipv6_id);
    EXPECT_TRUE(source.asked.empty()) << "the interface stays";
}

TEST_F(WithInterfaces, WhatTheyHaveSentIsCounted) {
    Call one = call();
    source.answer();
    source.write(packet(1));
    source.write(packet(2));
    while (one.subscriber->sent_by_interface().packets < 2) io.run_one();
    EXPECT_EQ(one.subscriber->sent_by_interface().bytes, 40u);
    EXPECT_EQ(shared.totals.packets_out, 0u) << "of sessions that are over";
    one.subscriber->drop();
    EXPECT_EQ(one.subscriber->sent_by_interface().packets, 0u);
    EXPECT_EQ(shared.totals.packets_out, 2u);
    EXPECT_EQ(shared.totals.bytes_out, 40u);
}

#if !defined(__SANITIZE_ADDRESS__)
TEST_F(SubscriberTest, ASessionIsSmall) {
    constexpr int many = 1000;
    Call warm_up = call();
    std::vector<Call> calls;
    calls.reserve(many);
    data.clear();
    data.shrink_to_fit();
    const auto before = mallinfo2().uordblks;
    for (int i = 0; i < many; ++i) {
        calls.push_back(call());
        data.clear();
        Client& client = *calls.back().client;
        std::exchange(client.events, {});
        std::exchange(client.out, {});
        client.handled = 0;
    }
    const auto each = (mallinfo2().uordblks - before) / many;
    RecordProperty("bytes_for_both_ends", static_cast<int>(each));
    // Two empty deques of the client's side are 1,200 bytes of it.
    EXPECT_LT(each, 7000u);
    std::printf("%zu bytes for both ends\n", static_cast<std::size_t>(each));
}
#endif

}  // namespace
}  // namespace openras::server
