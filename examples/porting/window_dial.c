/*
 * Asynchronous dialling with a window as notifier, and a message loop. The same file is built for Windows (mingw-w64)
 * and with the porting kit, ANSI or UNICODE, C or C++.
 *
 * usage: window_dial PHONEBOOK ENTRY USER PASSWORD
 */
#include <windows.h>

#include <ras.h>
#include <raserror.h>
#include <stdio.h>
#include <tchar.h>

#define TIMER_HANGUP 1
#define WM_APP_HANGUP (WM_APP + 1)

static UINT g_uRasDialEvent;
static HRASCONN g_hRasConn;
static TCHAR** g_argv;

static DWORD StartDial(HWND hwnd) {
    RASDIALPARAMS params;

    ZeroMemory(&params, sizeof(params));
    params.dwSize = sizeof(params);
    lstrcpyn(params.szEntryName, g_argv[2], RAS_MaxEntryName + 1);
    lstrcpyn(params.szUserName, g_argv[3], UNLEN + 1);
    lstrcpyn(params.szPassword, g_argv[4], PWLEN + 1);
    return RasDial(NULL, g_argv[1], &params, 0xFFFFFFFF, hwnd, &g_hRasConn);
}

static LRESULT OnRasDialEvent(HWND hwnd, RASCONNSTATE state, DWORD dwError) {
    _tprintf(TEXT("state %d error %lu\n"), (int)state, (unsigned long)dwError);
    if (dwError != 0)
        PostMessage(hwnd, WM_APP_HANGUP, dwError, 0);
    else if (state == RASCS_Connected)
        SetTimer(hwnd, TIMER_HANGUP, 50, NULL);
    return TRUE;
}

static LRESULT CALLBACK WndProc(HWND hwnd, UINT uMsg, WPARAM wParam, LPARAM lParam) {
    DWORD dwRet;

    if (uMsg == g_uRasDialEvent) return OnRasDialEvent(hwnd, (RASCONNSTATE)wParam, (DWORD)lParam);

    switch (uMsg) {
        case WM_CREATE:
            dwRet = StartDial(hwnd);
            if (dwRet != ERROR_SUCCESS) {
                _ftprintf(stderr, TEXT("RasDial: %lu\n"), (unsigned long)dwRet);
                if (g_hRasConn != NULL) RasHangUp(g_hRasConn);
                return -1;
            }
            return 0;
        case WM_TIMER:
            if (wParam == TIMER_HANGUP) {
                KillTimer(hwnd, TIMER_HANGUP);
                PostMessage(hwnd, WM_APP_HANGUP, 0, 0);
            }
            return 0;
        case WM_APP_HANGUP:
            RasHangUp(g_hRasConn);
            _tprintf(TEXT("hung up after %lu\n"), (unsigned long)wParam);
            SetWindowLongPtr(hwnd, GWLP_USERDATA, (LONG_PTR)wParam);
            DestroyWindow(hwnd);
            return 0;
        case WM_DESTROY: PostQuitMessage(GetWindowLongPtr(hwnd, GWLP_USERDATA) == 0 ? 0 : 1); return 0;
    }
    return DefWindowProc(hwnd, uMsg, wParam, lParam);
}

int _tmain(int argc, TCHAR* argv[]) {
    WNDCLASSEX wc;
    HWND hwnd;
    MSG msg;

    if (argc != 5) {
        _ftprintf(stderr, TEXT("usage: %s PHONEBOOK ENTRY USER PASSWORD\n"), argv[0]);
        return 2;
    }
    g_argv = argv;
    g_uRasDialEvent = RegisterWindowMessageA(RASDIALEVENT);
    if (g_uRasDialEvent == 0) g_uRasDialEvent = WM_RASDIALEVENT;

    ZeroMemory(&wc, sizeof(wc));
    wc.cbSize = sizeof(wc);
    wc.lpfnWndProc = WndProc;
    wc.hInstance = GetModuleHandle(NULL);
    wc.lpszClassName = TEXT("RasDialWindow");
    if (RegisterClassEx(&wc) == 0) return 1;
    hwnd =
        CreateWindowEx(0, TEXT("RasDialWindow"), TEXT("Dial"), 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, wc.hInstance, NULL);
    if (hwnd == NULL) return 1;
    while (GetMessage(&msg, NULL, 0, 0) > 0) {
        TranslateMessage(&msg);
        DispatchMessage(&msg);
    }
    return (int)msg.wParam;
}
