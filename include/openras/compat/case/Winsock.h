#include "../winsock.h"
