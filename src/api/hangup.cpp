// RasHangUp: releases a reference, or ends the connection. Source: RasHangUp function (ras.h).
#include <ras.h>
#include <raschannel.h>

#include "api/channel.h"
#include "api/custom_dial.h"
#include "api/guard.h"
#include "api/process.h"
#include "api/text.h"

namespace openras::api {

namespace {

DWORD code_of(const Expected<bus::ErrorReply>& reply) {
    return reply ? reply->error : reply.error().code;
}

DWORD hang_up(HRASCONN connection, bool at_once) {
    const std::uint32_t handle = to_handle(connection);
    if (handle == 0) return ERROR_INVALID_HANDLE;
    // In the handler of this very dial it takes effect when the handler has returned: nobody may wait for that here.
    const bus::HangUpRequest request{handle, Channel::handle_in_handler() == handle, at_once};
    if (request.deferred || request.no_wait)
        return code_of(Process::instance().call<bus::HangUpRequest, bus::ErrorReply>(bus::method::hang_up, request));
    auto own = CallConnection::open();  // it may last, and other threads go on calling
    if (!own) {
        if (own.error().code == ERROR_RASMAN_CANNOT_INITIALIZE) return own.error().code;
        return code_of(Process::instance().call<bus::HangUpRequest, bus::ErrorReply>(bus::method::hang_up, request));
    }
    return code_of((**own)->call<bus::HangUpRequest, bus::ErrorReply>(bus::method::hang_up, request));
}

}  // namespace

}  // namespace openras::api

using openras::api::guarded;
using openras::api::hang_up;
using openras::api::hang_up_by_custom_dialer;

DWORD RasHangUpA(HRASCONN hrasconn) {
    return guarded([&] {
        if (auto result = hang_up_by_custom_dialer(hrasconn)) return *result;
        return hang_up(hrasconn, false);
    });
}
DWORD RasHangUpW(HRASCONN hrasconn) {
    return RasHangUpA(hrasconn);
}

DWORD RasBeginHangUp(HRASCONN hrasconn) {
    return guarded([&] { return hang_up(hrasconn, true); });
}
