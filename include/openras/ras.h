/*
 * The RAS client API: dial a connection, watch it, list connections and phone-book entries, hang up.
 *
 * Link with librasapi32 (pkg-config openras, or OpenRAS::rasapi32 in CMake). Functions with suffix A take UTF-8, those
 * with suffix W UTF-16; the name without suffix is the A function, or the W function where UNICODE is defined. They
 * return 0 (ERROR_SUCCESS) or an error of raserror.h. A structure's dwSize tells its version; the library accepts every
 * size that a version of Windows has used, else it answers ERROR_INVALID_SIZE.
 * When and in which thread a notification handler runs: rasnotify.h.
 *
 * Buffers that receive an array: *lpcb holds the buffer's bytes on entry and the bytes needed on return; if they do not
 * fit (or the buffer is NULL) the result is ERROR_BUFFER_TOO_SMALL and the count is set too. Element 0 carries dwSize.
 * Source: the API reference, "ras.h header"; section names stand with each function.
 */
#ifndef OPENRAS_RAS_H
#define OPENRAS_RAS_H

#include "raserror.h"
#include "rastypes.h"
#include "wintypes.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Notification handlers -------------------------------------------------------------------------------------- */

/**
 * A notification handler (dwNotifierType 0).
 * unMsg: always WM_RASDIALEVENT. rasconnstate: the state about to be entered; the dial waits until the handler has
 * returned. dwError: 0, or why the dial failed in that state; after it no further notification comes.
 * Source: RasDialFunc callback function (ras.h).
 */
typedef VOID(RASCALLBACK* RASDIALFUNC)(UINT unMsg, RASCONNSTATE rasconnstate, DWORD dwError);

/**
 * A notification handler that is told the connection (dwNotifierType 1).
 * hrasconn: what RasDial stored in *lphRasConn. dwExtendedError: further code for errors 639, 640, 645 and 650, else 0.
 * Source: RasDialFunc1 callback function (ras.h).
 */
typedef VOID(RASCALLBACK* RASDIALFUNC1)(HRASCONN hrasconn, UINT unMsg, RASCONNSTATE rascs, DWORD dwError,
                                        DWORD dwExtendedError);

/**
 * A notification handler with a value of the caller's and the link (dwNotifierType 2).
 * dwCallbackId: RASDIALPARAMS.dwCallbackId. dwSubEntry: the link, counted from 1. Returns non-zero to be called again,
 * 0 to hear no more of this dial.
 * Source: RasDialFunc2 callback function (ras.h).
 */
typedef DWORD(RASCALLBACK* RASDIALFUNC2)(ULONG_PTR dwCallbackId, DWORD dwSubEntry, HRASCONN hrasconn, UINT unMsg,
                                         RASCONNSTATE rascs, DWORD dwError, DWORD dwExtendedError);

/* RasDial: dwNotifierType. Windows gives these values no names. */
#define RASDIAL_NOTIFIER_FUNC 0
#define RASDIAL_NOTIFIER_FUNC1 1
#define RASDIAL_NOTIFIER_FUNC2 2
#define RASDIAL_NOTIFIER_WINDOW 0xFFFFFFFF /* lpvNotifier is a window; for X11 see rasnotify.h */

/** Custom AutoDial handlers. Source: RASADFunc, ORASADFunc callback functions (ras.h). */
typedef BOOL(RASCALLBACK* ORASADFUNC)(HWND hwndOwner, LPSTR lpszEntry, DWORD dwFlags, LPDWORD lpdwRetCode);
/** TRUE: the handler dialled and put the result in *lpdwRetCode. */
typedef BOOL(RASCALLBACK* RASADFUNCA)(LPSTR lpszPhonebook, LPSTR lpszEntry, LPRASADPARAMS lpAutoDialParams,
                                      LPDWORD lpdwRetCode);
/** RASADFUNCA in UTF-16. */
typedef BOOL(RASCALLBACK* RASADFUNCW)(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPRASADPARAMS lpAutoDialParams,
                                      LPDWORD lpdwRetCode);

/* ---- Dial and hang up ------------------------------------------------------------------------------------------- */

