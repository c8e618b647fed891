// Dials many entries at once from one thread, and on a line of standard input hangs them all up.
//   dial_many --prefix e --count N --phonebook P [--threads N]
// Entries are prefix0 ... prefixN-1. Says "all-up" with what came of the dials, after the line "all-down" with what
// came of the hang-ups and what the handles are worth then.
#include <atomic>
#include <thread>

#include "program.h"

using namespace program;

namespace {

struct Dial {
    HRASCONN handle = nullptr;
    DWORD error = 0;
    int heard = 0;  ///< notifications
    int ends = 0;   ///< last notifications: Connected, or an error
    bool ordered = true;
    int state = -1;
};

std::vector<Dial> dials;
long unfinished = 0;

DWORD RASCALLBACK on_event(ULONG_PTR id, DWORD, HRASCONN handle, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    Dial& dial = dials[id];
    ++dial.heard;
    if (handle != dial.handle || (error == 0 && static_cast<int>(state) <= dial.state)) dial.ordered = false;
    dial.state = static_cast<int>(state);
    dial.error = error;
    if (state == RASCS_Connected || error != 0) {
        ++dial.ends;
        --unfinished;
    }
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    Options options(argc, argv);
    dials.resize(static_cast<std::size_t>(options.number("count", 10)));
    const double began = now_ms();
    for (std::size_t i = 0; i < dials.size(); ++i) {
        RASDIALPARAMSA params = parameters(options, options.text("prefix", "e") + std::to_string(i), i);
        dials[i].error = RasDialA(nullptr, options.text("phonebook").c_str(), &params, 2,
                                  reinterpret_cast<void*>(&on_event), &dials[i].handle);
        if (dials[i].error == 0) ++unfinished;
    }
    const double asked = now_ms();
    while (unfinished > 0) RasPumpNotifications(1000, nullptr);
    Json errors = Json::object();
    long connected = 0;
    long ordered = 0;
    for (const Dial& dial : dials) {
        if (dial.error == 0 && dial.state == RASCS_Connected &&
            status_of(dial.handle).status.rasconnstate == RASCS_Connected)
            ++connected;
        if (dial.ordered && dial.ends == 1) ++ordered;
        if (dial.error == 0) continue;
        const std::string what = std::to_string(dial.error) + " in state " + std::to_string(dial.state);
        errors[what] = errors.value(what, 0) + 1;
    }
    event("all-up", {{"connected", connected},
                     {"ordered", ordered},
                     {"errors", errors},
                     {"asked_ms", asked - began},
                     {"took_ms", now_ms() - began}});

    wait_for_stdin();
    std::atomic<std::size_t> next{0};
    std::atomic<long> failed{0};
    const double from = now_ms();
    std::vector<std::thread> threads;
    for (long i = 0; i < options.number("threads", 32); ++i)
        threads.emplace_back([&] {
            for (std::size_t mine = next++; mine < dials.size(); mine = next++)
                if (RasHangUpA(dials[mine].handle) != 0) ++failed;
        });
    for (std::thread& thread : threads) thread.join();
    const double took = now_ms() - from;
    Json worth = Json::object();
    for (const Dial& dial : dials) {
        const std::string result = std::to_string(status_of(dial.handle).result);
        worth[result] = worth.value(result, 0) + 1;
    }
    event("all-down", {{"failed", failed.load()}, {"statuses", worth}, {"took_ms", took}});
    return 0;
}
