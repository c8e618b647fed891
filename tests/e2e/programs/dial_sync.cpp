// A synchronous dial while a second thread polls the handle, as the documentation of RasDial allows.
//   dial_sync --entry E --phonebook P [--hangup-at STATE] [--poll-us N] [--then exit|hold|hangup] [--times N]
#include <atomic>
#include <thread>

#include "program.h"

using namespace program;

int main(int argc, char** argv) {
    Options options(argc, argv);
    std::string book = options.text("phonebook");
    long hang_up_at = options.number("hangup-at");
    static HRASCONN handle = nullptr;  // written by RasDial before it blocks, read by the other thread meanwhile
    std::atomic<bool> over = false;

    std::thread watcher([&] {
        int last = -1;
        bool hung_up = false;
        for (bool last_look = false; !last_look;) {
            last_look = over;  // it looks once more after the end
            HRASCONN seen = __atomic_load_n(&handle, __ATOMIC_ACQUIRE);
            if (seen != nullptr) {
                StatusAnswer found = status_of(seen);
                int state = found.result == 0 ? static_cast<int>(found.status.rasconnstate) : -2;
                if (state != last) event("poll", {{"handle", number_of(seen)}, {"status", json_of(found)}});
                last = state;
                if (!hung_up && hang_up_at >= 0 && state >= hang_up_at && found.status.dwError == 0) {
                    hung_up = true;
                    hang_up(seen, "watcher");
                }
            }
            ::usleep(static_cast<useconds_t>(options.number("poll-us", 1000)));
        }
    });

    RASDIALPARAMSA params = parameters(options, options.text("entry"));
    double began = now_ms();
    DWORD result = RasDialA(nullptr, book.c_str(), &params, 0, nullptr, &handle);
    event("dialled", {{"result", result}, {"handle", number_of(handle)}, {"took_ms", now_ms() - began}});
    event("status", {{"status", json_of(status_of(handle))}, {"cause", cause_of(handle)}});
    over = true;
    watcher.join();

    std::string then = options.text("then", "exit");
    if (then == "hold") wait_for_stdin();
    if (then == "hangup") hang_up(handle, "main");
    event("bye");
    return result == 0 ? 0 : 1;
}
