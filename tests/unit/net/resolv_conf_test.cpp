#include "net/resolv_conf.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "helper_process.h"
#include "net/dns.h"

namespace openras::net {
namespace {

using test::Folder;
using test::ip;
using test::read_file;

constexpr const char* original = "# mine\nsearch example.org\nnameserver 192.0.2.53\noptions edns0\n";

TEST(ResolvConf, ServersAreReplacedAndTheRestStays) {
    EXPECT_EQ(render_resolv_conf(original, {ip("10.0.0.1"), ip("2001:db8::1")}),
              "# Written by OpenRAS while a connection brings DNS servers; undone when it ends.\n"
              "nameserver 10.0.0.1\nnameserver 2001:db8::1\n"
              "# mine\nsearch example.org\noptions edns0\n");
    EXPECT_EQ(render_resolv_conf("nameserver\t1.2.3.4\nsearch x", {ip("10.0.0.1")}),
              "# Written by OpenRAS while a connection brings DNS servers; undone when it ends.\n"
              "nameserver 10.0.0.1\nsearch x\n");
    EXPECT_EQ(render_resolv_conf("", {ip("10.0.0.1"), ip("10.0.0.2"), ip("10.0.0.3"), ip("10.0.0.4")}),
              "# Written by OpenRAS while a connection brings DNS servers; undone when it ends.\n"
              "nameserver 10.0.0.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n");
}

TEST(ResolvConf, DomainsAreSearchedAfterTheMachinesOwn) {
    const std::string mark = "# Written by OpenRAS while a connection brings DNS servers; undone when it ends.\n";
    EXPECT_EQ(render_resolv_conf(original, {ip("10.0.0.1")}, {"isp.example", "example.org"}),
              mark + "nameserver 10.0.0.1\n# mine\noptions edns0\nsearch example.org isp.example\n");
    EXPECT_EQ(render_resolv_conf("search a b\ndomain c\nsearchlist\n", {ip("10.0.0.1")}, {"d"}),
              mark + "nameserver 10.0.0.1\nsearchlist\nsearch c d\n");
    // Without servers of the connection those of the machine stay.
    EXPECT_EQ(render_resolv_conf("nameserver 1.2.3.4\n", {}, {"d"}), mark + "nameserver 1.2.3.4\nsearch d\n");
}

/// While it stands, no new file can be made in place of the resolver's: neither written nor restored.
class Obstacle {
  public:
    explicit Obstacle(const Folder& folder) : path_(folder.path() + "/.resolv.conf.openras") {
        std::filesystem::create_directories(path_ + "/full");
    }
    ~Obstacle() { std::filesystem::remove_all(path_); }
    Obstacle(const Obstacle&) = delete;
    Obstacle& operator=(const Obstacle&) = delete;

  private:
    std::string path_;
};

class DnsFileTest : public ::testing::Test {
  protected:
    DnsFileTest() : journal(folder.journal()) { journal.restart({2, 77}); }
    void set(LeaseId lease, std::vector<IpAddress> servers) {
        dns.set(lease, {"ppp" + std::to_string(lease), std::move(servers), {}}, true);
        dns.apply();
    }
    void remove(LeaseId lease) {
        dns.remove(lease);
        dns.apply();
    }
    [[nodiscard]] std::string now() const { return read_file(folder.resolv_conf()); }

