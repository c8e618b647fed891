// Several threads with several asynchronous dials each; on request a signal storm (a handler without SA_RESTART).
//   dial_threads --entries a,b,c,d --phonebook P --threads 2 [--signals-us 3000] [--then hangup|hold|exit]
// The entries are dealt to the threads in turn.
#include <sys/time.h>
#include <csignal>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "program.h"

using namespace program;

namespace {

std::atomic<long> signals_seen = 0;
thread_local int unfinished = 0;
thread_local std::map<std::uintptr_t, std::string> mine;  // by callback id

DWORD RASCALLBACK on_event(ULONG_PTR callback_id, DWORD, HRASCONN handle, UINT, RASCONNSTATE state, DWORD error,
                           DWORD) {
    auto found = mine.find(callback_id);
    event("notify", {{"state", static_cast<int>(state)},
                     {"error", error},
                     {"handle", number_of(handle)},
                     {"own", found != mine.end()},
                     {"entry", found == mine.end() ? "" : found->second}});
    if ((state & RASCS_DONE) != 0 || error != 0) --unfinished;
    return 1;
}

void on_signal(int) {
    ++signals_seen;
}

}  // namespace

int main(int argc, char** argv) {
    Options options(argc, argv);
    if (options.has("signals-us")) {
        struct sigaction action{};
        action.sa_handler = on_signal;  // no SA_RESTART: each blocking system call that it hits fails with EINTR
        sigaction(SIGALRM, &action, nullptr);
        itimerval every{{0, options.number("signals-us")}, {0, options.number("signals-us")}};
        setitimer(ITIMER_REAL, &every, nullptr);
    }
    std::vector<std::string> entries = options.list("entries");
    std::size_t count = static_cast<std::size_t>(options.number("threads", 2));
    std::vector<std::thread> threads;
    threads.reserve(count);
    for (std::size_t t = 0; t < count; ++t) {
        threads.emplace_back([&, t] {
            std::vector<HRASCONN> handles;
            for (std::size_t i = t; i < entries.size(); i += count) {
                RASDIALPARAMSA params = parameters(options, entries[i], 1000 + i);
                mine[1000 + i] = entries[i];
                HRASCONN handle = nullptr;
                DWORD result = RasDialA(nullptr, options.text("phonebook").c_str(), &params, 2,
                                        reinterpret_cast<void*>(&on_event), &handle);
                event("dialled", {{"result", result}, {"handle", number_of(handle)}, {"entry", entries[i]}});
                if (result == 0) ++unfinished;
                handles.push_back(handle);
            }
            while (unfinished > 0) RasPumpNotifications(1000, nullptr);
            event("thread-done");
            std::string then = options.text("then", "hangup");
            if (then == "hold") {
                static std::once_flag go_on;
                std::call_once(go_on, wait_for_stdin);
            }
            for (HRASCONN handle : handles) {
                event("status", {{"handle", number_of(handle)}, {"status", json_of(status_of(handle))}});
                if (then == "hangup") hang_up(handle, "thread");
            }
        });
    }
    for (auto& thread : threads) thread.join();
    event("bye", {{"signals", signals_seen.load()}});
    return 0;
}
