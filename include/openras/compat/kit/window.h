/*
 * Windows without pixels, and the message loop: what a program needs whose window hears of its dials. Every window is
 * what HWND_MESSAGE makes on Windows; nothing is drawn and no WM_PAINT comes. GetMessage pumps RAS notifications.
 */
#ifndef OPENRAS_COMPAT_WINDOW_H
#define OPENRAS_COMPAT_WINDOW_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef LRESULT (*WNDPROC)(HWND, UINT, WPARAM, LPARAM);
typedef VOID (*TIMERPROC)(HWND, UINT, UINT_PTR, DWORD);

typedef struct tagMSG {
    HWND hwnd;
    UINT message;
    WPARAM wParam;
    LPARAM lParam;
    DWORD time;
    POINT pt;
} MSG, *PMSG, *LPMSG;

typedef struct tagWNDCLASSA {
    UINT style;
    WNDPROC lpfnWndProc;
    int cbClsExtra;
    int cbWndExtra;
    HINSTANCE hInstance;
    HICON hIcon;
    HCURSOR hCursor;
    HBRUSH hbrBackground;
    LPCSTR lpszMenuName;
    LPCSTR lpszClassName;
} WNDCLASSA;
typedef struct tagWNDCLASSW {
    UINT style;
    WNDPROC lpfnWndProc;
    int cbClsExtra;
    int cbWndExtra;
    HINSTANCE hInstance;
    HICON hIcon;
    HCURSOR hCursor;
    HBRUSH hbrBackground;
    LPCWSTR lpszMenuName;
    LPCWSTR lpszClassName;
} WNDCLASSW;
typedef struct tagWNDCLASSEXA {
    UINT cbSize;
    UINT style;
    WNDPROC lpfnWndProc;
    int cbClsExtra;
    int cbWndExtra;
    HINSTANCE hInstance;
    HICON hIcon;
    HCURSOR hCursor;
    HBRUSH hbrBackground;
    LPCSTR lpszMenuName;
    LPCSTR lpszClassName;
    HICON hIconSm;
} WNDCLASSEXA;
typedef struct tagWNDCLASSEXW {
    UINT cbSize;
    UINT style;
    WNDPROC lpfnWndProc;
    int cbClsExtra;
    int cbWndExtra;
    HINSTANCE hInstance;
    HICON hIcon;
    HCURSOR hCursor;
    HBRUSH hbrBackground;
    LPCWSTR lpszMenuName;
    LPCWSTR lpszClassName;
    HICON hIconSm;
} WNDCLASSEXW;

/** What lParam of WM_NCCREATE and WM_CREATE points to. */
typedef struct tagCREATESTRUCTA {
    LPVOID lpCreateParams;
    HINSTANCE hInstance;
    HMENU hMenu;
    HWND hwndParent;
    int cy, cx, y, x;
    LONG style;
    LPCSTR lpszName;
    LPCSTR lpszClass;
    DWORD dwExStyle;
} CREATESTRUCTA, *LPCREATESTRUCTA;
typedef struct tagCREATESTRUCTW {
    LPVOID lpCreateParams;
    HINSTANCE hInstance;
    HMENU hMenu;
    HWND hwndParent;
    int cy, cx, y, x;
    LONG style;
    LPCWSTR lpszName;
    LPCWSTR lpszClass;
    DWORD dwExStyle;
} CREATESTRUCTW, *LPCREATESTRUCTW;

#define WM_NULL 0x0000u
#define WM_CREATE 0x0001u
#define WM_DESTROY 0x0002u
#define WM_CLOSE 0x0010u
#define WM_QUIT 0x0012u
#define WM_PAINT 0x000Fu
#define WM_NCCREATE 0x0081u
#define WM_NCDESTROY 0x0082u
#define WM_COMMAND 0x0111u
#define WM_TIMER 0x0113u
#define WM_USER 0x0400u
#define WM_APP 0x8000u

#define HWND_MESSAGE ((HWND)(intptr_t)-3)
#define HWND_DESKTOP ((HWND)0)
#define CW_USEDEFAULT ((int)0x80000000)
#define CS_VREDRAW 1u
#define CS_HREDRAW 2u
#define WS_OVERLAPPED 0u
#define WS_OVERLAPPEDWINDOW 0x00CF0000u
#define WS_POPUP 0x80000000u
#define WS_CHILD 0x40000000u
#define WS_VISIBLE 0x10000000u
#define SW_HIDE 0
#define SW_SHOWNORMAL 1
#define SW_SHOW 5
#define SW_SHOWDEFAULT 10
#define COLOR_WINDOW 5
#define PM_NOREMOVE 0u
#define PM_REMOVE 1u
#define QS_ALLINPUT 0x04FFu
#define GWLP_WNDPROC (-4)
#define GWLP_USERDATA (-21)
#define GWL_STYLE (-16)

