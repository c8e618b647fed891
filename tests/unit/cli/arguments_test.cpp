// The two dialects of rasdial's command line.
#include "cli/arguments.h"

#include <gtest/gtest.h>

#include <vector>

namespace openras::cli {
namespace {

using namespace std::chrono_literals;

std::expected<CommandLine, std::string> parse(std::vector<std::string> words) {
    return parse_arguments(words);
}

CommandLine good(std::vector<std::string> words) {
    auto line = parse(std::move(words));
    EXPECT_TRUE(line) << line.error();
    return line.value_or(CommandLine{});
}

TEST(Arguments, NothingListsConnections) {
    EXPECT_EQ(good({}), CommandLine{});
}

TEST(Arguments, AnEntryIsDialled) {
    CommandLine expected;
    expected.command = Command::Dial;
    expected.entry = "Home Office";
    EXPECT_EQ(good({"Home Office"}), expected);
}

TEST(Arguments, UserAndPasswordFollowTheEntry) {
    CommandLine expected;
    expected.command = Command::Dial;
    expected.entry = "office";
    expected.user = "alice";
    expected.password_source = PasswordSource::CommandLine;
    expected.password = Secret("pa ss");
    EXPECT_EQ(good({"office", "alice", "pa ss"}), expected);
}

TEST(Arguments, AStarAsksForThePassword) {
    const CommandLine line = good({"office", "alice", "*"});
    EXPECT_EQ(line.password_source, PasswordSource::Prompt);
    EXPECT_TRUE(line.password.empty());
}

TEST(Arguments, WindowsSwitchesInAnyCaseAndPlace) {
    CommandLine expected;
    expected.command = Command::Dial;
    expected.entry = "office";
    expected.user = "alice";
    expected.phonebook = "/tmp/a book:1.pbk";
    expected.domain = "CORP";
    expected.phone = "internet";
    expected.callback = "123";
    expected.prefix_suffix = true;
    EXPECT_EQ(good({"/phonebook:/tmp/a book:1.pbk", "office", "/Domain:CORP", "/PHONE:internet", "alice",
                    "/callback:123", "/PrefixSuffix"}),
              expected);
}

TEST(Arguments, GnuOptionsWithEitherSeparator) {
    const CommandLine line =
        good({"--phonebook", "a.pbk", "--timeout=30", "--socket", "/tmp/s", "office", "--json", "-v"});
    EXPECT_EQ(line.phonebook, "a.pbk");
    EXPECT_EQ(line.timeout, 30s);
    EXPECT_EQ(line.socket, "/tmp/s");
    EXPECT_TRUE(line.json);
    EXPECT_TRUE(line.verbose);
}

TEST(Arguments, Disconnect) {
    for (const char* word : {"/DISCONNECT", "/disconnect", "/d", "--disconnect", "-d"}) {
        EXPECT_EQ(good({"office", word}).command, Command::Disconnect) << word;
        EXPECT_EQ(good({word}).entry, "") << word;
    }
}

TEST(Arguments, StatusAndWatchTakeAnEntry) {
    EXPECT_EQ(good({"--status"}).command, Command::Status);
    EXPECT_EQ(good({"--status", "office"}).entry, "office");
    EXPECT_EQ(good({"office", "--watch"}).command, Command::Watch);
}

TEST(Arguments, PasswordSources) {
    const CommandLine file = good({"office", "alice", "--password-file", "/run/secret"});
    EXPECT_EQ(file.password_source, PasswordSource::File);
    EXPECT_EQ(file.password_file, "/run/secret");
    EXPECT_EQ(good({"office", "--password-fd=0"}).password_fd, 0);
    EXPECT_FALSE(parse({"office", "alice", "secret", "--password-fd", "3"}));
    EXPECT_FALSE(parse({"office", "--password-file=a", "--password-fd=3"}));
    EXPECT_FALSE(parse({"office", "--password-fd", "three"}));
    EXPECT_FALSE(parse({"office", "--password-fd", "-1"}));
}

TEST(Arguments, TwoDashesEndTheSwitches) {
    const CommandLine line = good({"--json", "--", "/strange", "-user", "--pass"});
    EXPECT_EQ(line.entry, "/strange");
    EXPECT_EQ(line.user, "-user");
    EXPECT_EQ(line.password, Secret("--pass"));
}

TEST(Arguments, HelpAndVersionWin) {
    EXPECT_EQ(good({"/?"}).command, Command::Help);
    EXPECT_EQ(good({"office", "--help", "--nonsense"}).command, Command::Help);
    EXPECT_EQ(good({"--version"}).command, Command::Version);
}

TEST(Arguments, MistakesAreNamed) {
    EXPECT_EQ(parse({"office", "/nonsense"}).error(),
              "unknown switch /nonsense (a word that begins so goes behind --)");
    EXPECT_EQ(parse({"/PHONEBOOK"}).error(), "/PHONEBOOK: needs a value, as in /PHONEBOOK:VALUE");
    EXPECT_EQ(parse({"--timeout"}).error(), "--timeout: needs a value");
    EXPECT_EQ(parse({"--json=yes"}).error(), "--json=yes: takes no value");
    EXPECT_EQ(parse({"a", "b", "c", "d"}).error(), "too many words: 'd' (quote a name with spaces)");
    EXPECT_FALSE(parse({"--status", "a", "b"}));
    EXPECT_FALSE(parse({"--status", "/DISCONNECT"}));
    EXPECT_FALSE(parse({"a", "--timeout", "0"}));
    EXPECT_FALSE(parse({"a", "--timeout", "5s"}));
    EXPECT_FALSE(parse({""}));
}

TEST(Arguments, WhatWouldDoNothingIsAMistake) {
    EXPECT_FALSE(parse({"--no-wait"}));
    EXPECT_FALSE(parse({"--status", "--timeout", "3"}));
    EXPECT_FALSE(parse({"office", "/DISCONNECT", "/PHONE:1"}));
}

TEST(Arguments, TheUsageNamesEverySwitch) {
    const std::string text = usage();
    for (const char* word : {"/DISCONNECT", "/PHONEBOOK", "/PHONE", "/DOMAIN", "/CALLBACK", "/PREFIXSUFFIX", "--status",
                             "--watch", "--json", "--no-wait", "--timeout", "--password-file", "--password-fd",
                             "--socket", "--verbose", "--help", "--version"})
        EXPECT_NE(text.find(word), std::string::npos) << word;
}

}  // namespace
}  // namespace openras::cli
