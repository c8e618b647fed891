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

TEST(Arguments, AnEmptyPasswordIsOne) {
    const CommandLine line = good({"office", "alice", ""});
    EXPECT_EQ(line.password_source, PasswordSource::CommandLine);
    EXPECT_TRUE(line.password.empty());
    EXPECT_FALSE(parse({"office", ""}));
    EXPECT_FALSE(parse({"", "alice", ""}));
    EXPECT_FALSE(parse({"--copy", "office", ""}));
    EXPECT_FALSE(parse({"--save", "office", "alice", ""}));
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

TEST(Arguments, AnEntryIsMadeAndChanged) {
    CommandLine expected;
    expected.command = Command::Create;
    expected.entry = "Büro";
    expected.type = "pppoe";
    expected.device = "eth1";
    expected.phone = "internet";
    expected.user = "alice";
    expected.changes = {{"OpenRasMtu", "1492"}, {"IpDnsSuffix", "a=b"}, {"TypicalAuth", std::nullopt}};
    expected.phonebook = "/tmp/a.pbk";
    EXPECT_EQ(good({"--create", "Büro", "--type", "pppoe", "--device=eth1", "--phone", "internet", "--user", "alice",
                    "--set", "OpenRasMtu=1492", "--set=IpDnsSuffix=a=b", "--unset", "TypicalAuth", "-f", "/tmp/a.pbk"}),
              expected);
    EXPECT_EQ(good({"--edit", "Büro", "--set", "OpenRasMtu="}).changes[0].value, "");
    EXPECT_EQ(parse({"--create", "Büro"}).error(), "--create needs --type");
    EXPECT_EQ(parse({"--create", "--type", "pppoe"}).error(), "words are missing: ENTRY is wanted");
    EXPECT_EQ(parse({"--edit", "a", "--set", "Mtu"}).error(), "--set needs KEY=VALUE, not 'Mtu'");
    EXPECT_EQ(parse({"--edit", "a", "--type", "pppoe", "--user", "x"}).error(), "--type has no meaning here");
    EXPECT_FALSE(parse({"--edit", "a"}));
    EXPECT_FALSE(parse({"--edit", "a", "--unset", "a=b"}));
}

TEST(Arguments, EntriesAreListedCopiedRenamedAndDeleted) {
    EXPECT_EQ(good({"--entries"}).command, Command::Entries);
    EXPECT_EQ(good({"--show", "a", "--system"}).phonebook, "/etc/openras/rasphone.pbk");
    for (const auto& [word, command] : {std::pair("--copy", Command::Copy), std::pair("--rename", Command::Rename)}) {
        const CommandLine line = good({word, "a", "b"});
        EXPECT_EQ(line.command, command);
        EXPECT_EQ(line.entry, "a");
        EXPECT_EQ(line.new_name, "b");
        EXPECT_EQ(parse({word, "a"}).error(), "words are missing: ENTRY NEW is wanted");
    }
    EXPECT_EQ(good({"a", "--delete"}).command, Command::Delete);
    EXPECT_FALSE(parse({"--delete", "a", "--copy"}));
    EXPECT_FALSE(parse({"--entries", "a"}));
    EXPECT_FALSE(parse({"--entries", "--system", "/PHONEBOOK:a"}));
}

TEST(Arguments, BooksAreImportedAndExported) {
    const CommandLine line = good({"--import", "/media/usb/rasphone.pbk", "a", "b", "--replace"});
    EXPECT_EQ(line.command, Command::Import);
    EXPECT_EQ(line.file, "/media/usb/rasphone.pbk");
    EXPECT_EQ(line.entries, (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(line.replace);
    EXPECT_EQ(good({"--export=-"}).file, "-");
    EXPECT_EQ(parse({"--show", "a", "--replace"}).error(), "--replace has no meaning here");
}

TEST(Arguments, CredentialsAreStoredWithoutAPasswordOnTheCommandLine) {
    const CommandLine line = good({"--save", "office", "alice", "*", "/DOMAIN:CORP"});
    EXPECT_EQ(line.command, Command::Save);
    EXPECT_EQ(line.user, "alice");
    EXPECT_EQ(line.domain, "CORP");
    EXPECT_EQ(line.password_source, PasswordSource::Prompt);
    EXPECT_EQ(good({"--save", "office", "alice", "--password-fd", "3"}).password_source, PasswordSource::Descriptor);
    EXPECT_TRUE(good({"--forget", "office", "--everyone"}).everyone);
    EXPECT_FALSE(parse({"--save", "office", "alice", "secret"}));
    EXPECT_FALSE(parse({"--save", "office"}));
    EXPECT_FALSE(parse({"--forget", "office", "/PHONEBOOK:a.pbk", "--everyone"}));
}

TEST(Arguments, TheUsageNamesEverySwitch) {
    const std::string text = usage();
    for (const char* word : {"/DISCONNECT",   "/PHONEBOOK", "/PHONE",    "/DOMAIN",   "/CALLBACK", "/PREFIXSUFFIX",
                             "--status",      "--watch",    "--json",    "--no-wait", "--timeout", "--password-file",
                             "--password-fd", "--socket",   "--verbose", "--help",    "--version", "--system",
                             "--entries",     "--show",     "--create",  "--edit",    "--copy",    "--rename",
                             "--delete",      "--import",   "--export",  "--replace", "--save",    "--forget",
                             "--everyone",    "--type",     "--device",  "--user",    "--set",     "--unset"})
        EXPECT_NE(text.find(word), std::string::npos) << word;
}

}  // namespace
}  // namespace openras::cli
