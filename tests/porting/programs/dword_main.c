/* A main that returns a DWORD. */
#include <windows.h>

DWORD main(void) {
    return 0;
}
