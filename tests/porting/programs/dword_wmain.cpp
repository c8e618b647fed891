// The entry point of the examples in Microsoft's RAS documentation.
#include <windows.h>

#include <stdio.h>

#include "ras.h"
#include "raserror.h"
#pragma comment(lib, "rasapi32.lib")

DWORD __cdecl wmain() {
    wprintf(L"%s %u\n", L"wide", RASCS_Connected);
    return 0;
}
