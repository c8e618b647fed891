#include "../winreg.h"
