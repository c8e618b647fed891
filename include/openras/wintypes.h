/*
 * The Win32 types that the RAS API is written in, at the sizes Windows gives them: DWORD is 32 bits also where `long`
 * has 64, WCHAR is UTF-16. Steps aside where windows.h (Wine, MinGW) or WinPR has already defined them: include that
 * one first.
 */
#ifndef OPENRAS_WINTYPES_H
#define OPENRAS_WINTYPES_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The version of the API that the program is compiled for. It decides how many members the structures have and so
 * which dwSize they carry; the library accepts every size. As in the SDK, _WIN32_WINNT alone sets both.
 */
#ifndef WINVER
#ifdef _WIN32_WINNT
#define WINVER _WIN32_WINNT
#else
#define WINVER 0x0A00
#endif
#endif
#if WINVER < 0x0400
#error "OpenRAS has the structures of WINVER 0x0400 and later"
#endif

/* Exported from librasapi32. */
#ifndef RASAPI
#define RASAPI __attribute__((visibility("default")))
#endif
/* The calling convention of the functions and of the callbacks: the platform's own. */
#ifndef RASAPIENTRY
#define RASAPIENTRY
#endif
#ifndef RASCALLBACK
#define RASCALLBACK
#endif

#if defined(_WINDEF_) || defined(_WINDEF_H) || defined(_WINDOWS_) || defined(WINPR_WTYPES_H)
#define OPENRAS_FOREIGN_WINTYPES 1
#else

#ifndef __cplusplus
#include <uchar.h> /* char16_t */
#endif

#define VOID void
#define CONST const
/* What Windows' sources write before a function's name; here there is one calling convention. */
#ifndef WINAPI
#define WINAPI
#endif
#ifndef APIENTRY
#define APIENTRY
#endif
#ifndef CALLBACK
#define CALLBACK
#endif

typedef char CHAR;
#ifdef OPENRAS_SHORT_WCHAR
typedef wchar_t WCHAR; /* the porting kit: 16 bits, as on Windows */
#else
typedef char16_t WCHAR; /* UTF-16 code unit; wchar_t has 32 bits here */
#endif
typedef uint8_t BYTE;
typedef uint16_t WORD;
typedef uint16_t USHORT;
typedef uint32_t DWORD;
typedef uint32_t UINT;
typedef uint32_t ULONG;
typedef int32_t LONG;
typedef int32_t BOOL;
typedef uintptr_t ULONG_PTR;
typedef intptr_t LONG_PTR;
typedef uintptr_t DWORD_PTR;

typedef void* PVOID;
typedef void* LPVOID;
typedef BYTE* PBYTE;
typedef BYTE* LPBYTE;
typedef BOOL* LPBOOL;
typedef DWORD* PDWORD;
typedef DWORD* LPDWORD;
typedef CHAR* LPSTR;
typedef const CHAR* LPCSTR;
typedef WCHAR* LPWSTR;
typedef const WCHAR* LPCWSTR;

typedef void* HANDLE;
typedef HANDLE* LPHANDLE;
typedef struct HWND__* HWND;
typedef struct HINSTANCE__* HINSTANCE;
typedef int (*FARPROC)(void);

typedef struct _GUID { /* 16 bytes, alignment 4 */
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID;

typedef struct _LUID {
    DWORD LowPart;
    LONG HighPart;
} LUID, *PLUID;

typedef struct _FILETIME { /* 100 ns since 1601-01-01 UTC */
    DWORD dwLowDateTime;
    DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

#ifdef UNICODE
typedef WCHAR TCHAR;
typedef LPWSTR LPTSTR;
typedef LPCWSTR LPCTSTR;
#else
typedef CHAR TCHAR;
typedef LPSTR LPTSTR;
typedef LPCSTR LPCTSTR;
#endif

#endif /* the types */

#ifndef TEXT
#ifdef UNICODE
#ifdef OPENRAS_SHORT_WCHAR
#define OPENRAS_TEXT(quote) L##quote
#else
#define OPENRAS_TEXT(quote) u##quote
#endif
#define TEXT(quote) OPENRAS_TEXT(quote)
#else
#define TEXT(quote) quote
#endif
#endif

#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif
#ifndef INFINITE
#define INFINITE 0xFFFFFFFF
#endif
#ifndef INVALID_HANDLE_VALUE
#define INVALID_HANDLE_VALUE ((HANDLE)(intptr_t)-1)
#endif

/* Limits that other Windows headers define (lmcons.h, windef.h); lengths without the terminating NUL but for MAX_PATH.
 */
#ifndef MAX_PATH
#define MAX_PATH 260
#endif
#ifndef UNLEN
#define UNLEN 256 /* user name */
#endif
#ifndef PWLEN
#define PWLEN 256 /* password */
#endif
#ifndef DNLEN
#define DNLEN 15 /* domain */
#endif
#ifndef NETBIOS_NAME_LEN
#define NETBIOS_NAME_LEN 16
#endif

#endif /* OPENRAS_WINTYPES_H */
