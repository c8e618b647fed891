/*
 * The types, macros and calling conventions of windef.h and winnt.h beyond those that the RAS API itself needs
 * (wintypes.h). LONG and DWORD have 32 bits, WCHAR is wchar_t of 16 bits.
 */
#ifndef OPENRAS_COMPAT_TYPES_H
#define OPENRAS_COMPAT_TYPES_H

#if !defined(OPENRAS_SHORT_WCHAR) && !defined(OPENRAS_COMPAT_BUILD)
#error "the porting kit needs its compiler flags: compile with $(pkg-config --cflags openras-compat)"
#endif

#include "../../wintypes.h"
#ifndef OPENRAS_COMPAT_BUILD
#include "annotations.h"
#endif

#ifndef OPENRAS_FOREIGN_WINTYPES

/* A function of the kit: its name for the linker leaves Windows' own names to other libraries of the process. */
#define OPENRAS_KIT(name) __asm__("openras_compat_" #name) __attribute__((visibility("default")))

#ifdef UNICODE
#define OPENRAS_AW(name) name##W
#ifndef _UNICODE
#define _UNICODE
#endif
#else
#define OPENRAS_AW(name) name##A
#endif

#define WINAPIV
#define PASCAL
#define FAR
#define NEAR
#ifndef IN
#define IN
#endif
#ifndef OUT
#define OUT
#endif
#define OPTIONAL
#ifndef __cdecl
#define __cdecl
#define _cdecl
#define __stdcall
#define _stdcall
#endif
#define __int64 long long
#define __int32 int
#define UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define DECLSPEC_NORETURN __attribute__((noreturn))

typedef char CCHAR;
typedef unsigned char UCHAR, BOOLEAN;
typedef int INT;
typedef short SHORT;
typedef float FLOAT;
typedef int64_t LONGLONG, LONG64, INT64;
typedef uint64_t ULONGLONG, DWORDLONG, ULONG64, DWORD64, UINT64;
typedef int32_t INT32, LONG32;
typedef uint32_t UINT32, DWORD32, ULONG32;
typedef size_t SIZE_T, *PSIZE_T;
typedef intptr_t SSIZE_T, INT_PTR;
typedef uintptr_t UINT_PTR;
typedef UINT_PTR WPARAM;
typedef LONG_PTR LPARAM, LRESULT;
typedef WORD ATOM;
typedef LONG HRESULT;
typedef DWORD COLORREF;
typedef int64_t __time64_t;

typedef CHAR* PSTR;
typedef const CHAR* PCSTR;
typedef CHAR* PCHAR;
typedef WCHAR* PWSTR;
typedef const WCHAR* PCWSTR;
typedef WCHAR *PWCHAR, *LPWCH, *PWCH;
typedef CHAR *LPCH, *PCH;
typedef TCHAR *PTSTR, *PTCHAR;
typedef const TCHAR* PCTSTR;
typedef LONG *PLONG, *LPLONG;
typedef ULONG* PULONG;
typedef UINT *PUINT, *LPUINT;
typedef INT *PINT, *LPINT;
typedef WORD *PWORD, *LPWORD;
typedef BOOL* PBOOL;
typedef UCHAR* PUCHAR;
typedef HANDLE* PHANDLE;
typedef const void *LPCVOID, *PCVOID;
typedef HINSTANCE HMODULE;
typedef HANDLE HGLOBAL, HLOCAL, HICON, HCURSOR, HBRUSH, HMENU, HGDIOBJ;

typedef struct _POINT {
    LONG x;
    LONG y;
} POINT, *PPOINT, *LPPOINT;

typedef struct _RECT {
    LONG left;
    LONG top;
    LONG right;
    LONG bottom;
} RECT, *PRECT, *LPRECT;

typedef struct _SECURITY_ATTRIBUTES {
    DWORD nLength;
    LPVOID lpSecurityDescriptor;
    BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

typedef union _LARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        LONG HighPart;
    };
    struct {
        DWORD LowPart;
        LONG HighPart;
    } u;
    LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        DWORD HighPart;
    };
    struct {
        DWORD LowPart;
        DWORD HighPart;
    } u;
    ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

#define MAKEWORD(low, high) ((WORD)(((BYTE)(low)) | ((WORD)((BYTE)(high))) << 8))
#define MAKELONG(low, high) ((LONG)(((WORD)(low)) | ((DWORD)((WORD)(high))) << 16))
#define LOWORD(value) ((WORD)((DWORD_PTR)(value) & 0xFFFF))
#define HIWORD(value) ((WORD)((DWORD_PTR)(value) >> 16 & 0xFFFF))
#define LOBYTE(value) ((BYTE)((DWORD_PTR)(value) & 0xFF))
#define HIBYTE(value) ((BYTE)((DWORD_PTR)(value) >> 8 & 0xFF))
#define MAKEWPARAM(low, high) ((WPARAM)(DWORD)MAKELONG(low, high))
#define MAKELPARAM(low, high) ((LPARAM)(DWORD)MAKELONG(low, high))
#define MAKEINTRESOURCEA(number) ((LPSTR)(ULONG_PTR)(WORD)(number))
#define MAKEINTRESOURCEW(number) ((LPWSTR)(ULONG_PTR)(WORD)(number))
#define MAKEINTRESOURCE OPENRAS_AW(MAKEINTRESOURCE)
#define MAKELANGID(primary, sub) ((WORD)((WORD)(sub) << 10 | (WORD)(primary)))
#define LANG_NEUTRAL 0
#define LANG_ENGLISH 9
#define SUBLANG_NEUTRAL 0
#define SUBLANG_DEFAULT 1
#define SUBLANG_ENGLISH_US 1

#define S_OK ((HRESULT)0)
#define S_FALSE ((HRESULT)1)
#define E_NOTIMPL ((HRESULT)0x80004001)
#define E_POINTER ((HRESULT)0x80004003)
#define E_FAIL ((HRESULT)0x80004005)
#define E_UNEXPECTED ((HRESULT)0x8000FFFF)
#define E_ACCESSDENIED ((HRESULT)0x80070005)
#define E_OUTOFMEMORY ((HRESULT)0x8007000E)
#define SUCCEEDED(result) ((HRESULT)(result) >= 0)
#define FAILED(result) ((HRESULT)(result) < 0)

#ifndef __cplusplus
#ifndef min
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#endif
#endif

#endif /* the types */
#endif
