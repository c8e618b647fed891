// The dialogs of rasdlg.h. There is no graphical front end on this system: they check their arguments as Windows' do
// and then fail with ERROR_INTERACTIVE_MODE (703), "needs information from the user, but there is no user interaction".
// Source: rasdlg.h header; RasCreatePhonebookEntry, RasEditPhonebookEntry functions (ras.h).
#include <ras.h>
#include <rasdlg.h>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/guard.h"
#include "api/lookup.h"
#include "api/text.h"

namespace openras::api {

namespace {

constexpr DWORD no_dialogs = ERROR_INTERACTIVE_MODE;

/// Whether RasEntryDlg is to make an entry: the name that it is given is then only a suggestion.
bool makes_new_entry(DWORD flags) {
    return (flags & (RASEDFLAG_NewEntry | RASEDFLAG_NewPhoneEntry | RASEDFLAG_NewTunnelEntry |
                     RASEDFLAG_NewDirectEntry | RASEDFLAG_NewBroadbandEntry)) != 0;
}

/// The frame of every dialog: its options, of a size that some version has, receive the error.
/// @return FALSE, always
template <typename Info, typename Body>
BOOL dialog(Info* info, Body&& body) {
    if (info == nullptr) return 0;
    const bool known = is_accepted_size<Info>(size_field(info));
    const DWORD error = known ? guarded(body) : static_cast<DWORD>(ERROR_INVALID_SIZE);
    info->dwError = error;
    return 0;
}

/// The error of a book or an entry that cannot be found, else 703. @param entry "" = none in particular
template <typename Char>
DWORD look_up(const Char* phonebook, const Char* entry, bool entry_needed) {
    using Traits = std::conditional_t<std::is_same_v<Char, char>, Ansi, Wide>;
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (!book || !name || (entry_needed && name->empty())) return ERROR_INVALID_PARAMETER;
    if (!name->empty()) {
        if (auto found = find_entry(*book, *name); !found) return found.error().code;
    }
    return no_dialogs;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

BOOL RasPhonebookDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPRASPBDLGA lpInfo) {
    return dialog(lpInfo, [&] { return look_up<CHAR>(lpszPhonebook, lpszEntry, false); });
}
BOOL RasPhonebookDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPRASPBDLGW lpInfo) {
    return dialog(lpInfo, [&] { return look_up<WCHAR>(lpszPhonebook, lpszEntry, false); });
}

BOOL RasEntryDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPRASENTRYDLGA lpInfo) {
    return dialog(lpInfo, [&] {
        return look_up<CHAR>(lpszPhonebook, makes_new_entry(lpInfo->dwFlags) ? nullptr : lpszEntry, false);
    });
}
BOOL RasEntryDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPRASENTRYDLGW lpInfo) {
    return dialog(lpInfo, [&] {
        return look_up<WCHAR>(lpszPhonebook, makes_new_entry(lpInfo->dwFlags) ? nullptr : lpszEntry, false);
    });
}

BOOL RasDialDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPSTR, LPRASDIALDLG lpInfo) {
    return dialog(lpInfo, [&] { return look_up<CHAR>(lpszPhonebook, lpszEntry, true); });
}
BOOL RasDialDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPWSTR, LPRASDIALDLG lpInfo) {
    return dialog(lpInfo, [&] { return look_up<WCHAR>(lpszPhonebook, lpszEntry, true); });
}

BOOL RasMonitorDlgA(LPSTR, LPRASMONITORDLG lpInfo) {
    return dialog(lpInfo, [] { return no_dialogs; });
}
BOOL RasMonitorDlgW(LPWSTR, LPRASMONITORDLG lpInfo) {
    return dialog(lpInfo, [] { return no_dialogs; });
}

DWORD RasCreatePhonebookEntryA(HWND, LPCSTR lpszPhonebook) {
    return guarded([&] { return look_up<CHAR>(lpszPhonebook, nullptr, false); });
}
DWORD RasCreatePhonebookEntryW(HWND, LPCWSTR lpszPhonebook) {
    return guarded([&] { return look_up<WCHAR>(lpszPhonebook, nullptr, false); });
}
DWORD RasEditPhonebookEntryA(HWND, LPCSTR lpszPhonebook, LPCSTR lpszEntryName) {
    return guarded([&] { return look_up<CHAR>(lpszPhonebook, lpszEntryName, true); });
}
DWORD RasEditPhonebookEntryW(HWND, LPCWSTR lpszPhonebook, LPCWSTR lpszEntryName) {
    return guarded([&] { return look_up<WCHAR>(lpszPhonebook, lpszEntryName, true); });
}
