/*
 * Dials with the porting kit in the ways that the samples do not show. Every notification is a line
 * "MODE state N error N thread SAME depth N".
 *
 * usage: kit_dial MODE PHONEBOOK ENTRY USER PASSWORD
 *   sleep      the main thread sleeps
 *   read       the main thread reads a line from standard input
 *   message    the main thread waits for messages and an event
 *   nested     the handler itself sleeps and waits
 *   elsewhere  a window of the main thread, dialled for by another one, which then ends
 *   notify     RasConnectionNotification signals an event of the kit; the dial is synchronous
 *   vanish     the window destroys itself at ConnectDevice
 */
#include <windows.h>

#include <ras.h>
#include <raserror.h>
#include <stdio.h>
#include <string.h>
#include <tchar.h>

static const TCHAR* g_mode;
static TCHAR** g_words;
static HANDLE g_event;
static HWND g_window;
static HRASCONN g_connection;
static DWORD g_thread, g_error;
static LONG g_depth, g_done;

static int Is(const TCHAR* mode) {
    return _tcscmp(g_mode, mode) == 0;
}

static void Heard(int state, DWORD error) {
    InterlockedIncrement(&g_depth);
    _tprintf(TEXT("%s state %d error %lu thread %d depth %ld\n"), g_mode, state, error,
             GetCurrentThreadId() == g_thread, g_depth);
    if (Is(TEXT("nested"))) {
        Sleep(5);
        WaitForSingleObject(g_event, 5);
    }
    if (Is(TEXT("vanish")) && state == RASCS_ConnectDevice) DestroyWindow(g_window);
    InterlockedDecrement(&g_depth);
    if (error != 0 || state == RASCS_Connected) {
        g_error = error;
        g_done = 1;
        if (g_window != NULL)
            PostMessage(g_window, WM_CLOSE, 0, 0);
        else
            SetEvent(g_event);
    }
}

static VOID CALLBACK Handler(UINT unMsg, RASCONNSTATE state, DWORD error) {
    if (unMsg == WM_RASDIALEVENT) Heard((int)state, error);
}

static LRESULT CALLBACK Procedure(HWND window, UINT message, WPARAM wParam, LPARAM lParam) {
    if (message == WM_RASDIALEVENT) {
        Heard((int)wParam, (DWORD)lParam);
        return TRUE;
    }
    if (message == WM_DESTROY) PostQuitMessage(0);
    return DefWindowProc(window, message, wParam, lParam);
}

static DWORD DialWith(DWORD type, LPVOID notifier) {
    RASDIALPARAMS params;

    ZeroMemory(&params, sizeof(params));
    params.dwSize = sizeof(params);
    lstrcpyn(params.szEntryName, g_words[3], RAS_MaxEntryName + 1);
    lstrcpyn(params.szUserName, g_words[4], UNLEN + 1);
    lstrcpyn(params.szPassword, g_words[5], PWLEN + 1);
    return RasDial(NULL, g_words[2], &params, type, notifier, &g_connection);
}

static DWORD DialSynchronously(void) {
    return DialWith(0, NULL);
}

static DWORD WINAPI Dial(LPVOID window) {
    return window != NULL ? DialWith(0xFFFFFFFF, window) : DialWith(0, (LPVOID)Handler);
}

static DWORD WINAPI DialAndStay(LPVOID window) {
    DWORD error = Dial(window);
    WaitForSingleObject(g_event, INFINITE); /* the caller must live until the dial is through */
    return error;
}

static void Loop(void) {
    MSG message;
    while (GetMessage(&message, NULL, 0, 0) > 0) DispatchMessage(&message);
}

int _tmain(int argc, TCHAR** argv) {
    WNDCLASS wc;
    HANDLE thread;
    DWORD error = 0;
    char line[16];

    if (argc != 6) return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    g_mode = argv[1];
    g_words = argv;
    g_thread = GetCurrentThreadId();
    g_event = CreateEvent(NULL, TRUE, FALSE, NULL);
    if (Is(TEXT("elsewhere")) || Is(TEXT("vanish"))) {
        ZeroMemory(&wc, sizeof(wc));
        wc.lpfnWndProc = Procedure;
        wc.lpszClassName = TEXT("KitDial");
        RegisterClass(&wc);
        g_window = CreateWindow(TEXT("KitDial"), NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    }
    if (Is(TEXT("notify"))) {
        HANDLE event = CreateEvent(NULL, FALSE, FALSE, NULL);
        HANDLE any = INVALID_HANDLE_VALUE;
        error = RasConnectionNotification((HRASCONN)any, event, RASCN_Connection);
        if (error == 0) error = DialSynchronously();
        if (error == 0 && WaitForSingleObject(event, INFINITE) == WAIT_OBJECT_0) _tprintf(TEXT("notified\n"));
        CloseHandle(event);
    } else if (Is(TEXT("elsewhere"))) {
        thread = CreateThread(NULL, 0, DialAndStay, g_window, 0, NULL);
        Loop();
        SetEvent(g_event);
        WaitForSingleObject(thread, INFINITE);
        GetExitCodeThread(thread, &error);
        CloseHandle(thread);
    } else {
        error = Dial(g_window);
    }
    if (error != 0) {
        _tprintf(TEXT("RasDial %lu\n"), error);
        return 1;
    }
    if (Is(TEXT("sleep")))
        while (!g_done) Sleep(1000);
    else if (Is(TEXT("read")))
        _tprintf(TEXT("read %S"), fgets(line, sizeof(line), stdin));
    else if (Is(TEXT("message")))
        while (MsgWaitForMultipleObjects(1, &g_event, FALSE, INFINITE, QS_ALLINPUT) != WAIT_OBJECT_0) continue;
    else if (Is(TEXT("nested")))
        WaitForSingleObject(g_event, INFINITE);
    else if (Is(TEXT("vanish"))) {
        RASCONNSTATUS status;
        Loop();
        do {
            Sleep(1);
            status.dwSize = sizeof(status);
        } while (RasGetConnectStatus(g_connection, &status) == 0);
    }
    _tprintf(TEXT("end error %lu\n"), g_error);
    RasHangUp(g_connection);
    return g_error == 0 ? 0 : 1;
}
