/*
 * What console programs do while an asynchronous dial runs: they know of no pumping. Every notification is a line
 * "state N error N thread SAME"; where the program waits for input, the test gives it when it has seen the last one.
 *
 * usage: kit_waits MODE PHONEBOOK ENTRY USER PASSWORD
 *   getchar, cin, scanf, system   waits for a line of standard input
 *   Sleep                         the kit's own wait
 *   spin, spinstatus              looks without end at a variable, at RasGetConnectStatus
 *   ends                          the thread that dials ends at once
 */
#include <windows.h>

#include <ras.h>
#include <raserror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <iostream>
#include <string>

static char** g_words;
static DWORD g_thread;
static HRASCONN g_connection;
static HANDLE g_event;
static volatile LONG g_connected;

static VOID CALLBACK Handler(UINT, RASCONNSTATE state, DWORD error) {
    printf("state %d error %u thread %d\n", (int)state, error, GetCurrentThreadId() == g_thread);
    fflush(stdout);
    if (state == RASCS_Connected) g_connected = 1;
    if (error != 0 || state == RASCS_Connected) SetEvent(g_event);
}

static DWORD Status(RASCONNSTATUSA* status) {
    memset(status, 0, sizeof(*status));
    status->dwSize = sizeof(*status);
    return RasGetConnectStatusA(g_connection, status);
}

static DWORD WINAPI Dial(LPVOID) {
    RASDIALPARAMSA params;
    memset(&params, 0, sizeof(params));
    params.dwSize = sizeof(params);
    lstrcpynA(params.szEntryName, g_words[3], RAS_MaxEntryName + 1);
    lstrcpynA(params.szUserName, g_words[4], UNLEN + 1);
    lstrcpynA(params.szPassword, g_words[5], PWLEN + 1);
    g_thread = GetCurrentThreadId();
    return RasDialA(NULL, g_words[2], &params, 0, (LPVOID)Handler, &g_connection);
}

static void DialAndEnd() {
    HANDLE thread = CreateThread(NULL, 0, Dial, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    if (WaitForSingleObject(g_event, 1000) != WAIT_OBJECT_0) printf("nothing heard within 1 s\n");
}

static void Wait(const std::string& mode) {
    RASCONNSTATUSA status;
    char word[16];
    std::string line;
    if (mode == "getchar") getchar();
    if (mode == "cin") std::getline(std::cin, line);
    if (mode == "scanf" && scanf("%15s", word) != 1) printf("no input\n");
    if (mode == "system" && system("read line") != 0) printf("no input\n");
    if (mode == "Sleep")
        while (!g_connected) Sleep(10);
    if (mode == "spin")
        while (!g_connected) continue;
    if (mode == "spinstatus")
        while (Status(&status) == 0 && status.rasconnstate != RASCS_Connected) continue;
}

int main(int argc, char** argv) {
    if (argc != 6) return 2;
    g_words = argv;
    g_event = CreateEvent(NULL, TRUE, FALSE, NULL);
    if (std::string(argv[1]) == "ends") {
        DialAndEnd();
    } else if (Dial(NULL) == 0) {
        Wait(argv[1]);
    }
    RASCONNSTATUSA status;
    const DWORD error = Status(&status);
    printf("status %u state %d error %u\n", error, (int)status.rasconnstate, status.dwError);
    printf("hung up %u\n", RasHangUpA(g_connection));
    return 0;
}
