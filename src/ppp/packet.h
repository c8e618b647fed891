// The packet that LCP, the NCPs, PAP and CHAP have in common: code, identifier, length, data (RFC 1661 section 5).
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace openras::ppp {

struct ControlPacket {
    std::uint8_t code = 0;
    std::uint8_t id = 0;
    ConstBytes data;   ///< a view into the parsed bytes, without padding
    ConstBytes whole;  ///< header and data
};

/// std::nullopt where the length field does not fit; bytes beyond it are padding and ignored.
std::optional<ControlPacket> parse_packet(ConstBytes bytes);

/// A whole frame: protocol field, then the packet. Data beyond 65535 - 4 bytes is cut off.
ByteVector make_frame(std::uint16_t protocol, std::uint8_t code, std::uint8_t id, ConstBytes data);

}  // namespace openras::ppp
