// The one checked reader and the one checked writer for bytes that come from or go to a peer. No parser does pointer
// arithmetic of its own. All integers are in network byte order unless a name says otherwise.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace openras {

using Bytes = std::span<std::uint8_t>;
using ConstBytes = std::span<const std::uint8_t>;
using ByteVector = std::vector<std::uint8_t>;

/// A cursor over bytes from a peer. A read past the end yields std::nullopt and consumes nothing; the reader can never
/// leave its span.
class ByteReader {
  public:
    explicit ByteReader(ConstBytes bytes) : rest_(bytes) {}

    [[nodiscard]] std::size_t remaining() const { return rest_.size(); }
    [[nodiscard]] bool empty() const { return rest_.empty(); }
    /// Everything not yet consumed.
    [[nodiscard]] ConstBytes rest() const { return rest_; }

    std::optional<std::uint8_t> u8();
    std::optional<std::uint16_t> u16();
    std::optional<std::uint32_t> u32();
    /// The next `count` bytes, as a view into the original span.
    std::optional<ConstBytes> bytes(std::size_t count);
    /// A fixed-size copy of the next N bytes.
    template <std::size_t N>
    std::optional<std::array<std::uint8_t, N>> array() {
        auto view = bytes(N);
        if (!view) return std::nullopt;
        std::array<std::uint8_t, N> out;
        for (std::size_t i = 0; i < N; ++i) out[i] = (*view)[i];
        return out;
    }
    bool skip(std::size_t count) { return bytes(count).has_value(); }

  private:
    ConstBytes rest_;
};

/// Appends to a byte vector that it does not own; lengths that are known only afterwards are patched by position.
class ByteWriter {
  public:
    explicit ByteWriter(ByteVector& out) : out_(out) {}

    ByteWriter& u8(std::uint8_t value);
    ByteWriter& u16(std::uint16_t value);
    ByteWriter& u32(std::uint32_t value);
    ByteWriter& bytes(ConstBytes value);
    ByteWriter& text(std::string_view value);
    ByteWriter& zeros(std::size_t count);

    /// Bytes in the vector now, for a later patch_u16.
    [[nodiscard]] std::size_t position() const { return out_.size(); }
    /// Overwrites two bytes at `position`, which must have been written already.
    void patch_u16(std::size_t position, std::uint16_t value);

  private:
    ByteVector& out_;
};

/// The bytes of a text, as a view.
inline ConstBytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// The text of some bytes, as a view; nothing is checked (see printable() for text from a peer).
inline std::string_view as_text(ConstBytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal without separators.
std::string to_hex(ConstBytes bytes);

}  // namespace openras
