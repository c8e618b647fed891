// SAL's words of today and of before 2012, structured clean-up, and the C++ library after them.
#include <windows.h>

#include <ras.h>

#include <map>
#include <string>
#include <utility>

_Success_(return != 0) static DWORD
    Longest(__in LPCSTR lpText, __out_opt LPDWORD lpLength, _In_reads_(count) const DWORD* numbers, _In_ DWORD count) {
    DWORD cleaned = 0;
    __try {
        if (lpText == NULL) __leave;
        *lpLength = static_cast<DWORD>(lstrlenA(lpText));
    } __finally {
        ++cleaned;
    }
    return cleaned + numbers[count - 1];
}

int wmain(_In_ int argc, _In_reads_(argc) PWSTR* argv) {
    const DWORD numbers[] = {1, 41};
    DWORD length = 0;
    const std::map<std::string, int> map{{"argc", argc}};
    const std::pair<int, PWSTR> pair(map.at("argc"), argv[argc]);
    if (Longest(NULL, &length, numbers, 2) != 42 || length != 0) return 1;
    if (Longest("four", &length, numbers, 2) != 42 || length != 4) return 2;
    return std::get<0>(pair) == 1 && std::get<1>(pair) == NULL ? 0 : 3;
}
