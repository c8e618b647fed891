/*
 * What OpenRAS adds to ras.h: how notifications reach the thread that dialled, and why a connection ended.
 *
 * Each thread that dials asynchronously owns a channel. Its handlers run in that very thread, and only when it pumps:
 * either it calls RasPumpNotifications, or its own event loop watches RasGetNotificationFd and calls
 * RasPumpNotifications(0, NULL) when that is readable. While a handler has not returned, its dial waits. A pump inside
 * a handler returns at once and delivers nothing. A program that cannot pump chooses worker delivery; one that may or
 * may not, automatic delivery, which is also what the porting kit and hosts that load rasapi32.dll have.
 */
#ifndef OPENRAS_RASNOTIFY_H
#define OPENRAS_RASNOTIFY_H

#include "ras.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Runs the handlers whose notifications have arrived for the calling thread. Where a thread of the library's has taken
 * over (automatic delivery), it runs none, and returns when that thread has run one or the time has passed.
 * @param dwTimeoutMs how long to wait for the first one, in ms; 0: only what is there; INFINITE: until one has run.
 * @param lpdwDelivered out: the number of handlers that ran; may be NULL.
 * @return 0, also where the time passed and none ran or the thread has no dial; 8; 711 the manager has gone (each
 *         pending dial of the thread has then heard it in its handler).
 */
RASAPI DWORD RASAPIENTRY RasPumpNotifications(DWORD dwTimeoutMs, LPDWORD lpdwDelivered);

/**
 * The descriptor of the calling thread's channel, for poll, epoll, GLib, Qt, Asio, libuv: readable means that
 * RasPumpNotifications(0, NULL) has something to do. It keeps its number when the channel reconnects and belongs to the
 * library: do not read, close or hand it to another thread.
 * @param pFd out: the descriptor.
 * @return 0; 8; 87 pFd is NULL; 711 no manager.
 */
RASAPI DWORD RASAPIENTRY RasGetNotificationFd(int* pFd);

/* RasSetNotificationDelivery: dwMode. */
#define RASND_Pump 0   /* handlers run in the dialling thread, when it pumps */
#define RASND_Worker 1 /* handlers run in a thread of the library's, which stands for the dialling thread */
/* as RASND_Pump; but when a notification has waited 200 ms and the thread has not pumped, a thread of the library's
   runs this handler, and all of the thread's until its dials are over. */
#define RASND_Automatic 2
/* what OPENRAS_NOTIFY names in the environment (pump, worker or automatic); else RASND_Automatic in the porting kit and
   where the library was loaded by its Windows name (rasapi32.dll), RASND_Pump elsewhere. */
#define RASND_Default 0xFFFFFFFF

/**
 * Where the handlers of the calling thread's next dials run; dials under way keep theirs.
 * @param dwMode RASND_Pump, RASND_Worker, RASND_Automatic or RASND_Default.
 * @return 0; 87 another value.
 */
RASAPI DWORD RASAPIENTRY RasSetNotificationDelivery(DWORD dwMode);

/**
 * What was set last for the calling thread.
 * @param lpdwMode out: RASND_Default where nothing was.
 * @return 0; 87 lpdwMode is NULL.
 */
RASAPI DWORD RASAPIENTRY RasGetNotificationDelivery(LPDWORD lpdwMode);

/* RASDISCONNECTCAUSE.dwEndedBy */
#define RASEB_Nobody 0    /* it has not ended */
#define RASEB_User 1      /* RasHangUp, or the end of the program that was dialling */
#define RASEB_Peer 2      /* the peer: Terminate-Request, PADT, a refusal */
#define RASEB_Line 3      /* the device or network under the connection */
#define RASEB_EchoLoss 4  /* the peer answered no LCP echo any more */
#define RASEB_Manager 5   /* the manager: it stopped, failed, or a limit of its own was reached */
#define RASEB_TimeLimit 6 /* idle time, session time, or no answer in time */

/** Why a connection ended. Texts are UTF-8, printable, and end in NUL. */
typedef struct RASDISCONNECTCAUSE {
    DWORD dwSize;              /**< sizeof(RASDISCONNECTCAUSE), set by the caller */
    RASCONNSTATE rasconnstate; /**< the state in which it happened */
    DWORD dwError;             /**< the error, as RasGetConnectStatus gives it; 0: none */
    DWORD dwEndedBy;           /**< RASEB_* */
    char szPeerText[1024];     /**< the peer's own words, or "" */
    char szDetail[1024];       /**< what exactly happened, in ours */
} RASDISCONNECTCAUSE, *LPRASDISCONNECTCAUSE;

