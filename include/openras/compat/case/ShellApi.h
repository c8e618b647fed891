#include "../shellapi.h"
