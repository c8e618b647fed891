#include "../winbase.h"
