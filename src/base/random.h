// Randomness as a parameter: magic numbers, challenges, cookies and handles come from here, so that a test or a fuzzer
// can replay them.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace openras {

class RandomSource {
  public:
    virtual ~RandomSource() = default;
    /// Fills all of `out`.
    virtual void fill(Bytes out) = 0;
    std::uint32_t u32();
};

/// The operating system's generator, through OpenSSL. Throws std::runtime_error if that fails. Any thread may use it.
class SystemRandom final : public RandomSource {
  public:
    void fill(Bytes out) override;
};

/// A repeatable sequence for tests and fuzzers (never for anything secret).
class SeededRandom final : public RandomSource {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(Bytes out) override;

  private:
    std::uint64_t state_;
};

}  // namespace openras
