// The server of discovery in virtual time, against the client's machine and against packets made by hand.
#include "media/pppoe/discovery_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <raserror.h>

namespace openras::pppoe {
namespace {

using namespace std::chrono_literals;

constexpr MacAddress own{0x02, 0, 0, 0, 0, 0x01};
constexpr MacAddress host{0x02, 0, 0, 0, 0, 0x02};
constexpr MacAddress other{0x02, 0, 0, 0, 0, 0x03};

class ServerTest : public ::testing::Test, public DiscoveryServerOutput {
  protected:
    void transmit(ConstBytes frame) override {
        auto packet = decode_discovery(frame);
        ASSERT_TRUE(packet);
        sent.push_back(*packet);
    }
    void opened(const SessionInfo& session) override { open.push_back(session); }
    void closed(const SessionKey& key, const RasError& error) override { ended.emplace_back(key, error); }
    [[nodiscard]] bool heard(const SessionKey& key) const override { return spoke == key; }

    DiscoveryServer& serve(ServerOptions options = {}) {
        return server.emplace(std::move(options), own, random, *this);
    }
    static DiscoveryPacket initiation(std::string_view service = "", const MacAddress& from = host) {
        DiscoveryPacket packet{broadcast_mac, from, Code::Padi, 0, {}};
        return packet.add(TagType::ServiceName, as_bytes(service));
    }
    /// The PADR that follows from the last PADO.
    DiscoveryPacket request(std::string_view service = "", std::string_view uniq = "") {
        DiscoveryPacket packet{own, sent.back().destination, Code::Padr, 0, {}};
        packet.add(TagType::ServiceName, as_bytes(service)).echo(sent.back().find(TagType::AcCookie));
        if (!uniq.empty()) packet.add(TagType::HostUniq, as_bytes(uniq));
        return packet;
    }
    void receive(const DiscoveryPacket& packet) { server->receive(packet, now); }

    SeededRandom random{7};
    TimePoint now{5000s};
    std::optional<DiscoveryServer> server;
    std::vector<DiscoveryPacket> sent;
    std::vector<SessionInfo> open;
    std::vector<std::pair<SessionKey, RasError>> ended;
    std::optional<SessionKey> spoke;  ///< the session in which something has arrived
};

TEST_F(ServerTest, OffersAndOpens) {
    serve({.ac_name = "lab", .services = {"gold", "silver"}});
    receive(initiation("silver").add(TagType::HostUniq, as_bytes("me")).add(TagType::RelaySessionId, as_bytes("r")));
    ASSERT_EQ(sent.size(), 1U);
    const auto& pado = sent[0];
    EXPECT_EQ(pado.destination, host);
    EXPECT_EQ(pado.code, Code::Pado);
    EXPECT_EQ(as_text(pado.find(TagType::AcName)->value), "lab");
    EXPECT_EQ(as_text(pado.find(TagType::ServiceName)->value), "silver");
    EXPECT_EQ(as_text(pado.find(TagType::HostUniq)->value), "me");
    EXPECT_EQ(as_text(pado.find(TagType::RelaySessionId)->value), "r");
    EXPECT_EQ(server->session_count(), 0U);

    receive(request("silver", "me"));
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].key.peer, host);
    EXPECT_EQ(open[0].mtu, 1492);
    EXPECT_EQ(open[0].service_name, "silver");
    EXPECT_EQ(sent[1].code, Code::Pads);
    EXPECT_EQ(sent[1].session_id, open[0].key.session_id);
    EXPECT_NE(sent[1].session_id, 0);
    EXPECT_EQ(as_text(sent[1].find(TagType::HostUniq)->value), "me");
}

TEST_F(ServerTest, IsSilentAboutServicesItDoesNotHave) {
    serve({.services = {"gold"}});
    receive(initiation("lead"));
    DiscoveryPacket none{broadcast_mac, host, Code::Padi, 0, {}};
    receive(none);
    EXPECT_TRUE(sent.empty());
    receive(initiation(""));
    EXPECT_EQ(sent.size(), 1U);
    receive(request("lead"));
    EXPECT_EQ(sent.back().session_id, 0);
    EXPECT_EQ(error_of(sent.back())->type, TagType::ServiceNameError);
    EXPECT_TRUE(open.empty());
}

TEST_F(ServerTest, ChecksTheCookie) {
    serve();
    receive(initiation());
    const auto good = request();
    auto bad = good;
    bad.tags[1].value[0] ^= 1;
    receive(bad);
    bad.tags.pop_back();
    receive(bad);
    auto stolen = good;
    stolen.source = other;
    receive(stolen);
    EXPECT_TRUE(open.empty());
    EXPECT_EQ(sent.size(), 1U) << "no word to a forger";
    now += 29s;
    receive(good);
    EXPECT_EQ(open.size(), 1U);
    now += 61s;
    receive(good);
    EXPECT_EQ(open.size(), 1U) << "too old";
}

