// Functions for what no connection of this build has: EAP, MOBIKE, network access protection. They check what they are
// given, as if it could work, and then say what is missing. Source: RasInvokeEapUI, RasUpdateConnection,
// RasGetNapStatus (ras.h).
#include <ras.h>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/guard.h"
#include "api/process.h"
#include "api/text.h"

namespace openras::api {

namespace {

/// 0 where the handle is one that the caller may see.
DWORD check_handle(HRASCONN connection) {
    const std::uint32_t handle = to_handle(connection);
    if (handle == 0) return ERROR_INVALID_HANDLE;
    auto reply = Process::instance().call<bus::HandleRequest, bus::StatusReply>(bus::method::get_status, {handle});
    return reply ? reply->error : reply.error().code;
}

DWORD invoke_eap_ui(HRASCONN connection, DWORD subentry, const RASDIALEXTENSIONS* extensions) {
    if (extensions == nullptr || subentry == 0) return ERROR_INVALID_PARAMETER;
    if (!is_accepted_size<RASDIALEXTENSIONS>(size_field(extensions))) return ERROR_INVALID_SIZE;
    const DWORD error = check_handle(connection);
    return error != 0 ? error : ERROR_INVALID_FUNCTION_FOR_ENTRY;
}

DWORD update_connection(HRASCONN connection, const RASUPDATECONN* update) {
    if (update == nullptr) return ERROR_INVALID_PARAMETER;
    RASUPDATECONN copy;
    std::memcpy(&copy, update, offsetof(RASUPDATECONN, dwFlags));
    if (!is_accepted_size<RASUPDATECONN>(copy.dwSize)) return ERROR_INVALID_SIZE;
    std::memcpy(&copy, update, sizeof copy);
    if (copy.version != RASAPIVERSION_601 || copy.dwFlags != 0) return ERROR_INVALID_PARAMETER;
    const DWORD error = check_handle(connection);
    return error != 0 ? error : ERROR_MOBIKE_DISABLED;
}

DWORD get_nap_status(HRASCONN connection, const RASNAPSTATE* state) {
    if (state == nullptr) return ERROR_INVALID_PARAMETER;
    if (!is_accepted_size<RASNAPSTATE>(size_field(state))) return ERROR_INVALID_SIZE;
    const DWORD error = check_handle(connection);
    return error != 0 ? error : ERROR_NOT_NAP_CAPABLE;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasInvokeEapUI(HRASCONN hrasconn, DWORD dwSubEntry, LPRASDIALEXTENSIONS lpExtensions, HWND) {
    return guarded([&] { return invoke_eap_ui(hrasconn, dwSubEntry, lpExtensions); });
}

DWORD RasUpdateConnection(HRASCONN hrasconn, LPRASUPDATECONN lprasupdateconn) {
    return guarded([&] { return update_connection(hrasconn, lprasupdateconn); });
}

DWORD RasGetNapStatus(HRASCONN hrasconn, LPRASNAPSTATE pNapState) {
    return guarded([&] { return get_nap_status(hrasconn, pNapState); });
}
