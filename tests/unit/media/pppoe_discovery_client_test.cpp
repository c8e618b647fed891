// The client of discovery in virtual time: a scripted network that loses, repeats and lies.
#include "media/pppoe/discovery_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <raserror.h>

namespace openras::pppoe {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr MacAddress own{0x02, 0, 0, 0, 0, 0x01};
constexpr MacAddress isp{0x02, 0, 0, 0, 0, 0x02};
constexpr MacAddress other{0x02, 0, 0, 0, 0, 0x03};

class ClientTest : public ::testing::Test, public DiscoveryClientOutput {
  protected:
    void transmit(ConstBytes frame) override {
        auto packet = decode_discovery(frame);
        ASSERT_TRUE(packet);
        sent.push_back(*packet);
    }
    void established(const SessionInfo& info) override { session = info; }
    void failed(const RasError& e) override { error = e; }

    DiscoveryClient& dial(DiscoveryOptions options = {}) {
        client.emplace(std::move(options), own, random, *this);
        client->start(now);
        return *client;
    }
    DiscoveryPacket answer(Code code, const MacAddress& from, std::uint16_t id = 0) {
        DiscoveryPacket packet{own, from, code, id, {}};
        packet.add(TagType::HostUniq, client->host_uniq());
        return packet;
    }
    DiscoveryPacket offer(const MacAddress& from, std::string_view name, std::string_view service = "") {
        auto packet = answer(Code::Pado, from);
        return packet.add(TagType::AcName, as_bytes(name)).add(TagType::ServiceName, as_bytes(service));
    }
    void receive(const DiscoveryPacket& packet) { client->receive(packet, now); }
    /// Lets time pass with nobody answering.
    void wait(Duration duration) {
        const TimePoint end = now + duration;
        while (client->next_deadline() && *client->next_deadline() <= end) {
            now = *client->next_deadline();
            client->advance(now);
        }
        now = end;
    }
    unsigned count(Code code) const {
        return static_cast<unsigned>(std::ranges::count(sent, code, &DiscoveryPacket::code));
    }
    bool finished() const { return session || error; }

    SeededRandom random{1};
    TimePoint now{1000s};
    std::optional<DiscoveryClient> client;
    std::vector<DiscoveryPacket> sent;
    std::optional<SessionInfo> session;
    std::optional<RasError> error;
};

TEST_F(ClientTest, OpensASession) {
    dial({.service_name = "internet"});
    ASSERT_EQ(sent.size(), 1U);
    DiscoveryPacket padi{broadcast_mac, own, Code::Padi, 0, {}};
    padi.add(TagType::ServiceName, as_bytes("internet")).add(TagType::HostUniq, client->host_uniq());
    EXPECT_EQ(sent[0], padi);

    receive(offer(isp, "isp", "internet")
                .add(TagType::AcCookie, as_bytes("cookie"))
                .add(TagType::RelaySessionId, as_bytes("relay")));
    ASSERT_EQ(sent.size(), 2U);
    DiscoveryPacket padr{isp, own, Code::Padr, 0, {}};
    padr.add(TagType::ServiceName, as_bytes("internet")).add(TagType::HostUniq, client->host_uniq());
    padr.add(TagType::AcCookie, as_bytes("cookie")).add(TagType::RelaySessionId, as_bytes("relay"));
    EXPECT_EQ(sent[1], padr);
    EXPECT_EQ(client->requested_server(), isp);

    receive(answer(Code::Pads, isp, 17));
    EXPECT_EQ(session, (SessionInfo{{17, isp}, 1492, "isp", "internet"}));
    EXPECT_EQ(client->next_deadline(), std::nullopt);
    EXPECT_EQ(client->requested_server(), std::nullopt);
}

TEST_F(ClientTest, RetransmitsWithBackOffAndGivesUpAfterTenSeconds) {
    dial();
    const std::vector<Duration> at{0ms, 500ms, 1500ms, 3500ms, 7500ms};
    const TimePoint start = now;
    for (std::size_t i = 1; i < at.size(); ++i) {
        EXPECT_EQ(client->next_deadline(), start + at[i]);
        wait(start + at[i] - now);
        EXPECT_EQ(count(Code::Padi), i + 1);
    }
    wait(2499ms);
    EXPECT_FALSE(finished());
    wait(1ms);
    ASSERT_TRUE(error);
    EXPECT_EQ(*error, (RasError{ERROR_BROADBAND_TIMEOUT, "no PPPoE server answered", ""}));
}

TEST_F(ClientTest, TellsAMissingServiceFromAMissingServer) {
    dial({.service_name = "gold"});
    wait(4s);
    EXPECT_EQ(sent.back().find(TagType::ServiceName)->value.size(), 0U);  // who is there at all?
    receive(offer(isp, "isp", "silver").add(TagType::ServiceName, as_bytes("bronze")));
    EXPECT_EQ(count(Code::Padr), 0U);
    wait(6s);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ERROR_BROADBAND_TIMEOUT);
    EXPECT_EQ(error->text,
              "no PPPoE server has the service \"gold\"; heard: AC \"isp\" (02:00:00:00:00:02) offering \"silver\", "
              "\"bronze\"");