/**
 * Dials an entry. Without a notifier the call returns when the connection is up or has failed; with one it returns at
 * once and reports each state change and each error to the notifier. An entry that is connected already succeeds with
 * the same connection and one reference more.
 * @param lpRasDialExtensions options (RDEOPT_*), or NULL: none.
 * @param lpszPhonebook: path of a .pbk file; NULL: the default books, the user's first.
 * @param lpRasDialParams what to dial: szEntryName; szPhoneNumber, szUserName, szPassword and szDomain override the
 *         entry where they are not empty.
 * @param dwNotifierType 0, 1, 2: lpvNotifier is a RASDIALFUNC, RASDIALFUNC1, RASDIALFUNC2; 0xFFFFFFFF: a window.
 *         Ignored without a notifier.
 * @param lpvNotifier the handler or window; NULL dials synchronously.
 * @param lphRasConn points to NULL for a new dial, or to a paused connection that this call resumes. Written before
 *         the first packet is sent, also where the dial fails afterwards: every handle that is not NULL must be given
 *         to RasHangUp.
 * @return 0; 5 the manager is not for this user; 6 unknown handle; 8; 87; 608; 610; 621, 622, 623, 625 phone book; 632;
 *         711 no manager; 756 the entry is being dialled; synchronously also every error of the dial itself.
 * Source: RasDial function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasDialA(LPRASDIALEXTENSIONS lpRasDialExtensions, LPCSTR lpszPhonebook,
                                  LPRASDIALPARAMSA lpRasDialParams, DWORD dwNotifierType, LPVOID lpvNotifier,
                                  LPHRASCONN lphRasConn);
/** RasDialA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasDialW(LPRASDIALEXTENSIONS lpRasDialExtensions, LPCWSTR lpszPhonebook,
                                  LPRASDIALPARAMSW lpRasDialParams, DWORD dwNotifierType, LPVOID lpvNotifier,
                                  LPHRASCONN lphRasConn);

/**
 * Ends a connection, or releases one reference of it where the process has dialled it more than once. Legal in every
 * state and from every thread. Outside a notification handler it returns when the connection is gone, in at most 5 s.
 * @param hrasconn from RasDial or RasEnumConnections.
 * @return 0; 6 the handle never was a connection of this manager's; 668 it was one and is gone; 711.
 * Source: RasHangUp function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasHangUpA(HRASCONN hrasconn);
/** Identical to RasHangUpA. */
RASAPI DWORD RASAPIENTRY RasHangUpW(HRASCONN hrasconn);

/* ---- State ------------------------------------------------------------------------------------------------------ */

/**
 * The present state of a connection, the device and number in use, and after a failure or a drop the error in
 * dwError. May be polled as often as wanted.
 * @param lprasconnstatus in: dwSize; out: the state.
 * @return 0; 6 the connection is gone (this is how a finished hang-up looks); 87; 632; 711.
 * Source: RasGetConnectStatus function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetConnectStatusA(HRASCONN hrasconn, LPRASCONNSTATUSA lprasconnstatus);
/** RasGetConnectStatusA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetConnectStatusW(HRASCONN hrasconn, LPRASCONNSTATUSW lprasconnstatus);

/**
 * The connections that the caller may see: the user's own; root and the group openras see all.
 * @param lprasconn array; element 0 carries dwSize. May be NULL with *lpcb 0.
 * @param lpcb in: bytes at lprasconn; out: bytes used or needed.
 * @param lpcConnections out: number of connections.
 * @return 0; 87; 603 *lpcb is too small; 632; 711.
 * Source: RasEnumConnections function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasEnumConnectionsA(LPRASCONNA lprasconn, LPDWORD lpcb, LPDWORD lpcConnections);
/** RasEnumConnectionsA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasEnumConnectionsW(LPRASCONNW lprasconn, LPDWORD lpcb, LPDWORD lpcConnections);

/**
 * A sentence for an error number of raserror.h (600 to 956).
 * @param cBufSize size of the buffer in characters (code units), the terminating NUL included; 512 always suffices.
 * @return 0; 87 not a RAS error, or NULL; 122 the buffer is too small.
 * Source: RasGetErrorString function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetErrorStringA(UINT uErrorValue, LPSTR lpszErrorString, DWORD cBufSize);
/** RasGetErrorStringA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetErrorStringW(UINT uErrorValue, LPWSTR lpszErrorString, DWORD cBufSize);

/**
 * What a control protocol has negotiated. A protocol that failed returns 0 and says why in dwError of the structure.
 * @param rasprojection RASP_PppIp, RASP_PppIpv6, ...; it decides the structure at lpprojection (RASPPPIP, RASPPPIPV6,
 *         ...).
 * @param lpprojection in: dwSize; out: the result.
 * @param lpcb in: bytes at lpprojection; out: bytes used or needed.
 * @return 0; 6; 87; 603; 632; 730 before RASCS_Projected; 731 the protocol was not negotiated.
 * Source: RasGetProjectionInfo function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetProjectionInfoA(HRASCONN hrasconn, RASPROJECTION rasprojection, LPVOID lpprojection,
                                               LPDWORD lpcb);
/** RasGetProjectionInfoA; texts in the structures are UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetProjectionInfoW(HRASCONN hrasconn, RASPROJECTION rasprojection, LPVOID lpprojection,
                                               LPDWORD lpcb);

/* ---- Phone book ------------------------------------------------------------------------------------------------- */

/**
 * The names of the entries of a phone book.
 * @param lpszReserved NULL.
 * @param lpszPhonebook path of a .pbk file; NULL: those of the user's and of the system's book (szPhonebookPath says
 *         which).
 * @param lprasentryname array; element 0 carries dwSize. May be NULL with *lpcb 0.
 * @param lpcb in: bytes at lprasentryname; out: bytes used or needed.
 * @param lpcEntries out: number of entries.
 * @return 0; 87; 603; 621; 622; 625; 632.
 * Source: RasEnumEntries function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasEnumEntriesA(LPCSTR lpszReserved, LPCSTR lpszPhonebook, LPRASENTRYNAMEA lprasentryname,
                                         LPDWORD lpcb, LPDWORD lpcEntries);
/** RasEnumEntriesA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasEnumEntriesW(LPCWSTR lpszReserved, LPCWSTR lpszPhonebook, LPRASENTRYNAMEW lprasentryname,
                                         LPDWORD lpcb, LPDWORD lpcEntries);

/* ---- Links, statistics, devices, entries, credentials, AutoDial ---------------------------------------------------
 */

