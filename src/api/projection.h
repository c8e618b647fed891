// What RasGetProjectionInfo and RasGetProjectionInfoEx have in common.
#pragma once

#include <ras.h>

#include "base/ras_error.h"
#include "bus/messages.h"

namespace openras::api {

/// What has been negotiated. 6, 711, 730
Expected<bus::ProjectionReply> fetch_projection(HRASCONN connection);

/// An interface id as it is on the wire, first byte most significant.
inline void put_interface_id(BYTE (&to)[8], std::uint64_t id) {
    for (int i = 0; i < 8; ++i) to[i] = static_cast<BYTE>(id >> (56 - 8 * i));
}

}  // namespace openras::api
