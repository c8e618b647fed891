/*
 * The asynchronous operation in a GLib main loop (GTK, GStreamer and the like): one descriptor, no thread, no lock. The
 * handler runs in the main loop's thread, because that is the thread that dialled.
 */
#include <glib-unix.h>
#include <rasnotify.h>

#include "common.h"

static GMainLoop* loop;
static DWORD failure;

static DWORD on_state(ULONG_PTR id, DWORD link, HRASCONN connection, UINT message, RASCONNSTATE state, DWORD error,
                      DWORD extended) {
    (void)link;
    (void)message;
    (void)extended;
    printf("%8.3f s  %s\n", seconds() - *(const double*)id, state_name(state));
    if (state == RASCS_Projected && error == 0) show_address(connection);
    failure = error;
    if (error != 0 || state == RASCS_Connected) g_main_loop_quit(loop);
    return 1;
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer nothing) {
    (void)fd;
    (void)condition;
    (void)nothing;
    RasPumpNotifications(0, NULL);
    return G_SOURCE_CONTINUE;
}

static gboolean on_tick(gpointer nothing) {
    (void)nothing;
    printf("          the main loop goes on\n");
    return G_SOURCE_CONTINUE;
}

int main(int count, char** words) {
    struct arguments arguments;
    HRASCONN connection = NULL;
    double begun = seconds();
    int fd = -1;
    DWORD error;
    parse(count, words, &arguments);
    loop = g_main_loop_new(NULL, FALSE);
    error = RasGetNotificationFd(&fd);
    if (error != 0) return report_error("RasGetNotificationFd", error);
    g_unix_fd_add(fd, G_IO_IN, on_readable, NULL);
    g_timeout_add(100, on_tick, NULL);
    arguments.params.dwCallbackId = (ULONG_PTR)&begun;
    error =
        RasDialA(NULL, arguments.phonebook, &arguments.params, RASDIAL_NOTIFIER_FUNC2, (LPVOID)on_state, &connection);
    if (error == 0) g_main_loop_run(loop);
    if (error == 0) error = failure;
    if (connection != NULL && (error != 0 || arguments.stay > 0)) {
        if (error == 0) g_usleep((gulong)arguments.stay * G_USEC_PER_SEC);
        RasHangUpA(connection);
    }
    g_main_loop_unref(loop);
    return error == 0 ? 0 : report_error("the dial has failed", error);
}