/**
 * The handle of one link of a multilink connection.
 * @param dwSubEntry the link, counted from 1.
 * @return 0; 6; 87; 259 no such link; 618 the link is not connected.
 * Source: RasGetSubEntryHandle function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetSubEntryHandleA(HRASCONN hrasconn, DWORD dwSubEntry, LPHRASCONN lphrasconn);
/** Identical to RasGetSubEntryHandleA. */
RASAPI DWORD RASAPIENTRY RasGetSubEntryHandleW(HRASCONN hrasconn, DWORD dwSubEntry, LPHRASCONN lphrasconn);

/**
 * Signals an event when connections come and go. Nothing is lost between two waits: an event object counts. The
 * registration ends when hEvent has been closed. docs/operations.md, "Watching connections".
 * @param hrasconn a connection, or INVALID_HANDLE_VALUE for all that the caller may see.
 * @param hEvent an event object: an eventfd (rasnotify.h).
 * @param dwFlags RASCN_*, at least one.
 * @return 0; 6 no such connection, or no event object; 8; 87; 711.
 * Source: RasConnectionNotification function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasConnectionNotificationA(HRASCONN hrasconn, HANDLE hEvent, DWORD dwFlags);
/** Identical to RasConnectionNotificationA. */
RASAPI DWORD RASAPIENTRY RasConnectionNotificationW(HRASCONN hrasconn, HANDLE hEvent, DWORD dwFlags);

