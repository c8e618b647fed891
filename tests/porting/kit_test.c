/*
 * What the porting kit promises, tried by a program that it is for: compiled with its flags, as C and as C++, ANSI and
 * UNICODE, including the bridge from main to wmain. Two arguments: "one" and "zwei ae-umlaut smiley".
 */
#include <windows.h>

#include <conio.h>
#include <errno.h>
#include <process.h>
#include <ras.h>
#include <raserror.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <tchar.h>
#include <wchar.h>
#include <wctype.h>
#include <ws2tcpip.h>

#include <strsafe.h>
#include <unistd.h>
#ifdef __cplusplus
#include <cstdio>
#include <cwchar>
#endif

static int g_failures;

#define CHECK(condition)                                       \
    do {                                                       \
        if (!(condition)) {                                    \
            fprintf(stderr, "%d: %s\n", __LINE__, #condition); \
            ++g_failures;                                      \
        }                                                      \
    } while (0)

static void Arguments(int argc, TCHAR** argv) {
    CHECK(argc == 3);
    CHECK(_tcscmp(argv[1], TEXT("one")) == 0);
    CHECK(_tcscmp(argv[2], TEXT("zwei \u00E4\U0001F600")) == 0);
    CHECK(argv[3] == NULL);
    CHECK(sizeof(wchar_t) == 2 && sizeof(L"ab") == 6 && sizeof(WCHAR) == 2 && sizeof(DWORD) == 4);
}

static void Formats(void) {
    char narrow[64];
    WCHAR wide[64];
    TCHAR text[8];
    DWORD number = 4000000000u;
    LONG negative = -7;

    CHECK(sprintf(narrow, "%lu %ld %lx|", (unsigned long)number, (long)negative, (unsigned long)0xFFFFFFFF) == 23);
    CHECK(strcmp(narrow, "4000000000 -7 ffffffff|") == 0);
    CHECK(sprintf(narrow, "%lu", number) == 10 && sprintf(narrow, "%ld", negative) == 2);
    CHECK(sprintf(narrow, "%s %S %ls %hs", "a", L"b\u00E4", L"c", "d") == 9 && strcmp(narrow, "a b\xC3\xA4 c d") == 0);
    CHECK(swprintf(wide, 64, L"%s %S %ls %hs %c", L"a\u00E4", "b\xC3\xA4", L"c", "d", L'e') == 11);
    CHECK(wcscmp(wide, L"a\u00E4 b\u00E4 c d e") == 0);
    CHECK(sprintf(narrow, "%I64u %I64x %lld", 18446744073709551615ull, 255ull, -1ll) == 26);
    CHECK(sprintf(narrow, "[%-5s][%5.2s][%05d][%.3f][%#x][%%]", "ab", "abc", 42, 1.5, 255) == 37);
    CHECK(strcmp(narrow, "[ab   ][   ab][00042][1.500][0xff][%]") == 0);
    CHECK(sprintf(narrow, "%*d|%-*d|%.*s", 4, 1, 3, 2, 2, "xyz") == 11 && strcmp(narrow, "   1|2  |xy") == 0);
    CHECK(sprintf(narrow, "%s %hd %hhu", (char*)NULL, 65537, 257) == 10 && strcmp(narrow, "(null) 1 1") == 0);
    CHECK(snprintf(narrow, 4, "%s", "abcdef") == 6 && strcmp(narrow, "abc") == 0);
    CHECK(_snprintf(narrow, 3, "%s", "abcdef") == -1 && strncmp(narrow, "abc", 3) == 0);
    CHECK(swprintf(wide, 3, L"%s", L"abcdef") == -1 && wcscmp(wide, L"ab") == 0);
    CHECK(sprintf_s(narrow, 3, "%s", "abc") == -1 && narrow[0] == 0);
    CHECK(wsprintf(text, TEXT("%s=%d"), TEXT("a"), 5) == 3 && _tcscmp(text, TEXT("a=5")) == 0);
    CHECK(_stprintf(text, TEXT("%s"), TEXT("ok")) == 2);
#ifdef __cplusplus
    CHECK(std::snprintf(narrow, sizeof narrow, "%S", L"std") == 3 && std::wcslen(L"four") == 4);
#endif
    CHECK(wprintf(L"%s \u00E4\n", L"wide") == 7);
    CHECK(printf("%S\n", L"narrow") == 7);
}

static void Strings(void) {
    WCHAR wide[16];
    TCHAR text[8];
    char narrow[16];
    WCHAR* state;
    size_t length;

    CHECK(wcslen(wcscpy(wide, L"abc")) == 3 && wcscmp(wcscat(wide, L"de"), L"abcde") == 0);
    CHECK(wcschr(wide, L'd') == wide + 3 && wcsrchr(wide, 0) == wide + 5 && wcschr(wide, L'x') == NULL);
    CHECK(wcsstr(wide, L"cd") == wide + 2 && wcspbrk(wide, L"xe") == wide + 4);
    CHECK(wcsncpy(wide, L"xy", 4)[3] == 0 && wcscspn(L"abc", L"c") == 2 && wcsspn(L"aab", L"a") == 2);
    wcscpy(wide, L" a,b");
    CHECK(wcscmp(wcstok(wide, L" ,", &state), L"a") == 0 && wcscmp(wcstok(NULL, L" ,", &state), L"b") == 0);
    CHECK(wcstok(NULL, L" ,", &state) == NULL);
    CHECK(wcstol(L" -42x", &state, 10) == -42 && *state == L'x' && wcstoul(L"ff", NULL, 16) == 255);
    CHECK(wcstod(L"2.5", NULL) == 2.5 && _wtoi(L"17") == 17 && _ttoi(TEXT("18")) == 18);
    CHECK(towupper(L'\u00E4') == L'\u00C4' && iswalpha(L'\u00E4') && !iswdigit(L'a'));
    CHECK(_wcsicmp(L"\u00C4b", L"\u00E4B") == 0 && _tcsicmp(TEXT("aB"), TEXT("Ab")) == 0 &&
          lstrcmpi(TEXT("a"), TEXT("B")) < 0);
    CHECK(mbstowcs(wide, "\xC3\xA4", 16) == 1 && wide[0] == L'\u00E4' && wcstombs(narrow, wide, 16) == 2);
    CHECK(lstrlen(NULL) == 0 && lstrlen(lstrcpyn(text, TEXT("abcdefghij"), 8)) == 7);

    CHECK(StringCchCopy(text, 4, TEXT("abcdef")) == STRSAFE_E_INSUFFICIENT_BUFFER && _tcscmp(text, TEXT("abc")) == 0);
    CHECK(StringCchCat(text, 8, TEXT("de")) == S_OK && _tcscmp(text, TEXT("abcde")) == 0);
    CHECK(StringCbPrintf(text, sizeof(text), TEXT("%s"), TEXT("long enough")) == STRSAFE_E_INSUFFICIENT_BUFFER);
    CHECK(_tcscmp(text, TEXT("long en")) == 0 && StringCchCopy(text, 0, TEXT("")) == STRSAFE_E_INVALID_PARAMETER);
    CHECK(StringCchLength(text, 8, &length) == S_OK && length == 7 && FAILED(StringCchLength(text, 7, &length)));
    CHECK(_tcscpy_s(text, 3, TEXT("abc")) == ERANGE && text[0] == 0);
    CHECK(_tcsncpy_s(text, 3, TEXT("abc"), _TRUNCATE) == 80 && _tcscmp(text, TEXT("ab")) == 0);

    CHECK(MultiByteToWideChar(CP_ACP, 0, "\xF0\x9F\x98\x80", -1, wide, 16) == 3 && wide[0] == 0xD83D);
    CHECK(WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL) == 5);
    CHECK(MultiByteToWideChar(CP_UTF8, 0, "abc", 3, wide, 2) == 0 && GetLastError() == ERROR_INSUFFICIENT_BUFFER);
    CHECK(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xC0\x80", 2, wide, 16) == 0);
    CHECK(MultiByteToWideChar(CP_UTF8, 0, "\xC0z", 2, wide, 16) == 2 && wide[0] == 0xFFFD && wide[1] == L'z');
    CHECK(MultiByteToWideChar(1252, 0, "a", 1, wide, 16) == 0 && GetLastError() == ERROR_INVALID_PARAMETER);
}

static DWORD WINAPI SetLater(LPVOID lpParameter) {
    Sleep(20);
    SetEvent((HANDLE)lpParameter);
    ExitThread(5);
}

static unsigned __stdcall Add(void* value) {
    InterlockedExchangeAdd((LONG*)value, 3);
    return 9;
}

static HANDLE g_self;

/* Suspends itself, as long as nobody resumes it. */
static DWORD WINAPI SuspendItself(LPVOID lpParameter) {
    DWORD before = SuspendThread(g_self);
    SetEvent((HANDLE)lpParameter);
    return before;
}

static DWORD WINAPI WaitForIt(LPVOID lpParameter) {
    return WaitForSingleObject((HANDLE)lpParameter, INFINITE);
}

static void Suspending(void) {
    HANDLE done = CreateEvent(NULL, FALSE, FALSE, NULL), gate = CreateEvent(NULL, FALSE, FALSE, NULL), thread;
    DWORD code = 0;

    g_self = CreateThread(NULL, 0, SuspendItself, done, CREATE_SUSPENDED, NULL);
    CHECK(g_self != NULL && ResumeThread(g_self) == 1 && WaitForSingleObject(done, 10) == WAIT_TIMEOUT);
    while (ResumeThread(g_self) == 0) Sleep(1);
    CHECK(WaitForSingleObject(done, INFINITE) == WAIT_OBJECT_0 &&
          WaitForSingleObject(g_self, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(g_self, &code) && code == 0);
    CHECK(SuspendThread(g_self) == (DWORD)-1 && GetLastError() == ERROR_ACCESS_DENIED);
    thread = CreateThread(NULL, 0, WaitForIt, gate, 0, NULL); /* runs, so it cannot be stopped */
    CHECK(SuspendThread(thread) == (DWORD)-1 && GetLastError() == ERROR_NOT_SUPPORTED);
    CHECK(SuspendThread(gate) == (DWORD)-1 && GetLastError() == ERROR_INVALID_HANDLE);
    CHECK(SetEvent(gate) && WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(CloseHandle(thread) && CloseHandle(g_self) && CloseHandle(gate) && CloseHandle(done));
}

static void Events(void) {
    HANDLE handles[3];
    DWORD code = 0;
    LONG value = 1;
    HANDLE automatic = CreateEvent(NULL, FALSE, FALSE, NULL);
    HANDLE manual = CreateEvent(NULL, TRUE, TRUE, NULL);
    HANDLE thread;

    CHECK(automatic != NULL && manual != NULL && (intptr_t)automatic > 2);
    CHECK(CreateEvent(NULL, FALSE, FALSE, TEXT("name")) == NULL && GetLastError() == ERROR_NOT_SUPPORTED);
    CHECK(WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT && WaitForSingleObject(automatic, 15) == WAIT_TIMEOUT);
    CHECK(SetEvent(automatic) && SetEvent(automatic) && WaitForSingleObject(automatic, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
    CHECK(WaitForSingleObject(manual, 0) == WAIT_OBJECT_0 && WaitForSingleObject(manual, INFINITE) == WAIT_OBJECT_0);
    CHECK(ResetEvent(manual) && ResetEvent(manual) && WaitForSingleObject(manual, 0) == WAIT_TIMEOUT);
    handles[0] = automatic;
    handles[1] = manual;
    SetEvent(manual);
    CHECK(WaitForMultipleObjects(2, handles, FALSE, INFINITE) == WAIT_OBJECT_0 + 1);
    CHECK(WaitForMultipleObjects(2, handles, TRUE, 15) == WAIT_TIMEOUT);
    SetEvent(automatic);
    CHECK(WaitForMultipleObjects(2, handles, TRUE, 0) == WAIT_OBJECT_0 &&
          WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);

    thread = CreateThread(NULL, 0, SetLater, automatic, 0, &code);
    CHECK(thread != NULL && code != 0 && code != GetCurrentThreadId());
    CHECK(GetExitCodeThread(thread, &code) && (code == STILL_ACTIVE || code == 5));
    CHECK(WaitForSingleObject(automatic, INFINITE) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0 && GetExitCodeThread(thread, &code) && code == 5);
    CHECK(CloseHandle(thread) && !CloseHandle(thread) && GetLastError() == ERROR_INVALID_HANDLE);
    thread = (HANDLE)_beginthreadex(NULL, 0, Add, &value, CREATE_SUSPENDED, NULL);
    CHECK(SuspendThread(thread) == 1 && ResumeThread(thread) == 2);
    CHECK(WaitForSingleObject(thread, 10) == WAIT_TIMEOUT && value == 1 && ResumeThread(thread) == 1);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0 && value == 4 && InterlockedIncrement(&value) == 5);
    CHECK(InterlockedCompareExchange(&value, 8, 5) == 5 && value == 8);
    CloseHandle(thread);

    handles[2] = CreateSemaphore(NULL, 1, 2, NULL);
    CHECK(WaitForSingleObject(handles[2], 0) == WAIT_OBJECT_0 && WaitForSingleObject(handles[2], 0) == WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(handles[2], 1, NULL) && WaitForMultipleObjects(3, handles, FALSE, 0) == WAIT_OBJECT_0 + 1);
    CHECK(CloseHandle(handles[2]) && CloseHandle(automatic) && CloseHandle(manual));
    CHECK(WaitForSingleObject(automatic, 0) == WAIT_FAILED && GetLastError() == ERROR_INVALID_HANDLE);
    CHECK(WaitForSingleObject((HANDLE)(intptr_t)dup(0), 0) == WAIT_FAILED && GetLastError() == ERROR_INVALID_HANDLE);
    CHECK(WaitForSingleObject(NULL, 0) == WAIT_FAILED && !SetEvent(INVALID_HANDLE_VALUE));
}

static void Errors(void) {
    TCHAR text[512];
    LPTSTR made = NULL;

    SetLastError(123);
    CHECK(GetLastError() == 123);
    CHECK(FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, 691, 0, text, 512, NULL) >
          10);
    CHECK(_tcsstr(text, TEXT("\r\n")) != NULL);
    CHECK(FormatMessage(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_HMODULE,
                        GetModuleHandle(TEXT("rasapi32.dll")), ERROR_INVALID_HANDLE,
                        MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT), (LPTSTR)&made, 0, NULL) > 0);
    CHECK(made != NULL && _tcsstr(made, TEXT("handle")) != NULL && LocalFree(made) == NULL);
    CHECK(FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 54321, 0, text, 512, NULL) == 0);
    CHECK(GetLastError() == ERROR_MR_MID_NOT_FOUND);
    CHECK(FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 691, 0, text, 5, NULL) == 0);
    CHECK(RasGetErrorString(691, text, 512) == 0);
}

