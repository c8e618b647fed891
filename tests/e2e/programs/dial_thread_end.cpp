// The thread that dialled ends before its dial is established; the process lives on and watches the handle.
//   dial_thread_end --entry E --phonebook P --at STATE --how return|pthread_exit|main_pthread_exit
// The thread ends when the notification of STATE has been handled (so the next one finds nobody).
#include <pthread.h>

#include <atomic>
#include <thread>

#include "program.h"

using namespace program;

namespace {

std::atomic<bool> reached = false;
std::atomic<HRASCONN> shared_handle = nullptr;
long end_at = 0;

void RASCALLBACK on_event(HRASCONN handle, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    event("notify", {{"state", static_cast<int>(state)}, {"error", error}, {"handle", number_of(handle)}});
    if (state >= end_at || error != 0) reached = true;
}

void dial_until_reached(const Options& options) {
    HRASCONN handle = nullptr;
    RASDIALPARAMSA params = parameters(options, options.text("entry"));
    DWORD result =
        RasDialA(nullptr, options.text("phonebook").c_str(), &params, 1, reinterpret_cast<void*>(&on_event), &handle);
    event("dialled", {{"result", result}, {"handle", number_of(handle)}});
    shared_handle = handle;
    while (result == 0 && !reached) RasPumpNotifications(1000, nullptr);
    event("thread-ends");
}

void watch() {
    while (!reached) sleep_ms(1);
    int last = -1;
    double began = now_ms();
    while (now_ms() - began < 8000) {
        StatusAnswer found = status_of(shared_handle.load());
        int state = found.result == 0 ? static_cast<int>(found.status.rasconnstate) : -2;
        if (state != last) event("poll", {{"status", json_of(found)}});
        last = state;
        if (found.result != 0 || found.status.dwError != 0 || state == RASCS_Disconnected || state == RASCS_Connected)
            break;
        sleep_ms(5);
    }
    event("watched", {{"status", json_of(status_of(shared_handle.load()))},
                      {"cause", cause_of(shared_handle.load())},
                      {"took_ms", now_ms() - began}});
    wait_for_stdin();
    event("bye");
    std::_Exit(0);
}

}  // namespace

int main(int argc, char** argv) {
    static Options options(argc, argv);
    end_at = options.number("at", RASCS_Authenticate);
    std::string how = options.text("how", "return");
    if (how == "main_pthread_exit") {
        std::thread(watch).detach();
        dial_until_reached(options);
        pthread_exit(nullptr);
    }
    std::thread caller([&] {
        dial_until_reached(options);
        if (how == "pthread_exit") pthread_exit(nullptr);
    });
    caller.join();
    watch();
}
