// What the tests of the library share: a fake manager, a phone book, a notification handler that records its calls.
#pragma once

#include <gtest/gtest.h>
#include <ras.h>
#include <rasnotify.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "fake_manager.h"

namespace openras::test {

struct HandlerCall {
    pid_t thread = 0;
    HRASCONN connection = nullptr;
    RASCONNSTATE state = RASCS_OpenPort;
    DWORD error = 0;
    ULONG_PTR callback_id = 0;
};

/// The calls of the handlers below, of every thread.
class Recorder {
  public:
    void add(HandlerCall call) {
        std::function<void(const HandlerCall&)> inside;
        {
            const std::lock_guard lock(mutex_);
            calls_.push_back(call);
            inside = inside_;
        }
        changed_.notify_all();
        if (inside) inside(call);
    }
    std::vector<HandlerCall> calls() {
        const std::lock_guard lock(mutex_);
        return calls_;
    }
    bool wait_for_state(RASCONNSTATE state) {
        return wait_for([state](const HandlerCall& call) { return call.state == state; });
    }
    bool wait_for_error() {
        return wait_for([](const HandlerCall& call) { return call.error != 0; });
    }
    bool wait_for(const std::function<bool(const HandlerCall&)>& wanted) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 10s, [&] { return std::ranges::any_of(calls_, wanted); });
    }
    /// Runs in each handler, after its call has been recorded.
    void inside(std::function<void(const HandlerCall&)> what) {
        const std::lock_guard lock(mutex_);
        inside_ = std::move(what);
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        calls_.clear();
        inside_ = nullptr;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<HandlerCall> calls_;
    std::function<void(const HandlerCall&)> inside_;
};

inline Recorder& recorder() {
    static Recorder only;
    return only;
}

inline void on_state(UINT message, RASCONNSTATE state, DWORD error) {
    EXPECT_EQ(message, static_cast<UINT>(WM_RASDIALEVENT));
    recorder().add({gettid(), nullptr, state, error, 0});
}
inline void on_state1(HRASCONN connection, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    recorder().add({gettid(), connection, state, error, 0});
}
inline DWORD on_state2(ULONG_PTR id, DWORD, HRASCONN connection, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    recorder().add({gettid(), connection, state, error, id});
    return 1;
}

class ApiTest : public testing::Test {
  protected:
    ApiTest() {
        char name[] = "/tmp/openras-api-book-XXXXXX";
        directory_ = mkdtemp(name);
        std::ofstream(book())
            << "[Office]\nEncoding=1\nType=5\nGuid=000102030405060708090A0B0C0D0E0F\nMEDIA=rastapi\n"
               "Port=PPPoE5-0\nDevice=eth7\n\nDEVICE=PPPoE\nPhoneNumber=internet\n\n"
               "[Büro]\nEncoding=1\nType=5\nMEDIA=rastapi\nDevice=eth8\n\nDEVICE=PPPoE\nPhoneNumber=\n";
        DWORD bytes = 0;
        DWORD count = 0;
        RasEnumConnectionsA(nullptr, &bytes, &count);  // a new manager: the process connection is made again
    }
    ~ApiTest() override {
        recorder().clear();
        unsetenv("XDG_CONFIG_HOME");
        std::filesystem::remove_all(directory_);
    }

    /// Makes book() the user's default book. The user's other files are in directory_ + "/openras".
    void use_as_user_book() {
        setenv("XDG_CONFIG_HOME", directory_.c_str(), 1);
        std::filesystem::create_directory(directory_ + "/openras");
        std::filesystem::rename(directory_ + "/test.pbk", directory_ + "/openras/rasphone.pbk");
        std::filesystem::create_symlink("openras/rasphone.pbk", directory_ + "/test.pbk");
    }

    [[nodiscard]] std::string book() const { return directory_ + "/test.pbk"; }

    static RASDIALPARAMSA params(const char* entry = "Office") {
        RASDIALPARAMSA made;
        std::memset(&made, 0, sizeof made);
        made.dwSize = sizeof made;
        std::strncpy(made.szEntryName, entry, RAS_MaxEntryName);
        std::strncpy(made.szUserName, "user", UNLEN);
        std::strncpy(made.szPassword, "secret", PWLEN);
        made.dwCallbackId = 4711;
        return made;
    }

    /// Dials "Office" with RASDIALFUNC1 unless told otherwise; RasDial must succeed.
    HRASCONN dial(DWORD type = 1, void* function = reinterpret_cast<void*>(&on_state1)) {
        RASDIALPARAMSA with = params();
        HRASCONN connection = nullptr;
        EXPECT_EQ(RasDialA(nullptr, book().c_str(), &with, type, function, &connection), 0U);
        EXPECT_NE(connection, nullptr);
        return connection;
    }

    /// Pumps until a handler has seen this state or an error, 10 s at most.
    static bool pump_until(RASCONNSTATE state) {
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (std::chrono::steady_clock::now() < deadline) {
            for (const auto& call : recorder().calls())
                if (call.state == state || call.error != 0) return true;
            RasPumpNotifications(100, nullptr);
        }
        return false;
    }

    static std::vector<RASCONNSTATE> states() {
        std::vector<RASCONNSTATE> seen;
        for (const auto& call : recorder().calls()) seen.push_back(call.state);
        return seen;
    }

    std::string directory_;
    FakeManager manager_;
};

/// Runs in a thread of its own, whose channel goes with it.
template <typename Body>
void in_thread(Body&& body) {
    std::thread(std::forward<Body>(body)).join();
}

inline std::uint32_t number(HRASCONN connection) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(connection));
}

}  // namespace openras::test
