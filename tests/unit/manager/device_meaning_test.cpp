// Device names as programs and books of every language have them.
#include "manager/device_meaning.h"

#include <gtest/gtest.h>
#include <rasconst.h>

namespace openras::manager {
namespace {

bus::EntrySettings entry(std::uint32_t type, std::string device_type, std::string device) {
    bus::EntrySettings settings;
    settings.type = type;
    settings.device_type = std::move(device_type);
    settings.device_name = std::move(device);
    return settings;
}

TEST(DeviceMeaning, NamesOfMiniportsMeanNoDeviceInParticular) {
    for (const char* name :
         {"", "PPPoE", "PPPoe", "PPPOE", "WAN Miniport (PPPOE)", "WAN Miniport (PPPoE)", "WAN 微型端口 (PPPOE)",
          "WAN 微型端口(PPPOE)", "WAN-Miniport (PPPOE)", "Miniport WAN (PPPOE)", "Minipuerto WAN (PPPOE)",
          "Минипорт WAN (PPPOE)", "WAN ミニポート (PPPOE)", "WAN Miniport (PPPOE) #2", "Broadband Connection",
          "Minipuerto(PPPOE)"}) {
        EXPECT_EQ(meaning_of_device(name, RASDT_PPPoE), DeviceName::Any) << name;
    }
}

TEST(DeviceMeaning, OtherNamesAreInterfaces) {
    for (const char* name : {"eth9", "eth0.7", "pppoe0", "vpn", "a-name-that-is-longer-than-any-interface"}) {
        EXPECT_EQ(meaning_of_device(name, RASDT_PPPoE), DeviceName::Interface) << name;
    }
    EXPECT_EQ(meaning_of_device("lan(2)", RASDT_PPPoE), DeviceName::AnyUnlessInterface);
}

TEST(DeviceMeaning, TheRuleHoldsForLaterMedia) {
    EXPECT_EQ(meaning_of_device("WAN-Miniport (L2TP)", RASDT_Vpn), DeviceName::Any);
    EXPECT_EQ(meaning_of_device("VPN", RASDT_Vpn), DeviceName::Any);
    EXPECT_EQ(meaning_of_device("pppoe", RASDT_Vpn), DeviceName::Interface);
}

TEST(DeviceMeaning, PppoeEntriesAreKnownByTheirDeviceTypeThenByWhatElseTells) {
    EXPECT_TRUE(check_medium(entry(RASET_Broadband, "PPPoE", "eth0")));
    EXPECT_TRUE(check_medium(entry(RASET_Vpn, "pppoe", "eth0")));
    EXPECT_TRUE(check_medium(entry(RASET_Broadband, "rastapi", "WAN 微型端口 (PPPOE)")));
    EXPECT_TRUE(check_medium(entry(RASET_Direct, "rastapi", "WAN Miniport (PPPOE)")));
    EXPECT_TRUE(check_medium(entry(RASET_Broadband, "", "")));
    EXPECT_TRUE(check_medium(entry(RASET_Phone, "", "eth1"))) << "MEDIA= and Device= are all it has";
    EXPECT_TRUE(check_medium({})) << "a dial by number, without entry";
}

TEST(DeviceMeaning, AMediumThatIsNotThereIsNamed) {
    const auto l2tp = check_medium(entry(RASET_Vpn, "vpn", "WAN Miniport (L2TP)"));
    ASSERT_FALSE(l2tp);
    EXPECT_EQ(l2tp.error(), (RasError{ERROR_DEVICE_DOES_NOT_EXIST,
                                      "the entry is for a device of type 'vpn' (WAN Miniport (L2TP)): PPPoE is the "
                                      "only medium that this manager can dial",
                                      ""}));
    for (const auto& other : {entry(RASET_Phone, "modem", "Standard Modem"), entry(RASET_Phone, "MODEM", ""),
                              entry(RASET_Phone, "isdn", "ISDN1"), entry(RASET_Vpn, "rastapi", "WAN Miniport (SSTP)"),
                              entry(RASET_Direct, "rastapi", "WAN Miniport (PPTP)"), entry(RASET_Vpn, "", "")}) {
        const auto refused = check_medium(other);
        ASSERT_FALSE(refused) << other.device_type;
        EXPECT_EQ(refused.error().code, std::uint32_t{ERROR_DEVICE_DOES_NOT_EXIST});
        EXPECT_EQ(refused.error().text.find("interface"), std::string::npos) << refused.error().text;
    }
}

}  // namespace
}  // namespace openras::manager
