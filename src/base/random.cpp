#include "base/random.h"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace openras {

std::uint32_t RandomSource::u32() {
    std::array<std::uint8_t, 4> bytes{};
    fill(bytes);
    return *ByteReader(bytes).u32();
}

void SystemRandom::fill(Bytes out) {
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
        throw std::runtime_error("no random numbers from the operating system");
}

void SeededRandom::fill(Bytes out) {
    for (auto& byte : out) {  // SplitMix64, one byte a step
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        byte = static_cast<std::uint8_t>(mixed ^ (mixed >> 31));
    }
}

}  // namespace openras