    error.reset();
    dial({.service_name = "gold"});
    wait(10s);
    EXPECT_THAT(error->text, HasSubstr("neither for service \"gold\" nor for any"));
}

TEST_F(ClientTest, ChoosesByAcName) {
    dial({.ac_name = "isp"});
    receive(offer(other, "wrong"));
    EXPECT_EQ(count(Code::Padr), 0U);
    receive(offer(isp, "isp"));
    EXPECT_EQ(sent.back().destination, isp);

    dial({.ac_name = "isp"});
    receive(offer(other, "wrong"));
    wait(10s);
    EXPECT_THAT(error->text, HasSubstr("heard: AC \"wrong\""));
}

TEST_F(ClientTest, TakesTheFirstOfTwoOffersAndSendsOneRequest) {
    dial();
    receive(offer(isp, "isp"));
    receive(offer(isp, "isp"));
    receive(offer(other, "other"));
    EXPECT_EQ(count(Code::Padr), 1U);
    receive(answer(Code::Pads, other, 5));  // not from whom we asked
    EXPECT_FALSE(finished());
    receive(answer(Code::Pads, isp, 6));
    receive(answer(Code::Pads, isp, 7));  // a repetition
    EXPECT_EQ(session->key.session_id, 6);
}

TEST_F(ClientTest, IgnoresWhatIsNotAnAnswerToUs) {
    dial();
    auto forged = offer(isp, "isp");
    forged.tags[0].value[3] ^= 1;  // another Host-Uniq
    receive(forged);
    forged = offer(isp, "isp");
    forged.tags.erase(forged.tags.begin());
    receive(forged);
    for (const MacAddress& destination : {other, broadcast_mac, MacAddress{0x01, 0, 0x5e, 0, 0, 1}}) {
        auto astray = offer(isp, "isp");
        astray.destination = destination;
        receive(astray);
    }
    receive(offer({0x03, 0, 0, 0, 0, 1}, "isp"));  // a group address as its source
    receive(answer(Code::Pads, isp, 6));           // not asked yet
    auto early = offer(isp, "isp");
    early.session_id = 9;
    receive(early);
    receive(answer(Code::Padi, isp));
    receive(answer(Code::Padr, isp));
    EXPECT_EQ(sent.size(), 1U);
    EXPECT_FALSE(finished());
}

TEST_F(ClientTest, ASessionOrAnEndForAllIsNotOurs) {
    dial();
    receive(offer(isp, "isp"));
    for (const Code code : {Code::Pads, Code::Padt})
        for (const MacAddress& destination : {other, broadcast_mac, MacAddress{0x01, 0, 0x5e, 0, 0, 1}}) {
            auto astray = answer(code, isp, 6);
            astray.destination = destination;
            receive(astray);
        }
    EXPECT_FALSE(finished());
    receive(answer(Code::Pads, isp, 6));
    EXPECT_TRUE(session);
}

