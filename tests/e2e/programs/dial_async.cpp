// One asynchronous dial, pumped by the thread that dialled, with each thing a handler may do on request.
//   dial_async --entry E --phonebook P --type 0|1|2
//     --sleep-at STATE --sleep-ms N    the handler sleeps
//     --hold-at STATE                  the handler waits for a line on standard input
//     --hangup-in STATE [--hangups N]  RasHangUp inside the handler
//     --exit-in STATE                  exit() inside the handler
//     --dial-in STATE                  RasDial inside the handler (must be refused)
//     --pump-in STATE                  RasPumpNotifications inside the handler (must deliver nothing)
//     --stop-at STATE                  a RasDialFunc2 that returns 0 there
//     --no-pump MS                     does not pump for so long, then makes one RAS call and pumps
//     --then exit|hold|hangup          after the last notification
//     --idle-ms N                      goes on pumping so long after the last notification, to see that nothing comes
#include "program.h"

using namespace program;

namespace {

Options* options = nullptr;
HRASCONN dialled = nullptr;
int callers_thread = 0;
bool finished = false;
int depth = 0;

void on_state(int type, HRASCONN handle, int state, DWORD error, std::uintptr_t callback_id, DWORD subentry) {
    ++depth;
    HRASCONN mine = handle != nullptr ? handle : dialled;
    Json fields{{"type", type},
                {"state", state},
                {"error", error},
                {"depth", depth},
                {"callback_id", callback_id},
                {"subentry", subentry},
                {"handle", number_of(mine)},
                {"handle_written", dialled != nullptr},
                {"same_thread", thread_id() == callers_thread},
                {"status", json_of(status_of(mine))}};
    if (state == RASCS_Projected && error == 0) {
        RASPPPIPA ip{};
        ip.dwSize = sizeof ip;
        DWORD size = sizeof ip;
        fields["projection"] = RasGetProjectionInfoA(mine, RASP_PppIp, &ip, &size);
        fields["address"] = ip.szIpAddress;
    }
    event("notify", fields);
    bool here = error == 0;
    if (here && state == options->number("sleep-at")) sleep_ms(options->number("sleep-ms", 1000));
    if (here && state == options->number("hold-at")) wait_for_stdin();
    if (here && state == options->number("pump-in")) event("pumped-in", {{"result", RasPumpNotifications(0, nullptr)}});
    if (here && state == options->number("dial-in")) {
        HRASCONN second = nullptr;
        RASDIALPARAMSA params = parameters(*options, options->text("other-entry", "other"));
        DWORD result = RasDialA(nullptr, options->text("phonebook").c_str(), &params, 0, nullptr, &second);
        char text[512] = "";
        RasGetErrorStringA(result, text, sizeof text);
        event("dialled-in", {{"result", result}, {"text", text}, {"handle", number_of(second)}});
    }
    if (here && state == options->number("hangup-in")) {
        for (long i = 0; i < options->number("hangups", 1); ++i) hang_up(mine, "handler");
    }
    if (here && state == options->number("exit-in")) {
        event("exiting");
        std::exit(0);
    }
    if ((state & RASCS_DONE) != 0 || error != 0) finished = true;
    event("handled", {{"state", state}, {"error", error}});
    --depth;
}

void RASCALLBACK on_event(UINT message, RASCONNSTATE state, DWORD error) {
    if (message != WM_RASDIALEVENT) event("wrong-message", {{"message", message}});
    on_state(0, nullptr, state, error, 0, 0);
}

void RASCALLBACK on_event1(HRASCONN handle, UINT message, RASCONNSTATE state, DWORD error, DWORD) {
    if (message != WM_RASDIALEVENT) event("wrong-message", {{"message", message}});
    on_state(1, handle, state, error, 0, 0);
}

DWORD RASCALLBACK on_event2(ULONG_PTR callback_id, DWORD subentry, HRASCONN handle, UINT message, RASCONNSTATE state,
                            DWORD error, DWORD) {
    if (message != WM_RASDIALEVENT) event("wrong-message", {{"message", message}});
    on_state(2, handle, state, error, callback_id, subentry);
    if (state == options->number("stop-at")) {
        finished = true;
        return 0;
    }
    return 1;
}

void* notifier(long type) {
    if (type == 0) return reinterpret_cast<void*>(&on_event);
    if (type == 1) return reinterpret_cast<void*>(&on_event1);
    return reinterpret_cast<void*>(&on_event2);
}

}  // namespace

int main(int argc, char** argv) {
    Options given(argc, argv);
    options = &given;
    callers_thread = thread_id();
    long type = given.number("type", 1);
    RASDIALPARAMSA params = parameters(given, given.text("entry"), 4711);
    double began = now_ms();
    DWORD result =
        RasDialA(nullptr, given.text("phonebook").c_str(), &params, static_cast<DWORD>(type), notifier(type), &dialled);
    event("dialled", {{"result", result},
                      {"handle", number_of(dialled)},
                      {"took_ms", now_ms() - began},
                      {"entry", given.text("entry")}});
    if (result != 0) return 1;

    if (given.has("no-pump")) {
        sleep_ms(given.number("no-pump"));
        event("idle-status", {{"status", json_of(status_of(dialled))}});
    }
    while (!finished) RasPumpNotifications(1000, nullptr);
    event("finished", {{"status", json_of(status_of(dialled))}, {"cause", cause_of(dialled)}});
    for (double end = now_ms() + static_cast<double>(given.number("idle-ms", 0)); now_ms() < end;) {
        RasPumpNotifications(static_cast<DWORD>(50), nullptr);
    }

    std::string then = given.text("then", "exit");
    if (then == "hold") wait_for_stdin();
    if (then == "hangup") hang_up(dialled, "main");
    event("bye");
    return 0;
}
