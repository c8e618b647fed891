/*
 * The asynchronous operation in its simplest form: RasDial with a RASDIALFUNC1, then pump. Each state is printed with
 * its time and the id of the thread that the handler ran in, which is the thread that dialled.
 * Without --stay the program ends after Connected: the link stays up.
 */
#define _GNU_SOURCE
#include <rasnotify.h>
#include <unistd.h>

#include "common.h"

static double begun;
static int ended; /* 1 connected, -1 failed */
static DWORD failure;

static void on_state(HRASCONN connection, UINT message, RASCONNSTATE state, DWORD error, DWORD extended) {
    (void)message;
    (void)extended;
    printf("%8.3f s  thread %d  %s", seconds() - begun, (int)gettid(), state_name(state));
    if (error != 0) {
        printf("  error %u", (unsigned)error);
        failure = error;
        ended = -1;
    }
    if (state == RASCS_ConnectDevice && error == 0) {
        RASCONNSTATUSA status;
        status.dwSize = sizeof status;
        if (RasGetConnectStatusA(connection, &status) == 0)
            printf("  %s (%s)", status.szDeviceName, status.szDeviceType);
    }
    printf("\n");
    if (state == RASCS_Projected && error == 0) show_address(connection);
    if (state == RASCS_Connected && error == 0) ended = 1;
    fflush(stdout);
}

int main(int count, char** words) {
    struct arguments arguments;
    HRASCONN connection = NULL;
    DWORD error;
    parse(count, words, &arguments);
    printf("thread %d dials \"%s\"\n", (int)gettid(), arguments.params.szEntryName);
    begun = seconds();
    error =
        RasDialA(NULL, arguments.phonebook, &arguments.params, RASDIAL_NOTIFIER_FUNC1, (LPVOID)on_state, &connection);
    if (error != 0) {
        if (connection != NULL) RasHangUpA(connection);
        return report_error("RasDial", error);
    }
    while (ended == 0) RasPumpNotifications(INFINITE, NULL);
    if (ended < 0) {
        RasHangUpA(connection); /* a handle that is not NULL wants it, also after a failure */
        return report_error("the dial has failed", failure);
    }
    if (arguments.stay > 0) {
        sleep((unsigned)arguments.stay);
        error = RasHangUpA(connection);
        printf("%8.3f s  hung up\n", seconds() - begun);
        if (error != 0) return report_error("RasHangUp", error);
    }
    return 0;
}