    Folder folder;
    Journal journal;
    Dns dns{journal, folder.resolv_conf(), nullptr};
};

TEST_F(DnsFileTest, WhatAnOlderLeaseChangesStaysBehindTheNewerOnes) {
    set(1, {ip("10.0.1.1")});
    set(2, {ip("10.0.2.1")});
    dns.set(1, {"ppp1", {ip("10.0.1.1"), ip("10.0.1.2")}, {"one.example"}}, false);
    dns.apply();
    EXPECT_NE(now().find("nameserver 10.0.2.1\nnameserver 10.0.1.1\nnameserver 10.0.1.2\n"), std::string::npos)
        << now();
    EXPECT_EQ(now().find("one.example"), std::string::npos) << now();
    remove(2);
    EXPECT_NE(now().find("search example.org one.example\n"), std::string::npos) << now();
    remove(1);
    EXPECT_EQ(now(), original);
}

TEST_F(DnsFileTest, LeasesStackAndTheOriginalComesBack) {
    ::chmod(folder.resolv_conf().c_str(), 0640);
    set(1, {ip("10.0.1.1")});
    EXPECT_NE(now().find("nameserver 10.0.1.1\n# mine"), std::string::npos) << now();
    set(2, {ip("10.0.2.1")});
    EXPECT_NE(now().find("nameserver 10.0.2.1\nnameserver 10.0.1.1\n# mine"), std::string::npos) << now();
    remove(1);
    EXPECT_NE(now().find("nameserver 10.0.2.1\n# mine"), std::string::npos) << now();
    remove(2);
    EXPECT_EQ(now(), original);
    struct stat facts{};
    ::stat(folder.resolv_conf().c_str(), &facts);
    EXPECT_EQ(facts.st_mode & 0777, 0640U);
    EXPECT_TRUE(journal.undo().empty());
}

TEST_F(DnsFileTest, WhatSomebodyElseWroteIsNotClobbered) {
    set(1, {ip("10.0.1.1")});
    std::ofstream(folder.resolv_conf()) << "nameserver 192.0.2.99\n";
    remove(1);
    EXPECT_EQ(now(), "nameserver 192.0.2.99\n");
    EXPECT_TRUE(journal.undo().empty());
}

TEST_F(DnsFileTest, WhatSomebodyElseWroteBecomesTheOriginalOfTheNextLease) {
    set(1, {ip("10.0.1.1")});
    std::ofstream(folder.resolv_conf()) << "nameserver 192.0.2.99\n";
    set(2, {ip("10.0.2.1")});
    EXPECT_NE(now().find("nameserver 10.0.2.1\n"), std::string::npos);
    remove(1);
    remove(2);
    EXPECT_EQ(now(), "nameserver 192.0.2.99\n");
}

TEST_F(DnsFileTest, ASymlinkComesBackAndItsFileIsNotTouched) {
    const auto real = folder.path() + "/real.conf";
    std::filesystem::rename(folder.resolv_conf(), real);
    std::filesystem::create_symlink("real.conf", folder.resolv_conf());
    set(1, {ip("10.0.1.1")});
    EXPECT_FALSE(std::filesystem::is_symlink(folder.resolv_conf()));
    EXPECT_NE(now().find("nameserver 10.0.1.1\n# mine\nsearch example.org\n"), std::string::npos) << now();
    remove(1);
    EXPECT_TRUE(std::filesystem::is_symlink(folder.resolv_conf()));
    EXPECT_EQ(read_file(real), original);
    EXPECT_EQ(now(), original);
}

TEST_F(DnsFileTest, AFileThatWasNotThereGoes) {
    std::filesystem::remove(folder.resolv_conf());
    set(1, {ip("10.0.1.1")});
    EXPECT_NE(now().find("nameserver 10.0.1.1\n"), std::string::npos);
    remove(1);
    EXPECT_FALSE(std::filesystem::exists(folder.resolv_conf()));
}

TEST_F(DnsFileTest, AnInterruptedRewriteInPlaceIsStillOurs) {
    set(1, {ip("10.0.1.1")});
    const auto written = now();
    std::ofstream(folder.resolv_conf()) << written.substr(0, 20);
    dns.undo();
    EXPECT_EQ(now(), original);
}

TEST_F(DnsFileTest, WhatCannotBeRestoredIsLeftToTheNextWorker) {
    set(1, {ip("10.0.1.1")});
    {
        const Obstacle obstacle(folder);
        dns.undo();
        journal.restart({2, 77});
        EXPECT_NE(now(), original);
        ASSERT_TRUE(journal.undo().dns_original);
    }
    Dns next(journal, folder.resolv_conf(), nullptr);
    next.undo();
    EXPECT_EQ(now(), original);
    EXPECT_TRUE(journal.undo().empty());
}

TEST_F(DnsFileTest, WhatCannotBeRestoredIsRestoredWithTheNextLease) {
    set(1, {ip("10.0.1.1")});
    {
        const Obstacle obstacle(folder);
        dns.undo();
    }
    Dns next(journal, folder.resolv_conf(), nullptr);
    next.set(2, {"ppp2", {ip("10.0.2.1")}, {}}, true);
    next.apply();
    EXPECT_NE(now().find("nameserver 10.0.2.1\n# mine\nsearch example.org\n"), std::string::npos) << now();
    next.remove(2);
    next.apply();
    EXPECT_EQ(now(), original);
    EXPECT_TRUE(journal.undo().empty());
}

TEST_F(DnsFileTest, WhatASymlinkLedToIsKnownToTheNextWorker) {
    std::filesystem::rename(folder.resolv_conf(), folder.path() + "/real.conf");
    std::filesystem::create_symlink("real.conf", folder.resolv_conf());
    set(1, {ip("10.0.1.1")});
    {
        const Obstacle obstacle(folder);
        dns.undo();
    }
    Dns next(journal, folder.resolv_conf(), nullptr);
    next.set(2, {"ppp2", {ip("10.0.2.1")}, {}}, true);
    next.apply();
    EXPECT_NE(now().find("nameserver 10.0.2.1\n# mine\nsearch example.org\n"), std::string::npos) << now();
    next.undo();
    EXPECT_TRUE(std::filesystem::is_symlink(folder.resolv_conf()));
}

TEST_F(DnsFileTest, WhatCannotBeWrittenDoesNotMakeTheFileSomebodyElses) {
    set(1, {ip("10.0.1.1")});
    {
        const Obstacle obstacle(folder);
        for (LeaseId lease = 2; lease < 5; ++lease) set(lease, {ip("10.0.2." + std::to_string(lease))});
        EXPECT_EQ(now().find("10.0.2."), std::string::npos) << now();
    }
    set(4, {ip("10.0.2.4")});
    EXPECT_NE(now().find("nameserver 10.0.2.4\n"), std::string::npos) << now();
    dns.undo();
    EXPECT_EQ(now(), original);
}

TEST_F(DnsFileTest, AnInterruptedRestorationInPlaceIsNotTakenForTheOriginal) {
    set(1, {ip("10.0.1.1")});
    std::ofstream(folder.resolv_conf()) << std::string(original).substr(0, 20);
    set(2, {ip("10.0.2.1")});
    dns.undo();
    EXPECT_EQ(now(), original);
}

TEST_F(DnsFileTest, AnotherFileThatCannotBeRestoredIsNotForgotten) {
    set(1, {ip("10.0.1.1")});
    const auto other = folder.path() + "/other.conf";
    Dns next(journal, other, nullptr);
    {
        const Obstacle obstacle(folder);
        next.set(2, {"ppp2", {ip("10.0.2.1")}, {}}, true);
        next.apply();
        EXPECT_FALSE(std::filesystem::exists(other));
    }
    next.set(2, {"ppp2", {ip("10.0.2.2")}, {}}, true);
    next.apply();
    EXPECT_EQ(now(), original);
    EXPECT_NE(read_file(other).find("nameserver 10.0.2.2\n"), std::string::npos);
    next.undo();
    EXPECT_FALSE(std::filesystem::exists(other));
    EXPECT_TRUE(journal.undo().empty());
}

class RecordedProgram final : public ResolvconfProgram {
  public:
    std::expected<void, std::string> add(const std::string& name, const std::string& content) override {
        calls.push_back("-a " + name + " " + content);
        return {};
    }
    std::expected<void, std::string> remove(const std::string& name) override {
        calls.push_back("-d " + name);
        if (failing) return std::unexpected("exit status 1");
        return {};
    }
    std::vector<std::string> calls;
    bool failing = false;
};

TEST(DnsProgram, HoldsTheNewestConnectionsRecord) {
    const Folder folder;
    Journal journal(folder.journal());
    journal.restart({2, 77});
    RecordedProgram program;
    Dns dns(journal, folder.resolv_conf(), &program);
    dns.set(1, {"ppp0", {ip("10.0.1.1"), ip("10.0.1.2")}, {}}, true);
    dns.apply();
    dns.apply();
    dns.set(2, {"ppp1", {ip("10.0.2.1")}, {}}, true);
    dns.apply();
    dns.remove(2);
    dns.apply();
    dns.remove(1);
    dns.apply();
    EXPECT_EQ(program.calls, (std::vector<std::string>{"-a ppp0.openras nameserver 10.0.1.1\nnameserver 10.0.1.2\n",
                                                       "-a ppp1.openras nameserver 10.0.2.1\n", "-d ppp0.openras",
                                                       "-a ppp0.openras nameserver 10.0.1.1\nnameserver 10.0.1.2\n",
                                                       "-d ppp1.openras", "-d ppp0.openras"}));
    EXPECT_TRUE(journal.undo().empty());
    EXPECT_EQ(read_file(folder.resolv_conf()), original);
}

TEST(DnsProgram, ARecordThatCannotBeRemovedIsLeftToTheNextWorker) {
    const Folder folder;
    RecordedProgram program;
    program.failing = true;
    {
        Journal journal(folder.journal());
        Dns dns(journal, folder.resolv_conf(), &program);
        dns.set(1, {"ppp0", {ip("10.0.1.1")}, {}}, true);
        dns.apply();
        dns.undo();
        journal.restart({2, 77});
    }
    Journal journal(folder.journal());
    EXPECT_EQ(journal.undo().dns_programs, std::vector<std::string>{"ppp0.openras"});
    {
        Dns without(journal, folder.resolv_conf(), nullptr);  // --resolv-conf was given
        without.undo();
        EXPECT_EQ(journal.undo().dns_programs, std::vector<std::string>{"ppp0.openras"});
    }
    program.failing = false;
    Dns next(journal, folder.resolv_conf(), &program);
    next.undo();
    EXPECT_TRUE(journal.undo().empty());
}

TEST(DnsProgram, FailsOnceForEachChangeAndNotForEachRecordThatIsLeft) {
    const Folder folder;
    Journal journal(folder.journal());
    RecordedProgram program;
    program.failing = true;
    Dns dns(journal, folder.resolv_conf(), &program);
    for (LeaseId lease = 0; lease < 20; ++lease) {
        dns.set(lease, {"ppp" + std::to_string(lease), {ip("10.0.1.1")}, {}}, true);
        dns.apply();
    }
    EXPECT_EQ(journal.undo().dns_programs.size(), 20U);
    EXPECT_EQ(program.calls.size(), 39U);
    program.failing = false;
    dns.undo();
    EXPECT_TRUE(journal.undo().empty());
}

}  // namespace
}  // namespace openras::net
