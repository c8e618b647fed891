// The dialogs of rasdlg.h. There is no graphical front end on this system: they check their arguments as Windows' do
// and then fail with ERROR_INTERACTIVE_MODE (703), "needs information from the user, but there is no user interaction".
// An entry with a custom dialer has dialogs of its dialer's. Source: rasdlg.h header; RasCreatePhonebookEntry,
// RasEditPhonebookEntry functions (ras.h); RasCustomDialDlg, RasCustomEntryDlg.
#include <ras.h>
#include <rasdlg.h>

#include "api/accepted_sizes.h"
#include "api/arguments.h"
#include "api/book_cache.h"
#include "api/buffer.h"
#include "api/custom_dial.h"
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
/// @param body () -> the error; a dialer's dialog sets `result`
template <typename Info, typename Body>
BOOL dialog(Info* info, Body&& body) {
    if (info == nullptr) return 0;
    BOOL result = 0;
    const bool known = is_accepted_size<Info>(size_field(info));
    info->dwError = known ? guarded([&] { return body(result); }) : static_cast<DWORD>(ERROR_INVALID_SIZE);
    return info->dwError == 0 ? result : 0;
}

/// The entry that a dialog is about, where it is about one; else a book that is named is there at least.
struct Subject {
    DWORD error = 0;  ///< 87, or of the book or entry that cannot be found
    std::string phonebook;
    std::string entry;
    std::string dialer;  ///< its custom dialer, "" = none
    DWORD flags = 0;     ///< RCD_*, for a dialer
};

template <typename Char>
Subject look_up(const Char* phonebook, const Char* entry, bool entry_needed) {
    using Traits = std::conditional_t<std::is_same_v<Char, char>, Ansi, Wide>;
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (!book || !name || (entry_needed && name->empty())) return {ERROR_INVALID_PARAMETER, {}, {}, {}, 0};
    Subject subject{0, *book, *name, {}, 0};
    if (name->empty()) {
        if (book->empty()) return subject;
        const auto contents = BookCache::instance().load(named_book(*book).path);
        if (!contents) subject.error = contents.error().code;
        return subject;
    }
    auto found = locate(*book, *name);
    if (!found) return {found.error().code, {}, {}, {}, 0};
    subject.phonebook = found->book.path;
    subject.entry = found->entry;
    subject.flags = found->book.all_users ? RCD_AllUsers : RCD_SingleUser;
    auto read = found->contents->entry(found->entry);
    if (!read) return {read.error().code, {}, {}, {}, 0};
    subject.dialer = read->custom_dial_dll;
    if (read->custom_auth_key != 0) subject.flags |= RCD_Eap;
    return subject;
}

/// Where nobody has a dialog.
template <typename Char>
DWORD without_dialog(const Char* phonebook, const Char* entry, bool entry_needed) {
    const Subject subject = look_up(phonebook, entry, entry_needed);
    return subject.error != 0 ? subject.error : no_dialogs;
}

/// A function of the subject's dialer. @return 703 it has no dialer, 755 its dialer has no such dialog
template <typename Function>
Expected<std::pair<CustomDialer, Function>> dialer_function(const Subject& subject, const char* name) {
    if (subject.error != 0) return failure(subject.error);
    if (subject.dialer.empty()) return failure(no_dialogs);
    auto dialer = CustomDialer::load(subject.dialer);
    if (!dialer) return std::unexpected(dialer.error());
    const auto function = dialer->function<Function>(name);
    if (function == nullptr) return failure(ERROR_CANNOT_DO_CUSTOMDIAL);
    return std::pair(*dialer, function);
}

template <typename Traits>
DWORD entry_dialog(const typename Traits::Char* phonebook, const typename Traits::Char* entry,
                   typename Traits::EntryDlg* info, BOOL& result) {
    const Subject subject =
        look_up<typename Traits::Char>(phonebook, makes_new_entry(info->dwFlags) ? nullptr : entry, false);
    auto found = dialer_function<RasCustomEntryDlgFn>(subject, "RasCustomEntryDlg");
    if (!found) return found.error().code;
    RASENTRYDLGW wide;
    std::memset(&wide, 0, sizeof wide);
    wide.dwSize = sizeof wide;
    wide.hwndOwner = info->hwndOwner;
    wide.dwFlags = info->dwFlags;
    wide.xDlg = info->xDlg;
    wide.yDlg = info->yDlg;
    auto book = to_utf16(subject.phonebook).value_or(u"");
    auto name = to_utf16(subject.entry).value_or(u"");
    // The type of the structure is that of the dialer's own build, which is Unicode.
    result = found->second(found->first.instance(), book.data(), name.data(), reinterpret_cast<LPRASENTRYDLG>(&wide),
                           subject.flags);
    std::string chosen;
    if (decode_field<Wide>(wide.szEntry, chosen)) put_text<Traits>(info->szEntry, chosen);
    return wide.dwError;
}