/* Each is the RAS library, and has the functions of ras.h and of rasdlg.h. */
static void ModuleNames(void) {
    static const TCHAR* const names[] = {TEXT("rasapi32.dll"),    TEXT("rasapi32"),
                                         TEXT("RASAPI32.dll "),   TEXT("C:\\WINDOWS\\system32\\rasapi32.dll"),
                                         TEXT(".\\RASAPI32.DLL"), TEXT("/opt/program/Rasapi32.Dll"),
                                         TEXT("rasdlg.dll"),      TEXT("C:\\Windows\\System32\\RASDLG.DLL"),
                                         TEXT("RasDlg")};
    static const char* const functions[] = {"RasDialA", "RasDialW", "RasHangUpA", "RasDialDlgA", "RasPhonebookDlgW"};
    size_t i, j;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
        HMODULE library = LoadLibrary(names[i]);
        CHECK(library != NULL && GetProcAddress(library, "RasDial") == NULL);
        for (j = 0; j < sizeof(functions) / sizeof(functions[0]); ++j)
            CHECK(GetProcAddress(library, functions[j]) != NULL);
        CHECK(FreeLibrary(library));
    }
    CHECK(GetProcAddress(GetModuleHandle(TEXT("kernel32.dll")), "Sleep") != NULL);
    CHECK(GetProcAddress(GetModuleHandle(TEXT("KERNEL32")), "IsWow64Process") == NULL);
    CHECK(LoadLibrary(TEXT("rasapi32.dll.bak")) == NULL && LoadLibraryEx(TEXT("C:\\rasman.dll"), NULL, 0) == NULL);
}

