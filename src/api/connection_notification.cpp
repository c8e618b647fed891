// RasConnectionNotification: an event object that is signalled when connections come and go. What a HANDLE is here
// stands in rasnotify.h. Source: RasConnectionNotification (ras.h).
#include <rasnotify.h>

#include "api/connection_watch.h"
#include "api/guard.h"
#include "api/text.h"

namespace openras::api {

namespace {

constexpr DWORD all_flags = RASCN_Connection | RASCN_Disconnection | RASCN_BandwidthAdded | RASCN_BandwidthRemoved |
                            RASCN_Dormant | RASCN_ReConnection | RASCN_EPDGPacketArrival;

DWORD notify(HRASCONN connection, HANDLE event, DWORD flags) {
    if (flags == 0 || (flags & ~all_flags) != 0) return ERROR_INVALID_PARAMETER;
    const bool all = reinterpret_cast<std::uintptr_t>(connection) == UINTPTR_MAX;  // INVALID_HANDLE_VALUE
    const std::uint32_t handle = all ? 0 : to_handle(connection);
    if (!all && handle == 0) return ERROR_INVALID_HANDLE;
    auto object = EventObject::of(event);
    if (!object) return object.error().code;
    const auto added = ConnectionWatch::instance().add({handle, flags, std::move(*object)});
    return added ? 0 : added.error().code;
}

}  // namespace

}  // namespace openras::api

DWORD RasConnectionNotificationA(HRASCONN hrasconn, HANDLE hEvent, DWORD dwFlags) {
    return openras::api::guarded([&] { return openras::api::notify(hrasconn, hEvent, dwFlags); });
}
DWORD RasConnectionNotificationW(HRASCONN hrasconn, HANDLE hEvent, DWORD dwFlags) {
    return RasConnectionNotificationA(hrasconn, hEvent, dwFlags);
}
