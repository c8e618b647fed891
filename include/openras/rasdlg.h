/*
 * The RAS dialogs: structures, constants and prototypes. There is no graphical front end: they check their arguments
 * and return FALSE with dwError 703, except that an entry with a custom dialer has its dialer's dialogs
 * (docs/exports.md).
 * Source: the API reference, "rasdlg.h header".
 */
#ifndef OPENRAS_RASDLG_H
#define OPENRAS_RASDLG_H

#include "ras.h"

/* RASPBDLGFUNC: dwEvent */
#define RASPBDEVENT_AddEntry 1    /* entry created/copied */
#define RASPBDEVENT_EditEntry 2   /* entry edited */
#define RASPBDEVENT_RemoveEntry 3 /* entry deleted */
#define RASPBDEVENT_DialEntry 4   /* entry dialled successfully */
#define RASPBDEVENT_EditGlobals 5 /* preferences changed or default phone book announced */
#define RASPBDEVENT_NoUser 6      /* callback must fill RASNOUSER */
#define RASPBDEVENT_NoUserEdit 7  /* credentials in RASNOUSER changed */

/* RASNOUSER.dwFlags */
#define RASNOUSER_SmartCard 1 /* smart-card credentials */

/* RASPBDLG.dwFlags */
#define RASPBDFLAG_PositionDlg 1             /* use xDlg/yDlg */
#define RASPBDFLAG_ForceCloseOnDial 2        /* close dialog when connected */
#define RASPBDFLAG_NoUser 0x10               /* no logged-on user, ask via RASPBDEVENT_NoUser */
#define RASPBDFLAG_UpdateDefaults 0x80000000 /* save window position as default */

/* RASENTRYDLG.dwFlags */
#define RASEDFLAG_PositionDlg 1            /* use xDlg/yDlg */
#define RASEDFLAG_NewEntry 2               /* wizard for a new entry */
#define RASEDFLAG_CloneEntry 4             /* copy an entry (deprecated); until 0x0501 */
#define RASEDFLAG_NoRename 8               /* name not editable */
#define RASEDFLAG_ShellOwned 0x40000000    /* reserved */
#define RASEDFLAG_NewPhoneEntry 0x10       /* wizard, phone entry */
#define RASEDFLAG_NewTunnelEntry 0x20      /* wizard, VPN entry */
#define RASEDFLAG_NewDirectEntry 0x40      /* wizard, direct entry (gone since Vista); until 0x0501 */
#define RASEDFLAG_NewBroadbandEntry 0x80   /* wizard, PPPoE entry */
#define RASEDFLAG_InternetEntry 0x100      /* wizard, Internet entry */
#define RASEDFLAG_NAT 0x200                /* wizard, NAT */
#define RASEDFLAG_IncomingConnection 0x400 /* wizard, incoming connection (Vista+); since 0x0600 */

/* RASDIALDLG.dwFlags */
#define RASDDFLAG_PositionDlg 1          /* use xDlg/yDlg */
#define RASDDFLAG_NoPrompt 2             /* no prompt before dialling */
#define RASDDFLAG_AoacRedial 4           /* redial on always-on/always-connected systems */
#define RASDDFLAG_LinkFailure 0x80000000 /* dial was started by a link failure */

/* RASMONITORDLG.dwStartPage and dwFlags */
#define RASMDPAGE_Status 0                  /* status page; NT 4 */
#define RASMDPAGE_Summary 1                 /* summary page; NT 4 */
#define RASMDPAGE_Preferences 2             /* preferences page; NT 4 */
#define RASMDFLAG_PositionDlg 1             /* use xDlg/yDlg; NT 4 */
#define RASMDFLAG_UpdateDefaults 0x80000000 /* save position; NT 4 */

#ifdef __cplusplus
extern "C" {
#endif

#pragma pack(push, 4)

/** Credentials exchanged with RasPhonebookDlg when no user is logged on. Size 544 on 64 bits. */
typedef struct tagRASNOUSERA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwFlags;
    DWORD dwTimeoutMs;
    CHAR szUserName[UNLEN + 1];
    CHAR szPassword[PWLEN + 1];
    CHAR szDomain[DNLEN + 1];
} RASNOUSERA, *LPRASNOUSERA;

