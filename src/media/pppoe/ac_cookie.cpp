#include "media/pppoe/ac_cookie.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <stdexcept>

namespace openras::pppoe {

namespace {
std::uint64_t slot_of(TimePoint now) {
    return static_cast<std::uint64_t>(now.time_since_epoch() / std::chrono::seconds(30));
}
}  // namespace

// The offer's number in clear, then as much of the hash as there is room for.
AcCookie::Value AcCookie::value(const MacAddress& client, std::uint64_t slot, std::uint32_t offer) const {
    ByteVector message;
    ByteWriter(message)
        .bytes(client)
        .u32(static_cast<std::uint32_t>(slot >> 32))
        .u32(static_cast<std::uint32_t>(slot))
        .u32(offer);
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (!HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), message.data(), message.size(), digest.data(),
              &length) ||
        length < size - sizeof offer)
        throw std::runtime_error("HMAC-SHA256 is not available");
    Value out;
    for (unsigned i = 0; i < sizeof offer; ++i) out[i] = static_cast<std::uint8_t>(offer >> (24 - 8 * i));
    std::copy_n(digest.begin(), size - sizeof offer, out.begin() + sizeof offer);
    return out;
}

AcCookie::Value AcCookie::make(const MacAddress& client, TimePoint now) {
    return value(client, slot_of(now), ++last_offer_);
}

bool AcCookie::check(ConstBytes cookie, const MacAddress& client, TimePoint now) const {
    if (cookie.size() != size) return false;
    const std::uint32_t offer = *ByteReader(cookie).u32();
    const std::uint64_t slot = slot_of(now);
    for (const std::uint64_t candidate : {slot, slot - 1}) {
        const Value expected = value(client, candidate, offer);
        if (CRYPTO_memcmp(cookie.data(), expected.data(), size) == 0) return true;
    }
    return false;
}

}  // namespace openras::pppoe
