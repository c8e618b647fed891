#include "../ras.h"
