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
#include "kit/profile.h"
#include "kit/registry.h"
#include "kit/sync.h"
#include "kit/system.h"
#include "kit/text.h"
#include "kit/threads.h"
#include "kit/waits.h"
#include "kit/window.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

/*
 * Windows' compilers take a main that returns void or DWORD. C++ here wants int: what the program says becomes the type
 * of a function that nobody calls, and main is an int one. (`#undef main` where the word is needed for something else.)
 */
#if defined(__cplusplus) && !defined(OPENRAS_COMPAT_BUILD)
#define main(...)                 \
    openras_what_main_returned(); \
    int main(__VA_ARGS__)
#endif
#endif

#endif
