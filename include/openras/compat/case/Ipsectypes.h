#include "../ipsectypes.h"
