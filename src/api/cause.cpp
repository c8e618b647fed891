// RasGetDisconnectCause: why a connection failed or dropped. The contract is in rasnotify.h.
#include <rasnotify.h>

#include <cstring>

#include "api/guard.h"
#include "api/process.h"
#include "api/text.h"

namespace openras::api {

namespace {

DWORD get_cause(HRASCONN connection, RASDISCONNECTCAUSE* cause) {
    if (cause == nullptr) return ERROR_INVALID_PARAMETER;
    if (cause->dwSize != sizeof *cause) return ERROR_INVALID_SIZE;
    const std::uint32_t handle = to_handle(connection);
    if (handle == 0) return ERROR_INVALID_HANDLE;
    auto reply = Process::instance().call<bus::HandleRequest, bus::CauseReply>(bus::method::get_cause, {handle});
    if (!reply) return reply.error().code;
    if (reply->error != 0) return reply->error;
    cause->rasconnstate = static_cast<RASCONNSTATE>(reply->state);
    cause->dwError = reply->dial_error;
    cause->dwEndedBy = reply->ended_by;
    put_text<Ansi>(cause->szPeerText, reply->peer_text);
    put_text<Ansi>(cause->szDetail, reply->text);
    return 0;
}

}  // namespace

}  // namespace openras::api

DWORD RasGetDisconnectCause(HRASCONN hrasconn, RASDISCONNECTCAUSE* lpCause) {
    return openras::api::guarded([&] { return openras::api::get_cause(hrasconn, lpCause); });
}
