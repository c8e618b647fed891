/*
 * The asynchronous operation with an X11 window as notifier: the window receives a ClientMessage for each state, and
 * the dial waits until it has been answered. Needs a display; nothing is shown.
 */
#include <rasnotify.h>
#include <xcb/xcb.h>

#include "common.h"

static xcb_atom_t intern(xcb_connection_t* display, const char* name) {
    xcb_intern_atom_cookie_t cookie = xcb_intern_atom(display, 0, (uint16_t)strlen(name), name);
    xcb_intern_atom_reply_t* reply = xcb_intern_atom_reply(display, cookie, NULL);
    xcb_atom_t atom = reply != NULL ? reply->atom : 0;
    free(reply);
    return atom;
}

int main(int count, char** words) {
    struct arguments arguments;
    HRASCONN connection = NULL;
    const double begun = seconds();
    xcb_generic_event_t* event;
    DWORD error;
    DWORD failure = 0;
    int ended = 0;
    parse(count, words, &arguments);

    xcb_connection_t* display = xcb_connect(NULL, NULL);
    if (xcb_connection_has_error(display) != 0) {
        fprintf(stderr, "no display\n");
        return 2;
    }
    const xcb_screen_t* screen = xcb_setup_roots_iterator(xcb_get_setup(display)).data;
    const xcb_window_t window = xcb_generate_id(display);
    xcb_create_window(display, XCB_COPY_FROM_PARENT, window, screen->root, 0, 0, 1, 1, 0, XCB_WINDOW_CLASS_INPUT_OUTPUT,
                      screen->root_visual, 0, NULL);
    const xcb_atom_t ras_event = intern(display, RASDIALEVENTX11);
    xcb_flush(display);

    error = RasDialA(NULL, arguments.phonebook, &arguments.params, RASDIAL_NOTIFIER_WINDOW, (LPVOID)(uintptr_t)window,
                     &connection);
    if (error != 0) return report_error("RasDial", error);
    while (!ended && (event = xcb_wait_for_event(display)) != NULL) {
        const xcb_client_message_event_t* message = (const xcb_client_message_event_t*)event;
        if ((event->response_type & 0x7F) == XCB_CLIENT_MESSAGE && message->type == ras_event) {
            const uint32_t* data = message->data.data32;
            printf("%8.3f s  %s\n", seconds() - begun, state_name((RASCONNSTATE)data[0]));
            failure = data[1];
            ended = failure != 0 || data[0] == RASCS_Connected;
            RasReplyWindowEvent(data[4], window);
        }
        free(event);
    }
    if (failure != 0) RasHangUpA(connection);
    xcb_disconnect(display);
    return failure == 0 ? 0 : report_error("the dial has failed", failure);
}
