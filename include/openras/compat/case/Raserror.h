#include "../../raserror.h"