/** RASNOUSERA in UTF-16. Size 1072 on 64 bits. */
typedef struct tagRASNOUSERW {
    DWORD dwSize;
    DWORD dwFlags;
    DWORD dwTimeoutMs;
    WCHAR szUserName[UNLEN + 1];
    WCHAR szPassword[PWLEN + 1];
    WCHAR szDomain[DNLEN + 1];
} RASNOUSERW, *LPRASNOUSERW;

/**
 * Told what the user does in RasPhonebookDlg. dwEvent: RASPBDEVENT_*; pszText: the entry (RASPBDEVENT_EditGlobals: the
 * book); pData: a RASNOUSER for RASPBDEVENT_NoUser and RASPBDEVENT_NoUserEdit, else NULL.
 * Source: RasPBDlgFunc callback function (rasdlg.h).
 */
typedef VOID(RASCALLBACK* RASPBDLGFUNCA)(ULONG_PTR dwCallbackId, DWORD dwEvent, LPSTR pszText, LPVOID pData);
/** RASPBDLGFUNCA in UTF-16. */
typedef VOID(RASCALLBACK* RASPBDLGFUNCW)(ULONG_PTR dwCallbackId, DWORD dwEvent, LPWSTR pszText, LPVOID pData);

/** RasPhonebookDlg options. Size 60 on 64 bits. */
typedef struct tagRASPBDLGA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    HWND hwndOwner;
    DWORD dwFlags; /**< RASPBDFLAG_* */
    LONG xDlg;
    LONG yDlg;
    ULONG_PTR dwCallbackId;
    RASPBDLGFUNCA pCallback;
    DWORD dwError; /**< result */
    ULONG_PTR reserved;
    ULONG_PTR reserved2;
} RASPBDLGA, *LPRASPBDLGA;

/** RASPBDLGA in UTF-16. Size 60 on 64 bits. */
typedef struct tagRASPBDLGW {
    DWORD dwSize;
    HWND hwndOwner;
    DWORD dwFlags;
    LONG xDlg;
    LONG yDlg;
    ULONG_PTR dwCallbackId;
    RASPBDLGFUNCW pCallback;
    DWORD dwError;
    ULONG_PTR reserved;
    ULONG_PTR reserved2;
} RASPBDLGW, *LPRASPBDLGW;

/** RasEntryDlg options. Size 304 on 64 bits. */
typedef struct tagRASENTRYDLGA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    HWND hwndOwner;
    DWORD dwFlags; /**< RASEDFLAG_* */
    LONG xDlg;
    LONG yDlg;
    CHAR szEntry[RAS_MaxEntryName + 1]; /**< out: entry name */
    DWORD dwError;
    ULONG_PTR reserved;
    ULONG_PTR reserved2;
} RASENTRYDLGA, *LPRASENTRYDLGA;

/** RASENTRYDLGA in UTF-16. Size 560 on 64 bits. */
typedef struct tagRASENTRYDLGW {
    DWORD dwSize;
    HWND hwndOwner;
    DWORD dwFlags;
    LONG xDlg;
    LONG yDlg;
    WCHAR szEntry[RAS_MaxEntryName + 1];
    DWORD dwError;
    ULONG_PTR reserved;
    ULONG_PTR reserved2;
} RASENTRYDLGW, *LPRASENTRYDLGW;

/** RasDialDlg options. Size 48 on 64 bits. */
typedef struct tagRASDIALDLG {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    HWND hwndOwner;
    DWORD dwFlags; /**< RASDDFLAG_* */
    LONG xDlg;
    LONG yDlg;
    DWORD dwSubEntry; /**< first link */
    DWORD dwError;    /**< result */
    ULONG_PTR reserved;
    ULONG_PTR reserved2;
} RASDIALDLG, *LPRASDIALDLG;

/** RasMonitorDlg options (removed after NT 4). Size 48 on 64 bits. */
typedef struct tagRASMONITORDLG {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    HWND hwndOwner;
    DWORD dwFlags;
    DWORD dwStartPage;
    LONG xDlg;
    LONG yDlg;
    DWORD dwError;
    ULONG_PTR reserved;
    ULONG_PTR reserved2;
} RASMONITORDLG, *LPRASMONITORDLG;

#pragma pack(pop)

