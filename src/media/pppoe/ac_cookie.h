// The AC-Cookie by which a server knows, without having kept anything, that it sent an offer to that address a moment
// ago (RFC 2516 section 5.2 and appendix A): a keyed hash over the address and the time, so a host that cannot receive
// at its claimed address gets no session. No two offers have the same: a request that carries one met before is the
// repetition of another, not a new dial.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "base/random.h"
#include "base/time.h"
#include "media/pppoe/mac_address.h"

namespace openras::pppoe {

class AcCookie {
  public:
    static constexpr std::size_t size = 16;
    using Value = std::array<std::uint8_t, size>;

    explicit AcCookie(RandomSource& random) : last_offer_(random.u32()) { random.fill(key_); }

    [[nodiscard]] Value make(const MacAddress& client, TimePoint now);
    /// Good for 30 to 60 seconds.
    [[nodiscard]] bool check(ConstBytes cookie, const MacAddress& client, TimePoint now) const;

  private:
    [[nodiscard]] Value value(const MacAddress& client, std::uint64_t slot, std::uint32_t offer) const;

    std::array<std::uint8_t, 32> key_{};
    std::uint32_t last_offer_;
};

}  // namespace openras::pppoe
