#include "../winnls.h"
