#include "manager/config_source.h"

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
        const ConfigSource source(path_, ConfigSource::File::Named, [](Config&) {});
        auto read = source.read();
        if (!read) return std::unexpected(read.error());
        config_ = std::move(*read);
        return {};
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
             {"[manager]\nlog_level = \"loud\"\n", ":2: manager.log_level has a value of the wrong kind or range"},
             {"[pppoe]\ninterface = \"a name that is too long\"\n", "pppoe.interface has a value of the wrong kind"},
             {"[ppp\n", ":1:"}}) {
        const auto loaded = load(text);
        ASSERT_FALSE(loaded.has_value()) << text;
        EXPECT_EQ(loaded.error().code, static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER));
        EXPECT_THAT(loaded.error().text, HasSubstr(complaint));
    }
}

TEST_F(ConfigFile, AMissingFileIsAnError) {
    const auto read = ConfigSource("/nonexistent/openras.toml", ConfigSource::File::Named, [](Config&) {}).read();
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().text, "/nonexistent/openras.toml: No such file or directory");
}

TEST_F(ConfigFile, TheDefaultOneMayComeAndGo) {
    const ConfigSource source(path_, ConfigSource::File::WhereItIs, [](Config&) {});
    ASSERT_TRUE(source.read().has_value());
    EXPECT_EQ(source.file(), "");
    std::ofstream(path_) << "[ppp]\necho_failures = 7\n";
    EXPECT_EQ(source.file(), path_);
    EXPECT_EQ(source.read()->echo_failures, 7u);
    std::remove(path_.c_str());
    EXPECT_EQ(source.read()->echo_failures, 3u);
}

TEST_F(ConfigFile, NamesEveryFault) {
    const auto loaded = load("[ppp]\necho_failures = 0\necho_interval = true\n[limits]\nnothing = 1\n");
    ASSERT_FALSE(loaded.has_value());
    for (const char* line :
         {":2: ppp.echo_failures", ":3: ppp.echo_interval", ":5: there is no setting limits.nothing"})
        EXPECT_THAT(loaded.error().text, HasSubstr(line));
}

TEST_F(ConfigFile, OneThatIsTooLargeIsNotRead) {
    const auto loaded = load(std::string(config_size_limit + 1, '\n'));
    ASSERT_FALSE(loaded.has_value());
    EXPECT_THAT(loaded.error().text, HasSubstr("larger than 65536 bytes"));
    EXPECT_TRUE(load(std::string(config_size_limit, '\n')).has_value());
}

TEST_F(ConfigFile, TheCommandLineStandsOverIt) {
    std::ofstream(path_) << "[ppp]\necho_failures = 7\necho_interval = 7\n";
    const auto read =
        ConfigSource(path_, ConfigSource::File::Named, [](Config& config) { config.echo_failures = 9; }).read();
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->echo_failures, 9u);
    EXPECT_EQ(read->echo_interval, std::chrono::seconds(7));
}

TEST_F(ConfigFile, ReadAgainTheManagerTakesWhatMayChangeAndNamesTheRest) {
    Config running;
    running.user_interfaces = {"eth7"};
    ASSERT_TRUE(
        load("[manager]\nlog_level = \"debug\"\nuser = \"ras\"\nstate_dir = \"/elsewhere\"\n"
             "[pppoe]\nuser_interfaces = [\"eth1\"]\n[limits]\ndials_per_user = 3\n"));
    EXPECT_THAT(reconfigure(running, config_), ElementsAre("manager.state_dir", "manager.user"));
    EXPECT_EQ(running.log_level, "debug");
    EXPECT_THAT(running.user_interfaces, ElementsAre("eth1"));
    EXPECT_EQ(running.max_dials_per_user, 3u);
    EXPECT_EQ(running.user, "openras") << "until the next start";
    EXPECT_EQ(running.state_dir, "/var/lib/openras");
    // What no longer stands in the file is the default again.
    EXPECT_THAT(reconfigure(running, Config{}), ElementsAre());
    EXPECT_EQ(running.max_dials_per_user, 4096u);
}

}  // namespace
}  // namespace openras::manager
