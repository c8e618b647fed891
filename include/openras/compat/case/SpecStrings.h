#include "../specstrings.h"
