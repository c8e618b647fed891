/*
 * The sockets of this system under Windows' names: winsock.h, winsock2.h and ws2tcpip.h in one. Their functions are
 * those of sys/socket.h; errors are this system's (errno) with WSAGetLastError.
 */
#ifndef OPENRAS_COMPAT_WS2TCPIP_H
#define OPENRAS_COMPAT_WS2TCPIP_H

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "windows.h"

#ifndef OPENRAS_FOREIGN_WINTYPES

typedef int SOCKET;
typedef struct in_addr IN_ADDR, *PIN_ADDR, *LPIN_ADDR;
typedef struct in6_addr IN6_ADDR, *PIN6_ADDR, *LPIN6_ADDR;
typedef struct sockaddr SOCKADDR, *PSOCKADDR, *LPSOCKADDR;
typedef struct sockaddr_in SOCKADDR_IN, *PSOCKADDR_IN, *LPSOCKADDR_IN;
typedef struct sockaddr_in6 SOCKADDR_IN6, *PSOCKADDR_IN6, *LPSOCKADDR_IN6;
typedef struct sockaddr_storage SOCKADDR_STORAGE, *PSOCKADDR_STORAGE, *LPSOCKADDR_STORAGE;
typedef struct hostent HOSTENT, *PHOSTENT, *LPHOSTENT;
typedef struct addrinfo ADDRINFOA, *PADDRINFOA;
#define INVALID_SOCKET ((SOCKET)-1)
#define SOCKET_ERROR (-1)

typedef struct WSAData {
    WORD wVersion;
    WORD wHighVersion;
    char szDescription[257];
    char szSystemStatus[129];
} WSADATA, *LPWSADATA;

/* There is nothing to start and to end. */
static inline int WSAStartup(WORD version, LPWSADATA data) {
    if (data != NULL) {
        memset(data, 0, sizeof(*data));
        data->wVersion = version;
        data->wHighVersion = 0x0202;
    }
    return 0;
}
static inline int WSACleanup(void) {
    return 0;
}
static inline int WSAGetLastError(void) {
    return errno;
}
static inline int closesocket(SOCKET socket) {
    return close(socket);
}
#define ioctlsocket(socket, command, argument) ioctl(socket, command, argument)

#ifdef __cplusplus
extern "C" {
#endif
/** room: characters at `text`, the NUL included; INET_ADDRSTRLEN or INET6_ADDRSTRLEN suffice. @return text; NULL with
 * GetLastError 87 where the family is neither AF_INET nor AF_INET6, or the room too small. */
LPCSTR InetNtopA(INT family, LPCVOID address, LPSTR text, size_t room) OPENRAS_KIT(InetNtopA);
LPCWSTR InetNtopW(INT family, LPCVOID address, LPWSTR text, size_t room) OPENRAS_KIT(InetNtopW);
/** @return 1; 0 the text is no address; -1 the family is neither. */
INT InetPtonA(INT family, LPCSTR text, PVOID address) OPENRAS_KIT(InetPtonA);
INT InetPtonW(INT family, LPCWSTR text, PVOID address) OPENRAS_KIT(InetPtonW);
#ifdef __cplusplus
}
#endif
#define InetNtop OPENRAS_AW(InetNtop)
#define InetPton OPENRAS_AW(InetPton)

#endif
#endif
