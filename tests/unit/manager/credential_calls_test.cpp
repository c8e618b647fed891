// Stored credentials as clients see them, and as a dial uses them.
#include <fstream>
#include <future>

#include "table_fixture.h"

namespace openras::manager {
namespace {

class Credentials : public Table {
  protected:
    void SetUp() override {
        std::filesystem::create_directory(directory_);
        config_.system_phonebook = directory_ + "/system.pbk";
        write_system_book("isp");
        Table::SetUp();
    }
    void write_system_book(const std::string& entry, const std::string& guid = "") {
        std::ofstream(config_.system_phonebook, std::ios::trunc)
            << "[" << entry << "]\nType=5\nGuid=" << guid
            << "\nMEDIA=rastapi\nDevice=eth0\n\nDEVICE=PPPoE\nPhoneNumber=service\n";
    }
    template <typename Request>
    static std::uint32_t call(bus::Connection& client, const char* method, const Request& request) {
        return client.call<Request, bus::ErrorReply>(method, request).value_or(bus::ErrorReply{999}).error;
    }
    static bus::SetCredentialsRequest login(const std::string& user, const std::string& password) {
        bus::SetCredentialsRequest request;
        request.phonebook = "/book.pbk";
        request.entry = "isp";
        request.items = RASCM_UserName | RASCM_Password | RASCM_Domain;
        request.user = user;
        request.domain = "HOME";
        request.secret = Secret(password);
        return request;
    }
    static std::uint32_t set(bus::Connection& client, const bus::SetCredentialsRequest& request) {
        return call(client, bus::method::set_credentials, request);
    }
    static bus::CredentialsReply get(bus::Connection& client, const bus::CredentialsRequest& request) {
        return client.call<bus::CredentialsRequest, bus::CredentialsReply>(bus::method::get_credentials, request)
            .value_or(bus::CredentialsReply{});
    }
    /// What goes to the peer, "user password"; or the error's number.
    std::string dialled(bus::Connection& client, const std::string& user, const std::string& password,
                        const std::string& domain = "", bool system_book = false, const std::string& number = "") {
        bus::DialRequest with = request("isp");
        with.user = user;
        with.password = Secret(password);
        with.domain = domain;
        with.system_book = system_book;
        with.phone_number = number;
        with.settings.guid = guid_;
        const bus::DialReply reply = dial(client, with);
        if (reply.error != 0) return std::to_string(reply.error);
        const auto before = dialler_.asked().size();
        const auto waiting = connect(ConnectionKind::Call);
        std::thread waiter([&] { Table::call(*waiting, bus::method::wait, reply.handle); });
        EXPECT_TRUE(dialler_.wait_for_number(before + 2));
        const std::string login = dialler_.asked()[before].substr(std::string("login ").size());
        EXPECT_EQ(hang_up(client, reply.handle), 0u);
        waiter.join();
        return login;
    }
    const std::string asterisks_ = std::string(password_placeholder);
    std::string guid_;  ///< of the entry that is dialled
};

TEST_F(Credentials, AreToldButForTheirSecrets) {
    const auto process = connect(ConnectionKind::Process);
    EXPECT_EQ(get(*process, {"/book.pbk", false, "isp", false}).items, 0u);
    EXPECT_EQ(set(*process, login("alice", "secret")), 0u);
    const bus::CredentialsReply reply = get(*process, {"/book.pbk", false, "isp", false});
    EXPECT_EQ(reply.items, static_cast<std::uint32_t>(RASCM_UserName | RASCM_Password | RASCM_Domain));
    EXPECT_EQ(reply.user, "alice");
    EXPECT_EQ(reply.domain, "HOME");
    EXPECT_EQ(get(*process, {"/book.pbk", false, "other", false}).items, 0u);
    bus::SetCredentialsRequest bad = login("a", "b");
    bad.items = 0x80000000;
    EXPECT_EQ(set(*process, bad), static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER));
}

TEST_F(Credentials, WhatTheCallerLeavesOutIsTakenFromTheStore) {
    const auto process = connect(ConnectionKind::Process);
    EXPECT_EQ(dialled(*process, "", ""), " ");
    EXPECT_EQ(dialled(*process, "", asterisks_), "691") << "nothing is stored";
    ASSERT_EQ(set(*process, login("alice", "secret")), 0u);
    EXPECT_EQ(dialled(*process, "", ""), "HOME\\alice secret");
    EXPECT_EQ(dialled(*process, "", asterisks_), "HOME\\alice secret");
    EXPECT_EQ(dialled(*process, "alice", asterisks_), "HOME\\alice secret");
    EXPECT_EQ(dialled(*process, "alice", asterisks_, "*"), "HOME\\alice secret");
    EXPECT_EQ(dialled(*process, "alice", asterisks_, "HOME"), "HOME\\alice secret");
    EXPECT_EQ(dialled(*process, "bob", asterisks_), "691") << "another user's password";
    EXPECT_EQ(dialled(*process, "alice", asterisks_, "WORK"), "691") << "another domain's";
    EXPECT_EQ(dialled(*process, "alice", ""), "alice ") << "an empty password is one";
    EXPECT_EQ(dialled(*process, "alice", "typed"), "alice typed");
    EXPECT_EQ(dialled(*process, "alice", "typed", "*"), "HOME\\alice typed");
    EXPECT_EQ(dialled(*process, "bob", "typed", "*"), "HOME\\bob typed") << "the domain is the entry's";
    EXPECT_EQ(dialled(*process, "bob", "", "*"), "HOME\\bob ");
    EXPECT_EQ(dialled(*process, "", "typed"), " typed");
}

TEST_F(Credentials, OfAnEntryWithAnotherGuidAreNotThisOnes) {
    const auto process = connect(ConnectionKind::Process);
    const std::string first(32, '1');
    const std::string second(32, '2');
    bus::SetCredentialsRequest stored = login("alice", "secret");
    stored.guid = first;
    ASSERT_EQ(set(*process, stored), 0u);
    const auto dialled_with = [&](const std::string& guid) {
        guid_ = guid;
        return dialled(*process, "", "");
    };
    EXPECT_EQ(dialled_with(first), "HOME\\alice secret");
    EXPECT_EQ(dialled_with(""), "HOME\\alice secret") << "an entry without a GUID may be the one";
    EXPECT_EQ(dialled_with(second), " ");
    EXPECT_EQ(dialled(*process, "alice", asterisks_), "691");
    EXPECT_EQ(get(*process, {"/book.pbk", false, "isp", false, first}).user, "alice");
    EXPECT_EQ(get(*process, {"/book.pbk", false, "isp", false, second}).items, 0u);
    EXPECT_EQ(get(*process, {"/book.pbk", false, "isp", false, ""}).user, "alice");
    stored.guid = "1";
    EXPECT_EQ(set(*process, stored), static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER));
}