/**
 * What PPP or IKEv2 has negotiated, addresses in binary.
 * @param pRasProjection in: version; out: the result; IKEv2 address arrays follow it in the same buffer.
 * @param lpdwSize in: bytes at pRasProjection; out: bytes used or needed.
 * @return 0; 6; 87; 603; 632; 730; 731.
 * Source: RasGetProjectionInfoEx function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetProjectionInfoEx(HRASCONN hrasconn, PRAS_PROJECTION_INFO pRasProjection,
                                                LPDWORD lpdwSize);

/**
 * Counters of a connection: bytes, frames, errors, speed in bit/s, duration in ms.
 * @param lpStatistics in: dwSize; out: the counters.
 * @return 0; 6; 8; E_INVALIDARG.
 * Source: RasGetConnectionStatistics function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetConnectionStatistics(HRASCONN hrasconn, RAS_STATS* lpStatistics);

/**
 * Counters of one link.
 * @param dwSubEntry the link, counted from 1.
 * @return 0; 6; 8; E_INVALIDARG.
 * Source: RasGetLinkStatistics function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetLinkStatistics(HRASCONN hrasconn, DWORD dwSubEntry, RAS_STATS* lpStatistics);

/**
 * Sets the counters of a connection to zero.
 * @return 0; 6.
 * Source: RasClearConnectionStatistics function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasClearConnectionStatistics(HRASCONN hrasconn);

/**
 * Sets the counters of one link to zero.
 * @param dwSubEntry the link, counted from 1.
 * @return 0; 6; 87; 668.
 * Source: RasClearLinkStatistics function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasClearLinkStatistics(HRASCONN hrasconn, DWORD dwSubEntry);

/**
 * The state of network access protection.
 * @return 6; 87; 632; 836.
 * Source: RasGetNapStatus function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetNapStatus(HRASCONN hrasconn, LPRASNAPSTATE pNapState);

/**
 * Moves an IKEv2 connection to other tunnel end points (RFC 4555).
 * @return 6; 87; 632; 843 no connection here has tunnel end points that could move.
 * Source: RasUpdateConnection function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasUpdateConnection(HRASCONN hrasconn, LPRASUPDATECONN lprasupdateconn);

/**
 * Lets an EAP method ask the user, after RASCS_InvokeEapUI; then RasDial resumes.
 * @param dwSubEntry the link, counted from 1.
 * @return 6; 87; 632; 780 no EAP method here asks.
 * Source: RasInvokeEapUI function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasInvokeEapUI(HRASCONN hrasconn, DWORD dwSubEntry, LPRASDIALEXTENSIONS lpExtensions,
                                        HWND hwnd);

/**
 * The devices that can be dialled with.
 * @param lpRasDevInfo array; element 0 carries dwSize.
 * @param lpcb in: bytes at lpRasDevInfo; out: bytes used or needed.
 * @param lpcDevices out: number of devices.
 * @return 0; 8; 87; 603; 1784 wrong dwSize.
 * Source: RasEnumDevices function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasEnumDevicesA(LPRASDEVINFOA lpRasDevInfo, LPDWORD lpcb, LPDWORD lpcDevices);
/** RasEnumDevicesA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasEnumDevicesW(LPRASDEVINFOW lpRasDevInfo, LPDWORD lpcb, LPDWORD lpcDevices);

/**
 * One country: its dialling code, its name, the id of the next.
 * @param lpRasCtryInfo in: dwSize, dwCountryID; out: the country, its name behind the structure.
 * @param lpdwSize in: bytes at lpRasCtryInfo (256 or more are advisable); out: bytes used or needed.
 * @return 0; 87; 603; 740; 1784.
 * Source: RasGetCountryInfo function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetCountryInfoA(LPRASCTRYINFO lpRasCtryInfo, LPDWORD lpdwSize);
/** RasGetCountryInfoA; the name is UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetCountryInfoW(LPRASCTRYINFO lpRasCtryInfo, LPDWORD lpdwSize);

/**
 * The properties of an entry.
 * @param lpszPhonebook: path of a .pbk file; NULL: the default books, the user's first.
 * @param lpszEntry the entry; NULL or "": defaults of a new one.
 * @param lpRasEntry in: dwSize; out: the properties, alternate numbers behind them at dwAlternateOffset.
 * @param lpcbRasEntry in: bytes at lpRasEntry; out: bytes used or needed.
 * @param lpbDeviceInfo NULL. @param lpcbDeviceInfo NULL.
 * @return 0; 87; 603; 621; 622; 623; 625; 632.
 * Source: RasGetEntryProperties function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetEntryPropertiesA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, LPRASENTRYA lpRasEntry,
                                                LPDWORD lpcbRasEntry, LPBYTE lpbDeviceInfo, LPDWORD lpcbDeviceInfo);
/** RasGetEntryPropertiesA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetEntryPropertiesW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, LPRASENTRYW lpRasEntry,
                                                LPDWORD lpcbRasEntry, LPBYTE lpbDeviceInfo, LPDWORD lpcbDeviceInfo);

/**
 * Creates an entry or replaces its properties.
 * @param cbRasEntry bytes of the structure with its alternate numbers.
 * @param lpbDeviceInfo NULL. @param cbDeviceInfo 0.
 * @return 0; 5; 87; 123 not a name; 610; 621; 622; 624; 625; 632.
 * Source: RasSetEntryProperties function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetEntryPropertiesA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, LPRASENTRYA lpRasEntry,
                                                DWORD cbRasEntry, LPBYTE lpbDeviceInfo, DWORD cbDeviceInfo);
/** RasSetEntryPropertiesA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasSetEntryPropertiesW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, LPRASENTRYW lpRasEntry,
                                                DWORD cbRasEntry, LPBYTE lpbDeviceInfo, DWORD cbDeviceInfo);

/**
 * The properties of one link of an entry.
 * @param dwSubEntry the link, counted from 1.
 * @param lpcb in: bytes at lpRasSubEntry; out: bytes used or needed.
 * @return 0; 87; 603; 621; 622; 623; 625; 632.
 * Source: RasGetSubEntryProperties function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetSubEntryPropertiesA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, DWORD dwSubEntry,
                                                   LPRASSUBENTRYA lpRasSubEntry, LPDWORD lpcb, LPBYTE lpbDeviceConfig,
                                                   LPDWORD lpcbDeviceConfig);
/** RasGetSubEntryPropertiesA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetSubEntryPropertiesW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, DWORD dwSubEntry,
                                                   LPRASSUBENTRYW lpRasSubEntry, LPDWORD lpcb, LPBYTE lpbDeviceConfig,
                                                   LPDWORD lpcbDeviceConfig);

/**
 * Sets the properties of one link of an entry, or adds a link.
 * @param dwSubEntry the link, counted from 1.
 * @param cb bytes of the structure with its alternate numbers.
 * @return 0; 5; 87; 610; 621; 622; 623; 624; 625; 632.
 * Source: RasSetSubEntryProperties function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetSubEntryPropertiesA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, DWORD dwSubEntry,
                                                   LPRASSUBENTRYA lpRasSubEntry, DWORD cb, LPBYTE lpbDeviceConfig,
                                                   DWORD cbDeviceConfig);
/** RasSetSubEntryPropertiesA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasSetSubEntryPropertiesW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, DWORD dwSubEntry,
                                                   LPRASSUBENTRYW lpRasSubEntry, DWORD cb, LPBYTE lpbDeviceConfig,
                                                   DWORD cbDeviceConfig);

/**
 * Removes one link of an entry.
 * @param dwSubEntryId the link, counted from 1.
 * @return 0; 5; 87; 621; 622; 623; 624; 625.
 * Source: RasDeleteSubEntry function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasDeleteSubEntryA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, DWORD dwSubEntryId);
/** RasDeleteSubEntryA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasDeleteSubEntryW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, DWORD dwSubEntryId);

/**
 * Gives an entry another name.
 * @param lpszNewEntry at most RAS_MaxEntryName characters, not blank, not beginning with a period.
 * @return 0; 5; 8; 87; 123; 183; 621; 622; 623; 624; 625.
 * Source: RasRenameEntry function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasRenameEntryA(LPCSTR lpszPhonebook, LPCSTR lpszOldEntry, LPCSTR lpszNewEntry);
/** RasRenameEntryA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasRenameEntryW(LPCWSTR lpszPhonebook, LPCWSTR lpszOldEntry, LPCWSTR lpszNewEntry);

/**
 * Removes an entry.
 * @return 0; 5; 87; 123 no such entry; 621; 622; 624; 625.
 * Source: RasDeleteEntry function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasDeleteEntryA(LPCSTR lpszPhonebook, LPCSTR lpszEntry);
/** RasDeleteEntryA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasDeleteEntryW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry);

/**
 * Whether a name can be given to a new entry: it has a letter or digit, none of | > < ? * \ / : and does not begin
 * with a period.
 * @return 0 valid and free; 87; 123 not valid; 183 taken; 621; 622; 625.
 * Source: RasValidateEntryName function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasValidateEntryNameA(LPCSTR lpszPhonebook, LPCSTR lpszEntry);
/** RasValidateEntryNameA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasValidateEntryNameW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry);

/**
 * Opens the editor for a new entry (obsolete: RasEntryDlg).
 * @return 703 there are no dialogs here; 621; 622; 625.
 * Source: RasCreatePhonebookEntry function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasCreatePhonebookEntryA(HWND hwnd, LPCSTR lpszPhonebook);
/** RasCreatePhonebookEntryA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasCreatePhonebookEntryW(HWND hwnd, LPCWSTR lpszPhonebook);

/**
 * Opens the editor of an entry (obsolete: RasEntryDlg).
 * @return 703 there are no dialogs here; 87; 621; 622; 623; 625.
 * Source: RasEditPhonebookEntry function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasEditPhonebookEntryA(HWND hwnd, LPCSTR lpszPhonebook, LPCSTR lpszEntryName);
/** RasEditPhonebookEntryA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasEditPhonebookEntryW(HWND hwnd, LPCWSTR lpszPhonebook, LPCWSTR lpszEntryName);

/**
 * The stored user name and domain of an entry; a stored password appears as 16 asterisks.
 * @param lprasdialparams in: dwSize, szEntryName; out: the rest.
 * @param lpfPassword out: TRUE where a password is stored.
 * @return 0; 5; 87; 610; 621; 623; 632; 711; 29, 1392 the store cannot be read.
 * Source: RasGetEntryDialParams function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetEntryDialParamsA(LPCSTR lpszPhonebook, LPRASDIALPARAMSA lprasdialparams,
                                                LPBOOL lpfPassword);
/** RasGetEntryDialParamsA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetEntryDialParamsW(LPCWSTR lpszPhonebook, LPRASDIALPARAMSW lprasdialparams,
                                                LPBOOL lpfPassword);

/**
 * Stores user name, password, domain and callback number of an entry.
 * @param fRemovePassword TRUE: forget the stored password.
 * @return 0; 5; 50 nothing is stored here; 87; 610; 621; 623; 632; 711; 29 the store cannot be written.
 * Source: RasSetEntryDialParams function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetEntryDialParamsA(LPCSTR lpszPhonebook, LPRASDIALPARAMSA lprasdialparams,
                                                BOOL fRemovePassword);
/** RasSetEntryDialParamsA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasSetEntryDialParamsW(LPCWSTR lpszPhonebook, LPRASDIALPARAMSW lprasdialparams,
                                                BOOL fRemovePassword);

/**
 * Stored credentials of an entry.
 * @param lpCredentials in: dwSize, dwMask (RASCM_*): which; out: dwMask: those that are stored.
 * @return 0; 5; 87; 621; 623; 632; 711; 29, 1392 the store cannot be read.
 * Source: RasGetCredentials function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetCredentialsA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, LPRASCREDENTIALSA lpCredentials);
/** RasGetCredentialsA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetCredentialsW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, LPRASCREDENTIALSW lpCredentials);

/**
 * Stores or forgets credentials of an entry.
 * @param fClearCredentials TRUE: forget those in dwMask.
 * @return 0; 5; 50 nothing is stored here; 87; 621; 623; 632; 711; 29 the store cannot be written.
 * Source: RasSetCredentials function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetCredentialsA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, LPRASCREDENTIALSA lpCredentials,
                                            BOOL fClearCredentials);
/** RasSetCredentialsA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasSetCredentialsW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, LPRASCREDENTIALSW lpCredentials,
                                            BOOL fClearCredentials);

/**
 * The data an EAP method keeps for a user.
 * @param hToken NULL: the calling user.
 * @param pdwSizeofEapData in: bytes at pbEapData; out: bytes used or needed.
 * @return 0; 603; 621; 623; 711; E_INVALIDARG.
 * Source: RasGetEapUserData function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetEapUserDataA(HANDLE hToken, LPCSTR pszPhonebook, LPCSTR pszEntry, BYTE* pbEapData,
                                            DWORD* pdwSizeofEapData);
/** RasGetEapUserDataA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetEapUserDataW(HANDLE hToken, LPCWSTR pszPhonebook, LPCWSTR pszEntry, BYTE* pbEapData,
                                            DWORD* pdwSizeofEapData);

/**
 * Stores the data an EAP method keeps for a user.
 * @param dwSizeofEapData bytes at pbEapData.
 * @return 0; 5; 50 nothing is stored here; 621; 623; 711; E_INVALIDARG.
 * Source: RasSetEapUserData function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetEapUserDataA(HANDLE hToken, LPCSTR pszPhonebook, LPCSTR pszEntry, BYTE* pbEapData,
                                            DWORD dwSizeofEapData);
/** RasSetEapUserDataA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasSetEapUserDataW(HANDLE hToken, LPCWSTR pszPhonebook, LPCWSTR pszEntry, BYTE* pbEapData,
                                            DWORD dwSizeofEapData);

/**
 * The data an EAP method keeps for an entry.
 * @param pdwSizeofCustomAuthData in: bytes at pbCustomAuthData; out: bytes used or needed.
 * @return 0; 603; 621; 623; E_INVALIDARG.
 * Source: RasGetCustomAuthData function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetCustomAuthDataA(LPCSTR pszPhonebook, LPCSTR pszEntry, BYTE* pbCustomAuthData,
                                               DWORD* pdwSizeofCustomAuthData);
/** RasGetCustomAuthDataA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetCustomAuthDataW(LPCWSTR pszPhonebook, LPCWSTR pszEntry, BYTE* pbCustomAuthData,
                                               DWORD* pdwSizeofCustomAuthData);

/**
 * Stores the data an EAP method keeps for an entry.
 * @param dwSizeofCustomAuthData bytes at pbCustomAuthData.
 * @return 0; 5; 621; 623; 624; E_INVALIDARG.
 * Source: RasSetCustomAuthData function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetCustomAuthDataA(LPCSTR pszPhonebook, LPCSTR pszEntry, BYTE* pbCustomAuthData,
                                               DWORD dwSizeofCustomAuthData);
/** RasSetCustomAuthDataA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasSetCustomAuthDataW(LPCWSTR pszPhonebook, LPCWSTR pszEntry, BYTE* pbCustomAuthData,
                                               DWORD dwSizeofCustomAuthData);

/**
 * Asks an EAP method who the user is, before RasDial.
 * @param dwFlags RASEAPF_*.
 * @param ppRasEapUserIdentity out: to be freed with RasFreeEapUserIdentity.
 * @return 780 the entry needs none (every entry here); 621; 623; E_INVALIDARG.
 * Source: RasGetEapUserIdentity function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetEapUserIdentityA(LPCSTR pszPhonebook, LPCSTR pszEntry, DWORD dwFlags, HWND hwnd,
                                                LPRASEAPUSERIDENTITYA* ppRasEapUserIdentity);
/** RasGetEapUserIdentityA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetEapUserIdentityW(LPCWSTR pszPhonebook, LPCWSTR pszEntry, DWORD dwFlags, HWND hwnd,
                                                LPRASEAPUSERIDENTITYW* ppRasEapUserIdentity);

/**
 * Frees what RasGetEapUserIdentity returned; NULL is allowed.
 * Source: RasFreeEapUserIdentity function (ras.h).
 */
