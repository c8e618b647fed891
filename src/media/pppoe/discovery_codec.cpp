#include "media/pppoe/discovery_codec.h"

#include <algorithm>

#include "base/strings.h"
#include "media/pppoe/ethernet_sockets.h"

namespace openras::pppoe {

namespace {

constexpr std::uint16_t vlan_ethertype = 0x8100;
constexpr std::uint16_t vlan_id_mask = 0x0fff;
constexpr std::uint8_t version_and_type = 0x11;  // RFC 2516 section 4

std::optional<Code> code_from(std::uint8_t number) {
    const auto code = static_cast<Code>(number);
    switch (code) {
        case Code::Pado:
        case Code::Padi:
        case Code::Padr:
        case Code::Pads:
        case Code::Padt: return code;
    }
    return std::nullopt;
}

std::expected<std::vector<Tag>, DecodeError> decode_tags(ConstBytes payload) {
    std::vector<Tag> tags;
    ByteReader reader(payload);
    while (!reader.empty()) {
        const auto type = reader.u16();
        const auto length = reader.u16();
        if (!type || !length) return std::unexpected(DecodeError::BadTag);
        if (static_cast<TagType>(*type) == TagType::EndOfList) break;
        const auto value = reader.bytes(*length);
        if (!value) return std::unexpected(DecodeError::BadTag);
        if (tags.size() == max_tags) return std::unexpected(DecodeError::TooManyTags);
        tags.push_back(Tag{static_cast<TagType>(*type), ByteVector(value->begin(), value->end())});
    }
    return tags;
}

}  // namespace

const Tag* DiscoveryPacket::find(TagType type) const {
    const auto found = std::ranges::find(tags, type, &Tag::type);
    return found == tags.end() ? nullptr : &*found;
}

DiscoveryPacket& DiscoveryPacket::add(TagType type, ConstBytes value) {
    tags.push_back(Tag{type, ByteVector(value.begin(), value.end())});
    return *this;
}

DiscoveryPacket& DiscoveryPacket::add_u16(TagType type, std::uint16_t value) {
    ByteVector bytes;
    ByteWriter(bytes).u16(value);
    tags.push_back(Tag{type, std::move(bytes)});
    return *this;
}

DiscoveryPacket& DiscoveryPacket::echo(const Tag* tag) {
    if (tag) tags.push_back(*tag);
    return *this;
}

std::expected<DiscoveryPacket, DecodeError> decode_discovery(ConstBytes frame) {
    ByteReader reader(frame);
    const auto destination = reader.array<6>();
    const auto source = reader.array<6>();
    auto ethertype = reader.u16();
    if (!destination || !source || !ethertype) return std::unexpected(DecodeError::Short);
    if (*ethertype == vlan_ethertype) {
        const auto control = reader.u16();
        ethertype = reader.u16();
        if (!control || !ethertype) return std::unexpected(DecodeError::Short);
        if ((*control & vlan_id_mask) != 0) return std::unexpected(DecodeError::OtherVlan);
    }
    if (*ethertype != discovery_ethertype) return std::unexpected(DecodeError::NotPppoe);

    const auto version = reader.u8();
    const auto code_number = reader.u8();
    const auto session_id = reader.u16();
    const auto length = reader.u16();
    if (!version || !code_number || !session_id || !length) return std::unexpected(DecodeError::Short);
    if (*version != version_and_type) return std::unexpected(DecodeError::BadVersion);
    const auto code = code_from(*code_number);
    if (!code) return std::unexpected(DecodeError::UnknownCode);
    if (*length > max_discovery_payload) return std::unexpected(DecodeError::BadLength);
    const auto payload = reader.bytes(*length);  // what follows is padding
    if (!payload) return std::unexpected(DecodeError::BadLength);

    auto tags = decode_tags(*payload);
    if (!tags) return std::unexpected(tags.error());
    return DiscoveryPacket{*destination, *source, *code, *session_id, std::move(*tags)};
}

bool is_for(const DiscoveryPacket& packet, const MacAddress& own) {
    if (is_group(packet.source)) return false;
    return packet.destination == own || (packet.code == Code::Padi && packet.destination == broadcast_mac);
}

ByteVector encode(const DiscoveryPacket& packet) {
    ByteVector frame;
    frame.reserve(128);
    ByteWriter writer(frame);
    writer.bytes(packet.destination).bytes(packet.source).u16(discovery_ethertype);
    writer.u8(version_and_type).u8(static_cast<std::uint8_t>(packet.code)).u16(packet.session_id);
    const std::size_t length_position = writer.position();
    writer.u16(0);
    const std::size_t payload_position = writer.position();
    for (const Tag& tag : packet.tags) {
        const std::size_t used = writer.position() - payload_position;
        if (used + 4 + tag.value.size() > max_discovery_payload) continue;
        writer.u16(static_cast<std::uint16_t>(tag.type)).u16(static_cast<std::uint16_t>(tag.value.size()));
        writer.bytes(tag.value);
    }
    writer.patch_u16(length_position, static_cast<std::uint16_t>(writer.position() - payload_position));
    return frame;
}

std::optional<std::uint16_t> max_payload_of(const DiscoveryPacket& packet) {
    const Tag* tag = packet.find(TagType::PppMaxPayload);
    if (!tag || tag->value.size() != 2) return std::nullopt;
    return ByteReader(tag->value).u16();
}

std::optional<ErrorTag> error_of(const DiscoveryPacket& packet) {
    for (const Tag& tag : packet.tags) {
        if (tag.type == TagType::ServiceNameError || tag.type == TagType::AcSystemError ||
            tag.type == TagType::GenericError)
            return ErrorTag{tag.type, printable(tag.value)};
    }
    return std::nullopt;
}

}  // namespace openras::pppoe
