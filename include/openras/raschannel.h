/*
 * Channels without a thread, for the makers of language bindings and of event-loop libraries (ras.hpp is one): a
 * RASCHANNEL is what rasnotify.h gives to each dialling thread, as an object that any thread may pump, one at a time.
 * A dial that is made for a channel lives as long as the channel and not as long as the thread that dialled.
 */
#ifndef OPENRAS_RASCHANNEL_H
#define OPENRAS_RASCHANNEL_H

#include "ras.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct RASCHANNEL__* HRASCHANNEL;

/**
 * Makes a channel.
 * @param phChannel out: to be closed with RasChannelClose.
 * @return 0; 8; 87; 633 too many channels of this user; 711 no manager.
 */
RASAPI DWORD RASAPIENTRY RasChannelOpen(HRASCHANNEL* phChannel);

/**
 * Closes a channel: its dials that are not established are aborted, their handlers hear nothing more. Their handles
 * still want RasHangUp. Not while it is being pumped.
 * @return 0; 6 NULL.
 */
RASAPI DWORD RASAPIENTRY RasChannelClose(HRASCHANNEL hChannel);

/**
 * The channel's descriptor: readable means that RasChannelPump(hChannel, 0, NULL) has something to do. Do not read or
 * close it.
 * @return 0; 6; 87.
 */
RASAPI DWORD RASAPIENTRY RasChannelFd(HRASCHANNEL hChannel, int* pFd);

/**
 * RasPumpNotifications for a channel: runs its handlers in the calling thread.
 * @return 0; 6; 8; 711 the manager has gone.
 */
RASAPI DWORD RASAPIENTRY RasChannelPump(HRASCHANNEL hChannel, DWORD dwTimeoutMs, LPDWORD lpdwDelivered);

/**
 * RasChannelPump that stops after one handler: for a consumer that takes one state at a time and does not want the dial
 * to get further than announcing the next one. The descriptor stays readable while more is there.
 * @return as RasChannelPump.
 */
RASAPI DWORD RASAPIENTRY RasChannelPumpOne(HRASCHANNEL hChannel, DWORD dwTimeoutMs, LPDWORD lpdwDelivered);

/**
 * RasDial with its notifications on a channel. lpvNotifier must not be NULL, dwNotifierType is 0, 1 or 2.
 * @return as RasDial; 6.
 */
RASAPI DWORD RASAPIENTRY RasChannelDialA(HRASCHANNEL hChannel, LPRASDIALEXTENSIONS lpRasDialExtensions,
                                         LPCSTR lpszPhonebook, LPRASDIALPARAMSA lpRasDialParams, DWORD dwNotifierType,
                                         LPVOID lpvNotifier, LPHRASCONN lphRasConn);
/** RasChannelDialA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasChannelDialW(HRASCHANNEL hChannel, LPRASDIALEXTENSIONS lpRasDialExtensions,
                                         LPCWSTR lpszPhonebook, LPRASDIALPARAMSW lpRasDialParams, DWORD dwNotifierType,
                                         LPVOID lpvNotifier, LPHRASCONN lphRasConn);

/**
 * RasHangUp that does not wait until the connection is gone, for a thread that must not block. A dial under way hears
 * one last (state, 631) as ever.
 * @return 0; 6 it never was a connection; 668 it is one no longer; 711.
 */
RASAPI DWORD RASAPIENTRY RasBeginHangUp(HRASCONN hrasconn);

#ifdef __cplusplus
}
#endif

#endif /* OPENRAS_RASCHANNEL_H */
