// What --status, --watch and --json say of a connection.
#include "cli/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rasnotify.h>

#include <nlohmann/json.hpp>

namespace openras::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

bus::ConnectionInfo up() {
    bus::ConnectionInfo c;
    c.handle = 0xABCD;
    c.dial_id = "d7";
    c.entry = "office";
    c.phonebook = "/etc/openras/rasphone.pbk";
    c.owned = true;
    c.state = RASCS_Connected;
    c.device_type = "PPPoE";
    c.device_name = "eth0";
    c.phone_number = "internet";
    c.interface_name = "ppp0";
    c.ipv4_local = "10.64.0.2";
    c.ipv4_peer = "10.64.0.1";
    c.dns_primary = "9.9.9.9";
    c.mtu = 1492;
    c.bytes_sent = 1500;
    c.packets_sent = 2;
    c.connected_ms = 62'000;
    return c;
}

bus::ConnectionInfo failed() {
    bus::ConnectionInfo c = up();
    c.state = RASCS_Disconnected;
    c.connected_ms = 0;
    c.dial_error = 691;
    c.ended_by = RASEB_Peer;
    c.text = "CHAP Failure";
    c.peer_text = "go away";
    return c;
}

TEST(Describe, AConnectionThatIsUp) {
    EXPECT_EQ(describe(up()),
              "office: connected for 1 min 02 s\n"
              "    device      PPPoE eth0, internet\n"
              "    interface   ppp0, MTU 1492\n"
              "    IPv4        10.64.0.2 to 10.64.0.1\n"
              "    DNS         9.9.9.9\n"
              "    sent        1.5 kB in 2 packets\n"
              "    received    0 B in 0 packets\n"
              "    phone book  /etc/openras/rasphone.pbk\n"
              "    dial id     d7\n");
}

TEST(Describe, AFailureHasItsCauseAndThePeersWords) {
    const std::string text = describe(failed());
    EXPECT_THAT(text, HasSubstr("office: failed, error 691 ERROR_AUTHENTICATION_FAILURE\n"));
    EXPECT_THAT(text, HasSubstr("    ended by    the peer\n"));
    EXPECT_THAT(text, HasSubstr("    peer says   \"go away\"\n"));
    EXPECT_THAT(text, Not(HasSubstr("interface")));
}

TEST(Describe, WhyThereIsNoAddress) {
    bus::ConnectionInfo c = up();
    c.ipv6_text = "IPv6 is switched off on this machine";
    c.dns_advertised = {"2001:db8::53"};
    c.search = {"isp.example", "example.net"};
    EXPECT_THAT(describe(c), HasSubstr("    IPv6        none: IPv6 is switched off on this machine\n"));
    EXPECT_THAT(describe(c), HasSubstr("    DNS         9.9.9.9, 2001:db8::53\n"));
    EXPECT_THAT(describe(c), HasSubstr("    search      isp.example example.net\n"));
    EXPECT_EQ(to_json(c)["dns"], nlohmann::json::array({"9.9.9.9", "2001:db8::53"}));
    EXPECT_EQ(to_json(c)["ipv6_detail"], "IPv6 is switched off on this machine");
    c.ipv6_local = "fe80::2";
    EXPECT_THAT(describe(c), HasSubstr("    IPv6        fe80::2\n"));
}

TEST(Describe, WhatHadBeenUpHasDropped) {
    bus::ConnectionInfo c = failed();
    c.connected_ms = 5;
    EXPECT_THAT(describe(c), HasSubstr("office: dropped, error 691"));
}

TEST(Describe, AClientThatDoesNotPumpIsNamed) {
    bus::ConnectionInfo c = up();
    c.state = RASCS_Authenticate;
    c.waiting_for_client = true;
    c.client_pid = 12;
    c.client_tid = 13;
    EXPECT_THAT(describe(c), HasSubstr("waiting for the client to pump: pid 12, thread 13"));
    EXPECT_THAT(change_line(c, false), HasSubstr("waiting for the client to pump (pid 12, thread 13)"));
    EXPECT_THAT(change_line(c, true), Not(HasSubstr("waiting")));
}

TEST(Describe, OneLineForAChange) {
    EXPECT_EQ(change_line(up(), false), "office [d7] Connected, ppp0, 10.64.0.2 to 10.64.0.1");
    EXPECT_EQ(change_line(up(), true), "office [d7] gone");
    EXPECT_EQ(
        change_line(failed(), false),
        "office [d7] Disconnected, error 691 ERROR_AUTHENTICATION_FAILURE, ended by the peer, peer says \"go away\"");
}

TEST(Describe, JsonIsOneLineAndSurvivesBytesThatAreNoText) {
    bus::ConnectionInfo c = up();
    c.peer_text = "a\xff\nb";
    const std::string line = dump(to_json(c));
    EXPECT_EQ(line.find('\n'), line.npos);
    const auto json = nlohmann::json::parse(line);
    EXPECT_EQ(json["entry"], "office");
    EXPECT_EQ(json["state"], "Connected");
    EXPECT_EQ(json["dns"], nlohmann::json::array({"9.9.9.9"}));
    EXPECT_EQ(json["interface"], "ppp0");
    EXPECT_EQ(json["error"], 0);
}

}  // namespace
}  // namespace openras::cli