static void Modules(void) {
    typedef DWORD(APIENTRY * GetText)(UINT, LPSTR, DWORD);
    HMODULE library = LoadLibrary(TEXT("RASAPI32.DLL"));
    char text[512];
    GetText function;
    FARPROC dial;
    FARPROC found;
    DWORD (*kits)(LPRASDIALEXTENSIONS, LPCSTR, LPRASDIALPARAMSA, DWORD, LPVOID, LPHRASCONN) = RasDialA;

    CHECK(library != NULL);
    found = GetProcAddress(library, "RasGetErrorStringA");
    memcpy(&function, &found, sizeof(function));
    CHECK(function != NULL && function(691, text, sizeof(text)) == 0);
    dial = GetProcAddress(library, "RasDialA");
    CHECK(memcmp(&dial, &kits, sizeof(dial)) == 0);
    CHECK(GetProcAddress(library, "RasNever") == NULL && GetLastError() == ERROR_PROC_NOT_FOUND);
    CHECK(LoadLibrary(TEXT("no-such-library")) == NULL && FreeLibrary(library));
    ModuleNames();
}

static void Characters(void) {
    static const TCHAR text[] = TEXT("a\u00E4\U0001F600");
    LPTSTR at = CharNext(CharNext(text));

    CHECK(CharNext(text) == text + 1 && CharNext(at) == text + sizeof(text) / sizeof(text[0]) - 1);
    CHECK(CharNext(CharNext(at)) == CharNext(at) && CharPrev(text, at) == text + 1 && CharPrev(text, text) == text);
    CHECK(CompareString(LOCALE_USER_DEFAULT, NORM_IGNORECASE, TEXT("\u00C4bc"), -1, TEXT("\u00E4BC"), -1) ==
          CSTR_EQUAL);
    CHECK(CompareString(LOCALE_USER_DEFAULT, 0, TEXT("a"), -1, TEXT("A"), -1) == CSTR_LESS_THAN);
    CHECK(CompareString(LOCALE_INVARIANT, 0, TEXT("b"), 1, TEXT("Ax"), 1) == CSTR_GREATER_THAN);
    CHECK(CompareString(LOCALE_INVARIANT, 0, TEXT("abc"), 2, TEXT("abd"), 2) == CSTR_EQUAL);
    CHECK(CompareString(LOCALE_INVARIANT, 2, TEXT("a"), 1, TEXT("a"), 1) == 0 && GetLastError() == ERROR_INVALID_FLAGS);
    CHECK(CompareString(LOCALE_INVARIANT, 0, NULL, 1, TEXT("a"), 1) == 0 && GetLastError() == ERROR_INVALID_PARAMETER);
}