TEST_F(ServerTest, TakesOnlyWhatIsAddressedToIt) {
    constexpr MacAddress multicast{0x01, 0, 0x5e, 0, 0, 1};
    serve();
    for (const MacAddress& destination : {other, multicast}) {
        auto padi = initiation();
        padi.destination = destination;
        receive(padi);
    }
    receive(initiation("", multicast));
    EXPECT_TRUE(sent.empty());
    receive(initiation());
    for (const MacAddress& destination : {other, broadcast_mac, multicast}) {
        auto padr = request();
        padr.destination = destination;
        receive(padr);
    }
    EXPECT_EQ(sent.size(), 1U);
    EXPECT_TRUE(open.empty());
}

TEST_F(ServerTest, ARepeatedRequestGetsTheSameSession) {
    serve();
    receive(initiation());
    const auto padr = request("", "uniq");
    receive(padr);
    receive(padr);
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_EQ(sent[1], sent[2]);
    EXPECT_EQ(open.size(), 1U);
    EXPECT_EQ(server->session_count(), 1U);
    // Ended in between, or long ago: a new session.
    EXPECT_TRUE(server->release(open[0].key));
    receive(padr);
    EXPECT_EQ(open.size(), 2U);
    EXPECT_TRUE(ended.empty());
    now += 11s;
    receive(padr);
    EXPECT_EQ(open.size(), 3U);
    EXPECT_NE(open[1].key, open[2].key);
    EXPECT_EQ(ended.at(0).first, open[1].key);
    EXPECT_EQ(server->session_count(), 1U);
}

TEST_F(ServerTest, ARequestOvertakenByTheClientsFirstFrameChangesNothing) {
    serve();
    receive(initiation());
    const auto padr = request("", "uniq");
    receive(padr);
    spoke = open.at(0).key;
    receive(padr);
    EXPECT_EQ(sent.size(), 2U) << "the client has the PADS";
    EXPECT_EQ(open.size(), 1U);
    EXPECT_TRUE(ended.empty());
}

TEST_F(ServerTest, ARebootedClientGetsASessionOfItsOwn) {
    serve({.max_sessions_per_client = 1});
    for (const bool spoken : {true, false}) {
        open.clear();
        ended.clear();
        receive(initiation());
        receive(request("", "uniq"));
        ASSERT_EQ(open.size(), 1U);
        spoke.reset();
        if (spoken) spoke = open[0].key;
        now += 100ms;
        receive(initiation());
        receive(request("", "uniq"));
        ASSERT_EQ(open.size(), 2U);
        EXPECT_NE(open[0].key, open[1].key);
        ASSERT_EQ(ended.size(), 1U);
        EXPECT_EQ(ended[0].first, open[0].key);
        EXPECT_EQ(ended[0].second.code, ERROR_REMOTE_DISCONNECTION);
        // The old number's end goes out first, then the new one.
        EXPECT_EQ(sent.at(sent.size() - 2).code, Code::Padt);
        EXPECT_EQ(sent.at(sent.size() - 2).session_id, open[0].key.session_id);
        EXPECT_EQ(sent.back().session_id, open[1].key.session_id);
        EXPECT_EQ(server->session_count(), 1U);
        EXPECT_TRUE(server->release(open[1].key));
    }
}

TEST_F(ServerTest, AnotherHostWithTheSameHostUniqIsAnother) {
    serve();
    for (const char* relay : {"", "port 1", "port 2"}) {
        receive(initiation());
        auto padr = request("", "uniq");
        if (*relay != 0) padr.add(TagType::RelaySessionId, as_bytes(relay));
        receive(padr);
    }
    receive(initiation("", other));
    receive(request("", "uniq"));
    EXPECT_EQ(server->session_count(), 4U);
    EXPECT_TRUE(ended.empty());
}

TEST_F(ServerTest, LimitsSessions) {
    serve({.max_sessions = 3, .max_sessions_per_client = 2});
    receive(initiation());
    const auto padr = request();
    receive(padr);
    receive(padr);
    receive(padr);
    EXPECT_EQ(open.size(), 2U);
    EXPECT_EQ(error_of(sent.back())->type, TagType::AcSystemError);
    receive(initiation("", other));
    const auto padr_of_other = request();
    receive(padr_of_other);
    EXPECT_EQ(open.size(), 3U);
    receive(padr_of_other);
    EXPECT_EQ(open.size(), 3U);
    server->close(open[0].key, "enough");
    EXPECT_EQ(sent.back().code, Code::Padt);
    EXPECT_EQ(sent.back().destination, host);
    EXPECT_EQ(error_of(sent.back())->text, "enough");
    receive(padr_of_other);
    EXPECT_EQ(open.size(), 4U);
}

