/*
 * Asynchronous dialling with an event object, as a Windows program does it: the callback calls SetEvent, the main
 * thread waits. The same file is built for Windows (mingw-w64) and with the porting kit, ANSI or UNICODE, C or C++.
 *
 * usage: event_dial PHONEBOOK ENTRY USER PASSWORD
 */
#include <windows.h>

#include <ras.h>
#include <raserror.h>
#include <stdio.h>
#include <stdlib.h>
#include <tchar.h>

static HANDLE g_hDone;
static DWORD g_dwError;

static VOID WINAPI OnRasDial(HRASCONN hRasConn, UINT unMsg, RASCONNSTATE rasconnstate, DWORD dwError,
                             DWORD dwExtendedError) {
    TCHAR szError[256];

    UNREFERENCED_PARAMETER(unMsg);
    UNREFERENCED_PARAMETER(dwExtendedError);
    _tprintf(TEXT("state %d error %lu\n"), (int)rasconnstate, (unsigned long)dwError);

    if (rasconnstate == RASCS_ConnectDevice && dwError == 0) {
        RASCONNSTATUS status;
        ZeroMemory(&status, sizeof(status));
        status.dwSize = sizeof(status);
        if (RasGetConnectStatus(hRasConn, &status) == ERROR_SUCCESS)
            _tprintf(TEXT("device %s type %s\n"), status.szDeviceName, status.szDeviceType);
    }
    if (dwError != 0) {
        if (RasGetErrorString(dwError, szError, sizeof(szError) / sizeof(szError[0])) != ERROR_SUCCESS)
            lstrcpy(szError, TEXT("no text"));
        _tprintf(TEXT("failed: %s\n"), szError);
    }
    if (dwError != 0 || rasconnstate == RASCS_Connected) {
        g_dwError = dwError;
        SetEvent(g_hDone);
    }
}

static void HangUp(HRASCONN hRasConn) {
    RASCONNSTATUS status;

    RasHangUp(hRasConn);
    ZeroMemory(&status, sizeof(status));
    status.dwSize = sizeof(status);
    while (RasGetConnectStatus(hRasConn, &status) != ERROR_INVALID_HANDLE) Sleep(0);
    _tprintf(TEXT("hung up\n"));
}

int _tmain(int argc, TCHAR* argv[]) {
    LPRASDIALPARAMS lpParams;
    HRASCONN hRasConn = NULL;
    DWORD dwRet;

    if (argc != 5) {
        _ftprintf(stderr, TEXT("usage: %s PHONEBOOK ENTRY USER PASSWORD\n"), argv[0]);
        return 2;
    }
    g_hDone = CreateEvent(NULL, FALSE, FALSE, NULL);
    if (g_hDone == NULL) {
        _ftprintf(stderr, TEXT("CreateEvent: %lu\n"), (unsigned long)GetLastError());
        return 1;
    }
    lpParams = (LPRASDIALPARAMS)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(RASDIALPARAMS));
    if (lpParams == NULL) return 1;
    lpParams->dwSize = sizeof(RASDIALPARAMS);
    lstrcpyn(lpParams->szEntryName, argv[2], RAS_MaxEntryName + 1);
    lstrcpyn(lpParams->szUserName, argv[3], UNLEN + 1);
    lstrcpyn(lpParams->szPassword, argv[4], PWLEN + 1);

    dwRet = RasDial(NULL, argv[1], lpParams, 1, (LPVOID)OnRasDial, &hRasConn);
    HeapFree(GetProcessHeap(), 0, lpParams);
    if (dwRet != ERROR_SUCCESS) {
        _ftprintf(stderr, TEXT("RasDial: %lu\n"), (unsigned long)dwRet);
        if (hRasConn != NULL) RasHangUp(hRasConn);
        return 1;
    }
    if (WaitForSingleObject(g_hDone, INFINITE) != WAIT_OBJECT_0) return 1;
    _tprintf(TEXT("dialled \"%s\": %lu\n"), argv[2], (unsigned long)g_dwError);
    HangUp(hRasConn);
    CloseHandle(g_hDone);
    return g_dwError == 0 ? 0 : 1;
}
