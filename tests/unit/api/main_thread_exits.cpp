// For lives_test: the main thread dials, hears two notifications and ends with pthread_exit; another thread keeps the
// process alive. No thread_local destructor runs then; the dial must be aborted all the same.
#include <pthread.h>
#include <rasnotify.h>
#include <unistd.h>

#include <cstring>

static unsigned heard = 0;
static void on_state(UINT, RASCONNSTATE, DWORD) {
    ++heard;
}

int main(int, char** arguments) {
    pthread_t other{};
    pthread_create(
        &other, nullptr,
        [](void*) -> void* {
            sleep(60);
            return nullptr;
        },
        nullptr);
    RASDIALPARAMSA params;
    std::memset(&params, 0, sizeof params);
    params.dwSize = sizeof params;
    std::strcpy(params.szEntryName, "Office");
    HRASCONN connection = nullptr;
    if (RasDialA(nullptr, arguments[1], &params, 0, reinterpret_cast<void*>(&on_state), &connection) != 0) return 1;
    while (heard < 2) RasPumpNotifications(1000, nullptr);
    pthread_exit(nullptr);
}
