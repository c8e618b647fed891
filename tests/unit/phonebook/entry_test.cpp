// The values of an entry: what each key becomes, the defaults, and what is refused.
#include "phonebook/entry.h"

#include <gtest/gtest.h>
#include <rasconst.h>

#include "phonebook/book.h"

namespace openras::phonebook {
namespace {

const std::string pppoe_block = "MEDIA=rastapi\nPort=PPPoE5-0\nDevice=eth1\n\nDEVICE=PPPoE\nPhoneNumber=internet\n";

Expected<Entry> read(const std::string& settings, const std::string& blocks = pppoe_block) {
    auto book = Book::parse("[test]\n" + settings + "\n" + blocks, "book");
    if (!book) return std::unexpected(book.error());
    return book->entry("test");
}

Entry good(const std::string& settings, const std::string& blocks = pppoe_block) {
    auto entry = read(settings, blocks);
    EXPECT_TRUE(entry) << entry.error().text;
    return entry.value_or(Entry{});
}

std::string refused(const std::string& settings) {
    auto entry = read(settings);
    EXPECT_FALSE(entry) << settings;
    if (entry) return {};
    EXPECT_EQ(entry.error().code, std::uint32_t{ERROR_CORRUPT_PHONEBOOK});
    return entry.error().text;
}

TEST(PhonebookEntry, ShortestPppoeEntryAndItsDefaults) {
    Entry expected;
    expected.name = "test";
    expected.line = 1;
    expected.type = RASET_Broadband;
    expected.links = {{.media = "rastapi",
                       .port = "PPPoE5-0",
                       .device = "eth1",
                       .device_type = "PPPoE",
                       .phone_numbers = {{.number = "internet", .area_code = {}}}}};
    expected.device = "eth1";
    expected.device_type = "PPPoE";
    expected.port = "PPPoE5-0";
    expected.phone_numbers = {"internet"};
    EXPECT_EQ(good(""), expected);
    EXPECT_TRUE(expected.ip_prioritize_remote);
    EXPECT_TRUE(expected.ipv6_prioritize_remote);
    EXPECT_EQ(expected.auth_restrictions, 0u);
}

TEST(PhonebookEntry, TypeFollowsTheDeviceWhereItIsMissing) {
    EXPECT_EQ(good("", "MEDIA=serial\nDEVICE=modem\n").type, std::uint32_t{RASET_Phone});
    EXPECT_EQ(good("", "MEDIA=rastapi\nDEVICE=VPN\n").type, std::uint32_t{RASET_Vpn});
    EXPECT_EQ(good("Type=5", "MEDIA=rastapi\nDEVICE=vpn\n").type, std::uint32_t{RASET_Broadband});
}

TEST(PhonebookEntry, RoutesAddressesAndTimes) {
    const auto entry = good(
        "IpPrioritizeRemote=0\nIpv6PrioritizeRemote=0\nIpInterfaceMetric=7\nIpAssign=2\nIpAddress=10.1.2.3\n"
        "IpNameAssign=2\nIpDnsAddress=9.9.9.9\nIpDns2Address=0.0.0.0\nIpv6NameAssign=2\nIpv6DnsAddress=2620:fe::fe\n"
        "Ipv6Dns2Address=::\nIdleDisconnectSeconds=-1\nRedialAttempts=5\nRedialSeconds=10\nLcpExtensions=0\n"
        "DataEncryption=256\nExcludedProtocols=8\nAuthRestrictions=552\nCustomAuthKey=-1\nIpDnsSuffix=lan");
    EXPECT_FALSE(entry.ip_prioritize_remote);
    EXPECT_FALSE(entry.ipv6_prioritize_remote);
    EXPECT_EQ(entry.ip_interface_metric, 7u);
    EXPECT_EQ(entry.ip_assign, 2u);
    EXPECT_EQ(entry.ip_address, "10.1.2.3");
    EXPECT_EQ(entry.dns1, "9.9.9.9");
    EXPECT_EQ(entry.dns2, "");
    EXPECT_EQ(entry.ipv6_dns1, "2620:fe::fe");
    EXPECT_EQ(entry.ipv6_dns2, "");
    EXPECT_EQ(entry.idle_disconnect_seconds, 0xFFFFFFFFu);
    EXPECT_EQ(entry.redial_attempts, 5u);
    EXPECT_EQ(entry.redial_seconds, 10u);
    EXPECT_FALSE(entry.lcp_extensions);
    EXPECT_EQ(entry.data_encryption, 256u);
    EXPECT_EQ(entry.excluded_protocols, excluded_ipv6);
    EXPECT_EQ(entry.auth_restrictions, auth_mschapv2 | auth_chap_md5 | auth_pap);
    EXPECT_EQ(entry.custom_auth_key, 0u);
    EXPECT_EQ(entry.dns_suffix, "lan");
}

TEST(PhonebookEntry, GuidIsInMemoryOrder) {
    const auto entry = good("Guid=00112233445566778899AABBCCDDEEff");
    EXPECT_EQ(entry.guid[0], 0x00);
    EXPECT_EQ(entry.guid[1], 0x11);
    EXPECT_EQ(entry.guid[15], 0xFF);
}

TEST(PhonebookEntry, OurKeysCountWhereverTheyStand) {
    const std::string ours =
        "OpenRasUser=alice@isp\nOpenRasAcName=ac1\nOpenRasMtu=1492\nOpenRasInterfaceName=wan%d\n"
        "OpenRasIpv6RouteAlways=1\nOpenRasEchoInterval=0\nOpenRasEchoFailures=5\n";
    for (const auto& entry : {good(ours), good("", pppoe_block + ours)}) {
        EXPECT_EQ(entry.user, "alice@isp");
        EXPECT_EQ(entry.ac_name, "ac1");
        EXPECT_EQ(entry.mtu, 1492u);
        EXPECT_EQ(entry.interface_name, "wan%d");
        EXPECT_TRUE(entry.ipv6_route_always);
        EXPECT_EQ(entry.echo_interval, 0u);
        EXPECT_EQ(entry.echo_failures, 5u);
    }
    EXPECT_EQ(good("").echo_interval, std::nullopt);
    EXPECT_FALSE(good("").ipv6_route_always);
}

TEST(PhonebookEntry, DeviceAndDEVICEDiffer) {
    const auto entry = good("", "MEDIA=rastapi\nDevice=eth0\nDEVICE=PPPoE\n");
    EXPECT_EQ(entry.device, "eth0");
    EXPECT_EQ(entry.device_type, "PPPoE");
    EXPECT_TRUE(entry.phone_numbers.empty());
}

TEST(PhonebookEntry, SettingsOfABlockAreNotThoseOfTheEntry) {
    // Compression=1 of a modem and a stray Type in a block do not reach the entry.
    EXPECT_EQ(good("Type=5", pppoe_block + "Type=2\nIpPrioritizeRemote=0\n").type, 5u);
    EXPECT_TRUE(good("", pppoe_block + "IpPrioritizeRemote=0\n").ip_prioritize_remote);
}

TEST(PhonebookEntry, SeveralLinksAndNumbers) {
    const auto entry = good("Type=1",
                            "NETCOMPONENTS=\nms_server=0\n\n"
                            "MEDIA=serial\nPort=COM1\nDevice=Modem A\nDEVICE=modem\nPhoneNumber=111\nAreaCode=30\n"
                            "CountryCode=49\nCountryID=49\nUseDialingRules=1\nPhoneNumber=222\nAreaCode=\n"
                            "MEDIA=serial\nPort=COM2\nDevice=Modem B\nDEVICE=modem\nPhoneNumber=333\n");
    ASSERT_EQ(entry.links.size(), 2u);
    EXPECT_EQ(entry.phone_numbers, (std::vector<std::string>{"111", "222"}));
    EXPECT_EQ(entry.links[0].phone_numbers[0], (PhoneNumber{"111", "30", 49, 49, true}));
    EXPECT_EQ(entry.links[0].phone_numbers[1], (PhoneNumber{"222", "", 0, 0, false}));
    EXPECT_EQ(entry.links[1].port, "COM2");
    EXPECT_EQ(entry.links[1].phone_numbers[0].number, "333");
}

TEST(PhonebookEntry, WrongValuesNameKeyAndLine) {
    EXPECT_EQ(refused("Type=five"), "book:2: Type: 'five' is no number");
    EXPECT_EQ(refused("Type=5x"), "book:2: Type: '5x' is no number");
    EXPECT_EQ(refused("\nIpAddress=1.2.3"), "book:3: IpAddress: '1.2.3' is no IPv4 address");
    EXPECT_EQ(refused("Ipv6Address=1.2.3.4"), "book:2: Ipv6Address: '1.2.3.4' is no IPv6 address");
    EXPECT_EQ(refused("OpenRasMtu=70000"), "book:2: OpenRasMtu: '70000' is not in 0 to 65535");
    EXPECT_EQ(refused("OpenRasMtu=-1"), "book:2: OpenRasMtu: '-1' is not in 0 to 65535");
    EXPECT_EQ(refused("OpenRasEchoFailures=0"), "book:2: OpenRasEchoFailures: '0' is not in 1 to 255");
    EXPECT_EQ(refused("DialParamsUID=4294967296").substr(0, 6), "book:2");
    for (const auto* name : {"a/b", "..", "sixteen-letters!", "a b", "ppp%s", "p%d%d", "a%"}) {
        EXPECT_NE(refused(std::string("OpenRasInterfaceName=") + name), "") << name;
    }
    EXPECT_EQ(refused("OpenRasUser=a\x01z"), "book:2: OpenRasUser: 'a\\x01z' holds a control character");
}

TEST(PhonebookEntry, EntryWithoutDeviceIsRefused) {
    auto entry = read("Type=5", "");
    ASSERT_FALSE(entry);
    EXPECT_EQ(entry.error().text, "book:1: the entry has no MEDIA= block, so no device");
}

TEST(PhonebookEntry, ADeviceNameInAnotherCodePageIsRead) {
    const auto book =
        Book::parse("[a]\nEncoding=1\nMEDIA=rastapi\nDevice=WAN \xCE\xA2\xD0\xCD (PPPOE)\nDEVICE=PPPoE\n", "b");
    EXPECT_TRUE(book->entry("a").value().device.ends_with(" (PPPOE)"));
    EXPECT_EQ(book->properties("a").value().links[0].device_name, book->entry("a")->device);
}

TEST(PhonebookEntry, EncodingOfTexts) {
    EXPECT_EQ(good("Encoding=1\nOpenRasUser=J\xC3\xB6rg").user, "J\xC3\xB6rg");
    EXPECT_EQ(good("Encoding=0\nOpenRasUser=J\xF6rg \x80").user, "J\xC3\xB6rg \xE2\x82\xAC");
    EXPECT_EQ(good("OpenRasUser=J\xC3\xB6rg").user, "J\xC3\xB6rg");
    EXPECT_EQ(refused("Encoding=1\nOpenRasUser=J\xF6rg"),
              "book:3: OpenRasUser: 'J\\xf6rg' is not UTF-8, which Encoding=1 promises");
}

}  // namespace
}  // namespace openras::phonebook
