// Holds many connections, and on request one dial that is pending and one call that is blocked, while the manager dies.
//   hold_many --prefix e --count N --phonebook P [--pending ENTRY] [--blocked ENTRY]
// Entries are prefix0 ... prefixN-1. Says "all-up", then pumps until the pending dial has heard its error; on a line of
// standard input it asks the status of each handle and ends.
#include <poll.h>

#include <thread>

#include "program.h"

using namespace program;

namespace {

long unfinished = 0;
long failed = 0;
HRASCONN pending = nullptr;

void RASCALLBACK on_event(HRASCONN handle, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    if (handle == pending || error != 0) {
        event("notify", {{"state", static_cast<int>(state)},
                         {"error", error},
                         {"handle", number_of(handle)},
                         {"pending", handle == pending}});
    }
    if ((state & RASCS_DONE) != 0 || error != 0) {
        --unfinished;
        if (error != 0) ++failed;
    }
}

HRASCONN dial(const Options& options, const std::string& entry) {
    HRASCONN handle = nullptr;
    RASDIALPARAMSA params = parameters(options, entry);
    DWORD result =
        RasDialA(nullptr, options.text("phonebook").c_str(), &params, 1, reinterpret_cast<void*>(&on_event), &handle);
    if (result != 0) {
        event("dial-failed", {{"entry", entry}, {"result", result}});
        ++failed;
        return handle;
    }
    ++unfinished;
    return handle;
}

}  // namespace

int main(int argc, char** argv) {
    Options options(argc, argv);
    long count = options.number("count", 10);
    std::vector<HRASCONN> handles;
    double began = now_ms();
    for (long i = 0; i < count; ++i) handles.push_back(dial(options, options.text("prefix", "e") + std::to_string(i)));
    while (unfinished > 0) RasPumpNotifications(1000, nullptr);
    event("all-up", {{"count", count}, {"failed", failed}, {"took_ms", now_ms() - began}});

    std::thread blocked;
    if (options.has("blocked")) {
        blocked = std::thread([&] {
            HRASCONN handle = nullptr;
            RASDIALPARAMSA params = parameters(options, options.text("blocked"));
            double start = now_ms();
            DWORD result = RasDialA(nullptr, options.text("phonebook").c_str(), &params, 0, nullptr, &handle);
            event("blocked-returned", {{"result", result}, {"took_ms", now_ms() - start}});
        });
    }
    if (options.has("pending")) {
        pending = dial(options, options.text("pending"));
        event("pending", {{"handle", number_of(pending)}});
        while (unfinished > 0) RasPumpNotifications(200, nullptr);
    }
    if (blocked.joinable()) blocked.join();
    wait_for_stdin();
    Json results = Json::object();
    Json errors = Json::object();
    double asked = now_ms();
    for (HRASCONN handle : handles) {
        StatusAnswer found = status_of(handle);
        std::string result = std::to_string(found.result);
        results[result] = results.value(result, 0) + 1;
        if (found.result != 0) continue;
        std::string error = std::to_string(found.status.dwError);
        errors[error] = errors.value(error, 0) + 1;
    }
    event("statuses", {{"results", results}, {"errors", errors}, {"took_ms", now_ms() - asked}});
    return 0;
}