TEST_F(ClientTest, RepeatsALostRequest) {
    dial();
    receive(offer(isp, "isp"));
    wait(500ms);
    EXPECT_EQ(count(Code::Padr), 2U);
    receive(answer(Code::Pads, isp, 6));
    EXPECT_TRUE(session);
}

TEST_F(ClientTest, TurnsToAnotherServerWhenTheFirstFallsSilent) {
    dial();
    receive(offer(isp, "isp"));
    wait(3500ms);
    EXPECT_EQ(count(Code::Padr), 3U);
    EXPECT_EQ(sent.back().code, Code::Padi);
    receive(offer(isp, "isp"));
    EXPECT_EQ(count(Code::Padr), 3U) << "others first";
    receive(offer(other, "other"));
    EXPECT_EQ(sent.back().destination, other);
    receive(answer(Code::Pads, other, 9));
    EXPECT_EQ(session->key, (SessionKey{9, other}));
}

TEST_F(ClientTest, AsksTheSilentServerAgainWhenItIsTheOnlyOne) {
    dial();
    receive(offer(isp, "isp"));
    wait(3500ms);
    receive(offer(isp, "isp"));
    wait(500ms);
    EXPECT_EQ(count(Code::Padr), 4U);
    wait(10s);
    EXPECT_EQ(error->code, ERROR_BROADBAND_TIMEOUT);
    EXPECT_THAT(error->text, HasSubstr("AC \"isp\" (02:00:00:00:00:02)"));
    EXPECT_FALSE(client->refused()) << "it has not answered";
}

TEST_F(ClientTest, ReportsTheServersWords) {
    const auto refused = [&](TagType type, std::string_view text) {
        error.reset();
        dial({.service_name = "gold"});
        receive(offer(isp, "isp", "gold"));
        receive(answer(Code::Pads, isp).add(type, as_bytes(text)));
        EXPECT_TRUE(error);
        EXPECT_TRUE(client->refused()) << text;
        return error.value_or(RasError{});
    };
    EXPECT_EQ(refused(TagType::ServiceNameError, "").code, ERROR_BROADBAND_TIMEOUT) << "without a word, too";
    EXPECT_EQ(
        refused(TagType::ServiceNameError, "no gold"),
        (RasError{ERROR_BROADBAND_TIMEOUT, "AC \"isp\" (02:00:00:00:00:02) refuses the service \"gold\"", "no gold"}));
    EXPECT_EQ(refused(TagType::AcSystemError, "out of memory\n").peer_text, "out of memory\\n");
    EXPECT_EQ(refused(TagType::AcSystemError, "").code, ERROR_FROM_DEVICE);
    EXPECT_EQ(refused(TagType::GenericError, "go away").code, ERROR_FROM_DEVICE);
    EXPECT_EQ(refused(static_cast<TagType>(0x999), "").text, "AC \"isp\" (02:00:00:00:00:02) gave no session number");
}

TEST_F(ClientTest, AnErrorInsteadOfAnOfferLeavesOthersTheirChance) {
    dial();
    receive(offer(isp, "isp").add(TagType::GenericError, as_bytes("closed")));
    EXPECT_FALSE(finished());
    receive(offer(other, "other"));
    EXPECT_EQ(sent.back().destination, other);

    dial();
    receive(offer(isp, "isp").add(TagType::GenericError, as_bytes("closed")));
    wait(500ms);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->peer_text, "closed");
}

