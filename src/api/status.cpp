// RasGetConnectStatus: cheap, and callable from any thread while another one dials. Source: RasGetConnectStatus
// (ras.h).
#include <ras.h>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/channel.h"
#include "api/guard.h"
#include "api/process.h"
#include "api/text.h"

namespace openras::api {

namespace {

template <typename Traits>
DWORD get_status(HRASCONN connection, typename Traits::ConnStatus* status) {
    using Status = typename Traits::ConnStatus;
    if (status == nullptr) return ERROR_INVALID_PARAMETER;
    const std::uint32_t size = size_field(status);
    if (!is_accepted_size<Status>(size)) return ERROR_INVALID_SIZE;
    const std::uint32_t handle = to_handle(connection);
    if (handle == 0) return ERROR_INVALID_HANDLE;
    auto reply = Process::instance().call<bus::HandleRequest, bus::StatusReply>(bus::method::get_status, {handle});
    if (!reply) return reply.error().code;
    if (reply->error != 0) return reply->error;
    Channel::wait_until_heard(handle, reply->state);
    Status made;
    std::memset(&made, 0, sizeof made);
    made.dwSize = size;
    made.rasconnstate = static_cast<RASCONNSTATE>(reply->state);
    made.dwError = reply->dial_error;
    put_text<Traits>(made.szDeviceType, reply->device_type);
    put_text<Traits>(made.szDeviceName, reply->device_name);
    if (OPENRAS_HAS(Status, size, szPhoneNumber)) put_text<Traits>(made.szPhoneNumber, reply->phone_number);
    // Tunnel ends and sub-state stay "unknown" and "none": nothing here moves between addresses.
    std::memcpy(status, &made, size);
    return 0;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetConnectStatusA(HRASCONN hrasconn, LPRASCONNSTATUSA lprasconnstatus) {
    return guarded([&] { return get_status<Ansi>(hrasconn, lprasconnstatus); });
}
DWORD RasGetConnectStatusW(HRASCONN hrasconn, LPRASCONNSTATUSW lprasconnstatus) {
    return guarded([&] { return get_status<Wide>(hrasconn, lprasconnstatus); });
}
