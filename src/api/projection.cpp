// RasGetProjectionInfo: what LCP, IPCP and IPv6CP have negotiated. Source: RasGetProjectionInfo (ras.h).
#include <ras.h>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/guard.h"
#include "api/process.h"
#include "api/projection.h"
#include "api/text.h"

namespace openras::api {

Expected<bus::ProjectionReply> fetch_projection(HRASCONN connection) {
    const std::uint32_t handle = to_handle(connection);
    if (handle == 0) return failure(ERROR_INVALID_HANDLE);
    auto reply =
        Process::instance().call<bus::HandleRequest, bus::ProjectionReply>(bus::method::get_projection, {handle});
    if (reply && reply->error != 0) return failure(reply->error);
    return reply;
}

namespace {

/// One structure of the protocol in question. `fill` returns the error of the call: 0, or 731.
template <typename Struct, typename Fill>
DWORD give(HRASCONN connection, void* to, DWORD* bytes, Fill&& fill) {
    const DWORD room = to == nullptr ? 0 : *bytes;
    std::uint32_t size = sizeof(Struct);
    if (room >= sizeof size) {
        size = size_field(to);
        if (!is_accepted_size<Struct>(size)) return ERROR_INVALID_SIZE;
    }
    *bytes = size;
    if (room < size) return ERROR_BUFFER_TOO_SMALL;
    auto reply = fetch_projection(connection);
    if (!reply) return reply.error().code;
    Struct made;
    std::memset(&made, 0, sizeof made);
    if (const DWORD error = fill(*reply, made)) return error;
    made.dwSize = size;
    std::memcpy(to, &made, size);
    return 0;
}

/// A protocol of other times: nothing here negotiates it, so it has neither failed nor succeeded.
template <typename Struct>
DWORD give_unconfigured(HRASCONN connection, void* to, DWORD* bytes) {
    return give<Struct>(connection, to, bytes,
                        [](const bus::ProjectionReply&, Struct&) -> DWORD { return ERROR_PROTOCOL_NOT_CONFIGURED; });
}

template <typename Traits, typename A, typename W>
using Face = std::conditional_t<std::is_same_v<Traits, Ansi>, A, W>;

template <typename Traits>
DWORD get_projection(HRASCONN connection, RASPROJECTION protocol, void* to, DWORD* bytes) {
    if (bytes == nullptr) return ERROR_INVALID_PARAMETER;
    switch (static_cast<std::uint32_t>(protocol)) {  // the caller's number, which need not be in the enum
        case RASP_PppIp:
            return give<typename Traits::PppIp>(connection, to, bytes,
                                                [](const bus::ProjectionReply& from, auto& made) -> DWORD {
                                                    if (from.ipv4_error == ERROR_PROTOCOL_NOT_CONFIGURED)
                                                        return from.ipv4_error;
                                                    made.dwError = from.ipv4_error;
                                                    put_text<Traits>(made.szIpAddress, from.ipv4_local);
                                                    put_text<Traits>(made.szServerIpAddress, from.ipv4_peer);
                                                    return 0;
                                                });
        case RASP_PppIpv6:
            return give<RASPPPIPV6>(connection, to, bytes,
                                    [](const bus::ProjectionReply& from, RASPPPIPV6& made) -> DWORD {
                                        if (from.ipv6_error == ERROR_PROTOCOL_NOT_CONFIGURED) return from.ipv6_error;
                                        made.dwError = from.ipv6_error;
                                        put_interface_id(made.bLocalInterfaceIdentifier, from.ipv6_local_id);
                                        put_interface_id(made.bPeerInterfaceIdentifier, from.ipv6_peer_id);
                                        return 0;
                                    });
        case RASP_PppLcp:
            return give<typename Traits::PppLcp>(connection, to, bytes,
                                                 [](const bus::ProjectionReply& from, auto& made) -> DWORD {
                                                     made.dwAuthenticationProtocol = from.auth_protocol;
                                                     made.dwAuthenticationData = from.auth_data;
                                                     made.dwOptions = from.lcp_options;
                                                     made.dwServerOptions = from.lcp_peer_options;
                                                     put_text<Traits>(made.szReplyMessage, from.reply_message);
                                                     return 0;
                                                 });
        case RASP_Amb: return give_unconfigured<Face<Traits, RASAMBA, RASAMBW>>(connection, to, bytes);
        case RASP_PppNbf: return give_unconfigured<Face<Traits, RASPPPNBFA, RASPPPNBFW>>(connection, to, bytes);
        case RASP_PppIpx: return give_unconfigured<Face<Traits, RASPPPIPXA, RASPPPIPXW>>(connection, to, bytes);
        case RASP_PppCcp: return give_unconfigured<RASPPPCCP>(connection, to, bytes);
        case RASP_Slip: return give_unconfigured<Face<Traits, RASSLIPA, RASSLIPW>>(connection, to, bytes);
        default: return ERROR_INVALID_PARAMETER;
    }
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetProjectionInfoA(HRASCONN hrasconn, RASPROJECTION rasprojection, LPVOID lpprojection, LPDWORD lpcb) {
    return guarded([&] { return get_projection<Ansi>(hrasconn, rasprojection, lpprojection, lpcb); });
}
DWORD RasGetProjectionInfoW(HRASCONN hrasconn, RASPROJECTION rasprojection, LPVOID lpprojection, LPDWORD lpcb) {
    return guarded([&] { return get_projection<Wide>(hrasconn, rasprojection, lpprojection, lpcb); });
}
