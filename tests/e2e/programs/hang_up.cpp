// RasHangUp at a given state, from where the test says.
//   hang_up --entry E --phonebook P --at STATE --from handler|thread|sleeping|two|twice|after
//     handler   inside the handler of that state
//     thread    by another thread, the dialling thread pumping
//     sleeping  by another thread while the handler sleeps (--sleep-ms)
//     two       by two other threads at once
//     twice     by another thread, twice
//     after     by the dialling thread after the end of the dial (connected or failed)
//   --on-lines  the handler of that state waits for a line on standard input, the other thread for the next one
#include <atomic>
#include <barrier>
#include <thread>

#include "program.h"

using namespace program;

namespace {

Options* options = nullptr;
std::atomic<int> reached = -1;
std::atomic<bool> finished = false;
HRASCONN dialled = nullptr;
std::string from;
long at = 0;

void RASCALLBACK on_event(HRASCONN handle, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    event("notify", {{"state", static_cast<int>(state)}, {"error", error}, {"handle", number_of(handle)}});
    if (error == 0 && static_cast<long>(state) == at && options->has("on-lines")) wait_for_stdin();
    if (error == 0) reached = static_cast<int>(state);
    if (error == 0 && static_cast<long>(state) == at) {
        if (from == "handler") hang_up(handle, "handler");
        if (from == "sleeping") sleep_ms(options->number("sleep-ms", 2000));
    }
    if ((state & RASCS_DONE) != 0 || error != 0) finished = true;
    event("handled", {{"state", static_cast<int>(state)}, {"error", error}});
}

}  // namespace

int main(int argc, char** argv) {
    Options given(argc, argv);
    options = &given;
    from = given.text("from", "thread");
    at = given.number("at", RASCS_Authenticate);
    RASDIALPARAMSA params = parameters(given, given.text("entry"));
    DWORD result =
        RasDialA(nullptr, given.text("phonebook").c_str(), &params, 1, reinterpret_cast<void*>(&on_event), &dialled);
    event("dialled", {{"result", result}, {"handle", number_of(dialled)}});
    if (result != 0) return 1;

    std::vector<std::thread> others;
    int threads = from == "two" ? 2 : (from == "thread" || from == "sleeping" || from == "twice") ? 1 : 0;
    std::barrier together(threads > 0 ? threads : 1);
    for (int i = 0; i < threads; ++i) {
        others.emplace_back([&] {
            while (reached < at && !finished) sleep_ms(1);
            if (given.has("on-lines")) wait_for_stdin();
            sleep_ms(given.number("delay-ms", 0));
            together.arrive_and_wait();
            hang_up(dialled, "other");
            if (from == "twice") hang_up(dialled, "other");
        });
    }
    double limit = now_ms() + 15000;
    while (!finished && now_ms() < limit) RasPumpNotifications(200, nullptr);
    for (auto& other : others) other.join();
    if (from == "after") hang_up(dialled, "main");
    // Nothing may come after the last notification.
    for (double end = now_ms() + 300; now_ms() < end;) RasPumpNotifications(50, nullptr);
    if (from == "handler") event("final", {{"status", json_of(status_of(dialled))}});
    event("bye", {{"finished", finished.load()}});
    return 0;
}
