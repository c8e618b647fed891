#include "media/pppoe/session_codec.h"

#include <algorithm>

#include "media/pppoe/ethernet_sockets.h"

namespace openras::pppoe {

std::optional<SessionFrame> decode_session(ConstBytes frame) {
    ByteReader reader(frame);
    // One bounds check for the whole header: this runs for every packet.
    auto ethernet = reader.array<14>();
    if (!ethernet) return std::nullopt;
    std::uint16_t ethertype = static_cast<std::uint16_t>((*ethernet)[12] << 8 | (*ethernet)[13]);
    if (ethertype == 0x8100) {  // a priority tag: VLAN 0
        const auto control = reader.u16();
        const auto inner = reader.u16();
        if (!control || !inner || (*control & 0x0fff) != 0) return std::nullopt;
        ethertype = *inner;
    }
    if (ethertype != session_ethertype) return std::nullopt;
    const auto header = reader.array<6>();
    if (!header) return std::nullopt;
    if ((*header)[0] != 0x11 || (*header)[1] != 0) return std::nullopt;
    const std::size_t length = static_cast<std::size_t>((*header)[4] << 8 | (*header)[5]);
    if (length < 2) return std::nullopt;
    const auto ppp = reader.bytes(length);
    if (!ppp) return std::nullopt;

    SessionFrame out;
    std::copy_n(ethernet->begin(), 6, out.destination.begin());
    out.key.session_id = static_cast<std::uint16_t>((*header)[2] << 8 | (*header)[3]);
    std::copy_n(ethernet->begin() + 6, 6, out.key.peer.begin());
    out.ppp = *ppp;
    return out;
}

SessionHeader make_session_header(const MacAddress& own, const SessionKey& key) {
    SessionHeader header{};
    std::ranges::copy(key.peer, header.begin());
    std::ranges::copy(own, header.begin() + 6);
    header[12] = session_ethertype >> 8;
    header[13] = session_ethertype & 0xff;
    header[14] = 0x11;
    header[16] = static_cast<std::uint8_t>(key.session_id >> 8);
    header[17] = static_cast<std::uint8_t>(key.session_id & 0xff);
    return header;
}

}  // namespace openras::pppoe