TEST_F(ServerTest, LimitsTheRate) {
    serve({.packets_per_second = 10});
    for (int i = 0; i < 50; ++i) receive(initiation());
    EXPECT_EQ(sent.size(), 10U);
    EXPECT_EQ(server->rate_limited(), 40U);
    now += 500ms;
    for (int i = 0; i < 50; ++i) receive(initiation());
    EXPECT_EQ(sent.size(), 15U);
}

TEST_F(ServerTest, NobodyMakesItSendForEver) {
    // Half a minute of one packet, ten times each millisecond.
    const auto flood = [&](const DiscoveryPacket& packet) {
        sent.clear();
        for (unsigned i = 0; i < 30000; ++i) {
            for (unsigned k = 0; k < 10; ++k) receive(packet);
            now += 1ms;
        }
        return sent.size();
    };
    serve({.max_sessions = 1, .packets_per_second = 500});
    EXPECT_LE(flood(initiation()), 31U * 500);
    now += 1s;
    sent.clear();
    receive(initiation());
    const auto padr = request("", "uniq");
    receive(padr);
    ASSERT_EQ(open.size(), 1U);
    // Sent again and again before anything is heard in the session.
    sent.clear();
    for (unsigned i = 0; i < 9000; ++i) {
        receive(padr);
        now += 1ms;
    }
    EXPECT_EQ(sent.size(), most_repeated_answers);
    // Refused: the one session that there may be is another's.
    now += 1s;
    receive(initiation("", other));
    const auto refused = request("", "late");
    sent.clear();
    for (unsigned i = 0; i < 25000; ++i) {
        receive(refused);
        now += 1ms;
    }
    EXPECT_LE(sent.size(), 26U * most_refusals_per_second);
    EXPECT_EQ(error_of(sent.back())->type, TagType::AcSystemError);
    EXPECT_EQ(open.size(), 1U);
}

TEST_F(ServerTest, PadtOfTheClientAloneEndsASession) {
    serve();
    receive(initiation());
    receive(request());
    const SessionKey key = open.at(0).key;
    receive({own, other, Code::Padt, key.session_id, {}});
    receive({own, host, Code::Padt, static_cast<std::uint16_t>(key.session_id ^ 1), {}});
    receive({broadcast_mac, host, Code::Padt, key.session_id, {}});
    EXPECT_TRUE(ended.empty());
    DiscoveryPacket padt{own, host, Code::Padt, key.session_id, {}};
    receive(padt.add(TagType::GenericError, as_bytes("good night")));
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].first, key);
    EXPECT_EQ(ended[0].second.code, ERROR_REMOTE_DISCONNECTION);
    EXPECT_EQ(ended[0].second.peer_text, "good night");
    receive(padt);
    EXPECT_EQ(ended.size(), 1U);
    EXPECT_EQ(server->session_count(), 0U);
    EXPECT_FALSE(server->release(key));
}

TEST_F(ServerTest, GrantsALargePayloadWhereTheInterfaceCarriesIt) {
    const auto granted = [&](std::uint16_t mtu, std::uint16_t asked) {
        serve({.interface_mtu = mtu});
        receive(initiation().add_u16(TagType::PppMaxPayload, asked));
        const auto offered = max_payload_of(sent.back()).value_or(0);
        receive(request().add_u16(TagType::PppMaxPayload, asked));
        EXPECT_EQ(max_payload_of(sent.back()).value_or(0), offered);
        EXPECT_EQ(open.back().mtu, offered != 0 ? offered : 1492);
        return offered;
    };
    EXPECT_EQ(granted(1508, 1500), 1500);
    EXPECT_EQ(granted(1508, 1496), 1496);
    EXPECT_EQ(granted(1500, 1500), 0);
    EXPECT_EQ(granted(1508, 1492), 0);
    EXPECT_EQ(granted(9000, 8000), 0);
}

TEST_F(ServerTest, NumbersAreUniqueUpToTheLast) {
    serve({.max_sessions = 65534, .max_sessions_per_client = 65534, .packets_per_second = 1000000});
    receive(initiation());
    const auto padr = request();
    for (int i = 0; i < 65534; ++i) {
        sent.clear();
        receive(padr);
    }
    EXPECT_EQ(open.size(), 65534U);
    EXPECT_EQ(server->session_count(), 65534U);
    receive(padr);
    EXPECT_EQ(error_of(sent.back())->type, TagType::AcSystemError);
}

}  // namespace
}  // namespace openras::pppoe