RASAPI VOID RASAPIENTRY RasFreeEapUserIdentityA(LPRASEAPUSERIDENTITYA pRasEapUserIdentity);
/** RasFreeEapUserIdentityA in UTF-16. */
RASAPI VOID RASAPIENTRY RasFreeEapUserIdentityW(LPRASEAPUSERIDENTITYW pRasEapUserIdentity);

/**
 * The entries that AutoDial dials for an address; NULL: the default Internet connection.
 * @param lpcbAutoDialEntries in: bytes of the array; out: bytes used or needed.
 * @return 0; 87; 603; 621, 625 the database cannot be read; 632.
 * Source: RasGetAutodialAddress function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetAutodialAddressA(LPCSTR lpszAddress, LPDWORD lpdwReserved,
                                                LPRASAUTODIALENTRYA lpAutoDialEntries, LPDWORD lpcbAutoDialEntries,
                                                LPDWORD lpcAutoDialEntries);
/** RasGetAutodialAddressA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasGetAutodialAddressW(LPCWSTR lpszAddress, LPDWORD lpdwReserved,
                                                LPRASAUTODIALENTRYW lpAutoDialEntries, LPDWORD lpcbAutoDialEntries,
                                                LPDWORD lpcAutoDialEntries);

/**
 * Sets the entries that AutoDial dials for an address; none removes the address.
 * @param cbAutoDialEntries bytes of the array. @param cAutoDialEntries its elements.
 * @return 0; 5; 8; 87; 603; 621; 623; 624; 625; 632.
 * Source: RasSetAutodialAddress function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetAutodialAddressA(LPCSTR lpszAddress, DWORD dwReserved,
                                                LPRASAUTODIALENTRYA lpAutoDialEntries, DWORD cbAutoDialEntries,
                                                DWORD cAutoDialEntries);
/** RasSetAutodialAddressA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasSetAutodialAddressW(LPCWSTR lpszAddress, DWORD dwReserved,
                                                LPRASAUTODIALENTRYW lpAutoDialEntries, DWORD cbAutoDialEntries,
                                                DWORD cAutoDialEntries);

/**
 * The addresses that AutoDial knows.
 * @param lppAddresses array of pointers, the strings behind it in the same buffer.
 * @param lpcbAddresses in: bytes of the buffer; out: bytes used or needed.
 * @return 0; 87; 603; 621, 625 the database cannot be read.
 * Source: RasEnumAutodialAddresses function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasEnumAutodialAddressesA(LPSTR* lppAddresses, LPDWORD lpcbAddresses, LPDWORD lpcAddresses);
/** RasEnumAutodialAddressesA in UTF-16. */
RASAPI DWORD RASAPIENTRY RasEnumAutodialAddressesW(LPWSTR* lppAddresses, LPDWORD lpcbAddresses, LPDWORD lpcAddresses);

