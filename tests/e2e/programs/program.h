// What the small client programs of the end-to-end tests share: options, one JSON line for each event, the parameters
// of a dial, and a thread's pump. Each program is a true client: it includes only the public headers.
#pragma once

#include <ras.h>
#include <raserror.h>
#include <rasnotify.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace program {

using Json = nlohmann::json;

inline int thread_id() {
    return static_cast<int>(::syscall(SYS_gettid));
}

/// CLOCK_MONOTONIC milliseconds: comparable between processes of one machine.
inline double now_ms() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Sleeps the full time, whatever signals come.
inline void sleep_ms(long milliseconds) {
    timespec left{milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0) {
    }
}

/// One event is one line, written by one system call, so that threads do not mix and nothing is lost at _exit or kill.
inline void event(const char* name, Json fields = Json::object()) {
    fields["event"] = name;
    fields["tid"] = thread_id();
    fields["ms"] = now_ms();
    std::string line = fields.dump() + "\n";
    for (std::size_t done = 0; done < line.size();) {
        ssize_t count = ::write(STDOUT_FILENO, line.data() + done, line.size() - done);
        if (count > 0) {
            done += static_cast<std::size_t>(count);
        } else if (errno != EINTR) {
            return;
        }
    }
}

inline std::uint64_t number_of(HRASCONN handle) {
    return reinterpret_cast<std::uintptr_t>(handle);
}

/// `--key value` pairs; a `--key` that another `--key` or nothing follows is "1".
class Options {
  public:
    Options(int argc, char** argv) {
        for (int i = 1; i < argc; ++i) {
            std::string key = argv[i];
            if (key.starts_with("--")) key.erase(0, 2);
            bool has_value = i + 1 < argc && std::strncmp(argv[i + 1], "--", 2) != 0;
            values_.insert_or_assign(key, has_value ? argv[++i] : "1");
        }
    }
    [[nodiscard]] bool has(const std::string& key) const { return values_.contains(key); }
    [[nodiscard]] std::string text(const std::string& key, std::string otherwise = {}) const {
        auto found = values_.find(key);
        return found == values_.end() ? std::move(otherwise) : found->second;
    }
    [[nodiscard]] long number(const std::string& key, long otherwise = -1) const {
        auto found = values_.find(key);
        return found == values_.end() ? otherwise : std::strtol(found->second.c_str(), nullptr, 0);
    }
    [[nodiscard]] std::vector<std::string> list(const std::string& key) const {
        std::vector<std::string> words;
        std::string all = text(key);
        for (std::size_t begin = 0; begin < all.size();) {
            std::size_t end = all.find(',', begin);
            if (end == std::string::npos) end = all.size();
            words.push_back(all.substr(begin, end - begin));
            begin = end + 1;
        }
        return words;
    }

  private:
    std::map<std::string, std::string> values_;
};

inline RASDIALPARAMSA parameters(const Options& options, const std::string& entry, std::uintptr_t callback_id = 0) {
    RASDIALPARAMSA params{};
    params.dwSize = sizeof params;
    std::snprintf(params.szEntryName, sizeof params.szEntryName, "%s", entry.c_str());
    std::snprintf(params.szUserName, sizeof params.szUserName, "%s", options.text("user", "alice").c_str());
    std::snprintf(params.szPassword, sizeof params.szPassword, "%s", options.text("password", "secret").c_str());
    params.dwCallbackId = callback_id;
    return params;
}

struct StatusAnswer {
    DWORD result = 0;
    RASCONNSTATUSA status{};
};

inline StatusAnswer status_of(HRASCONN handle) {
    StatusAnswer found;
    found.status.dwSize = sizeof found.status;
    found.result = RasGetConnectStatusA(handle, &found.status);
    return found;
}

inline Json json_of(const StatusAnswer& found) {
    Json json{{"result", found.result}};
    if (found.result == 0) {
        json["state"] = static_cast<int>(found.status.rasconnstate);
        json["error"] = found.status.dwError;
        json["device"] = found.status.szDeviceName;
        json["device_type"] = found.status.szDeviceType;
    }
    return json;
}

inline Json cause_of(HRASCONN handle) {
    RASDISCONNECTCAUSE cause{};
    cause.dwSize = sizeof cause;
    DWORD result = RasGetDisconnectCause(handle, &cause);
    Json json{{"result", result}};
    if (result == 0) {
        json["state"] = static_cast<int>(cause.rasconnstate);
        json["error"] = cause.dwError;
        json["ended_by"] = cause.dwEndedBy;
        json["peer_text"] = cause.szPeerText;
        json["detail"] = cause.szDetail;
    }
    return json;
}

/// Hangs up and says when it began, how long it took and what the handle is worth afterwards.
inline DWORD hang_up(HRASCONN handle, const char* from) {
    event("hangup-begin", {{"from", from}, {"handle", number_of(handle)}});
    double began = now_ms();
    DWORD result = RasHangUpA(handle);
    double took = now_ms() - began;
    event("hangup", {{"from", from}, {"result", result}, {"took_ms", took}, {"after", json_of(status_of(handle))}});
    return result;
}

/// Blocks until the test closes our standard input (its way of saying "go on").
inline void wait_for_stdin() {
    char byte = 0;
    for (;;) {
        ssize_t count = ::read(STDIN_FILENO, &byte, 1);
        if (count == 1 && byte == '\n') return;
        if (count == 0) return;
        if (count < 0 && errno != EINTR) return;
    }
}

}  // namespace program
