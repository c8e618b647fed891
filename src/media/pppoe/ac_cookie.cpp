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

AcCookie::Value AcCookie::value(const MacAddress& client, std::uint64_t slot) const {
    std::array<std::uint8_t, 14> message{};
    std::ranges::copy(client, message.begin());
    for (unsigned i = 0; i < 8; ++i) message[6 + i] = static_cast<std::uint8_t>(slot >> (8 * i));
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (!HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), message.data(), message.size(), digest.data(),
              &length) ||
        length < size)
        throw std::runtime_error("HMAC-SHA256 is not available");
    Value out;
    std::copy_n(digest.begin(), size, out.begin());
    return out;
}

AcCookie::Value AcCookie::make(const MacAddress& client, TimePoint now) const {
    return value(client, slot_of(now));
}

bool AcCookie::check(ConstBytes cookie, const MacAddress& client, TimePoint now) const {
    if (cookie.size() != size) return false;
    const std::uint64_t slot = slot_of(now);
    for (const std::uint64_t candidate : {slot, slot - 1}) {
        const Value expected = value(client, candidate);
        if (CRYPTO_memcmp(cookie.data(), expected.data(), size) == 0) return true;
    }
    return false;
}

}  // namespace openras::pppoe