static void System(int argc, TCHAR** argv) {
    OSVERSIONINFO version;
    OSVERSIONINFOEX more;
    TCHAR text[512], wanted[512];
    FILETIME time, again;
    SYSTEMTIME date, now;
    ULARGE_INTEGER units;
    LPWSTR* words;
    int count = 0;
    BYTE address[16];

    version.dwOSVersionInfoSize = sizeof(version);
    more.dwOSVersionInfoSize = sizeof(more);
    CHECK(GetVersionEx(&version) && version.dwMajorVersion == 10 && version.dwPlatformId == VER_PLATFORM_WIN32_NT);
    CHECK(GetVersionEx((LPOSVERSIONINFO)&more) && more.wProductType == VER_NT_WORKSTATION && more.szCSDVersion[0] == 0);
    version.dwOSVersionInfoSize = 7;
    CHECK(!GetVersionEx(&version) && GetLastError() == ERROR_INSUFFICIENT_BUFFER);

    CHECK(GetSystemDirectory(text, 512) == _tcslen(text) && GetSystemDirectory(NULL, 0) == _tcslen(text) + 1);
    _tcscat(text, TEXT("\\rasapi32.dll"));
    CHECK(LoadLibrary(text) != NULL);
    CHECK(GetModuleFileName(LoadLibrary(TEXT("rasdlg.dll")), text, 512) > 0);
    CHECK(_tcsstr(text, TEXT("/librasapi32.so")) != NULL);
    CHECK(GetModuleFileName(NULL, text, 512) == _tcslen(text) && _tcsstr(text, TEXT("/kit_test_")) != NULL);
    CHECK(GetModuleFileName(NULL, wanted, 4) == 4 && GetLastError() == ERROR_INSUFFICIENT_BUFFER && wanted[3] == 0);

    CHECK(SetEnvironmentVariable(TEXT("KIT"), TEXT("\u00E4")) && GetEnvironmentVariable(TEXT("KIT"), text, 512) > 0);
    CHECK(_tcscmp(text, TEXT("\u00E4")) == 0);
    CHECK(ExpandEnvironmentStrings(TEXT("%KIT%,%NO KIT%KIT%100%"), text, 512) == _tcslen(text) + 1);
    CHECK(_tcscmp(text, TEXT("\u00E4,%NO KIT\u00E4100%")) == 0 && ExpandEnvironmentStrings(TEXT("%KIT%"), NULL, 0) > 1);
    CHECK(SetEnvironmentVariable(TEXT("KIT"), NULL) && GetEnvironmentVariable(TEXT("KIT"), text, 512) == 0);
    CHECK(GetLastError() == ERROR_ENVVAR_NOT_FOUND);

    words = CommandLineToArgvW(GetCommandLineW(), &count);
    CHECK(words != NULL && count == argc && wcscmp(words[2], L"zwei \u00E4\U0001F600") == 0 && words[3] == NULL);
    LocalFree(words);
    CHECK(_tcsstr(GetCommandLine(), TEXT("one \"zwei ")) != NULL && argv[0] != NULL);
    words = CommandLineToArgvW(L"\"C:\\a b\\\" one\\ \"t w\\\\\" a\\\"b \"c\"\"d\" \"\"", &count);
    CHECK(count == 6 && wcscmp(words[0], L"C:\\a b\\") == 0 && wcscmp(words[1], L"one\\") == 0);
    CHECK(wcscmp(words[2], L"t w\\") == 0 && wcscmp(words[3], L"a\"b") == 0 && wcscmp(words[4], L"c\"d") == 0);
    CHECK(words[5][0] == 0);
    LocalFree(words);
    words = CommandLineToArgvW(L"", &count);
    CHECK(count == 1 && wcsstr(words[0], L"kit_test_") != NULL);
    LocalFree(words);
    CHECK(CommandLineToArgvW(NULL, &count) == NULL && GetLastError() == ERROR_INVALID_PARAMETER);

    units.QuadPart = 116444736000000000ull + 12345678ull * 10000000 + 5000000; /* 1970-05-23T21:21:18.5Z */
    time.dwLowDateTime = units.LowPart;
    time.dwHighDateTime = units.HighPart;
    CHECK(FileTimeToSystemTime(&time, &date) && date.wYear == 1970 && date.wMonth == 5 && date.wDay == 23);
    CHECK(date.wHour == 21 && date.wMinute == 21 && date.wSecond == 18 && date.wMilliseconds == 500);
    CHECK(date.wDayOfWeek == 6 && SystemTimeToFileTime(&date, &again) && memcmp(&time, &again, sizeof(time)) == 0);
    date.wMonth = 13;
    CHECK(!SystemTimeToFileTime(&date, &again) && GetLastError() == ERROR_INVALID_PARAMETER);
    GetSystemTimeAsFileTime(&time);
    GetSystemTime(&date);
    CHECK(FileTimeToSystemTime(&time, &now) && now.wYear == date.wYear);

    CHECK(GetProcAddress(LoadLibrary(TEXT("advapi32.dll")), "RegOpenKeyExA") != NULL);
    CHECK(HeapSetInformation(NULL, HeapEnableTerminationOnCorruption, NULL, 0));
    CHECK(InetPton(AF_INET6, TEXT("2001:db8::1"), address) == 1 && InetPton(AF_INET, TEXT("1.2.3"), address) == 0);
    CHECK(InetPton(AF_INET6, TEXT("2001:db8::1"), address) == 1 && InetNtop(AF_INET6, address, text, 46) == text);
    CHECK(_tcscmp(text, TEXT("2001:db8::1")) == 0 && InetNtop(AF_INET6, address, text, 4) == NULL);
}

