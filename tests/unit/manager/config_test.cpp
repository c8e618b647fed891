#include "manager/config.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace openras::manager {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ConfigFile : public testing::Test {
  protected:
    ~ConfigFile() override { std::remove(path_.c_str()); }
    Expected<void> load(const std::string& text) {
        std::ofstream(path_) << text;
        return load_config(path_, config_);
    }
    std::string path_ = "/tmp/openras-config-test-" + std::to_string(getpid()) + ".toml";
    Config config_;
};

TEST_F(ConfigFile, SetsWhatItNames) {
    ASSERT_TRUE(load("[manager]\nuser = \"ras\"\n[pppoe]\nuser_interfaces = [\"eth1\", \"eth2\"]\n"
                     "[ppp]\necho_interval = 5\n[dataplane]\ncounting = true\n"
                     "[access]\neveryone = true\n")
                    .has_value());
    EXPECT_EQ(config_.user, "ras");
    EXPECT_THAT(config_.user_interfaces, ElementsAre("eth1", "eth2"));
    EXPECT_EQ(config_.echo_interval, std::chrono::seconds(5));
    EXPECT_TRUE(config_.counting_dataplane);
    EXPECT_TRUE(config_.everyone);
    EXPECT_EQ(config_.credentials, "manager");
    EXPECT_EQ(config_.echo_failures, 3u);
}

TEST_F(ConfigFile, SaysWhereItIsWrong) {
    for (const auto& [text, complaint] : std::initializer_list<std::pair<const char*, const char*>>{
             {"[ppp]\necho_intervall = 5\n", ":2: there is no setting ppp.echo_intervall"},
             {"[ppp]\n\necho_failures = 0\n", ":3: ppp.echo_failures has a value of the wrong kind or range"},
             {"[ppp]\necho_failures = \"3\"\n", "wrong kind"},
             {"[pppoe]\nuser_interfaces = [1]\n", "wrong kind"},
             {"[manager]\ncredentials = \"some\"\n", "wrong kind"},
             {"user = 1\n", "outside a [section]"},
             {"[ppp\n", ":1:"}}) {
        const auto loaded = load(text);
        ASSERT_FALSE(loaded.has_value()) << text;
        EXPECT_EQ(loaded.error().code, static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER));
        EXPECT_THAT(loaded.error().text, HasSubstr(complaint));
    }
}

TEST_F(ConfigFile, AMissingFileIsAnError) {
    EXPECT_FALSE(load_config("/nonexistent/openras.toml", config_).has_value());
}

}  // namespace
}  // namespace openras::manager
