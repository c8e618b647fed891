// A custom dialer, built as the shared object that an entry's CustomRasDialDll names.
#include "custom_dialer.h"

#include <cstring>

#define EXPORT extern "C" __attribute__((visibility("default")))

using openras::test::DialerHooks;

DialerHooks* dialer_hooks() {
    static DialerHooks only;
    return &only;
}

namespace {

std::u16string text(const char16_t* value) {
    return value == nullptr ? u"(null)" : value;
}
void record(const char16_t* what, const char16_t* book, const char16_t* entry, DWORD flags) {
    dialer_hooks()->calls.push_back(std::u16string(what) + u" " + text(book) + u" " + text(entry) + u" " +
                                    static_cast<char16_t>(u'0' + flags));
}

}  // namespace

EXPORT DWORD RasCustomDial(HINSTANCE instance, LPRASDIALEXTENSIONS extensions, LPCWSTR book, LPRASDIALPARAMS raw,
                           DWORD type, LPVOID notifier, LPHRASCONN connection, DWORD flags) {
    if (instance == nullptr) return ERROR_INVALID_PARAMETER;
    const auto& params = *reinterpret_cast<const RASDIALPARAMSW*>(raw);
    record(u"dial", book, params.szEntryName, flags);
    return dialer_hooks()->dial(extensions, params, type, notifier, connection);
}
EXPORT DWORD RasCustomHangUp(HRASCONN connection) {
    record(u"hang up", nullptr, nullptr, 0);
    return dialer_hooks()->hang_up(connection);
}
EXPORT DWORD RasCustomDeleteEntryNotify(LPCWSTR book, LPCWSTR entry, DWORD flags) {
    record(u"deleted", book, entry, flags);
    return 0;
}
EXPORT BOOL RasCustomDialDlg(HINSTANCE, DWORD flags, LPWSTR book, LPWSTR entry, LPWSTR number, LPRASDIALDLG info,
                             PVOID) {
    record(u"dial dialog", book, entry, flags);
    info->dwError = number == nullptr ? 0 : ERROR_CANCELLED;
    return number == nullptr ? 1 : 0;
}
EXPORT BOOL RasCustomEntryDlg(HINSTANCE, LPWSTR book, LPWSTR entry, LPRASENTRYDLG raw, DWORD flags) {
    record(u"entry dialog", book, entry, flags);
    auto* info = reinterpret_cast<RASENTRYDLGW*>(raw);
    std::memcpy(info->szEntry, u"gewählt", sizeof u"gewählt");
    return 1;
}
EXPORT DWORD RasCustomScriptExecute() {
    return 0;
}
