// A _tmain that returns nothing; its exit status is 0 nevertheless.
#include <windows.h>

#include <ras.h>
#include <stdio.h>
#include <tchar.h>

void __cdecl _tmain(int argc, TCHAR* argv[]);

void __cdecl _tmain(int argc, TCHAR* argv[]) {
    _tprintf(TEXT("%s %d %d\n"), TEXT("text"), argc, argv[argc] == nullptr);
}