/**
 * Whether AutoDial works at a location.
 * @return 0; 87; 621, 625 the database cannot be read.
 * Source: RasGetAutodialEnable function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetAutodialEnableA(DWORD dwDialingLocation, LPBOOL lpfEnabled);
/** Identical to RasGetAutodialEnableA. */
RASAPI DWORD RASAPIENTRY RasGetAutodialEnableW(DWORD dwDialingLocation, LPBOOL lpfEnabled);

/**
 * Switches AutoDial on or off at a location.
 * @return 0; 5; 621; 624; 625.
 * Source: RasSetAutodialEnable function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetAutodialEnableA(DWORD dwDialingLocation, BOOL fEnabled);
/** Identical to RasSetAutodialEnableA. */
RASAPI DWORD RASAPIENTRY RasSetAutodialEnableW(DWORD dwDialingLocation, BOOL fEnabled);

/**
 * One parameter of AutoDial, a DWORD.
 * @param dwKey RASADP_*.
 * @param lpcbValue in: bytes at lpvValue; out: 4.
 * @return 0; 87; 621, 625 the database cannot be read; 632.
 * Source: RasGetAutodialParam function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasGetAutodialParamA(DWORD dwKey, LPVOID lpvValue, LPDWORD lpcbValue);
/** Identical to RasGetAutodialParamA. */
RASAPI DWORD RASAPIENTRY RasGetAutodialParamW(DWORD dwKey, LPVOID lpvValue, LPDWORD lpcbValue);

