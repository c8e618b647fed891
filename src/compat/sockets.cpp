// Addresses as texts under Windows' names (ws2tcpip.h).
#include "compat/ws2tcpip.h"

#include <algorithm>
#include <string>

#include "compat/guard.h"
#include "compat/utf.h"

using namespace openras::compat;

LPCSTR InetNtopA(INT family, LPCVOID address, LPSTR text, size_t room) {
    if (address != nullptr && text != nullptr &&
        inet_ntop(family, address, text, static_cast<socklen_t>(room)) != nullptr)
        return text;
    SetLastError(ERROR_INVALID_PARAMETER);
    return nullptr;
}

LPCWSTR InetNtopW(INT family, LPCVOID address, LPWSTR text, size_t room) {
    char narrow[INET6_ADDRSTRLEN];
    if (text == nullptr || InetNtopA(family, address, narrow, std::min(room, sizeof narrow)) == nullptr) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    std::copy_n(narrow, std::char_traits<char>::length(narrow) + 1, text);  // ASCII
    return text;
}

INT InetPtonA(INT family, LPCSTR text, PVOID address) {
    return text != nullptr && address != nullptr ? inet_pton(family, text, address) : -1;
}

INT InetPtonW(INT family, LPCWSTR text, PVOID address) {
    return safely<INT>(-1, [&] { return text != nullptr ? InetPtonA(family, utf8(text).c_str(), address) : -1; });
}
