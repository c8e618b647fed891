#include "manager/machine_ipv6.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace openras::manager {
namespace {

class MachineIpv6 : public ::testing::Test {
  protected:
    MachineIpv6() {
        std::string pattern = "/tmp/openras-ipv6-test-XXXXXX";
        folder = ::mkdtemp(pattern.data());
        for (const char* scope : {"all", "default"}) set(scope, "0");
    }
    ~MachineIpv6() override { std::filesystem::remove_all(folder); }
    void set(const std::string& scope, const std::string& value) const {
        std::filesystem::create_directories(folder + "/" + scope);
        std::ofstream(folder + "/" + scope + "/disable_ipv6") << value << "\n";
    }
    std::string folder;
};

TEST_F(MachineIpv6, IsOnWhereNeitherSaysOtherwise) {
    EXPECT_EQ(why_no_ipv6(folder), std::nullopt);
}

TEST_F(MachineIpv6, IsOffWhereEitherSaysSo) {
    set("default", "1");
    EXPECT_EQ(why_no_ipv6(folder), "IPv6 is switched off on this machine (net.ipv6.conf.default.disable_ipv6)");
    set("all", "1");
    EXPECT_EQ(why_no_ipv6(folder), "IPv6 is switched off on this machine (net.ipv6.conf.all.disable_ipv6)");
}

TEST_F(MachineIpv6, IsNotSwitchedOffByWhatCannotBeRead) {
    EXPECT_EQ(why_no_ipv6(folder + "/none"), std::nullopt);
    set("all", "");
    EXPECT_EQ(why_no_ipv6(folder), std::nullopt);
}

}  // namespace
}  // namespace openras::manager
