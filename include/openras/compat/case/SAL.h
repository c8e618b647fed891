#include "../sal.h"
