// The store of a service: its files, what becomes of damaged ones, and the manager's end of it.
#include "manager/vault_files.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <ras.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <optional>

#include "manager/sealed_store.h"

namespace openras::manager {
namespace {

namespace fs = std::filesystem;
const EntryName office{"/book.pbk", "Office"};

struct Reply {
    std::uint32_t serial = 0;
    VaultResult result = VaultResult::Failed;
    std::string text;
};

class Files : public testing::Test {
  protected:
    Files() {
        char name[] = "/tmp/openras-vault-XXXXXX";
        directory_ = mkdtemp(name);
    }
    ~Files() override { fs::remove_all(directory_); }

    [[nodiscard]] std::string state() const { return directory_ + "/state"; }
    [[nodiscard]] VaultFiles files() const { return {state(), directory_ + "/given"}; }
    [[nodiscard]] Reply ask(VaultOperation operation, std::uint32_t owner, std::string_view bytes = {}) const {
        ByteVector request;
        ByteWriter(request).u8(static_cast<std::uint8_t>(operation)).u32(77).u32(owner).text(bytes);
        const ByteVector reply = files().answer(request);
        ByteReader in(reply);
        Reply out;
        out.serial = in.u32().value_or(0);
        out.result = static_cast<VaultResult>(in.u8().value_or(99));
        out.text = as_text(in.rest());
        return out;
    }
    static unsigned mode(const std::string& path) {
        struct stat facts{};
        return stat(path.c_str(), &facts) == 0 ? facts.st_mode & 07777U : 0U;
    }
    static std::string content(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static void put(const std::string& path, std::string_view text) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    }

    std::string directory_;
};

TEST_F(Files, AreMadeAtTheFirstWriteAndForRootAlone) {
    EXPECT_EQ(ask(VaultOperation::Read, 1000).result, VaultResult::Missing);
    EXPECT_FALSE(fs::exists(state()));
    EXPECT_EQ(ask(VaultOperation::Write, 1000, "sealed").result, VaultResult::Done);
    EXPECT_EQ(ask(VaultOperation::Write, everyone_number, "all").result, VaultResult::Done);
    EXPECT_EQ(mode(state() + "/credentials"), 0700U);
    EXPECT_EQ(mode(state() + "/credentials/1000.sealed"), 0600U);
    const Reply read = ask(VaultOperation::Read, 1000);
    EXPECT_EQ(read.result, VaultResult::Done);
    EXPECT_EQ(read.serial, 77u);
    EXPECT_EQ(read.text, "sealed");
    EXPECT_EQ(content(state() + "/credentials/everyone.sealed"), "all");
    EXPECT_EQ(ask(VaultOperation::List, 0).text.size(), 8u);
    EXPECT_EQ(ask(VaultOperation::Write, 1000).result, VaultResult::Done) << "no bytes: removed";
    EXPECT_EQ(ask(VaultOperation::Read, 1000).result, VaultResult::Missing);
}

TEST_F(Files, ABadRequestTouchesNothing) {
    EXPECT_TRUE(files().answer({}).empty());
    EXPECT_TRUE(files().answer(as_bytes("12345678")).empty());
    EXPECT_EQ(ask(VaultOperation{99}, 1).result, VaultResult::Missing) << "there is not even a directory";
    EXPECT_EQ(ask(VaultOperation::Write, 1, "x").result, VaultResult::Done);
    EXPECT_EQ(ask(VaultOperation{99}, 1).result, VaultResult::Failed);
    EXPECT_EQ(ask(VaultOperation::Write, 1, std::string(max_sealed_file + 1, 'x')).result, VaultResult::Failed);
    EXPECT_EQ(ask(VaultOperation::Read, 1).text, "x");
    fs::remove(state() + "/credentials/1.sealed");
    fs::create_symlink("/etc/hostname", state() + "/credentials/1.sealed");
    EXPECT_EQ(ask(VaultOperation::Read, 1).result, VaultResult::Failed) << "no link is followed";
    fs::permissions(state() + "/credentials", fs::perms::all);
    EXPECT_EQ(ask(VaultOperation::Write, 1, "y").result, VaultResult::Failed) << "others may write there";
}

TEST_F(Files, TheMachineKeyIsMadeOnceOrGiven) {
    const Reply made = ask(VaultOperation::Key, 0);
    ASSERT_EQ(made.result, VaultResult::Done);
    EXPECT_EQ(made.text.size(), 32u);
    EXPECT_EQ(mode(state() + "/machine.key"), 0600U);
    EXPECT_EQ(ask(VaultOperation::Key, 0).text, made.text);
    ASSERT_EQ(ask(VaultOperation::Write, 1, "x").result, VaultResult::Done);
    fs::rename(state() + "/machine.key", directory_ + "/key");
    EXPECT_EQ(ask(VaultOperation::Key, 0).result, VaultResult::Failed) << "a new one would open nothing";
    fs::create_directory(directory_ + "/given");
    put(directory_ + "/given/openras.key", std::string(31, 'k'));
    EXPECT_EQ(ask(VaultOperation::Key, 0).result, VaultResult::Failed) << "too short";
    put(directory_ + "/given/openras.key", std::string(40, 'k'));
    EXPECT_EQ(ask(VaultOperation::Key, 0).text, std::string(40, 'k')) << "the service's credential comes first";
}

TEST_F(Files, DamagedOnesAreKeptAside) {
    EXPECT_EQ(ask(VaultOperation::Write, 1, "one").result, VaultResult::Done);
    EXPECT_EQ(ask(VaultOperation::SetAside, 1).result, VaultResult::Done);
    EXPECT_EQ(ask(VaultOperation::Write, 1, "two").result, VaultResult::Done);
    EXPECT_EQ(ask(VaultOperation::SetAside, 1).result, VaultResult::Done);
    EXPECT_EQ(content(state() + "/credentials/1.sealed.damaged-1"), "one");
    EXPECT_EQ(content(state() + "/credentials/1.sealed.damaged-2"), "two");
    EXPECT_TRUE(ask(VaultOperation::List, 0).text.empty());
}

/// The store of a manager whose launcher is a thread of the test.
class SealedStore : public Files {
  protected:
    SealedStore() {
        start();
        bus_ = std::thread([this] { loop_.run(); });
    }
    ~SealedStore() override {
        stop();
        loop_.post([this] { loop_.quit(); });
        bus_.join();
    }
    void start() {
        int pair[2];
        ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
        store_.emplace(loop_, UniqueFd(pair[0]), random_);
        launcher_ = std::thread([this, end = pair[1]] {
            const UniqueFd mine(end);
            pollfd ready{end, POLLIN, 0};
            while (poll(&ready, 1, -1) == 1 && files().serve(end)) {
            }
        });
    }
    void stop() {
        store_.reset();
        launcher_.join();
    }
    /// Waits for the store's answer.
    template <typename T>
    T answer(const std::function<void(std::function<void(T)>)>& call) {
        std::promise<T> got;
        loop_.post([&] { call([&](T value) { got.set_value(std::move(value)); }); });
        return got.get_future().get();
    }
    std::uint32_t set(VaultOwner owner, const std::string& password) {
        bus::SetCredentialsRequest request;
        request.items = RASCM_Password;
        request.secret = Secret(password);
        const auto result = answer<Expected<void>>([&](const auto& done) {
            store_->change(owner, [&](CredentialVault& vault) { return vault.set(office, request, ""); }, done);
        });
        return result ? 0 : result.error().code;
    }
    /// "" = none, or the error's number.
    std::string get(VaultOwner owner) {
        const auto vault = answer<Expected<CredentialVault>>([&](const auto& done) { store_->read(owner, done); });
        if (!vault) return std::to_string(vault.error().code);
        const StoredCredentials* stored = vault->find(office, "");
        return stored == nullptr ? "" : std::string(stored->password.reveal());
    }