static int g_created, g_timers, g_destroyed;
static DWORD g_sender;

static LRESULT CALLBACK Procedure(HWND hwnd, UINT uMsg, WPARAM wParam, LPARAM lParam) {
    if (uMsg == WM_CREATE) {
        g_created = *(int*)((LPCREATESTRUCT)lParam)->lpCreateParams;
        return g_created == 13 ? -1 : 0;
    }
    if (uMsg == WM_TIMER) return ++g_timers;
    if (uMsg == WM_USER) {
        g_sender = (DWORD)lParam;
        return (LRESULT)wParam * 2;
    }
    if (uMsg == WM_DESTROY) {
        ++g_destroyed;
        PostQuitMessage(3);
    }
    return DefWindowProc(hwnd, uMsg, wParam, lParam);
}

static DWORD WINAPI SendFromHere(LPVOID lpParameter) {
    HWND hwnd = (HWND)lpParameter;
    DWORD result = (DWORD)SendMessage(hwnd, WM_USER, 21, (LPARAM)GetCurrentThreadId());
    PostMessage(hwnd, WM_APP, 0, 0);
    return result;
}

static void Windows(void) {
    WNDCLASS wc;
    MSG msg;
    HWND hwnd;
    HANDLE thread;
    RASDIALPARAMS params;
    HRASCONN connection = NULL;
    DWORD id = 0, code = 0;
    int parameter = 13;
    TCHAR title[8];

    ZeroMemory(&wc, sizeof(wc));
    wc.lpfnWndProc = Procedure;
    wc.hInstance = GetModuleHandle(NULL);
    wc.lpszClassName = TEXT("KitTest");
    wc.cbWndExtra = sizeof(LONG_PTR);
    CHECK(RegisterClass(&wc) != 0 && RegisterClass(&wc) == 0 && GetLastError() == ERROR_CLASS_ALREADY_EXISTS);
    CHECK(CreateWindow(TEXT("Never"), TEXT(""), 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL) == NULL);
    CHECK(GetLastError() == ERROR_CANNOT_FIND_WND_CLASS);
    CHECK(CreateWindow(TEXT("kittest"), TEXT(""), 0, 0, 0, 0, 0, NULL, NULL, NULL, &parameter) == NULL);
    CHECK(g_destroyed == 1 && PeekMessage(&msg, NULL, 0, 0, PM_REMOVE) && msg.message == WM_QUIT && msg.wParam == 3);
    parameter = 14;
    hwnd = CreateWindow(TEXT("KitTest"), TEXT("title"), WS_OVERLAPPEDWINDOW, CW_USEDEFAULT, 0, 0, 0, NULL, NULL, NULL,
                        &parameter);
    CHECK(hwnd != NULL && g_created == 14 && IsWindow(hwnd) && ShowWindow(hwnd, SW_SHOW) && UpdateWindow(hwnd));
    CHECK(GetWindowText(hwnd, title, 8) == 5 && SetWindowText(hwnd, TEXT("another one")) &&
          GetWindowText(hwnd, title, 8) == 7);
    SetWindowLongPtr(hwnd, GWLP_USERDATA, 77);
    SetWindowLongPtr(hwnd, 0, 78);
    CHECK(GetWindowLongPtr(hwnd, GWLP_USERDATA) == 77 && GetWindowLongPtr(hwnd, 0) == 78 &&
          GetWindowLongPtr(hwnd, 4) == 0);

    ZeroMemory(&params, sizeof(params));
    params.dwSize = 100;
    CHECK(RasDial(NULL, NULL, &params, 0xFFFFFFFF, hwnd, &connection) == ERROR_INVALID_SIZE);
    CHECK(RasDial(NULL, NULL, NULL, 0xFFFFFFFF, hwnd, &connection) == ERROR_INVALID_PARAMETER && connection == NULL);

    CHECK(SendMessage(hwnd, WM_USER, 4, 1) == 8 && !PeekMessage(&msg, NULL, 0, 0, PM_NOREMOVE));
    CHECK(MsgWaitForMultipleObjects(0, NULL, FALSE, 10, QS_ALLINPUT) == WAIT_TIMEOUT);
    PostMessage(hwnd, WM_USER + 1, 1, 0);
    PostMessage(hwnd, WM_USER + 2, 2, 0);
    CHECK(MsgWaitForMultipleObjects(0, NULL, FALSE, 0, QS_ALLINPUT) == WAIT_OBJECT_0);
    CHECK(GetMessage(&msg, hwnd, WM_USER + 2, WM_USER + 2) && msg.wParam == 2);
    CHECK(!PeekMessage(&msg, hwnd, WM_USER + 2, WM_USER + 2, PM_REMOVE));
    CHECK(MsgWaitForMultipleObjects(0, NULL, FALSE, INFINITE, QS_ALLINPUT) == WAIT_OBJECT_0);
    CHECK(GetMessage(&msg, NULL, 0, 0) && msg.wParam == 1);

    thread = CreateThread(NULL, 0, SendFromHere, hwnd, 0, &id);
    CHECK(GetMessage(&msg, NULL, 0, 0) > 0 && msg.message == WM_APP && g_sender == id);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0 && GetExitCodeThread(thread, &code) && code == 42);
    CloseHandle(thread);

    CHECK(SetTimer(hwnd, 7, 10, NULL) == 7);
    while (g_timers < 2 && GetMessage(&msg, NULL, 0, 0) > 0) DispatchMessage(&msg);
    CHECK(KillTimer(hwnd, 7) && !KillTimer(hwnd, 7));
    CHECK(RegisterWindowMessageA(RASDIALEVENT) == WM_RASDIALEVENT);
    CHECK(RegisterWindowMessage(TEXT("kit")) >= 0xC000 &&
          RegisterWindowMessage(TEXT("kit")) == RegisterWindowMessage(TEXT("KIT")));

    PostMessage(hwnd, WM_CLOSE, 0, 0);
    while (GetMessage(&msg, NULL, 0, 0) > 0) DispatchMessage(&msg);
    CHECK(msg.message == WM_QUIT && msg.wParam == 3 && g_destroyed == 2 && !IsWindow(hwnd));
    CHECK(!PostMessage(hwnd, WM_USER, 0, 0) && GetLastError() == ERROR_INVALID_WINDOW_HANDLE);
    CHECK(GetMessage(&msg, hwnd, 0, 0) == -1);
}

