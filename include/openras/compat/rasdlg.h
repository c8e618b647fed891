/* rasdlg.h for programs of the porting kit. */
#include "../rasdlg.h"
#include "ras.h"
