// Reading and writing the fixed fields of a header whose length was checked once: the offset is checked against the
// span's extent by the compiler, so that the fast path needs no further test and cannot leave the header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.h"

namespace openras::dataplane {

/// The `Length` bytes at `offset`, or std::nullopt when `bytes` is too short.
template <std::size_t Length, typename Byte>
[[nodiscard]] constexpr std::optional<std::span<Byte, Length>> header_at(std::span<Byte> bytes, std::size_t offset) {
    if (offset > bytes.size() || bytes.size() - offset < Length) return std::nullopt;
    return bytes.subspan(offset).template first<Length>();
}

template <std::size_t Offset, typename Byte, std::size_t Length>
[[nodiscard]] constexpr std::uint8_t u8_at(std::span<Byte, Length> header) {
    static_assert(Length != std::dynamic_extent && Offset + 1 <= Length);
    return header[Offset];
}

template <std::size_t Offset, typename Byte, std::size_t Length>
[[nodiscard]] constexpr std::uint16_t u16_at(std::span<Byte, Length> header) {
    static_assert(Length != std::dynamic_extent && Offset + 2 <= Length);
    return static_cast<std::uint16_t>(header[Offset] << 8 | header[Offset + 1]);
}

template <std::size_t Offset, typename Byte, std::size_t Length>
[[nodiscard]] constexpr std::uint32_t u32_at(std::span<Byte, Length> header) {
    static_assert(Length != std::dynamic_extent && Offset + 4 <= Length);
    return std::uint32_t{u16_at<Offset>(header)} << 16 | u16_at<Offset + 2>(header);
}

template <std::size_t Offset, std::size_t Length>
constexpr void put_u8(std::span<std::uint8_t, Length> header, std::uint8_t value) {
    static_assert(Length != std::dynamic_extent && Offset + 1 <= Length);
    header[Offset] = value;
}

template <std::size_t Offset, std::size_t Length>
constexpr void put_u16(std::span<std::uint8_t, Length> header, std::uint16_t value) {
    static_assert(Length != std::dynamic_extent && Offset + 2 <= Length);
    header[Offset] = static_cast<std::uint8_t>(value >> 8);
    header[Offset + 1] = static_cast<std::uint8_t>(value & 0xff);
}

template <std::size_t Offset, std::size_t Length>
constexpr void put_u32(std::span<std::uint8_t, Length> header, std::uint32_t value) {
    static_assert(Length != std::dynamic_extent && Offset + 4 <= Length);
    put_u16<Offset>(header, static_cast<std::uint16_t>(value >> 16));
    put_u16<Offset + 2>(header, static_cast<std::uint16_t>(value & 0xffff));
}

}  // namespace openras::dataplane