/* Standard input is a pipe that we write into. */
static void Console(void) {
    static const char input[] = "line \xC3\xA4\nsecond\nx";
    TCHAR line[32];
    DWORD count = 0;
    int ends[2];

    CHECK(pipe(ends) == 0 && dup2(ends[0], 0) == 0);
    CHECK(!_kbhit());
    CHECK(write(ends[1], input, sizeof(input) - 1) == (ssize_t)sizeof(input) - 1);
    close(ends[1]);
    CHECK(_kbhit());
    CHECK(_fgetts(line, 32, stdin) != NULL && _tcscmp(line, TEXT("line \u00E4\n")) == 0);
    CHECK(ReadConsole(GetStdHandle(STD_INPUT_HANDLE), line, 31, &count, NULL) && count == 8);
    line[count] = 0;
    CHECK(_tcscmp(line, TEXT("second\r\n")) == 0);
    CHECK(_getch() == 'x' && _getch() == EOF && getchar() == EOF);
    CHECK(WriteConsole(GetStdHandle(STD_OUTPUT_HANDLE), TEXT("console \u00E4\n"), 10, &count, NULL) || count);
    CHECK(GetStdHandle(5) == INVALID_HANDLE_VALUE);
}

int _tmain(int argc, TCHAR** argv) {
    CRITICAL_SECTION section;
    ULONGLONG before = GetTickCount64();

    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    EnterCriticalSection(&section);
    LeaveCriticalSection(&section);
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
    Arguments(argc, argv);
    Formats();
    Strings();
    Events();
    Errors();
    Modules();
    Characters();
    System(argc, argv);
    Suspending();
    Windows();
    Console();
    Sleep(1);
    CHECK(GetTickCount64() > before);
    return g_failures == 0 ? 0 : 1;
}