ATOM RegisterClassA(const WNDCLASSA* lpClass) OPENRAS_KIT(RegisterClassA);
ATOM RegisterClassW(const WNDCLASSW* lpClass) OPENRAS_KIT(RegisterClassW);
ATOM RegisterClassExA(const WNDCLASSEXA* lpClass) OPENRAS_KIT(RegisterClassExA);
ATOM RegisterClassExW(const WNDCLASSEXW* lpClass) OPENRAS_KIT(RegisterClassExW);
BOOL UnregisterClassA(LPCSTR lpName, HINSTANCE hInstance) OPENRAS_KIT(UnregisterClassA);
BOOL UnregisterClassW(LPCWSTR lpName, HINSTANCE hInstance) OPENRAS_KIT(UnregisterClassW);
/** The window belongs to the calling thread. @return NULL with GetLastError 1407, or where WM_NCCREATE or WM_CREATE
 * was refused. */
HWND CreateWindowExA(DWORD dwExStyle, LPCSTR lpClass, LPCSTR lpName, DWORD dwStyle, int x, int y, int width, int height,
                     HWND hParent, HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam) OPENRAS_KIT(CreateWindowExA);
HWND CreateWindowExW(DWORD dwExStyle, LPCWSTR lpClass, LPCWSTR lpName, DWORD dwStyle, int x, int y, int width,
                     int height, HWND hParent, HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam)
    OPENRAS_KIT(CreateWindowExW);
/** By the window's own thread. */
BOOL DestroyWindow(HWND hWnd) OPENRAS_KIT(DestroyWindow);
BOOL IsWindow(HWND hWnd) OPENRAS_KIT(IsWindow);
LRESULT DefWindowProcA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) OPENRAS_KIT(DefWindowProcA);
LRESULT DefWindowProcW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) OPENRAS_KIT(DefWindowProcW);
/** GWLP_WNDPROC, GWLP_USERDATA, or an offset into cbWndExtra. */
LONG_PTR GetWindowLongPtrA(HWND hWnd, int nIndex) OPENRAS_KIT(GetWindowLongPtrA);
LONG_PTR SetWindowLongPtrA(HWND hWnd, int nIndex, LONG_PTR value) OPENRAS_KIT(SetWindowLongPtrA);
BOOL SetWindowTextA(HWND hWnd, LPCSTR lpText) OPENRAS_KIT(SetWindowTextA);
BOOL SetWindowTextW(HWND hWnd, LPCWSTR lpText) OPENRAS_KIT(SetWindowTextW);
int GetWindowTextA(HWND hWnd, LPSTR lpText, int cch) OPENRAS_KIT(GetWindowTextA);
int GetWindowTextW(HWND hWnd, LPWSTR lpText, int cch) OPENRAS_KIT(GetWindowTextW);
DWORD GetWindowThreadProcessId(HWND hWnd, LPDWORD lpProcessId) OPENRAS_KIT(GetWindowThreadProcessId);

/** @return 0 for WM_QUIT, -1 for a window that does not exist, else another value. */
BOOL GetMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax) OPENRAS_KIT(GetMessageA);
BOOL PeekMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax, UINT wRemoveMsg)
    OPENRAS_KIT(PeekMessageA);
LRESULT DispatchMessageA(const MSG* lpMsg) OPENRAS_KIT(DispatchMessageA);
/** There is no keyboard: nothing to translate. */
static inline BOOL TranslateMessage(const MSG* message) {
    (void)message;
    return FALSE;
}
BOOL PostMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) OPENRAS_KIT(PostMessageA);
BOOL PostThreadMessageA(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam) OPENRAS_KIT(PostThreadMessageA);
/** To another thread's window: waits until that thread looks for messages; meanwhile serves what is sent to its own. */
LRESULT SendMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) OPENRAS_KIT(SendMessageA);
VOID PostQuitMessage(int nExitCode) OPENRAS_KIT(PostQuitMessage);
/** WAIT_OBJECT_0 + nCount: a message is there. */
DWORD MsgWaitForMultipleObjects(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll, DWORD dwMilliseconds,
                                DWORD dwWakeMask) OPENRAS_KIT(MsgWaitForMultipleObjects);
UINT_PTR SetTimer(HWND hWnd, UINT_PTR nId, UINT uMilliseconds, TIMERPROC lpProc) OPENRAS_KIT(SetTimer);
BOOL KillTimer(HWND hWnd, UINT_PTR nId) OPENRAS_KIT(KillTimer);
/** "RasDialEvent" is WM_RASDIALEVENT itself: programs that only know that number work, too. */
UINT RegisterWindowMessageA(LPCSTR lpText) OPENRAS_KIT(RegisterWindowMessageA);
UINT RegisterWindowMessageW(LPCWSTR lpText) OPENRAS_KIT(RegisterWindowMessageW);

