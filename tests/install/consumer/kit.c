/* A program in the plain Windows style that uses the installed porting kit. */
#include <windows.h>

#include <RasError.h> /* as programs spell it */
#include <TCHAR.H>
#include <ras.h>
#include <stdio.h>

int _tmain(int argc, TCHAR* argv[]) {
    TCHAR szText[512];
    HANDLE hEvent = CreateEvent(NULL, FALSE, TRUE, NULL);

    if (argc != 2 || WaitForSingleObject(hEvent, 0) != WAIT_OBJECT_0) return 1;
    if (RasGetErrorString(ERROR_NO_ANSWER, szText, 512) != ERROR_SUCCESS) return 1;
    _tprintf(TEXT("%s: error %lu: %s\n"), argv[1], (DWORD)ERROR_NO_ANSWER, szText);
    return CloseHandle(hEvent) && _tcscmp(argv[1], TEXT("Linux")) == 0 ? 0 : 1;
}
