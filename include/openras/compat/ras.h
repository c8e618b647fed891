/* ras.h for programs of the porting kit: windows.h comes first, and a window as notifier is one of the kit's. */
#include "../ras.h"
#include "windows.h"
#ifndef OPENRAS_FOREIGN_WINTYPES
#include "kit/dial.h"
#endif
