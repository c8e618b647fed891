#include "../rasdlg.h"
