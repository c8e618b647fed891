// The same in C++, which Windows' compilers take with a warning.
#include <Windows.h>

DWORD WINAPI main(int argc, char* argv[]) {
    return argc == 1 && argv[1] == nullptr ? 0 : 1;
}
