// How the PPPoE fuzzers read their input: a list of packets and pauses. Packets are written for a state machine that
// checks cookies and Host-Uniqs, so an input can say "the right one here".
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "media/pppoe/discovery_codec.h"

namespace openras::pppoe::fuzz {

inline constexpr MacAddress own{0x02, 0, 0, 0, 0, 0x01};
inline constexpr MacAddress peers[] = {{0x02, 0, 0, 0, 0, 0x02}, {0x02, 0, 0, 0, 0, 0x03}};

/// What a step may name in place of bytes.
struct Known {
    ConstBytes host_uniq;
    ConstBytes cookie;
    std::uint16_t session_id = 0;
};

/// Milliseconds to wait before the packet; then a packet, if the step has one.
struct Step {
    std::uint16_t pause = 0;
    std::optional<DiscoveryPacket> packet;
};

/// One step: pause/40, code, flags, count of tags, then each tag: type, length, bytes.
/// Flag bits: 0 peer, 1 the known session number, 2 broadcast, 3 the known Host-Uniq, 4 the known cookie, 5 no packet.
inline std::optional<Step> next_step(ByteReader& input, const Known& known) {
    const auto pause = input.u8();
    const auto code = input.u8();
    const auto flags = input.u8();
    const auto tags = input.u8();
    if (!pause || !code || !flags || !tags) return std::nullopt;
    Step step{static_cast<std::uint16_t>(*pause * 40), std::nullopt};
    if (*flags & 32) return step;
    static constexpr Code codes[] = {Code::Padi, Code::Pado, Code::Padr, Code::Pads, Code::Padt};
    DiscoveryPacket packet{*flags & 4 ? broadcast_mac : own, peers[*flags & 1], codes[*code % 5], 0, {}};
    if (*flags & 2) packet.session_id = known.session_id;
    if (*flags & 64) packet.session_id = static_cast<std::uint16_t>(*code * 257);
    if (*flags & 8) packet.add(TagType::HostUniq, known.host_uniq);
    if (*flags & 16) packet.add(TagType::AcCookie, known.cookie);
    for (unsigned i = 0; i < *tags % 8U; ++i) {
        const auto type = input.u16();
        const auto length = input.u8();
        if (!type || !length) break;
        const auto value = input.bytes(std::min<std::size_t>(*length, input.remaining()));
        packet.add(static_cast<TagType>(*type), *value);
    }
    step.packet = std::move(packet);
    return step;
}

inline void require(bool condition) {
    if (!condition) __builtin_trap();
}

}  // namespace openras::pppoe::fuzz
