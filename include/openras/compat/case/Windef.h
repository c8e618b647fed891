#include "../windef.h"
