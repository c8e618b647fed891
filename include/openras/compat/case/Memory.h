#include <memory.h>