/**
 * Sets one parameter of AutoDial, a DWORD.
 * @param dwKey RASADP_*.
 * @param cbValue 4.
 * @return 0; 5; 87; 621; 624; 625; 632.
 * Source: RasSetAutodialParam function (ras.h).
 */
RASAPI DWORD RASAPIENTRY RasSetAutodialParamA(DWORD dwKey, LPVOID lpvValue, DWORD cbValue);
/** Identical to RasSetAutodialParamA. */
RASAPI DWORD RASAPIENTRY RasSetAutodialParamW(DWORD dwKey, LPVOID lpvValue, DWORD cbValue);

/* ---- Types of custom scripting and custom dialling libraries ------------------------------------------------------
 */

/** Hands a custom script a buffer of at most 1500 bytes; 614 where there is none. */
typedef DWORD(RASCALLBACK* PFNRASGETBUFFER)(PBYTE* ppBuffer, PDWORD pdwSize);
/** Takes a buffer back. */
typedef DWORD(RASCALLBACK* PFNRASFREEBUFFER)(PBYTE pBuffer);
/** Sends dwSize bytes to the port; 601, 610. */
typedef DWORD(RASCALLBACK* PFNRASSENDBUFFER)(HANDLE hPort, PBYTE pBuffer, DWORD dwSize);
/** Begins to receive; hEvent is signalled when bytes are there or dwTimeOut ms have passed. */
typedef DWORD(RASCALLBACK* PFNRASRECEIVEBUFFER)(HANDLE hPort, PBYTE pBuffer, PDWORD pdwSize, DWORD dwTimeOut,
                                                HANDLE hEvent);
/** Fetches the bytes received, after hEvent. */
typedef DWORD(RASCALLBACK* PFNRASRETRIEVEBUFFER)(HANDLE hPort, PBYTE pBuffer, PDWORD pdwSize);

/** Source: RasCustomScriptExecuteFn callback function (ras.h). */
typedef DWORD(RASCALLBACK* RasCustomScriptExecuteFn)(HANDLE hPort, LPCWSTR lpszPhonebook, LPCWSTR lpszEntryName,
                                                     PFNRASGETBUFFER pfnRasGetBuffer, PFNRASFREEBUFFER pfnRasFreeBuffer,
                                                     PFNRASSENDBUFFER pfnRasSendBuffer,
                                                     PFNRASRECEIVEBUFFER pfnRasReceiveBuffer,
                                                     PFNRASRETRIEVEBUFFER pfnRasRetrieveBuffer, HWND hWnd,
                                                     RASDIALPARAMS* pRasDialParams, PVOID pvReserved);
/** Source: RasCustomDialFn callback function (ras.h). */
typedef DWORD(RASCALLBACK* RasCustomDialFn)(HINSTANCE hInstDll, LPRASDIALEXTENSIONS lpRasDialExtensions,
                                            LPCWSTR lpszPhonebook, LPRASDIALPARAMS lpRasDialParams,
                                            DWORD dwNotifierType, LPVOID lpvNotifier, LPHRASCONN lphRasConn,
                                            DWORD dwFlags);
/** Source: RasCustomHangUpFn callback function (ras.h). */
typedef DWORD(RASCALLBACK* RasCustomHangUpFn)(HRASCONN hRasConn);
/** Source: RasCustomDeleteEntryNotifyFn callback function (ras.h). */
typedef DWORD(RASCALLBACK* RasCustomDeleteEntryNotifyFn)(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, DWORD dwFlags);

