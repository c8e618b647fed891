/*
 * A synchronous RasDial, and a thread beside it that polls RasGetConnectStatus to show the progress. The same file is
 * built for Windows (mingw-w64) and with the porting kit, ANSI or UNICODE, C or C++.
 *
 * usage: poll_dial PHONEBOOK ENTRY USER PASSWORD
 */
#include <windows.h>

#include <process.h>
#include <ras.h>
#include <raserror.h>
#include <stdio.h>
#include <tchar.h>
/* Windows wants strsafe.h after tchar.h. */
#include <strsafe.h>

static HRASCONN volatile g_hRasConn;
static HANDLE g_hStop;
static CRITICAL_SECTION g_csOutput;

static void Say(LPCTSTR lpszWhat, DWORD dwState, DWORD dwError) {
    TCHAR szLine[128];

    StringCchPrintf(szLine, sizeof(szLine) / sizeof(szLine[0]), TEXT("%s: state %lu, error %lu\n"), lpszWhat,
                    (unsigned long)dwState, (unsigned long)dwError);
    EnterCriticalSection(&g_csOutput);
    _fputts(szLine, stdout);
    LeaveCriticalSection(&g_csOutput);
}

static unsigned __stdcall PollThread(void* lpParameter) {
    RASCONNSTATUS status;
    DWORD dwLast = (DWORD)-1;
    unsigned uSeen = 0;

    UNREFERENCED_PARAMETER(lpParameter);
    while (WaitForSingleObject(g_hStop, 1) == WAIT_TIMEOUT) {
        if (g_hRasConn == NULL) continue;
        ZeroMemory(&status, sizeof(status));
        status.dwSize = sizeof(status);
        if (RasGetConnectStatus(g_hRasConn, &status) != ERROR_SUCCESS) continue;
        if ((DWORD)status.rasconnstate != dwLast) {
            dwLast = (DWORD)status.rasconnstate;
            ++uSeen;
            Say(TEXT("polled"), dwLast, status.dwError);
        }
    }
    return uSeen;
}

int _tmain(int argc, TCHAR* argv[]) {
    RASDIALPARAMS params;
    RASCONNSTATUS status;
    HANDLE hThread;
    DWORD dwRet, dwSeen = 0;

    if (argc != 5) {
        _ftprintf(stderr, TEXT("usage: %s PHONEBOOK ENTRY USER PASSWORD\n"), argv[0]);
        return 2;
    }
    InitializeCriticalSection(&g_csOutput);
    g_hStop = CreateEvent(NULL, TRUE, FALSE, NULL);
    hThread = (HANDLE)_beginthreadex(NULL, 0, PollThread, NULL, 0, NULL);
    if (g_hStop == NULL || hThread == NULL) return 1;

    ZeroMemory(&params, sizeof(params));
    params.dwSize = sizeof(params);
    StringCchCopy(params.szEntryName, RAS_MaxEntryName + 1, argv[2]);
    StringCchCopy(params.szUserName, UNLEN + 1, argv[3]);
    StringCchCopy(params.szPassword, PWLEN + 1, argv[4]);
    dwRet = RasDial(NULL, argv[1], &params, 0, NULL, (LPHRASCONN)&g_hRasConn);

    SetEvent(g_hStop);
    WaitForSingleObject(hThread, INFINITE);
    GetExitCodeThread(hThread, &dwSeen);
    CloseHandle(hThread);

    ZeroMemory(&status, sizeof(status));
    status.dwSize = sizeof(status);
    if (g_hRasConn != NULL && RasGetConnectStatus(g_hRasConn, &status) == ERROR_SUCCESS)
        Say(TEXT("outcome"), (DWORD)status.rasconnstate, status.dwError);
    if (dwRet != ERROR_SUCCESS) {
        LPTSTR lpszText = NULL;
        if (FormatMessage(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_FROM_SYSTEM |
                              FORMAT_MESSAGE_IGNORE_INSERTS,
                          GetModuleHandle(TEXT("RASAPI32.DLL")), dwRet, 0, (LPTSTR)&lpszText, 0, NULL) != 0) {
            _tprintf(TEXT("RasDial: %lu, %s"), (unsigned long)dwRet, lpszText);
            LocalFree(lpszText);
        }
    }
    _tprintf(TEXT("states seen: %lu\n"), (unsigned long)dwSeen);
    if (g_hRasConn != NULL) RasHangUp(g_hRasConn);
    DeleteCriticalSection(&g_csOutput);
    CloseHandle(g_hStop);
    return dwRet == ERROR_SUCCESS ? 0 : 1;
}
