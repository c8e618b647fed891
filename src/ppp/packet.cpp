#include "ppp/packet.h"

#include <algorithm>

namespace openras::ppp {

namespace {
constexpr std::size_t header_size = 4;
}

std::optional<ControlPacket> parse_packet(ConstBytes bytes) {
    ByteReader reader(bytes);
    const auto code = reader.u8();
    const auto id = reader.u8();
    const auto length = reader.u16();
    if (!length || *length < header_size) return std::nullopt;
    const auto data = reader.bytes(*length - header_size);
    if (!data) return std::nullopt;
    return ControlPacket{*code, *id, *data, bytes.first(*length)};
}

ByteVector make_frame(std::uint16_t protocol, std::uint8_t code, std::uint8_t id, ConstBytes data) {
    data = data.first(std::min<std::size_t>(data.size(), 0xffff - header_size));
    ByteVector frame;
    frame.reserve(2 + header_size + data.size());
    ByteWriter(frame)
        .u16(protocol)
        .u8(code)
        .u8(id)
        .u16(static_cast<std::uint16_t>(header_size + data.size()))
        .bytes(data);
    return frame;
}

}  // namespace openras::ppp