#define MB_OK 0u
#define MB_OKCANCEL 1u
#define MB_YESNO 4u
#define MB_ICONERROR 0x10u
#define MB_ICONHAND 0x10u
#define MB_ICONSTOP 0x10u
#define MB_ICONQUESTION 0x20u
#define MB_ICONEXCLAMATION 0x30u
#define MB_ICONWARNING 0x30u
#define MB_ICONINFORMATION 0x40u
#define MB_ICONASTERISK 0x40u
#define IDOK 1
#define IDCANCEL 2
#define IDYES 6
#define IDNO 7
/** Writes "caption: text" to standard error. @return the first button: IDOK or IDYES. */
int MessageBoxA(HWND hWnd, LPCSTR lpText, LPCSTR lpCaption, UINT uType) OPENRAS_KIT(MessageBoxA);
int MessageBoxW(HWND hWnd, LPCWSTR lpText, LPCWSTR lpCaption, UINT uType) OPENRAS_KIT(MessageBoxW);

#ifdef __cplusplus
}
#endif

/* Without pixels these have nothing to do. */
static inline BOOL openras_compat_nothing_shown(HWND window) {
    return IsWindow(window);
}
#define ShowWindow(window, command) ((void)(command), openras_compat_nothing_shown(window))
#define UpdateWindow(window) openras_compat_nothing_shown(window)
#define InvalidateRect(window, area, erase) ((void)(area), (void)(erase), openras_compat_nothing_shown(window))
#define LoadIconA(instance, name) ((void)(instance), (void)(name), (HICON)NULL)
#define LoadIconW LoadIconA
#define LoadIcon LoadIconA
#define LoadCursorA(instance, name) ((void)(instance), (void)(name), (HCURSOR)NULL)
#define LoadCursorW LoadCursorA
#define LoadCursor LoadCursorA
#define IDI_APPLICATION MAKEINTRESOURCE(32512)
#define IDC_ARROW MAKEINTRESOURCE(32512)

/* No message here carries a text: A and W are the same. */
#define GetMessageW GetMessageA
#define GetMessage GetMessageA
#define PeekMessageW PeekMessageA
#define PeekMessage PeekMessageA
#define DispatchMessageW DispatchMessageA
#define DispatchMessage DispatchMessageA
#define PostMessageW PostMessageA
#define PostMessage PostMessageA
#define PostThreadMessageW PostThreadMessageA
#define PostThreadMessage PostThreadMessageA
#define SendMessageW SendMessageA
#define SendMessage SendMessageA
#define GetWindowLongPtrW GetWindowLongPtrA
#define GetWindowLongPtr GetWindowLongPtrA
#define SetWindowLongPtrW SetWindowLongPtrA
#define SetWindowLongPtr SetWindowLongPtrA
#define GWL_USERDATA GWLP_USERDATA

#define CreateWindowA(name, title, style, x, y, width, height, parent, menu, instance, parameter) \
    CreateWindowExA(0, name, title, style, x, y, width, height, parent, menu, instance, parameter)
#define CreateWindowW(name, title, style, x, y, width, height, parent, menu, instance, parameter) \
    CreateWindowExW(0, name, title, style, x, y, width, height, parent, menu, instance, parameter)
#define CreateWindow OPENRAS_AW(CreateWindow)
#define CreateWindowEx OPENRAS_AW(CreateWindowEx)
#define RegisterClass OPENRAS_AW(RegisterClass)
#define RegisterClassEx OPENRAS_AW(RegisterClassEx)
#define UnregisterClass OPENRAS_AW(UnregisterClass)
#define DefWindowProc OPENRAS_AW(DefWindowProc)
#define SetWindowText OPENRAS_AW(SetWindowText)
#define GetWindowText OPENRAS_AW(GetWindowText)
#define RegisterWindowMessage OPENRAS_AW(RegisterWindowMessage)
#define MessageBox OPENRAS_AW(MessageBox)
#ifdef UNICODE
typedef WNDCLASSW WNDCLASS;
typedef WNDCLASSEXW WNDCLASSEX;
typedef CREATESTRUCTW CREATESTRUCT, *LPCREATESTRUCT;
#else
typedef WNDCLASSA WNDCLASS;
typedef WNDCLASSEXA WNDCLASSEX;
typedef CREATESTRUCTA CREATESTRUCT, *LPCREATESTRUCT;
#endif

#ifdef __cplusplus
extern "C" {
#endif
/* A program's entry where it has no main or wmain. */
int WinMain(HINSTANCE hInstance, HINSTANCE hPrevious, LPSTR lpCommandLine, int nShow)
    __attribute__((visibility("default")));
int wWinMain(HINSTANCE hInstance, HINSTANCE hPrevious, LPWSTR lpCommandLine, int nShow)
    __attribute__((visibility("default")));
#ifdef __cplusplus
}
#endif

#endif
