#include "../winuser.h"
