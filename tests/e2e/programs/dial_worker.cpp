// A host that cannot pump: worker delivery, by call or by OPENRAS_NOTIFY=worker. The main thread sits in read(2).
//   dial_worker --entry E --phonebook P [--mode call|environment]
#include <atomic>

#include "program.h"

using namespace program;

namespace {
int callers_thread = 0;
void RASCALLBACK on_event(HRASCONN handle, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    event("notify", {{"state", static_cast<int>(state)},
                     {"error", error},
                     {"handle", number_of(handle)},
                     {"same_thread", thread_id() == callers_thread}});
}
}  // namespace

int main(int argc, char** argv) {
    Options options(argc, argv);
    callers_thread = thread_id();
    if (options.text("mode", "call") == "call") {
        event("delivery", {{"result", RasSetNotificationDelivery(RASND_Worker)}});
    }
    HRASCONN handle = nullptr;
    RASDIALPARAMSA params = parameters(options, options.text("entry"));
    DWORD result =
        RasDialA(nullptr, options.text("phonebook").c_str(), &params, 1, reinterpret_cast<void*>(&on_event), &handle);
    event("dialled", {{"result", result}, {"handle", number_of(handle)}});
    wait_for_stdin();
    hang_up(handle, "main");
    return result == 0 ? 0 : 1;
}
