/*
 * The small part of windows.h that RAS programs use, for Linux; docs/porting.md lists it. Nothing here where Wine's,
 * MinGW's or WinPR's headers have defined the types already: they bring their own.
 */
#ifndef OPENRAS_COMPAT_WINDOWS_H
#define OPENRAS_COMPAT_WINDOWS_H

#include "kit/types.h"

#ifndef OPENRAS_FOREIGN_WINTYPES
#include "kit/console.h"
#include "kit/errors.h"
#include "kit/events.h"
#include "kit/memory.h"
#include "kit/modules.h"
#include "kit/sync.h"
#include "kit/text.h"
#include "kit/threads.h"
#include "kit/waits.h"
#include "kit/window.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>
#endif

#endif
