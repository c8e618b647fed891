/*
 * The public headers against the tables of this folder, at compile time: every size, offset and value, for the WINVER,
 * the pointer size and the language of this compilation. abi_checks.cpp is the same as C++.
 */
#include <ras.h>
#include <rasdlg.h>
#include <rasnotify.h>

#pragma GCC diagnostic ignored "-Wpedantic" /* INVALID_HANDLE_VALUE is a cast */

#define ABI_ALIGNOF(type) _Alignof(type)
#define ABI_CHECK(condition) _Static_assert(condition, #condition)
#define ABI_VALUE(constant) (intptr_t)(constant)
#define ABI_CHECK_TEXT(macro, text) _Static_assert(sizeof(macro) == sizeof text, #macro)

#include "abi_checks.inc"

/* The names without suffix, and C11's view of the types. */
ABI_CHECK(sizeof(DWORD) == 4 && sizeof(LONG) == 4 && sizeof(BOOL) == 4 && sizeof(WCHAR) == 2 && sizeof(GUID) == 16);
ABI_CHECK(sizeof(HRASCONN) == sizeof(void*) && sizeof(ULONG_PTR) == sizeof(void*));
#ifdef UNICODE
ABI_CHECK(sizeof(RASENTRY) == sizeof(RASENTRYW) && sizeof(RASPBDLG) == sizeof(RASPBDLGW));
#else
ABI_CHECK(sizeof(RASENTRY) == sizeof(RASENTRYA) && sizeof(RASPBDLG) == sizeof(RASPBDLGA));
#endif

/* Every function as the SDK spells it can be called with the generic types. */
DWORD dial(RASDIALPARAMS* parameters, HRASCONN* connection);
DWORD dial(RASDIALPARAMS* parameters, HRASCONN* connection) {
    return RasDial(NULL, TEXT("book"), parameters, RASDIAL_NOTIFIER_FUNC, NULL, connection);
}

/* The words of Windows' declarations are there with these headers alone; both directions of a country's structure are.
 */
VOID CALLBACK openras_abi_handler(UINT unMsg, RASCONNSTATE rasconnstate, DWORD dwError);
DWORD WINAPI openras_abi_names(LPRASCTRYINFOA a, LPRASCTRYINFOW w, LPRASCONNSTATE s, LPRASPROJECTION p);
