#include "../winerror.h"
