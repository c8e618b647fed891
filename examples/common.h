/* What the examples share: the arguments, the names of states, a clock. Nothing here is needed to use the API. */
#ifndef OPENRAS_EXAMPLES_COMMON_H
#define OPENRAS_EXAMPLES_COMMON_H

#include <ras.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct arguments {
    const char* phonebook; /* NULL: the default books */
    RASDIALPARAMSA params;
    int stay; /* --stay SECONDS after Connected, then hang up; else leave the link up */
};

static inline void read_password(const char* path, char* to, size_t room) {
    FILE* file = fopen(path, "r");
    if (file == NULL || fgets(to, (int)room, file) == NULL) {
        perror(path);
        exit(2);
    }
    to[strcspn(to, "\r\n")] = '\0';
    fclose(file);
}

static inline void parse(int count, char** words, struct arguments* to) {
    int place = 0;
    memset(to, 0, sizeof *to);
    to->params.dwSize = sizeof to->params;
    for (int i = 1; i < count; ++i) {
        const char* value = i + 1 < count ? words[i + 1] : "";
        const char* option = words[i];
        if (strncmp(option, "--", 2) != 0) {
            value = option;
            option = ((const char*[]){"--phonebook", "--entry", "--user", "--password", "--"})[place < 4 ? place : 4];
            ++place;
        } else {
            ++i;
        }
        if (strcmp(option, "--phonebook") == 0)
            to->phonebook = *value != '\0' ? value : NULL;
        else if (strcmp(option, "--entry") == 0)
            snprintf(to->params.szEntryName, sizeof to->params.szEntryName, "%s", value);
        else if (strcmp(option, "--user") == 0)
            snprintf(to->params.szUserName, sizeof to->params.szUserName, "%s", value);
        else if (strcmp(option, "--password") == 0)
            snprintf(to->params.szPassword, sizeof to->params.szPassword, "%s", value);
        else if (strcmp(option, "--password-file") == 0)
            read_password(value, to->params.szPassword, sizeof to->params.szPassword);
        else if (strcmp(option, "--stay") == 0)
            to->stay = atoi(value);
        else {
            fprintf(stderr,
                    "usage: %s PHONEBOOK ENTRY [USER PASSWORD] [--stay SECONDS]\n"
                    "       %s --phonebook FILE --entry NAME --user NAME --password-file FILE [--stay SECONDS]\n",
                    words[0], words[0]);
            exit(2);
        }
    }
}

static inline const char* state_name(RASCONNSTATE state) {
    switch (state) {
        case RASCS_OpenPort: return "OpenPort";
        case RASCS_PortOpened: return "PortOpened";
        case RASCS_ConnectDevice: return "ConnectDevice";
        case RASCS_DeviceConnected: return "DeviceConnected";
        case RASCS_AllDevicesConnected: return "AllDevicesConnected";
        case RASCS_Authenticate: return "Authenticate";
        case RASCS_AuthNotify: return "AuthNotify";
        case RASCS_AuthProject: return "AuthProject";
        case RASCS_AuthLinkSpeed: return "AuthLinkSpeed";
        case RASCS_AuthAck: return "AuthAck";
        case RASCS_Authenticated: return "Authenticated";
        case RASCS_Projected: return "Projected";
        case RASCS_ApplySettings: return "ApplySettings";
        case RASCS_Connected: return "Connected";
        case RASCS_Disconnected: return "Disconnected";
        default: return "another state"; /* neither order nor presence of informational states is guaranteed */
    }
}

static inline double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline int report_error(const char* what, DWORD error) {
    char text[512] = "";
    RasGetErrorStringA(error, text, sizeof text);
    fprintf(stderr, "%s: error %u %s\n", what, (unsigned)error, text);
    return 1;
}

static inline void show_address(HRASCONN connection) {
    RASPPPIPA ip;
    DWORD size = sizeof ip;
    ip.dwSize = sizeof ip;
    if (RasGetProjectionInfoA(connection, RASP_PppIp, &ip, &size) == 0 && ip.dwError == 0)
        printf("          our address %s, the peer's %s\n", ip.szIpAddress, ip.szServerIpAddress);
}

#endif