TEST_F(Credentials, OfTheSystemsBookGoByTheGuidThatTheManagerReads) {
    const auto process = connect(ConnectionKind::Process);
    const std::string first(32, 'A');
    const std::string second(32, 'B');
    bus::SetCredentialsRequest stored = login("alice", "secret");
    stored.system_book = true;
    stored.guid = second;  // the manager knows better
    write_system_book("isp", first);
    ASSERT_EQ(set(*process, stored), 0u);
    stored.everyone = true;
    stored.user = "office";
    ASSERT_EQ(set(*process, stored), 0u);
    EXPECT_EQ(dialled(*process, "", "", "", true), "HOME\\alice secret");
    write_system_book("isp", second);
    EXPECT_EQ(dialled(*process, "", "", "", true), " ") << "removed and made again with an editor";
    EXPECT_EQ(get(*process, {"", true, "isp", false}).items, 0u);
    EXPECT_EQ(get(*process, {"", true, "isp", true}).items, 0u);
    write_system_book("isp", first);
    EXPECT_EQ(get(*process, {"", true, "isp", true}).user, "office");
    EXPECT_EQ(dialled(*process, "", "", "", true), "HOME\\alice secret");
}

TEST_F(Credentials, EveryonesComeAfterTheCallersOwn) {
    const auto process = connect(ConnectionKind::Process);
    bus::SetCredentialsRequest everyone = login("office", "shared");
    everyone.everyone = true;
    EXPECT_EQ(set(*process, everyone), static_cast<std::uint32_t>(ERROR_ACCESS_DENIED)) << "a user's own entry";
    everyone.system_book = true;
    everyone.entry = "nobody";
    EXPECT_EQ(set(*process, everyone), static_cast<std::uint32_t>(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY));
    everyone.entry = "isp";
    ASSERT_EQ(set(*process, everyone), 0u);
    EXPECT_EQ(get(*process, {"", true, "isp", true}).user, "office");
    EXPECT_EQ(get(*process, {"", true, "isp", false}).items, 0u);
    EXPECT_EQ(dialled(*process, "", ""), " ") << "another book's entry";
    EXPECT_EQ(dialled(*process, "", "", "", true), "HOME\\office shared");
    EXPECT_EQ(dialled(*process, "", "", "", true, "service"), "HOME\\office shared") << "the entry's own number";
    EXPECT_EQ(dialled(*process, "", "", "", true, "elsewhere"), " ");
    EXPECT_EQ(dialled(*process, "", asterisks_, "", true, "elsewhere"), "691");
    EXPECT_EQ(get(*process, {"", true, "nobody", true}).error,
              static_cast<std::uint32_t>(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY));
    bus::SetCredentialsRequest own = login("alice", "secret");
    own.system_book = true;
    ASSERT_EQ(set(*process, own), 0u);
    EXPECT_EQ(dialled(*process, "", "", "", true), "HOME\\alice secret");
    EXPECT_EQ(dialled(*process, "office", asterisks_, "", true), "HOME\\office shared");
}