/* The names without suffix: UTF-8 unless UNICODE is defined. */
#ifdef UNICODE
typedef RASNOUSERW RASNOUSER;
typedef LPRASNOUSERW LPRASNOUSER;
typedef RASPBDLGW RASPBDLG;
typedef LPRASPBDLGW LPRASPBDLG;
typedef RASENTRYDLGW RASENTRYDLG;
typedef LPRASENTRYDLGW LPRASENTRYDLG;
#else
typedef RASNOUSERA RASNOUSER;
typedef LPRASNOUSERA LPRASNOUSER;
typedef RASPBDLGA RASPBDLG;
typedef LPRASPBDLGA LPRASPBDLG;
typedef RASENTRYDLGA RASENTRYDLG;
typedef LPRASENTRYDLGA LPRASENTRYDLG;
#endif

/**
 * The main dialog: choose, edit and dial entries.
 * @param lpInfo in: dwSize and options; out: dwError.
 * @return TRUE where the user connected an entry; else FALSE, with the error in lpInfo->dwError, or 0: cancelled.
 * Source: RasPhonebookDlg function (rasdlg.h).
 */
RASAPI BOOL RASAPIENTRY RasPhonebookDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPRASPBDLGA lpInfo);
/** RasPhonebookDlgA in UTF-16. */
RASAPI BOOL RASAPIENTRY RasPhonebookDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPRASPBDLGW lpInfo);

/**
 * Creates, copies or edits an entry.
 * @param lpInfo in: dwSize and options; out: szEntry, dwError.
 * @return TRUE where the user saved; else FALSE, with the error in lpInfo->dwError, or 0: cancelled.
 * Source: RasEntryDlg function (rasdlg.h).
 */
RASAPI BOOL RASAPIENTRY RasEntryDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPRASENTRYDLGA lpInfo);
/** RasEntryDlgA in UTF-16. */
RASAPI BOOL RASAPIENTRY RasEntryDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPRASENTRYDLGW lpInfo);

/**
 * Dials an entry with a dialog that asks, shows progress and retries.
 * @param lpszPhoneNumber overrides the entry's number; NULL: the entry's.
 * @param lpInfo in: dwSize and options; out: dwError.
 * @return TRUE where the connection is up; else FALSE, with the error in lpInfo->dwError, or 0: cancelled.
 * Source: RasDialDlg function (rasdlg.h).
 */
RASAPI BOOL RASAPIENTRY RasDialDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPSTR lpszPhoneNumber, LPRASDIALDLG lpInfo);
/** RasDialDlgA in UTF-16. */
RASAPI BOOL RASAPIENTRY RasDialDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPWSTR lpszPhoneNumber,
                                    LPRASDIALDLG lpInfo);

/**
 * Shows the state of a device (Windows NT 4 only).
 * @return TRUE; FALSE with the error in lpInfo->dwError.
 * Source: RasMonitorDlg function (rasdlg.h).
 */
RASAPI BOOL RASAPIENTRY RasMonitorDlgA(LPSTR lpszDeviceName, LPRASMONITORDLG lpInfo);
/** RasMonitorDlgA in UTF-16. */
RASAPI BOOL RASAPIENTRY RasMonitorDlgW(LPWSTR lpszDeviceName, LPRASMONITORDLG lpInfo);

/** Source: RasCustomDialDlgFn callback function (rasdlg.h). */
typedef BOOL(RASCALLBACK* RasCustomDialDlgFn)(HINSTANCE hInstDll, DWORD dwFlags, LPWSTR lpszPhonebook, LPWSTR lpszEntry,
                                              LPWSTR lpszPhoneNumber, LPRASDIALDLG lpInfo, PVOID pvInfo);
/** Source: RasCustomEntryDlgFn callback function (rasdlg.h). */
typedef BOOL(RASCALLBACK* RasCustomEntryDlgFn)(HINSTANCE hInstDll, LPWSTR lpszPhonebook, LPWSTR lpszEntry,
                                               LPRASENTRYDLG lpInfo, DWORD dwFlags);

#ifdef __cplusplus
}
#endif

#ifdef UNICODE
#define RasPhonebookDlg RasPhonebookDlgW
#define RasEntryDlg RasEntryDlgW
#define RasDialDlg RasDialDlgW
#define RasMonitorDlg RasMonitorDlgW
#define RASPBDLGFUNC RASPBDLGFUNCW
#else
#define RasPhonebookDlg RasPhonebookDlgA
#define RasEntryDlg RasEntryDlgA
#define RasDialDlg RasDialDlgA
#define RasMonitorDlg RasMonitorDlgA
#define RASPBDLGFUNC RASPBDLGFUNCA
#endif

#endif /* OPENRAS_RASDLG_H */
