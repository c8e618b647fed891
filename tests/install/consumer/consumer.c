/* A C program of somebody else's: finds the headers, links, and hears a sentence. */
#include <ras.h>
#include <raserror.h>
#include <rasnotify.h>
#include <stdio.h>

int main(void) {
    char text[512];
    if (RasGetErrorStringA(ERROR_AUTHENTICATION_FAILURE, text, sizeof text) != 0) return 1;
    puts(text);
    return RasSetNotificationDelivery(RASND_Pump) == 0 ? 0 : 1;
}