/**
 * Why a connection failed or dropped. Such a connection is kept while a process that holds it lives, else for 60 s.
 * @param hrasconn from RasDial or RasEnumConnections.
 * @param lpCause in: dwSize; out: the cause; dwEndedBy is RASEB_Nobody while the connection has not ended.
 * @return 0; 6 the connection is gone or was never; 87; 632; 711.
 */
RASAPI DWORD RASAPIENTRY RasGetDisconnectCause(HRASCONN hrasconn, RASDISCONNECTCAUSE* lpCause);

/*
 * X11 windows as notifiers: RasDial with dwNotifierType 0xFFFFFFFF and the window id in lpvNotifier. The window, on the
 * display that $DISPLAY names, receives a ClientMessage whose type is the atom RASDIALEVENTX11, format 32, with the
 * five values below. The dial waits until RasReplyWindowEvent has answered with the event's serial, but not longer than
 * 10 s. A window that is gone counts as an ended caller.
 */
#define RASDIALEVENTX11 "RasDialEvent"         /* atom: the manager's notification */
#define RASDIALEVENTDONEX11 "RasDialEventDone" /* atom: the window's answer; data[4] is the serial, the rest 0 */

/** The data of a RasDialEvent ClientMessage (xcb: data.data32[0..4]; Xlib: data.l[0..4]). */
typedef struct RASWINDOWEVENT {
    uint32_t dwState;      /**< [0] RASCONNSTATE about to be entered */
    uint32_t dwError;      /**< [1] 0, or why the dial failed */
    uint32_t dwHandleLow;  /**< [2] low 32 bits of the HRASCONN */
    uint32_t dwHandleHigh; /**< [3] high 32 bits */
    uint32_t dwSerial;     /**< [4] to be given to RasReplyWindowEvent */
} RASWINDOWEVENT;

/**
 * Answers a RasDialEvent message: the dial goes on. May be called by any thread of the process that dialled.
 * @param dwSerial data[4] of the message.
 * @param xWindow the X11 window that received it.
 * @return 0; 87 no message of that serial and window waits (it was answered, or its 10 s have passed).
 */
RASAPI DWORD RASAPIENTRY RasReplyWindowEvent(DWORD dwSerial, DWORD xWindow);

/*
 * What a HANDLE of an event object is: an eventfd(2) descriptor, its number as a pointer. RasConnectionNotification
 * adds 1 to its counter at each event, so that a read takes all events since the last one and none is lost between two
 * waits. The porting kit's CreateEvent makes such handles. In a process in which Mono runs, what SafeWaitHandle holds
 * is a HANDLE of an event object, too; it is set.
 */
/** @param fd an eventfd above 0 @return the HANDLE by which the API knows it */
static inline HANDLE RasEventFromFd(int fd) {
    return (HANDLE)(intptr_t)fd;
}
/** @param hEvent a HANDLE of an event object @return its eventfd */
static inline int RasFdFromEvent(HANDLE hEvent) {
    return (int)(intptr_t)hEvent;
}

/**
 * Tells an event object when phone books change, whoever changes them and with what program: 1 is added to its counter
 * after each change or group of changes that have come together. It ends when the event is closed.
 * @param lpszPhonebook path of a book, which need not exist; NULL or "": the default books that there are now, and the
 *        user's and the system's where they come later.
 * @param hEvent an event object.
 * @return 0; 5 a folder may not be read; 6 hEvent is no event object; 8 no inotify instance or watch is left; 87 the
 * path is not valid text.
 */
RASAPI DWORD RASAPIENTRY RasPhonebookNotificationA(LPCSTR lpszPhonebook, HANDLE hEvent);
RASAPI DWORD RASAPIENTRY RasPhonebookNotificationW(LPCWSTR lpszPhonebook, HANDLE hEvent);

#ifdef UNICODE
#define RasPhonebookNotification RasPhonebookNotificationW
#else
#define RasPhonebookNotification RasPhonebookNotificationA
#endif

#ifdef __cplusplus
}
#endif

#endif /* OPENRAS_RASNOTIFY_H */
