#include "../lmcons.h"