TEST_F(Credentials, GoWithTheirEntry) {
    const auto process = connect(ConnectionKind::Process);
    ASSERT_EQ(set(*process, login("alice", "secret")), 0u);
    EXPECT_EQ(
        call(*process, bus::method::set_eap_data, bus::SetEapDataRequest{"/book.pbk", false, "isp", Secret("0a")}), 0u);
    const auto eap_data = [&](const std::string& entry) {
        const auto reply = process->call<bus::CredentialsRequest, bus::EapDataReply>(
            bus::method::get_eap_data, {"/book.pbk", false, entry, false});
        return reply ? std::string(reply->data.reveal()) : "?";
    };
    EXPECT_EQ(eap_data("isp"), "0a");
    EXPECT_EQ(
        call(*process, bus::method::move_credentials, bus::MoveCredentialsRequest{"/book.pbk", false, "isp", "home"}),
        0u);
    EXPECT_EQ(get(*process, {"/book.pbk", false, "isp", false}).items, 0u);
    EXPECT_EQ(get(*process, {"/book.pbk", false, "home", false}).user, "alice");
    EXPECT_EQ(eap_data("home"), "0a");
    EXPECT_EQ(
        call(*process, bus::method::move_credentials, bus::MoveCredentialsRequest{"/book.pbk", false, "home", ""}), 0u);
    EXPECT_EQ(get(*process, {"/book.pbk", false, "home", false}).items, 0u);
}

class AnothersCredentials : public Credentials {
  protected:
    /// The user that user 4711 has stored for an entry of the system's book.
    std::string anothers(const std::string& entry) {
        std::string user;
        std::promise<void> done;
        loop_.post([&] {
            store_.read(4711, [&](const Expected<CredentialVault>& vault) {
                const StoredCredentials* stored = vault->find({config_.system_phonebook, entry}, "");
                user = stored == nullptr ? "" : stored->user;
            });
            done.set_value();
        });
        done.get_future().wait();
        return user;
    }
    void store_anothers(const std::string& user, const std::string& guid = "") {
        loop_.post([this, user, guid] {
            store_.change(
                4711,
                [&](CredentialVault& vault) {
                    return vault.set({config_.system_phonebook, "isp"}, login(user, "x"), guid);
                },
                [](const Expected<void>&) {});
        });
        EXPECT_EQ(anothers("isp"), user);
    }
};

TEST_F(AnothersCredentials, OfASystemEntryThatWasMadeAnewAreForgotten) {
    const auto process = connect(ConnectionKind::Process);
    const std::string first(32, 'a');
    const std::string second(32, 'b');
    const bus::MoveCredentialsRequest made{"", true, "isp", ""};
    store_anothers("carol", first);
    write_system_book("isp", first);
    EXPECT_EQ(call(*process, bus::method::move_credentials, made), 0u);
    EXPECT_EQ(anothers("isp"), "carol") << "stored for the entry that is there";
    write_system_book("isp", second);
    EXPECT_EQ(call(*process, bus::method::move_credentials, made), 0u);
    EXPECT_EQ(anothers("isp"), "");
    store_anothers("carol");
    EXPECT_EQ(call(*process, bus::method::move_credentials, made), 0u);
    EXPECT_EQ(anothers("isp"), "") << "for whatever it was";
}

TEST_F(AnothersCredentials, OfASystemEntryThatIsGoneGoForAllUsers) {
    const auto process = connect(ConnectionKind::Process);
    store_anothers("carol");
    const bus::MoveCredentialsRequest renamed{"", true, "isp", "provider"};
    EXPECT_EQ(call(*process, bus::method::move_credentials, renamed), 0u);
    EXPECT_EQ(anothers("isp"), "carol") << "the entry is still there";
    write_system_book("provider");
    EXPECT_EQ(call(*process, bus::method::move_credentials, renamed), 0u);
    EXPECT_EQ(anothers("isp"), "");
    EXPECT_EQ(anothers("provider"), "carol");
}

}  // namespace
}  // namespace openras::manager
