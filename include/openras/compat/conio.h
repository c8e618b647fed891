/* _getch and friends are with windows.h here. */
#include "windows.h"
