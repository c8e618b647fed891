/*
 * Enumeration with the two-call pattern: entries of a phone book, and connections. The same file is built for Windows
 * (mingw-w64) and with the porting kit, ANSI or UNICODE, C or C++.
 *
 * usage: enumerate [PHONEBOOK]
 */
#include <windows.h>

#include <ras.h>
#include <raserror.h>
#include <stdio.h>
#include <tchar.h>

static DWORD ListEntries(LPCTSTR lpszPhonebook) {
    LPRASENTRYNAME lpNames = NULL;
    DWORD cb = 0, cEntries = 0, dwRet, i;

    dwRet = RasEnumEntries(NULL, lpszPhonebook, NULL, &cb, &cEntries);
    if (dwRet == ERROR_BUFFER_TOO_SMALL) {
        lpNames = (LPRASENTRYNAME)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, cb);
        if (lpNames == NULL) return ERROR_NOT_ENOUGH_MEMORY;
        lpNames[0].dwSize = sizeof(RASENTRYNAME);
        dwRet = RasEnumEntries(NULL, lpszPhonebook, lpNames, &cb, &cEntries);
    }
    if (dwRet == ERROR_SUCCESS) {
        _tprintf(TEXT("%lu entries\n"), (unsigned long)cEntries);
        for (i = 0; i < cEntries; i++) _tprintf(TEXT("entry %s\n"), lpNames[i].szEntryName);
    }
    if (lpNames != NULL) HeapFree(GetProcessHeap(), 0, lpNames);
    return dwRet;
}

/* The way of older programs: one element first, then as much as is needed. */
static DWORD ListConnections(void) {
    LPRASCONN lpConnections;
    LPRASCONN lpMore;
    DWORD cb = sizeof(RASCONN), cConnections = 0, dwRet, i;

    lpConnections = (LPRASCONN)LocalAlloc(LPTR, cb);
    if (lpConnections == NULL) return ERROR_NOT_ENOUGH_MEMORY;
    lpConnections[0].dwSize = sizeof(RASCONN);
    dwRet = RasEnumConnections(lpConnections, &cb, &cConnections);
    if (dwRet == ERROR_BUFFER_TOO_SMALL) {
        lpMore = (LPRASCONN)LocalAlloc(LPTR, cb);
        LocalFree(lpConnections);
        if (lpMore == NULL) return ERROR_NOT_ENOUGH_MEMORY;
        lpConnections = lpMore;
        lpConnections[0].dwSize = sizeof(RASCONN);
        dwRet = RasEnumConnections(lpConnections, &cb, &cConnections);
    }
    if (dwRet == ERROR_SUCCESS) {
        _tprintf(TEXT("%lu connections\n"), (unsigned long)cConnections);
        for (i = 0; i < cConnections; i++)
            _tprintf(TEXT("connection %s over %s\n"), lpConnections[i].szEntryName, lpConnections[i].szDeviceName);
    }
    LocalFree(lpConnections);
    return dwRet;
}

int _tmain(int argc, TCHAR* argv[]) {
    DWORD dwRet = ListEntries(argc > 1 ? argv[1] : NULL);

    if (dwRet == ERROR_SUCCESS) dwRet = ListConnections();
    if (dwRet != ERROR_SUCCESS) {
        TCHAR szError[512];
        if (RasGetErrorString(dwRet, szError, sizeof(szError) / sizeof(szError[0])) == ERROR_SUCCESS)
            _ftprintf(stderr, TEXT("error %lu: %s\n"), (unsigned long)dwRet, szError);
        else
            _ftprintf(stderr, TEXT("error %lu\n"), (unsigned long)dwRet);
        return 1;
    }
    return 0;
}
