#include "../wincon.h"
