/*
 * The console: standard input, output and error as handles, keys without a line end, Ctrl-C. Texts go out as UTF-8.
 * Waiting for input pumps notifications.
 */
#ifndef OPENRAS_COMPAT_CONSOLE_H
#define OPENRAS_COMPAT_CONSOLE_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define STD_INPUT_HANDLE ((DWORD) - 10)
#define STD_OUTPUT_HANDLE ((DWORD) - 11)
#define STD_ERROR_HANDLE ((DWORD) - 12)
#define ENABLE_PROCESSED_INPUT 1u
#define ENABLE_LINE_INPUT 2u
#define ENABLE_ECHO_INPUT 4u

HANDLE GetStdHandle(DWORD nStdHandle) OPENRAS_KIT(GetStdHandle);
BOOL WriteConsoleA(HANDLE hConsole, LPCVOID lpText, DWORD cch, LPDWORD lpWritten, LPVOID reserved)
    OPENRAS_KIT(WriteConsoleA);
BOOL WriteConsoleW(HANDLE hConsole, LPCVOID lpText, DWORD cch, LPDWORD lpWritten, LPVOID reserved)
    OPENRAS_KIT(WriteConsoleW);
/** A line, with its end (CR LF), or what fits of it. */
BOOL ReadConsoleA(HANDLE hConsole, LPVOID lpText, DWORD cch, LPDWORD lpRead, LPVOID reserved) OPENRAS_KIT(ReadConsoleA);
BOOL ReadConsoleW(HANDLE hConsole, LPVOID lpText, DWORD cch, LPDWORD lpRead, LPVOID reserved) OPENRAS_KIT(ReadConsoleW);
/** Standard handles only, bytes as they are. */
BOOL WriteFile(HANDLE hFile, LPCVOID lpBytes, DWORD cb, LPDWORD lpWritten, LPVOID overlapped) OPENRAS_KIT(WriteFile);
BOOL ReadFile(HANDLE hFile, LPVOID lpBytes, DWORD cb, LPDWORD lpRead, LPVOID overlapped) OPENRAS_KIT(ReadFile);
/** The three ENABLE_ bits; FALSE where standard input is no terminal. */
BOOL GetConsoleMode(HANDLE hConsole, LPDWORD lpMode) OPENRAS_KIT(GetConsoleMode);
BOOL SetConsoleMode(HANDLE hConsole, DWORD dwMode) OPENRAS_KIT(SetConsoleMode);

#define CTRL_C_EVENT 0u
#define CTRL_BREAK_EVENT 1u
#define CTRL_CLOSE_EVENT 2u
typedef BOOL (*PHANDLER_ROUTINE)(DWORD dwCtrlType);
/** SIGINT is CTRL_C_EVENT, SIGQUIT CTRL_BREAK_EVENT, SIGTERM and SIGHUP CTRL_CLOSE_EVENT. The routine runs in a thread
 * of the kit; where none returns TRUE the process ends. */
BOOL SetConsoleCtrlHandler(PHANDLER_ROUTINE lpHandler, BOOL bAdd) OPENRAS_KIT(SetConsoleCtrlHandler);
#define SetConsoleTitleA(title) ((void)(title), TRUE)
#define SetConsoleTitleW(title) ((void)(title), TRUE)
#define SetConsoleTitle(title) ((void)(title), TRUE)
#define SetConsoleOutputCP(page) ((void)(page), TRUE)
#define SetConsoleCP(page) ((void)(page), TRUE)

/* conio.h */
int _getch(void) OPENRAS_KIT(_getch);
int _getche(void) OPENRAS_KIT(_getche);
int _kbhit(void) OPENRAS_KIT(_kbhit);
int _putch(int character) OPENRAS_KIT(_putch);
#define getch _getch
#define kbhit _kbhit

#ifdef __cplusplus
}
#endif

#define WriteConsole OPENRAS_AW(WriteConsole)
#define ReadConsole OPENRAS_AW(ReadConsole)

#endif