TEST_F(ClientTest, PadtDuringDiscoveryIsARefusal) {
    dial();
    receive(answer(Code::Padt, isp).add(TagType::GenericError, as_bytes("not asked yet")));
    EXPECT_FALSE(finished());
    receive(offer(isp, "isp"));
    receive(answer(Code::Padt, other).add(TagType::GenericError, as_bytes("not asked of this one")));
    EXPECT_FALSE(finished());
    receive(answer(Code::Padt, isp, 4).add(TagType::GenericError, as_bytes("bye")));
    ASSERT_TRUE(error);
    EXPECT_EQ(error->peer_text, "bye");
}

TEST_F(ClientTest, LargePayloadNeedsTheEchoInThePads) {
    const auto mtu = [&](std::uint16_t interface_mtu, std::optional<std::uint16_t> echoed) {
        session.reset();
        sent.clear();
        dial({.interface_mtu = interface_mtu});
        receive(offer(isp, "isp"));
        auto pads = answer(Code::Pads, isp, 3);
        if (echoed) pads.add_u16(TagType::PppMaxPayload, *echoed);
        receive(pads);
        return session->mtu;
    };
    EXPECT_EQ(mtu(1500, {}), 1492);
    EXPECT_EQ(sent[0].find(TagType::PppMaxPayload), nullptr);
    EXPECT_EQ(mtu(1500, 1500), 1492) << "not asked for";
    EXPECT_EQ(mtu(1508, 1500), 1500);
    EXPECT_EQ(max_payload_of(sent[0]), 1500);
    EXPECT_EQ(max_payload_of(sent[1]), 1500);
    EXPECT_EQ(mtu(1508, {}), 1492);
    EXPECT_EQ(mtu(1508, 9000), 1492) << "not what was asked for";
    EXPECT_EQ(mtu(1504, 1496), 1496);
    EXPECT_EQ(mtu(9000, 1500), 1500);
    EXPECT_EQ(mtu(1400, {}), 1392);
}

TEST_F(ClientTest, NoServersMakeItSendForEver) {
    // Ever new servers offer at once, error tags fly, nobody gives a session.
    const auto flood = [&](Duration total) {
        error.reset();
        sent.clear();
        dial({.service_name = "isp", .timing = {.total = total}});
        const TimePoint begin = now;
        for (unsigned i = 0; !finished(); ++i) {
            const MacAddress server{0x02,
                                    1,
                                    0,
                                    static_cast<std::uint8_t>(i >> 16),
                                    static_cast<std::uint8_t>(i >> 8),
                                    static_cast<std::uint8_t>(i)};
            receive(offer(server, "flood", "isp"));
            receive(offer(server, "flood", "isp"));
            receive(offer(server, "flood", "other"));
            receive(answer(Code::Pads, isp, 0).add(TagType::GenericError, as_bytes("no")));
            receive(answer(Code::Padt, isp, 1));
            wait(10ms);
        }
        EXPECT_EQ(error->code, ERROR_BROADBAND_TIMEOUT);
        return now - begin;
    };
    EXPECT_EQ(flood(10s), 10s);
    EXPECT_LE(sent.size(), 20U);
    EXPECT_LT(flood(600s), 600s);
    EXPECT_EQ(sent.size(), most_discovery_frames);
}

TEST_F(ClientTest, SurvivesHeavyLoss) {
    // Of each four frames three are lost, each way; a server that answers what arrives.
    unsigned lost_dials = 0;
    for (unsigned seed = 0; seed < 200; ++seed) {
        SeededRandom loss(seed + 77);
        session.reset();
        error.reset();
        sent.clear();
        dial();
        std::size_t seen = 0;
        while (!finished()) {
            for (; seen < sent.size() && !finished(); ++seen) {
                if (loss.u32() % 2 == 0) continue;
                if (loss.u32() % 2 == 0) continue;
                const Code code = sent[seen].code;
                receive(code == Code::Padi ? offer(isp, "isp") : answer(Code::Pads, isp, 8));
            }
            if (!finished()) wait(*client->next_deadline() - now);
        }
        if (error) ++lost_dials;
    }
    EXPECT_LT(lost_dials, 160U);
}

}  // namespace
}  // namespace openras::pppoe
