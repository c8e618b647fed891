#include "../winnt.h"
