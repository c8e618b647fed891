/* Headers in other case, and names that programs expect of them. */
#include <Windows.h>

#include <Locale.h>
#include <Ras.h>
#include <RasDlg.h>
#include <RasError.h>
#include <Stdio.h>
#include <TCHAR.H>
#include <WS2tcpip.h>
#include <WinSock2.h>
#include <ipsectypes.h>
#include <shellapi.h>

static VOID CALLBACK Handler(UINT unMsg, RASCONNSTATE rasconnstate, DWORD dwError) {
    (void)unMsg, (void)rasconnstate, (void)dwError;
}

int main(void) {
    RASCTRYINFOA a = {sizeof(RASCTRYINFO), 0, 0, 0, 0};
    RASCTRYINFOW w = a;
    LPRASCTRYINFOA pa = &a;
    LPRASCTRYINFOW pw = &w;
    RASCONNSTATE state = RASCS_Connected;
    LPRASCONNSTATE ps = &state;
    RASPROJECTION projection = RASP_PppIp;
    LPRASPROJECTION pp = &projection;
    RASDIALFUNC function = Handler;
    ULARGE_INTEGER large;
    large.QuadPart = 0x100000002ull;
    if (pa->dwSize != pw->dwSize || *ps != 0x2000 || *pp != 0x8021 || function == NULL) return 1;
    if (large.LowPart != 2 || large.HighPart != 1 || large.u.HighPart != 1) return 2;
    if (ERROR_OUTOFMEMORY != 14 || (DWORD)HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED) != 0x80070005) return 3;
    if (HRESULT_FROM_WIN32(0) != S_OK || HRESULT_FROM_WIN32(E_FAIL) != E_FAIL) return 4;
    return IPSEC_CIPHER_TYPE_3DES == 2 && setlocale(LC_ALL, "") != NULL ? 0 : 5;
}
