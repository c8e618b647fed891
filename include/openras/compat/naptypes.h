/* Part of windows.h here, and of ras.h. */
#include "ras.h"
