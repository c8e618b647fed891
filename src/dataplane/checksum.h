// The Internet checksum (RFC 1071), computed over parts and changed incrementally (RFC 1624). Every segment that is
// split off or merged is summed once, so this is the hottest loop of the data plane.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace openras::dataplane {

/// A ones' complement sum that grows by parts. Each part begins at an even offset of the whole; only the last may be of
/// odd length. Good for some 2^17 parts of 64 kB.
class ChecksumSum {
  public:
    ChecksumSum& add(ConstBytes bytes);
    /// Values in host order, as they are read from a header.
    ChecksumSum& add_u16(std::uint16_t value);
    ChecksumSum& add_u32(std::uint32_t value);
    /// Takes out what add_u16(value) put in.
    ChecksumSum& subtract_u16(std::uint16_t value) { return add_u16(static_cast<std::uint16_t>(~value)); }

    /// The sum folded to 16 bits, in host order: 0xffff over data with a right checksum.
    [[nodiscard]] std::uint16_t folded() const;
    /// What goes into the header's checksum field.
    [[nodiscard]] std::uint16_t checksum() const { return static_cast<std::uint16_t>(~folded()); }

  private:
    std::uint64_t sum_ = 0;  // of words in memory order; the sum's byte order does not matter until it is folded
};

/// The checksum after a 16-bit word at an even offset changed from `before` to `after` (RFC 1624, equation 3).
[[nodiscard]] std::uint16_t adjust_checksum(std::uint16_t checksum, std::uint16_t before, std::uint16_t after);

}  // namespace openras::dataplane