template <typename Traits>
DWORD dial_dialog(const typename Traits::Char* phonebook, const typename Traits::Char* entry,
                  const typename Traits::Char* number, RASDIALDLG* info, BOOL& result) {
    const Subject subject = look_up<typename Traits::Char>(phonebook, entry, true);
    auto found = dialer_function<RasCustomDialDlgFn>(subject, "RasCustomDialDlg");
    if (!found) return found.error().code;
    const auto called = argument<Traits>(number);
    if (!called) return ERROR_INVALID_PARAMETER;
    auto book = to_utf16(subject.phonebook).value_or(u"");
    auto name = to_utf16(subject.entry).value_or(u"");
    auto wide = to_utf16(*called).value_or(u"");
    result = found->second(found->first.instance(), subject.flags, book.data(), name.data(),
                           number == nullptr ? nullptr : wide.data(), info, nullptr);
    return info->dwError;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

BOOL RasPhonebookDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPRASPBDLGA lpInfo) {
    return dialog(lpInfo, [&](BOOL&) { return without_dialog<CHAR>(lpszPhonebook, lpszEntry, false); });
}
BOOL RasPhonebookDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPRASPBDLGW lpInfo) {
    return dialog(lpInfo, [&](BOOL&) { return without_dialog<WCHAR>(lpszPhonebook, lpszEntry, false); });
}

BOOL RasEntryDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPRASENTRYDLGA lpInfo) {
    return dialog(lpInfo, [&](BOOL& result) { return entry_dialog<Ansi>(lpszPhonebook, lpszEntry, lpInfo, result); });
}
BOOL RasEntryDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPRASENTRYDLGW lpInfo) {
    return dialog(lpInfo, [&](BOOL& result) { return entry_dialog<Wide>(lpszPhonebook, lpszEntry, lpInfo, result); });
}

BOOL RasDialDlgA(LPSTR lpszPhonebook, LPSTR lpszEntry, LPSTR lpszPhoneNumber, LPRASDIALDLG lpInfo) {
    return dialog(lpInfo, [&](BOOL& result) {
        return dial_dialog<Ansi>(lpszPhonebook, lpszEntry, lpszPhoneNumber, lpInfo, result);
    });
}
BOOL RasDialDlgW(LPWSTR lpszPhonebook, LPWSTR lpszEntry, LPWSTR lpszPhoneNumber, LPRASDIALDLG lpInfo) {
    return dialog(lpInfo, [&](BOOL& result) {
        return dial_dialog<Wide>(lpszPhonebook, lpszEntry, lpszPhoneNumber, lpInfo, result);
    });
}

BOOL RasMonitorDlgA(LPSTR, LPRASMONITORDLG lpInfo) {
    return dialog(lpInfo, [](BOOL&) { return no_dialogs; });
}
BOOL RasMonitorDlgW(LPWSTR, LPRASMONITORDLG lpInfo) {
    return dialog(lpInfo, [](BOOL&) { return no_dialogs; });
}

DWORD RasCreatePhonebookEntryA(HWND, LPCSTR lpszPhonebook) {
    return guarded([&] { return without_dialog<CHAR>(lpszPhonebook, nullptr, false); });
}
DWORD RasCreatePhonebookEntryW(HWND, LPCWSTR lpszPhonebook) {
    return guarded([&] { return without_dialog<WCHAR>(lpszPhonebook, nullptr, false); });
}
DWORD RasEditPhonebookEntryA(HWND, LPCSTR lpszPhonebook, LPCSTR lpszEntryName) {
    return guarded([&] { return without_dialog<CHAR>(lpszPhonebook, lpszEntryName, true); });
}
DWORD RasEditPhonebookEntryW(HWND, LPCWSTR lpszPhonebook, LPCWSTR lpszEntryName) {
    return guarded([&] { return without_dialog<WCHAR>(lpszPhonebook, lpszEntryName, true); });
}