#ifdef __cplusplus
}
#endif

/* ---- The names without suffix -------------------------------------------------------------------------------------
 */

#ifdef UNICODE
#define RasDial RasDialW
#define RasHangUp RasHangUpW
#define RasGetConnectStatus RasGetConnectStatusW
#define RasEnumConnections RasEnumConnectionsW
#define RasGetErrorString RasGetErrorStringW
#define RasGetProjectionInfo RasGetProjectionInfoW
#define RasEnumEntries RasEnumEntriesW
#define RasGetSubEntryHandle RasGetSubEntryHandleW
#define RasConnectionNotification RasConnectionNotificationW
#define RasEnumDevices RasEnumDevicesW
#define RasGetCountryInfo RasGetCountryInfoW
#define RasGetEntryProperties RasGetEntryPropertiesW
#define RasSetEntryProperties RasSetEntryPropertiesW
#define RasGetSubEntryProperties RasGetSubEntryPropertiesW
#define RasSetSubEntryProperties RasSetSubEntryPropertiesW
#define RasDeleteSubEntry RasDeleteSubEntryW
#define RasRenameEntry RasRenameEntryW
#define RasDeleteEntry RasDeleteEntryW
#define RasValidateEntryName RasValidateEntryNameW
#define RasCreatePhonebookEntry RasCreatePhonebookEntryW
#define RasEditPhonebookEntry RasEditPhonebookEntryW
#define RasGetEntryDialParams RasGetEntryDialParamsW
#define RasSetEntryDialParams RasSetEntryDialParamsW
#define RasGetCredentials RasGetCredentialsW
#define RasSetCredentials RasSetCredentialsW
#define RasGetEapUserData RasGetEapUserDataW
#define RasSetEapUserData RasSetEapUserDataW
#define RasGetCustomAuthData RasGetCustomAuthDataW
#define RasSetCustomAuthData RasSetCustomAuthDataW
#define RasGetEapUserIdentity RasGetEapUserIdentityW
#define RasFreeEapUserIdentity RasFreeEapUserIdentityW
#define RasGetAutodialAddress RasGetAutodialAddressW
#define RasSetAutodialAddress RasSetAutodialAddressW
#define RasEnumAutodialAddresses RasEnumAutodialAddressesW
#define RasGetAutodialEnable RasGetAutodialEnableW
#define RasSetAutodialEnable RasSetAutodialEnableW
#define RasGetAutodialParam RasGetAutodialParamW
#define RasSetAutodialParam RasSetAutodialParamW
#define RASADFUNC RASADFUNCW
#else
#define RasDial RasDialA
#define RasHangUp RasHangUpA
#define RasGetConnectStatus RasGetConnectStatusA
#define RasEnumConnections RasEnumConnectionsA
#define RasGetErrorString RasGetErrorStringA
#define RasGetProjectionInfo RasGetProjectionInfoA
#define RasEnumEntries RasEnumEntriesA
#define RasGetSubEntryHandle RasGetSubEntryHandleA
#define RasConnectionNotification RasConnectionNotificationA
#define RasEnumDevices RasEnumDevicesA
#define RasGetCountryInfo RasGetCountryInfoA
#define RasGetEntryProperties RasGetEntryPropertiesA
#define RasSetEntryProperties RasSetEntryPropertiesA
#define RasGetSubEntryProperties RasGetSubEntryPropertiesA
#define RasSetSubEntryProperties RasSetSubEntryPropertiesA
#define RasDeleteSubEntry RasDeleteSubEntryA
#define RasRenameEntry RasRenameEntryA
#define RasDeleteEntry RasDeleteEntryA
#define RasValidateEntryName RasValidateEntryNameA
#define RasCreatePhonebookEntry RasCreatePhonebookEntryA
#define RasEditPhonebookEntry RasEditPhonebookEntryA
#define RasGetEntryDialParams RasGetEntryDialParamsA
#define RasSetEntryDialParams RasSetEntryDialParamsA
#define RasGetCredentials RasGetCredentialsA
#define RasSetCredentials RasSetCredentialsA
#define RasGetEapUserData RasGetEapUserDataA
#define RasSetEapUserData RasSetEapUserDataA
#define RasGetCustomAuthData RasGetCustomAuthDataA
#define RasSetCustomAuthData RasSetCustomAuthDataA
#define RasGetEapUserIdentity RasGetEapUserIdentityA
#define RasFreeEapUserIdentity RasFreeEapUserIdentityA
#define RasGetAutodialAddress RasGetAutodialAddressA
#define RasSetAutodialAddress RasSetAutodialAddressA
#define RasEnumAutodialAddresses RasEnumAutodialAddressesA
#define RasGetAutodialEnable RasGetAutodialEnableA
#define RasSetAutodialEnable RasSetAutodialEnableA
#define RasGetAutodialParam RasGetAutodialParamA
#define RasSetAutodialParam RasSetAutodialParamA
#define RASADFUNC RASADFUNCA
#endif

#endif /* OPENRAS_RAS_H */
