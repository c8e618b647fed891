// PPPoE discovery packets as values, and their bytes on Ethernet (RFC 2516 sections 4 and 5 and appendix A; RFC 4638).
// No I/O and no policy here: what is well-formed, not what is welcome.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "media/pppoe/mac_address.h"

namespace openras::pppoe {

/// RFC 2516 section 5.
enum class Code : std::uint8_t { Pado = 0x07, Padi = 0x09, Padr = 0x19, Pads = 0x65, Padt = 0xa7 };

/// RFC 2516 appendix A, RFC 4638 section 3. A packet may hold others, too; they are kept by number.
enum class TagType : std::uint16_t {
    EndOfList = 0x0000,
    ServiceName = 0x0101,
    AcName = 0x0102,
    HostUniq = 0x0103,
    AcCookie = 0x0104,
    VendorSpecific = 0x0105,
    RelaySessionId = 0x0110,
    PppMaxPayload = 0x0120,
    ServiceNameError = 0x0201,
    AcSystemError = 0x0202,
    GenericError = 0x0203,
};

struct Tag {
    TagType type{};
    ByteVector value;
    bool operator==(const Tag&) const = default;
};

/// The limits within which a packet is taken from a peer.
inline constexpr std::size_t max_tags = 64;
inline constexpr std::size_t max_discovery_payload = 1494;  ///< bytes of tags: an Ethernet frame less the header's six

struct DiscoveryPacket {
    MacAddress destination{};
    MacAddress source{};
    Code code{};
    std::uint16_t session_id = 0;
    std::vector<Tag> tags;
    bool operator==(const DiscoveryPacket&) const = default;

    /// The first tag of that type, or null.
    [[nodiscard]] const Tag* find(TagType type) const;
    DiscoveryPacket& add(TagType type, ConstBytes value);
    DiscoveryPacket& add_u16(TagType type, std::uint16_t value);
    /// Adds a copy of `tag` where there is one.
    DiscoveryPacket& echo(const Tag* tag);
};

/// Why bytes are no discovery packet.
enum class DecodeError : std::uint8_t {
    Short,
    NotPppoe,
    OtherVlan,
    BadVersion,
    UnknownCode,
    BadLength,
    BadTag,
    TooManyTags
};

/// @param frame  a whole Ethernet frame, padding at its end allowed; a priority tag (802.1Q with VLAN 0) is tolerated
std::expected<DiscoveryPacket, DecodeError> decode_discovery(ConstBytes frame);

/// Whether `packet` came from one host, and to `own` or, as a PADI alone may, to all (RFC 2516 section 5): what goes to
/// a group's address is nobody's answer and nobody's end.
bool is_for(const DiscoveryPacket& packet, const MacAddress& own);

/// The Ethernet frame, not padded. Tags beyond max_discovery_payload are left out.
ByteVector encode(const DiscoveryPacket& packet);

/// The two-byte value of PPP-Max-Payload; std::nullopt where the tag is absent or malformed.
std::optional<std::uint16_t> max_payload_of(const DiscoveryPacket& packet);

/// An error that a server put into a packet: the tag and its text made printable.
struct ErrorTag {
    TagType type{};
    std::string text;
    bool operator==(const ErrorTag&) const = default;
};
std::optional<ErrorTag> error_of(const DiscoveryPacket& packet);

}  // namespace openras::pppoe
