// RasDial of the kit (kit/dial.h): a RasDialFunc2 of ours stands for a window, its dwCallbackId is the HWND.
#include <ras.h>
#include <rasnotify.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "base/secret.h"
#include "compat/guard.h"
#include "compat/kit/window.h"
#include "compat/message_queue.h"
#include "compat/pumping.h"

#include "compat/kit/dial.h"
#undef RasDialA
#undef RasDialW

using namespace openras::compat;

namespace {

DWORD tell_window(ULONG_PTR window, DWORD, HRASCONN connection, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    auto* to = reinterpret_cast<HWND>(window);
    if (IsWindow(to)) {
        SendMessageA(to, RegisterWindowMessageA(RASDIALEVENT), static_cast<WPARAM>(state), static_cast<LPARAM>(error));
        return 1;
    }
    RasHangUpA(connection);  // nobody is there to hear of it
    return 0;
}

/// The caller's parameters with another dwCallbackId. Holds a password.
template <typename Params>
class WithCallbackId {
  public:
    /// The size before that member came is lengthened; a size that no version has had stays what it is.
    WithCallbackId(const Params* from, DWORD size, HWND window) {
        std::memset(&copy_, 0, sizeof copy_);
        std::memcpy(&copy_, from, size);
        if (size == offsetof(Params, dwSubEntry)) copy_.dwSize = sizeof copy_;
        copy_.dwCallbackId = reinterpret_cast<ULONG_PTR>(window);
    }
    ~WithCallbackId() { openras::wipe(&copy_, sizeof copy_); }
    WithCallbackId(const WithCallbackId&) = delete;
    WithCallbackId& operator=(const WithCallbackId&) = delete;
    Params* get() { return &copy_; }

  private:
    Params copy_;
};

/// How the notifications of one dial are delivered. A program that has chosen, or whose user has (OPENRAS_NOTIFY),
/// keeps that: what was written for Windows does not know that it would have to pump.
class Delivery {
  public:
    explicit Delivery(bool always_by_worker) {
        RasGetNotificationDelivery(&before_);
        if (always_by_worker)
            RasSetNotificationDelivery(RASND_Worker);
        else if (before_ == RASND_Default && secure_getenv("OPENRAS_NOTIFY") == nullptr)
            RasSetNotificationDelivery(RASND_Automatic);
    }
    ~Delivery() { RasSetNotificationDelivery(before_); }
    Delivery(const Delivery&) = delete;
    Delivery& operator=(const Delivery&) = delete;

  private:
    DWORD before_ = RASND_Default;
};

template <typename Char, typename Params>
DWORD dial(DWORD (*library)(LPRASDIALEXTENSIONS, const Char*, Params*, DWORD, LPVOID, LPHRASCONN),
           LPRASDIALEXTENSIONS extensions, const Char* phonebook, Params* params, DWORD type, void* notifier,
           LPHRASCONN connection) {
    if (notifier == nullptr) return library(extensions, phonebook, params, type, notifier, connection);
    auto* window = static_cast<HWND>(notifier);
    if (type != RASDIAL_NOTIFIER_WINDOW || !IsWindow(window)) {  // an X11 window is the library's
        const Delivery delivery(false);
        const DWORD error = library(extensions, phonebook, params, type, notifier, connection);
        if (error == 0 && type != RASDIAL_NOTIFIER_WINDOW) pump_this_thread();
        return error;
    }
    DWORD size = 0;
    if (params != nullptr) std::memcpy(&size, params, sizeof size);
    if (size < sizeof size || size > sizeof *params)  // the library says what is wrong
        return library(extensions, phonebook, params, RASDIAL_NOTIFIER_FUNC2, reinterpret_cast<void*>(tell_window),
                       connection);
    WithCallbackId<Params> ours(params, size, window);
    // Another thread's window hears from a thread of the library's, so that this one need not wait for it.
    const bool elsewhere = GetWindowThreadProcessId(window, nullptr) != openras::compat::MessageQueue::mine().thread();
    const Delivery delivery(elsewhere);
    const DWORD error = library(extensions, phonebook, ours.get(), RASDIAL_NOTIFIER_FUNC2,
                                reinterpret_cast<void*>(tell_window), connection);
    if (error == 0 && !elsewhere) pump_this_thread();
    return error;
}

}  // namespace

DWORD openras_compat_RasDialA(LPRASDIALEXTENSIONS lpRasDialExtensions, LPCSTR lpszPhonebook,
                              LPRASDIALPARAMSA lpRasDialParams, DWORD dwNotifierType, LPVOID lpvNotifier,
                              LPHRASCONN lphRasConn) {
    return safely<DWORD>(ERROR_NOT_ENOUGH_MEMORY, [&] {
        return dial(&RasDialA, lpRasDialExtensions, lpszPhonebook, lpRasDialParams, dwNotifierType, lpvNotifier,
                    lphRasConn);
    });
}

DWORD openras_compat_RasDialW(LPRASDIALEXTENSIONS lpRasDialExtensions, LPCWSTR lpszPhonebook,
                              LPRASDIALPARAMSW lpRasDialParams, DWORD dwNotifierType, LPVOID lpvNotifier,
                              LPHRASCONN lphRasConn) {
    return safely<DWORD>(ERROR_NOT_ENOUGH_MEMORY, [&] {
        return dial(&RasDialW, lpRasDialExtensions, lpszPhonebook, lpRasDialParams, dwNotifierType, lpvNotifier,
                    lphRasConn);
    });
}
