// The frames of a running PPPoE session (RFC 2516 section 6): an Ethernet header, six bytes of PPPoE, a PPP frame.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "media/pppoe/mac_address.h"

namespace openras::pppoe {

inline constexpr std::size_t session_header_size = 20;
/// PPPoE's header and PPP's protocol field: what an Ethernet MTU is larger than the MTU of PPP on it.
inline constexpr std::uint16_t session_overhead = 8;
/// The PPP MTU where nothing larger was negotiated (RFC 2516 section 7).
inline constexpr std::uint16_t default_max_payload = 1492;

/// Names a session on an interface: its number and the peer's address.
struct SessionKey {
    std::uint16_t session_id = 0;
    MacAddress peer{};
    bool operator==(const SessionKey&) const = default;

    /// All of it in one word, for a table.
    [[nodiscard]] constexpr std::uint64_t packed() const {
        std::uint64_t word = session_id;
        for (const std::uint8_t byte : peer) word = (word << 8) | byte;
        return word;
    }
};

struct SessionFrame {
    MacAddress destination{};
    SessionKey key;
    ConstBytes ppp;  ///< a view into the frame: protocol field first, padding cut off
};

/// std::nullopt for what is no session frame with at least two bytes of PPP.
std::optional<SessionFrame> decode_session(ConstBytes frame);

using SessionHeader = std::array<std::uint8_t, session_header_size>;

/// The header of every frame of a session; set_length() completes it for one frame.
SessionHeader make_session_header(const MacAddress& own, const SessionKey& key);

inline void set_length(SessionHeader& header, std::uint16_t ppp_size) {
    header[18] = static_cast<std::uint8_t>(ppp_size >> 8);
    header[19] = static_cast<std::uint8_t>(ppp_size & 0xff);
}

}  // namespace openras::pppoe
