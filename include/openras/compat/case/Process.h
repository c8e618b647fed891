#include "../process.h"
