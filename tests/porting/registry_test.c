/*
 * The registry and INI files of the porting kit, tried by a program that it is for: C and C++, ANSI and UNICODE. Works
 * in a folder of its own below TMPDIR, which stands for the user's configuration.
 */
#include <windows.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tchar.h>
#include <unistd.h>

static int g_failures;
static char g_folder[256];

#define CHECK(condition)                                       \
    do {                                                       \
        if (!(condition)) {                                    \
            fprintf(stderr, "%d: %s\n", __LINE__, #condition); \
            ++g_failures;                                      \
        }                                                      \
    } while (0)

static const char* PathOf(const char* name) {
    static char path[512];
    snprintf(path, sizeof(path), "%s/openras/%s", g_folder, name);
    return path;
}

static void WriteWhole(const char* name, const char* text, size_t length) {
    FILE* file = fopen(PathOf(name), "wb");
    CHECK(file != NULL && fwrite(text, 1, length, file) == length);
    if (file != NULL) fclose(file);
}

static char* ReadWhole(const char* name) {
    static char text[65536];
    FILE* file = fopen(PathOf(name), "rb");
    size_t length = file != NULL ? fread(text, 1, sizeof(text) - 1, file) : 0;
    text[length] = 0;
    if (file != NULL) fclose(file);
    return text;
}

static HKEY Open(HKEY above, const TCHAR* name) {
    HKEY key = NULL;
    CHECK(RegCreateKeyEx(above, name, 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL) == 0);
    return key;
}

static void Values(void) {
    static const BYTE bytes[] = {0, 1, 0xFF};
    HKEY key = NULL, again = NULL;
    DWORD disposition = 0, type = 0, size, number = 0x12345678;
    ULONGLONG large = 1ull << 40;
    TCHAR text[64];
    BYTE buffer[64];

    CHECK(RegOpenKeyEx(HKEY_CURRENT_USER, TEXT("Software\\Example"), 0, KEY_READ, &key) == ERROR_FILE_NOT_FOUND);
    CHECK(RegCreateKeyEx(HKEY_CURRENT_USER, TEXT("Software\\Example\\Dialer"), 0, NULL, 0, KEY_WRITE, NULL, &key,
                         &disposition) == ERROR_SUCCESS);
    CHECK(disposition == REG_CREATED_NEW_KEY && key != NULL);
    CHECK(RegCreateKeyEx(HKEY_CURRENT_USER, TEXT("software\\EXAMPLE\\dialer\\"), 0, NULL, 0, KEY_WRITE, NULL, &again,
                         &disposition) == ERROR_SUCCESS);
    CHECK(disposition == REG_OPENED_EXISTING_KEY && again != key && RegCloseKey(again) == ERROR_SUCCESS);
    CHECK(RegCloseKey(again) == ERROR_INVALID_HANDLE && RegCloseKey(HKEY_CURRENT_USER) == ERROR_SUCCESS);

    CHECK(RegQueryValueEx(key, TEXT("User"), NULL, NULL, NULL, NULL) == ERROR_FILE_NOT_FOUND);
    _tcscpy(text, TEXT("al\"i\\ce \u00E4"));
    size = (DWORD)((_tcslen(text) + 1) * sizeof(TCHAR));
    CHECK(RegSetValueEx(key, TEXT("User"), 0, REG_SZ, (const BYTE*)text, size) == ERROR_SUCCESS);
    size = 0;
    CHECK(RegQueryValueEx(key, TEXT("USER"), NULL, &type, NULL, &size) == ERROR_SUCCESS && type == REG_SZ);
    CHECK(size == (_tcslen(text) + 1) * sizeof(TCHAR));
    size = 2;
    CHECK(RegQueryValueEx(key, TEXT("User"), NULL, NULL, buffer, &size) == ERROR_MORE_DATA && size > 2);
    size = sizeof(buffer);
    CHECK(RegQueryValueEx(key, TEXT("User"), NULL, NULL, buffer, &size) == 0 && _tcscmp((TCHAR*)buffer, text) == 0);
    CHECK(RegQueryValueEx(key, TEXT("User"), NULL, NULL, buffer, NULL) == ERROR_INVALID_PARAMETER);

    CHECK(RegSetValueEx(key, TEXT("Redial"), 0, REG_DWORD, (const BYTE*)&number, sizeof(number)) == ERROR_SUCCESS);
    number = 0;
    size = sizeof(number);
    CHECK(RegQueryValueEx(key, TEXT("Redial"), NULL, &type, (LPBYTE)&number, &size) == 0 && number == 0x12345678);
    CHECK(type == REG_DWORD && size == 4);
    CHECK(RegSetValueEx(key, TEXT("Raw"), 0, REG_BINARY, bytes, sizeof(bytes)) == ERROR_SUCCESS);
    size = sizeof(buffer);
    CHECK(RegQueryValueEx(key, TEXT("Raw"), NULL, &type, buffer, &size) == 0 && type == REG_BINARY && size == 3);
    CHECK(memcmp(buffer, bytes, 3) == 0);
    CHECK(RegSetValueEx(key, TEXT("Large"), 0, REG_QWORD, (const BYTE*)&large, sizeof(large)) == ERROR_SUCCESS);
    CHECK(RegSetValueEx(key, NULL, 0, REG_NONE, NULL, 0) == ERROR_SUCCESS);
    /* A text without its NUL gets one; a list keeps its NULs. */
    CHECK(RegSetValueEx(key, TEXT("Short"), 0, REG_SZ, (const BYTE*)TEXT("ab"), 2 * sizeof(TCHAR)) == ERROR_SUCCESS);
    size = sizeof(buffer);
    CHECK(RegQueryValueEx(key, TEXT("Short"), NULL, NULL, buffer, &size) == 0 && size == 3 * sizeof(TCHAR));
    CHECK(RegSetValueEx(key, TEXT("List"), 0, REG_MULTI_SZ, (const BYTE*)TEXT("a\0b\0"), 5 * sizeof(TCHAR)) == 0);
    size = sizeof(buffer);
    CHECK(RegQueryValueEx(key, TEXT("List"), NULL, &type, buffer, &size) == 0 && size == 5 * sizeof(TCHAR));
    CHECK(type == REG_MULTI_SZ && memcmp(buffer, TEXT("a\0b\0"), size) == 0);
    /* A line end in a text does not become one of the file. */
    CHECK(RegSetValueEx(key, TEXT("Lines"), 0, REG_SZ, (const BYTE*)TEXT("a\nb"), 4 * sizeof(TCHAR)) == 0);
    size = sizeof(buffer);
    CHECK(RegQueryValueEx(key, TEXT("Lines"), NULL, &type, buffer, &size) == 0 && type == REG_SZ);
    CHECK(_tcscmp((TCHAR*)buffer, TEXT("a\nb")) == 0);
    CHECK(RegSetValueEx(key, TEXT("bad\nname"), 0, REG_SZ, NULL, 0) == ERROR_INVALID_PARAMETER);

    setenv("KIT_TEST", "value", 1);
    CHECK(RegSetValueEx(key, TEXT("Path"), 0, REG_EXPAND_SZ, (const BYTE*)TEXT("%KIT_TEST%"), 11 * sizeof(TCHAR)) == 0);
    size = sizeof(buffer);
    CHECK(RegGetValue(HKEY_CURRENT_USER, TEXT("Software\\Example\\Dialer"), TEXT("path"), RRF_RT_REG_SZ, &type, buffer,
                      &size) == ERROR_SUCCESS);
    CHECK(type == REG_SZ && _tcscmp((TCHAR*)buffer, TEXT("value")) == 0);
    size = sizeof(buffer);
    CHECK(RegGetValue(key, NULL, TEXT("Raw"), RRF_RT_REG_DWORD, NULL, buffer, &size) == ERROR_UNSUPPORTED_TYPE);

    CHECK(RegDeleteValue(key, TEXT("short")) == 0 && RegDeleteValue(key, TEXT("Short")) == ERROR_FILE_NOT_FOUND);
    CHECK(RegCloseKey(key) == ERROR_SUCCESS);
    CHECK(RegQueryValueEx(key, TEXT("Raw"), NULL, NULL, NULL, NULL) == ERROR_INVALID_HANDLE);
    CHECK(strstr(ReadWhole("registry"),
                 "[HKEY_CURRENT_USER\\Software\\Example\\Dialer]\n\"User\"=\"al\\\"i\\\\ce "
                 "\xC3\xA4\"\n\"Redial\"=dword:12345678\n\"Raw\"=hex:00,01,ff\n") != NULL);
}

static void Keys(void) {
    HKEY key = Open(HKEY_LOCAL_MACHINE, TEXT("SOFTWARE\\Test")), child = NULL;
    TCHAR name[16];
    DWORD length = 16, count = 0, longest = 0, values = 0, longest_value = 0, longest_data = 0, type;
    BYTE data[16];
    DWORD size = sizeof(data);

    RegCloseKey(Open(key, TEXT("One")));
    RegCloseKey(Open(key, TEXT("Second\\Deep")));
    CHECK(RegEnumKeyEx(key, 0, name, &length, NULL, NULL, NULL, NULL) == 0 && length == 3);
    CHECK(_tcscmp(name, TEXT("One")) == 0);
    length = 6;
    CHECK(RegEnumKeyEx(key, 1, name, &length, NULL, NULL, NULL, NULL) == ERROR_MORE_DATA);
    length = 7;
    CHECK(RegEnumKeyEx(key, 1, name, &length, NULL, NULL, NULL, NULL) == 0 && _tcscmp(name, TEXT("Second")) == 0);
    CHECK(RegEnumKey(key, 2, name, 16) == ERROR_NO_MORE_ITEMS && RegEnumKey(HKEY_LOCAL_MACHINE, 0, name, 16) == 0);
    CHECK(RegSetValueEx(key, TEXT("Number"), 0, REG_DWORD, (const BYTE*)&count, 4) == ERROR_SUCCESS);
    CHECK(RegQueryInfoKey(key, NULL, NULL, NULL, &count, &longest, NULL, &values, &longest_value, &longest_data, NULL,
                          NULL) == ERROR_SUCCESS);
    CHECK(count == 2 && longest == 6 && values == 1 && longest_value == 6 && longest_data >= 4);
    length = 16;
    CHECK(RegEnumValue(key, 0, name, &length, NULL, &type, data, &size) == 0 && type == REG_DWORD && size == 4);
    CHECK(length == 6 && _tcscmp(name, TEXT("Number")) == 0);
    length = 16;
    CHECK(RegEnumValue(key, 1, name, &length, NULL, NULL, NULL, NULL) == ERROR_NO_MORE_ITEMS);

    CHECK(RegDeleteKey(key, TEXT("Second")) == ERROR_ACCESS_DENIED && RegDeleteKey(key, TEXT("No")) == 2);
    CHECK(RegOpenKey(key, TEXT("Second\\Deep"), &child) == ERROR_SUCCESS);
    CHECK(RegDeleteKey(key, TEXT("second\\deep")) == ERROR_SUCCESS);
    CHECK(RegSetValueEx(child, TEXT("a"), 0, REG_SZ, NULL, 0) == ERROR_KEY_DELETED && RegCloseKey(child) == 0);
    CHECK(RegDeleteTree(HKEY_LOCAL_MACHINE, TEXT("SOFTWARE\\Test")) == ERROR_SUCCESS);
    CHECK(RegOpenKey(HKEY_LOCAL_MACHINE, TEXT("SOFTWARE\\Test"), &child) == ERROR_FILE_NOT_FOUND);
    CHECK(RegOpenKey(HKEY_LOCAL_MACHINE, TEXT("SOFTWARE"), &child) == ERROR_SUCCESS && RegCloseKey(child) == 0);
    CHECK(RegCloseKey(key) == 0 && RegOpenKey(NULL, TEXT("SOFTWARE"), &child) == ERROR_INVALID_HANDLE);
}

/* What is not understood stays byte for byte and costs nothing else. */
static void Damage(void) {
    static const char* const lines[] = {"\"half=1\n",
                                        "words\n",
                                        "\"a\"=dword:xyz\n",
                                        "\xFF\xFE\x01=\n",
                                        "\"hex\"=hex:1,2\n",
                                        "\"t\"=\"x\"y\n",
                                        "[HKEY_CURRENT_USER\\Broken\n",
                                        "\"under\"=dword:00000001\n"};
    char text[1024];
    HKEY key = NULL;
    DWORD number = 0, size = 4;
    size_t i;
    int ends[2], saved = dup(2);
    ssize_t count;

    sprintf(text, "%s",
            "\xEF\xBB\xBF; mine\r\n\"before\"=\"any key\"\n[HKEY_CURRENT_USER\\Kept]\n\"good\"=dword:00000007\r\n");
    for (i = 0; i < sizeof(lines) / sizeof(lines[0]); ++i) strcat(text, lines[i]);
    strcat(text, "[hkey_current_user\\kept]\n\"good\"=dword:00000008\n\"more\"=dword:9");
    WriteWhole("registry", text, strlen(text));

    CHECK(pipe(ends) == 0 && dup2(ends[1], 2) == 2);
    CHECK(RegOpenKey(HKEY_CURRENT_USER, TEXT("Kept"), &key) == ERROR_SUCCESS);
    CHECK(dup2(saved, 2) == 2 && close(ends[1]) == 0);
    count = read(ends[0], text, sizeof(text) - 1);
    text[count > 0 ? count : 0] = 0;
    CHECK(strstr(text, "/openras/registry:2: a value that belongs to no key; the line is kept\n") != NULL);
    CHECK(strstr(text, "/openras/registry:5: ") != NULL && strstr(text, "registry:11: a key without") != NULL);
    CHECK(strstr(text, "/openras/registry:3: ") == NULL && strstr(text, "/openras/registry:4: ") == NULL);

    CHECK(RegQueryValueEx(key, TEXT("good"), NULL, NULL, (LPBYTE)&number, &size) == ERROR_SUCCESS && number == 7);
    CHECK(RegQueryValueEx(key, TEXT("more"), NULL, NULL, (LPBYTE)&number, &size) == ERROR_SUCCESS && number == 9);
    CHECK(RegQueryValueEx(key, TEXT("under"), NULL, NULL, NULL, NULL) == ERROR_FILE_NOT_FOUND);
    CHECK(RegSetValueEx(key, TEXT("new"), 0, REG_DWORD, (const BYTE*)&number, 4) == ERROR_SUCCESS);
    CHECK(RegDeleteTree(HKEY_CURRENT_USER, TEXT("Kept")) == ERROR_SUCCESS && RegCloseKey(key) == 0);
    for (i = 0; i < sizeof(lines) / sizeof(lines[0]); ++i) CHECK(strstr(ReadWhole("registry"), lines[i]) != NULL);
    CHECK(strncmp(ReadWhole("registry"), "\xEF\xBB\xBF; mine\r\n\"before\"=\"any key\"\n", 30) == 0);
    CHECK(strstr(ReadWhole("registry"), "good") == NULL);
}

#define PROGRAMS 4
#define CHANGES 10

/* Programs that change at the same time lose nothing of each other's. */
static void Together(void) {
    HKEY key = Open(HKEY_CURRENT_USER, TEXT("Together"));
    DWORD values = 0;
    int program, change, status;
    TCHAR name[16];

    for (program = 0; program < PROGRAMS; ++program) {
        if (fork() != 0) continue;
        for (change = 0; change < CHANGES; ++change) {
            wsprintf(name, TEXT("%d-%d"), program, change);
            if (RegSetValueEx(key, name, 0, REG_DWORD, (const BYTE*)&change, 4) != ERROR_SUCCESS) _exit(1);
            if (!WritePrivateProfileString(TEXT("Together"), name, TEXT("x"), TEXT("together.ini"))) _exit(2);
        }
        _exit(0);
    }
    for (program = 0; program < PROGRAMS; ++program) CHECK(wait(&status) > 0 && status == 0);
    CHECK(RegQueryInfoKey(key, NULL, NULL, NULL, NULL, NULL, NULL, &values, NULL, NULL, NULL, NULL) == 0);
    CHECK(values == PROGRAMS * CHANGES && RegCloseKey(key) == ERROR_SUCCESS);
    for (program = 0; program < PROGRAMS; ++program)
        for (change = 0; change < CHANGES; ++change) {
            wsprintf(name, TEXT("%d-%d"), program, change);
            CHECK(GetPrivateProfileString(TEXT("Together"), name, TEXT(""), name, 16, TEXT("together.ini")) == 1);
        }
}

static void Profiles(void) {
    static const char before[] =
        "; by hand\r\n[Dial]\r\nEntry = \"Home office\" \r\nTries=0x10\r\nNothing=\r\nodd line\r\n\r\n[Other]\r\nkey=1";
    TCHAR text[64], path[512];
    struct stat status;

    WriteWhole("kit.ini", before, sizeof(before) - 1);
    CHECK(GetPrivateProfileString(TEXT("DIAL"), TEXT("entry"), TEXT("?"), text, 64, TEXT("kit.ini")) == 11);
    CHECK(_tcscmp(text, TEXT("Home office")) == 0);
    CHECK(GetPrivateProfileString(TEXT("Dial"), TEXT("Entry"), NULL, text, 5, TEXT("kit.ini")) == 4 &&
          _tcscmp(text, TEXT("Home")) == 0);
    CHECK(GetPrivateProfileString(TEXT("Dial"), TEXT("No"), TEXT("other"), text, 64, TEXT("kit.ini")) == 5);
    CHECK(GetPrivateProfileString(TEXT("Dial"), TEXT("Nothing"), TEXT("other"), text, 64, TEXT("kit.ini")) == 0);
    CHECK(GetPrivateProfileInt(TEXT("Dial"), TEXT("Tries"), 3, TEXT("kit.ini")) == 16);
    CHECK(GetPrivateProfileInt(TEXT("Dial"), TEXT("No"), 3, TEXT("none.ini")) == 3);
    CHECK(GetPrivateProfileString(NULL, NULL, NULL, text, 64, TEXT("kit.ini")) == 11);
    CHECK(memcmp(text, TEXT("Dial\0Other\0"), 12 * sizeof(TCHAR)) == 0);
    CHECK(GetPrivateProfileString(TEXT("Dial"), NULL, NULL, text, 8, TEXT("kit.ini")) == 6 && text[6] == 0 &&
          text[7] == 0);

    CHECK(GetWindowsDirectory(path, 512) > 0);
    _tcscat(path, TEXT("\\kit.ini")); /* its backslash is a slash */
    CHECK(chmod(PathOf("kit.ini"), 0644) == 0);
    CHECK(WritePrivateProfileString(TEXT("Dial"), TEXT("Tries"), TEXT("4"), path));
    CHECK(WritePrivateProfileString(TEXT("Dial"), TEXT("New"), TEXT("\u00E4"), path));
    CHECK(WritePrivateProfileString(TEXT("Third"), TEXT("key"), TEXT("2"), path));
    CHECK(strcmp(ReadWhole("kit.ini"),
                 "; by hand\r\n[Dial]\r\nEntry = \"Home office\" \r\nTries=4\r\nNothing=\r\nodd line\r\n"
                 "New=\xC3\xA4\r\n\r\n[Other]\r\nkey=1\r\n[Third]\r\nkey=2\r\n") == 0);
    CHECK(stat(PathOf("kit.ini"), &status) == 0 && (status.st_mode & 0777) == 0644);
    CHECK(WritePrivateProfileString(TEXT("Dial"), NULL, NULL, path));
    CHECK(WritePrivateProfileString(TEXT("Third"), TEXT("key"), NULL, path));
    CHECK(strcmp(ReadWhole("kit.ini"), "; by hand\r\n[Other]\r\nkey=1\r\n[Third]\r\n") == 0);
    CHECK(!WritePrivateProfileString(TEXT("a"), TEXT("b"), TEXT("c"), TEXT("/no/such/folder/x.ini")) &&
          GetLastError() == ERROR_PATH_NOT_FOUND);
    CHECK(!WritePrivateProfileString(TEXT("a"), TEXT("b"), TEXT("c\n[d]"), path));
}

static int Remove(const char* path, const struct stat* status, int type, struct FTW* walk) {
    (void)status, (void)type, (void)walk;
    return remove(path);
}

int main(void) {
    const char* scratch = getenv("TMPDIR");
    snprintf(g_folder, sizeof(g_folder), "%s/openras-registry-XXXXXX", scratch != NULL ? scratch : "/tmp");
    if (mkdtemp(g_folder) == NULL) return 1;
    setenv("XDG_CONFIG_HOME", g_folder, 1);
    Values();
    Keys();
    Together();
    Damage();
    Profiles();
    nftw(g_folder, Remove, 8, FTW_DEPTH | FTW_PHYS);
    return g_failures == 0 ? 0 : 1;
}
