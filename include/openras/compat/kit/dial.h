/*
 * RasDial of the porting kit: as the library's, and the thread's waits pump from then on. With dwNotifierType
 * 0xFFFFFFFF the window is one of CreateWindowEx: its procedure receives RegisterWindowMessage(RASDIALEVENT), wParam
 * the state, lParam the error, and the dial waits until it has returned. A window that is gone ends the dial.
 */
#ifndef OPENRAS_COMPAT_DIAL_H
#define OPENRAS_COMPAT_DIAL_H

#ifdef __cplusplus
extern "C" {
#endif

DWORD openras_compat_RasDialA(LPRASDIALEXTENSIONS lpRasDialExtensions, LPCSTR lpszPhonebook,
                              LPRASDIALPARAMSA lpRasDialParams, DWORD dwNotifierType, LPVOID lpvNotifier,
                              LPHRASCONN lphRasConn) __attribute__((visibility("default")));
DWORD openras_compat_RasDialW(LPRASDIALEXTENSIONS lpRasDialExtensions, LPCWSTR lpszPhonebook,
                              LPRASDIALPARAMSW lpRasDialParams, DWORD dwNotifierType, LPVOID lpvNotifier,
                              LPHRASCONN lphRasConn) __attribute__((visibility("default")));

#ifdef __cplusplus
}
#endif

#define RasDialA openras_compat_RasDialA
#define RasDialW openras_compat_RasDialW

#endif
