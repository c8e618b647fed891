// RasGetSubEntryHandle: the links of a connection. Source: RasGetSubEntryHandle (ras.h).
#include <ras.h>

#include "api/guard.h"
#include "api/process.h"
#include "api/text.h"

namespace openras::api {

namespace {

DWORD get_subentry_handle(HRASCONN connection, DWORD subentry, HRASCONN* to) {
    if (to == nullptr) return ERROR_INVALID_PARAMETER;
    const std::uint32_t handle = to_handle(connection);
    if (handle == 0) return ERROR_INVALID_HANDLE;
    auto reply = Process::instance().call<bus::LinkRequest, bus::LinkReply>(bus::method::get_link, {handle, subentry});
    if (!reply) return reply.error().code;
    if (reply->error == 0) *to = to_hrasconn(reply->handle);
    return reply->error;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetSubEntryHandleA(HRASCONN hrasconn, DWORD dwSubEntry, LPHRASCONN lphrasconn) {
    return guarded([&] { return get_subentry_handle(hrasconn, dwSubEntry, lphrasconn); });
}
DWORD RasGetSubEntryHandleW(HRASCONN hrasconn, DWORD dwSubEntry, LPHRASCONN lphrasconn) {
    return RasGetSubEntryHandleA(hrasconn, dwSubEntry, lphrasconn);
}
