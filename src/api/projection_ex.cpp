// RasGetProjectionInfoEx: the same as RasGetProjectionInfo in one structure, addresses in binary. Source:
// RasGetProjectionInfoEx, RAS_PROJECTION_INFO, RASPPP_PROJECTION_INFO (ras.h).
#include <arpa/inet.h>

#include <cstring>

#include "api/guard.h"
#include "api/projection.h"

namespace openras::api {

namespace {

RASPPP_PROJECTION_INFO ppp_from(const bus::ProjectionReply& from) {
    RASPPP_PROJECTION_INFO made;
    std::memset(&made, 0, sizeof made);
    made.dwIPv4NegotiationError = from.ipv4_error;
    inet_pton(AF_INET, from.ipv4_local.c_str(), &made.ipv4Address);
    inet_pton(AF_INET, from.ipv4_peer.c_str(), &made.ipv4ServerAddress);
    made.dwIPv6NegotiationError = from.ipv6_error;
    put_interface_id(made.bInterfaceIdentifier, from.ipv6_local_id);
    put_interface_id(made.bServerInterfaceIdentifier, from.ipv6_peer_id);
    made.dwAuthenticationProtocol = from.auth_protocol;
    made.dwAuthenticationData = from.auth_data;
    made.dwLcpOptions = from.lcp_options;
    made.dwLcpServerOptions = from.lcp_peer_options;
    made.dwCcpError = ERROR_PROTOCOL_NOT_CONFIGURED;
    return made;
}

DWORD get_projection(HRASCONN connection, RAS_PROJECTION_INFO* to, DWORD* bytes) {
    if (bytes == nullptr) return ERROR_INVALID_PARAMETER;
    const DWORD room = to == nullptr ? 0 : *bytes;
    RAS_PROJECTION_INFO made;
    std::memset(&made, 0, sizeof made);
    if (room >= sizeof made.version) {
        std::memcpy(&made.version, to, sizeof made.version);
        if (made.version != RASAPIVERSION_601) return ERROR_INVALID_PARAMETER;  // the first that has the function
    }
    *bytes = sizeof made;
    if (room < sizeof made) return ERROR_BUFFER_TOO_SMALL;
    const auto reply = fetch_projection(connection);
    if (!reply) return reply.error().code;
    made.type = PROJECTION_INFO_TYPE_PPP;
    made.ppp = ppp_from(*reply);
    std::memcpy(to, &made, sizeof made);
    return 0;
}

}  // namespace

}  // namespace openras::api

DWORD RasGetProjectionInfoEx(HRASCONN hrasconn, PRAS_PROJECTION_INFO pRasProjection, LPDWORD lpdwSize) {
    return openras::api::guarded([&] { return openras::api::get_projection(hrasconn, pRasProjection, lpdwSize); });
}
