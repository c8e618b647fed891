// How notifications reach the application: pumping, the descriptor, the delivery mode, channels without a thread.
// The contracts are in rasnotify.h and raschannel.h.
#include <raschannel.h>
#include <rasnotify.h>

#include "api/channel.h"
#include "api/dial_call.h"
#include "api/guard.h"
#include "api/text.h"
#include "api/thread_state.h"

namespace openras::api {

namespace {

DWORD pump(Channel& channel, DWORD timeout_ms, DWORD* delivered, std::uint32_t most = Channel::most_in_one_pump) {
    std::optional<std::chrono::milliseconds> timeout;
    if (timeout_ms != INFINITE) timeout = std::chrono::milliseconds(timeout_ms);
    const Channel::Pumped pumped = channel.pump(timeout, most);
    if (delivered != nullptr) *delivered = pumped.delivered;
    return pumped.lost ? ERROR_RASMAN_CANNOT_INITIALIZE : 0;
}

Channel* channel_of(HRASCHANNEL handle) {
    return reinterpret_cast<Channel*>(handle);
}

template <typename Traits>
DWORD dial_on(HRASCHANNEL channel, const RASDIALEXTENSIONS* extensions, const typename Traits::Char* phonebook,
              const typename Traits::DialParams* params, DWORD notifier_type, void* notifier, HRASCONN* connection) {
    if (channel == nullptr) return ERROR_INVALID_HANDLE;
    if (notifier == nullptr || notifier_type == RASDIAL_NOTIFIER_WINDOW) return ERROR_INVALID_PARAMETER;
    return dial_with<Traits>(channel_of(channel), extensions, phonebook, params, notifier_type, notifier, connection);
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasPumpNotifications(DWORD dwTimeoutMs, LPDWORD lpdwDelivered) {
    return guarded([&]() -> DWORD {
        if (lpdwDelivered != nullptr) *lpdwDelivered = 0;
        ThreadState* thread = ThreadState::mine_if_any();
        Channel* channel = thread != nullptr ? thread->channel_if_any() : nullptr;
        if (channel == nullptr) return 0;
        const DWORD error = pump(*channel, dwTimeoutMs, lpdwDelivered);
        thread->pumped();
        return error;
    });
}

DWORD RasGetNotificationFd(int* pFd) {
    return guarded([&]() -> DWORD {
        if (pFd == nullptr) return ERROR_INVALID_PARAMETER;
        Channel& channel = ThreadState::mine().channel();
        if (!Channel::in_handler()) {
            if (auto opened = channel.open(); !opened) return opened.error().code;
            channel.update_wakeup();
        }
        *pFd = channel.fd();
        return 0;
    });
}

DWORD RasSetNotificationDelivery(DWORD dwMode) {
    return guarded([&]() -> DWORD {
        if (dwMode != RASND_Pump && dwMode != RASND_Worker && dwMode != RASND_Automatic && dwMode != RASND_Default)
            return ERROR_INVALID_PARAMETER;
        auto& chosen = ThreadState::mine().chosen_delivery;
        chosen = dwMode;
        if (dwMode == RASND_Default) chosen.reset();
        return 0;
    });
}

DWORD RasGetNotificationDelivery(LPDWORD lpdwMode) {
    return guarded([&]() -> DWORD {
        if (lpdwMode == nullptr) return ERROR_INVALID_PARAMETER;
        *lpdwMode = ThreadState::mine().chosen_delivery.value_or(RASND_Default);
        return 0;
    });
}

DWORD RasChannelOpen(HRASCHANNEL* phChannel) {
    return guarded([&]() -> DWORD {
        if (phChannel == nullptr) return ERROR_INVALID_PARAMETER;
        auto channel = std::make_unique<Channel>();
        if (auto opened = channel->open(); !opened) return opened.error().code;
        *phChannel = reinterpret_cast<HRASCHANNEL>(channel.release());
        return 0;
    });
}

DWORD RasChannelClose(HRASCHANNEL hChannel) {
    return guarded([&]() -> DWORD {
        if (hChannel == nullptr) return ERROR_INVALID_HANDLE;
        delete channel_of(hChannel);
        return 0;
    });
}

DWORD RasChannelFd(HRASCHANNEL hChannel, int* pFd) {
    if (hChannel == nullptr) return ERROR_INVALID_HANDLE;
    if (pFd == nullptr) return ERROR_INVALID_PARAMETER;
    *pFd = channel_of(hChannel)->fd();
    return 0;
}

DWORD RasChannelPump(HRASCHANNEL hChannel, DWORD dwTimeoutMs, LPDWORD lpdwDelivered) {
    return guarded([&]() -> DWORD {
        if (lpdwDelivered != nullptr) *lpdwDelivered = 0;
        if (hChannel == nullptr) return ERROR_INVALID_HANDLE;
        return pump(*channel_of(hChannel), dwTimeoutMs, lpdwDelivered);
    });
}

DWORD RasChannelPumpOne(HRASCHANNEL hChannel, DWORD dwTimeoutMs, LPDWORD lpdwDelivered) {
    return guarded([&]() -> DWORD {
        if (lpdwDelivered != nullptr) *lpdwDelivered = 0;
        if (hChannel == nullptr) return ERROR_INVALID_HANDLE;
        return pump(*channel_of(hChannel), dwTimeoutMs, lpdwDelivered, 1);
    });
}

DWORD RasChannelDialA(HRASCHANNEL hChannel, LPRASDIALEXTENSIONS lpRasDialExtensions, LPCSTR lpszPhonebook,
                      LPRASDIALPARAMSA lpRasDialParams, DWORD dwNotifierType, LPVOID lpvNotifier,
                      LPHRASCONN lphRasConn) {
    return guarded([&] {
        return dial_on<Ansi>(hChannel, lpRasDialExtensions, lpszPhonebook, lpRasDialParams, dwNotifierType, lpvNotifier,
                             lphRasConn);
    });
}

DWORD RasChannelDialW(HRASCHANNEL hChannel, LPRASDIALEXTENSIONS lpRasDialExtensions, LPCWSTR lpszPhonebook,
                      LPRASDIALPARAMSW lpRasDialParams, DWORD dwNotifierType, LPVOID lpvNotifier,
                      LPHRASCONN lphRasConn) {
    return guarded([&] {
        return dial_on<Wide>(hChannel, lpRasDialExtensions, lpszPhonebook, lpRasDialParams, dwNotifierType, lpvNotifier,
                             lphRasConn);
    });
}
