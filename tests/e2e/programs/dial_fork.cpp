// A child made by fork without exec must not keep its parent's dial alive, nor touch it.
//   dial_fork --entry E --phonebook P --at STATE
// At STATE the process forks inside its pump loop; the child lives on until its standard input closes; the parent waits
// for the test to kill it.
#include "program.h"

using namespace program;

namespace {

int last_state = -1;
bool failed = false;

void RASCALLBACK on_event(HRASCONN handle, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    event("notify", {{"state", static_cast<int>(state)}, {"error", error}, {"handle", number_of(handle)}});
    last_state = static_cast<int>(state);
    failed = error != 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options(argc, argv);
    HRASCONN handle = nullptr;
    RASDIALPARAMSA params = parameters(options, options.text("entry"));
    DWORD result =
        RasDialA(nullptr, options.text("phonebook").c_str(), &params, 1, reinterpret_cast<void*>(&on_event), &handle);
    event("dialled", {{"result", result}, {"handle", number_of(handle)}});
    long at = options.number("at", RASCS_Authenticate);
    while (last_state < at && !failed) RasPumpNotifications(1000, nullptr);
    pid_t child = ::fork();
    if (child == 0) {
        event("child", {{"pid", ::getpid()}});
        wait_for_stdin();
        // A child may use the API afresh: it gets connections of its own.
        event("child-status", {{"status", json_of(status_of(handle))}});
        std::_Exit(0);
    }
    event("forked", {{"child", child}});
    for (;;) ::pause();
}
