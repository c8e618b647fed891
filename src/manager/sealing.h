// How stored credentials lie on the disk: sealed with AES-256-GCM (NIST SP 800-38D) under a key of the owner's own,
// which HKDF-SHA-256 (RFC 5869) makes of the machine's key. The owner and the version are authenticated with it, so
// that one owner's file is worth nothing in another one's place.
#pragma once

#include <cstdint>
#include <optional>

#include "base/random.h"
#include "base/secret.h"

namespace openras::manager {

/// Bytes that sealing adds.
inline constexpr std::size_t seal_overhead = 4 + 1 + 12 + 16;
/// A machine key of fewer bytes is none.
inline constexpr std::size_t min_machine_key = 32;

/// @param owner  number of the owner (vault_files.h)
/// Throws std::runtime_error where OpenSSL fails.
ByteVector seal(const Secret& machine_key, std::uint32_t owner, const Secret& plain, RandomSource& random);

/// std::nullopt where it is damaged, another owner's, or sealed with another key
std::optional<Secret> unseal(const Secret& machine_key, std::uint32_t owner, ConstBytes sealed);

}  // namespace openras::manager
