// Which frames are the data plane's. It takes them with the two-byte protocol field in front, which is how nearly all
// come; RFC 1661 section 2 and RFC 1662 section 3.1 know two other forms, which are brought into that one.
#pragma once

#include <optional>

#include "base/bytes.h"
#include "ppp/session.h"

namespace openras::ppp {

/// Protocol field of two bytes: 0x0021 or 0x0057.
inline bool is_data(ConstBytes frame) {
    return frame.size() > 2 && frame[0] == 0 && (frame[1] == protocol_ipv4 || frame[1] == protocol_ipv6);
}

/// A data frame that comes with address and control fields (FF 03) in front, or where `pfc` was agreed with a protocol
/// field of one byte, as one that is_data(). std::nullopt for every other frame.
/// @param room  holds the bytes where a view is not enough; the result is valid as long as it and `frame`
inline std::optional<ConstBytes> plain_data(ConstBytes frame, bool pfc, ByteVector& room) {
    if (frame.size() > 2 && frame[0] == 0xff && frame[1] == 0x03) frame = frame.subspan(2);
    if (is_data(frame)) return frame;
    if (!pfc || frame.size() < 2 || (frame[0] != protocol_ipv4 && frame[0] != protocol_ipv6)) return std::nullopt;
    room.assign(1, 0);
    room.insert(room.end(), frame.begin(), frame.end());
    return room;
}

}  // namespace openras::ppp