    SystemRandom random_;
    EventLoop loop_;
    std::optional<SealedCredentialStore> store_;
    std::thread launcher_;
    std::thread bus_;
};

TEST_F(SealedStore, OutlivesTheManager) {
    EXPECT_EQ(get(1000), "");
    EXPECT_EQ(set(1000, "hunter2"), 0u);
    EXPECT_EQ(set(everyone_number, "swordfish"), 0u);
    EXPECT_EQ(get(1000), "hunter2");
    EXPECT_EQ(get(1001), "");
    stop();
    start();
    EXPECT_EQ(get(1000), "hunter2");
    EXPECT_EQ(get(everyone_number), "swordfish");
    for (const auto& file : fs::recursive_directory_iterator(state())) {
        if (!file.is_regular_file()) continue;
        EXPECT_EQ(content(file.path()).find("hunter2"), std::string::npos) << file.path();
    }
    const auto owners = answer<std::vector<VaultOwner>>([&](const auto& done) { store_->owners(done); });
    EXPECT_EQ(owners.size(), 2u);
}

TEST_F(SealedStore, AFileOfAnotherOwnerIsDamagedAndNothingIsLost) {
    EXPECT_EQ(set(1000, "hunter2"), 0u);
    const std::string mine = state() + "/credentials/1001.sealed";
    fs::copy(state() + "/credentials/1000.sealed", mine);
    const std::string before = content(mine);
    EXPECT_EQ(get(1001), "1392");
    EXPECT_EQ(content(mine), before) << "reading changes nothing";
    EXPECT_EQ(set(1001, "new"), 0u);
    EXPECT_EQ(get(1001), "new");
    EXPECT_EQ(content(mine + ".damaged-1"), before);
}

TEST_F(SealedStore, WithoutALauncherItFails) {
    stop();
    int pair[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    launcher_ = std::thread([end = pair[1]] { close(end); });
    store_.emplace(loop_, UniqueFd(pair[0]), random_);
    EXPECT_EQ(get(1000), "29");
    EXPECT_EQ(set(1000, "x"), 29u);
}

}  // namespace
}  // namespace openras::manager
