// The synchronous operation, and what RasDial makes of its arguments.
#include "api/lookup.h"
#include "api/text.h"
#include "api_fixture.h"

namespace openras::test {
namespace {

using Kind = Event::Kind;

class SyncDial : public ApiTest {
  protected:
    DWORD sync(RASDIALPARAMSA with, HRASCONN* connection, const char* path = nullptr) {
        return RasDialA(nullptr, path != nullptr ? path : book().c_str(), &with, 0, nullptr, connection);
    }
};

TEST_F(SyncDial, TheHandleIsThereForAnotherThreadWhileItBlocks) {
    manager_.hold_wait = true;
    HRASCONN connection = nullptr;
    DWORD polled = 999;
    RASCONNSTATE state{};
    std::thread poller([&] {
        EXPECT_TRUE(manager_.wait_for(Kind::Waiting));  // orders it after the handle was written
        RASCONNSTATUSA status{};
        status.dwSize = sizeof status;
        const auto handle = api::to_hrasconn(manager_.last_handle());
        for (int i = 0; i < 100; ++i) polled = RasGetConnectStatusA(handle, &status);
        state = status.rasconnstate;
        manager_.release_waits();
    });
    EXPECT_EQ(sync(params(), &connection), 0U);
    poller.join();
    EXPECT_EQ(polled, 0U);
    EXPECT_EQ(state, RASCS_Authenticate);
    EXPECT_EQ(number(connection), manager_.last_handle());
}

TEST_F(SyncDial, AnErrorLeavesTheHandle) {
    manager_.wait_result = ERROR_AUTHENTICATION_FAILURE;
    HRASCONN connection = nullptr;
    EXPECT_EQ(sync(params(), &connection), static_cast<DWORD>(ERROR_AUTHENTICATION_FAILURE));
    ASSERT_NE(connection, nullptr);
    RASCONNSTATUSA status{};
    status.dwSize = sizeof status;
    EXPECT_EQ(RasGetConnectStatusA(connection, &status), 0U);
    EXPECT_EQ(status.rasconnstate, RASCS_Disconnected);
    EXPECT_EQ(status.dwError, static_cast<DWORD>(ERROR_AUTHENTICATION_FAILURE));
    EXPECT_EQ(RasHangUpA(connection), 0U);
    EXPECT_EQ(RasHangUpA(connection), static_cast<DWORD>(ERROR_NO_CONNECTION));
}

TEST_F(SyncDial, HungUpByAnotherThreadItReturns631) {
    manager_.hold_wait = true;
    std::thread other([&] {
        EXPECT_TRUE(manager_.wait_for(Kind::Waiting));
        EXPECT_EQ(RasHangUpW(api::to_hrasconn(manager_.last_handle())), 0U);
    });
    HRASCONN connection = nullptr;
    EXPECT_EQ(sync(params(), &connection), static_cast<DWORD>(ERROR_USER_DISCONNECTION));
    other.join();
}

TEST_F(SyncDial, WhatTheManagerIsTold) {
    RASDIALPARAMSA with = params();
    std::strcpy(with.szPhoneNumber, "other-service");
    std::strcpy(with.szDomain, "DOMAIN");
    with.dwSubEntry = 1;
    HRASCONN connection = nullptr;
    ASSERT_EQ(sync(with, &connection), 0U);
    const auto request = manager_.dial(number(connection)).request;
    EXPECT_EQ(request.phonebook, std::filesystem::canonical(book()));
    EXPECT_FALSE(request.system_book);
    EXPECT_EQ(request.channel, 0U);
    EXPECT_EQ(request.entry, "Office");
    EXPECT_EQ(request.phone_number, "other-service");
    EXPECT_EQ(request.user, "user");
    EXPECT_EQ(request.password.reveal(), "secret");
    EXPECT_EQ(request.domain, "DOMAIN");
    EXPECT_EQ(request.subentry, 1U);
    EXPECT_EQ(request.settings.device_name, "eth7");
    EXPECT_EQ(request.settings.phone_number, "internet");
    EXPECT_EQ(request.settings.type, static_cast<std::uint32_t>(RASET_Broadband));
    EXPECT_EQ(request.settings.guid, "000102030405060708090a0b0c0d0e0f");
}

TEST_F(SyncDial, ANumberWithoutAnEntryGoesToTheManager) {
    RASDIALPARAMSA with = params("");
    std::strcpy(with.szPhoneNumber, "0123");
    HRASCONN connection = nullptr;
    ASSERT_EQ(sync(with, &connection), 0U);
    const auto request = manager_.dial(number(connection)).request;
    EXPECT_EQ(request.entry, "");
    EXPECT_EQ(request.phone_number, "0123");
}

TEST_F(SyncDial, AnEntryOfTheDefaultBooks) {
    setenv("XDG_CONFIG_HOME", directory_.c_str(), 1);
    std::filesystem::create_directories(directory_ + "/openras");
    std::filesystem::copy_file(book(), directory_ + "/openras/rasphone.pbk");
    HRASCONN connection = nullptr;
    RASDIALPARAMSA with = params();
    ASSERT_EQ(RasDialA(nullptr, nullptr, &with, 0, nullptr, &connection), 0U);
    EXPECT_FALSE(manager_.dial(number(connection)).request.system_book);
    with = params("Only the system has it");
    connection = nullptr;
    api::use_system_book(directory_ + "/system.pbk");
    EXPECT_EQ(RasDialA(nullptr, nullptr, &with, 0, nullptr, &connection), DWORD{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY})
        << "there is no system's book";
    EXPECT_EQ(connection, nullptr);
    std::ofstream(directory_ + "/system.pbk") << "[Only the system has it]\nMEDIA=rastapi\nDEVICE=PPPoE\n";
    ASSERT_EQ(RasDialA(nullptr, nullptr, &with, 0, nullptr, &connection), 0U);
    const auto request = manager_.dial(number(connection)).request;
    EXPECT_TRUE(request.system_book);
    EXPECT_EQ(request.phonebook, directory_ + "/system.pbk");
    api::use_system_book("/etc/openras/rasphone.pbk");
    unsetenv("XDG_CONFIG_HOME");
}

TEST_F(SyncDial, AnEntryOfAnotherBookBesideADefaultOne) {
    use_as_user_book();
    std::filesystem::create_directory(directory_ + "/system");
    const auto write = [](const std::string& path, const std::string& entry) {
        std::ofstream(path) << "[" + entry + "]\nType=5\nMEDIA=rastapi\nDevice=eth5\nDEVICE=PPPoE\nPhoneNumber=\n";
    };
    write(directory_ + "/openras/abroad.pbk", "Abroad");
    write(directory_ + "/system/rasphone.pbk", "Theirs");
    write(directory_ + "/system/isp.pbk", "Isp");
    api::use_system_book(directory_ + "/system/rasphone.pbk");
    const auto dialled = [&](const char* entry) {
        HRASCONN connection = nullptr;
        RASDIALPARAMSA with = params(entry);
        EXPECT_EQ(RasDialA(nullptr, nullptr, &with, 0, nullptr, &connection), 0U);
        return manager_.dial(number(connection)).request;
    };
    EXPECT_EQ(dialled("Abroad").phonebook, std::filesystem::canonical(directory_ + "/openras/abroad.pbk"));
    EXPECT_TRUE(dialled("Theirs").system_book);
    const auto isp = dialled("Isp");
    EXPECT_FALSE(isp.system_book) << "the manager reads the system's own book only";
    EXPECT_EQ(isp.settings.device_name, "eth5");
    EXPECT_TRUE(dialled("Nobody's").system_book) << "the manager's to say";
    api::use_system_book("/etc/openras/rasphone.pbk");
}

TEST_F(SyncDial, NoManagerIs711AtOnce) {
    manager_.kill();
    HRASCONN connection = nullptr;
    EXPECT_EQ(sync(params(), &connection), static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
    EXPECT_EQ(connection, nullptr);
    RASDIALPARAMSA with = params();
    EXPECT_EQ(RasDialA(nullptr, book().c_str(), &with, 0, reinterpret_cast<void*>(&on_state), &connection),
              static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
    int fd = -1;
    EXPECT_EQ(RasGetNotificationFd(&fd), static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
}

}  // namespace
}  // namespace openras::test
