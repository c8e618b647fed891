// The notifier is an X11 window: it gets a ClientMessage for each state and answers it.
//   dial_window --entry E --phonebook P [--sleep-at STATE --sleep-ms N] [--destroy-at STATE]
#include <X11/Xlib.h>

#include "program.h"

using namespace program;

int main(int argc, char** argv) {
    Options options(argc, argv);
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr) {
        event("no-display");
        return 2;
    }
    Window window = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 10, 10, 0, 0, 0);
    Atom dial_event = XInternAtom(display, RASDIALEVENTX11, False);
    XSync(display, False);

    HRASCONN handle = nullptr;
    RASDIALPARAMSA params = parameters(options, options.text("entry"));
    DWORD result = RasDialA(nullptr, options.text("phonebook").c_str(), &params, 0xFFFFFFFF,
                            reinterpret_cast<void*>(static_cast<std::uintptr_t>(window)), &handle);
    event("dialled", {{"result", result}, {"handle", number_of(handle)}, {"window", window}});
    if (result != 0) return 1;

    for (bool finished = false; !finished;) {
        XEvent received;
        XNextEvent(display, &received);
        if (received.type != ClientMessage || received.xclient.message_type != dial_event) continue;
        const long* data = received.xclient.data.l;
        int state = static_cast<int>(data[0]);
        auto error = static_cast<std::uint32_t>(data[1]);
        std::uint64_t of =
            static_cast<std::uint32_t>(data[2]) | static_cast<std::uint64_t>(static_cast<std::uint32_t>(data[3])) << 32;
        event("notify", {{"state", state},
                         {"error", error},
                         {"handle", of},
                         {"serial", data[4]},
                         {"format", received.xclient.format},
                         {"status", json_of(status_of(handle))}});
        if (state == options.number("destroy-at")) {
            XDestroyWindow(display, window);
            XSync(display, False);
            event("destroyed");
            break;
        }
        if (state == options.number("sleep-at")) sleep_ms(options.number("sleep-ms", 1000));
        event("answered", {{"result", RasReplyWindowEvent(static_cast<DWORD>(data[4]), static_cast<DWORD>(window))}});
        finished = (state & RASCS_DONE) != 0 || error != 0;
    }
    event("finished");
    wait_for_stdin();
    event("status", {{"status", json_of(status_of(handle))}});
    return 0;
}
