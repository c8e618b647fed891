/*
 * The synchronous operation: RasDial blocks until the link is up or has failed. It writes the handle before the first
 * packet is sent, so a second thread can poll RasGetConnectStatus and show the progress.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "common.h"

static double begun;
static _Atomic(HRASCONN) connection;
static atomic_int finished;

static void* poll_status(void* nothing) {
    int last = -1;
    while (!atomic_load(&finished)) {
        RASCONNSTATUSA status;
        HRASCONN handle = atomic_load(&connection);
        status.dwSize = sizeof status;
        if (handle != NULL && RasGetConnectStatusA(handle, &status) == 0 && (int)status.rasconnstate != last) {
            last = (int)status.rasconnstate;
            printf("%8.3f s  %s\n", seconds() - begun, state_name(status.rasconnstate));
            fflush(stdout);
        }
        usleep(2000);
    }
    return nothing;
}

int main(int count, char** words) {
    struct arguments arguments;
    pthread_t poller;
    DWORD error;
    parse(count, words, &arguments);
    begun = seconds();
    pthread_create(&poller, NULL, poll_status, NULL);
    error = RasDialA(NULL, arguments.phonebook, &arguments.params, 0, NULL, (LPHRASCONN)&connection);
    atomic_store(&finished, 1);
    pthread_join(poller, NULL);
    if (error != 0) {
        if (connection != NULL) RasHangUpA(connection);
        return report_error("RasDial", error);
    }
    printf("%8.3f s  RasDial has returned\n", seconds() - begun);
    show_address(connection);
    if (arguments.stay > 0) {
        sleep((unsigned)arguments.stay);
        error = RasHangUpA(connection);
        if (error != 0) return report_error("RasHangUp", error);
    }
    return 0;
}
