// The broken algorithms that PPP's authentication protocols are made of (MD4, MD5, DES, SHA-1), fenced in here so that
// nothing else of the project can reach them. MD4 and DES come from OpenSSL's legacy provider.
#pragma once

#include <array>
#include <initializer_list>

#include "base/bytes.h"

namespace openras::ppp::weak {

/// Loads the legacy provider. False where the machine has none: MS-CHAPv2 is not possible then. Call it before a
/// process gives up its right to open files; later calls are free.
bool available();

std::array<std::uint8_t, 16> md5(std::initializer_list<ConstBytes> parts);
std::array<std::uint8_t, 20> sha1(std::initializer_list<ConstBytes> parts);
/// Throws std::runtime_error unless available().
std::array<std::uint8_t, 16> md4(ConstBytes data);
/// One block in ECB mode under a 56-bit key (parity bits are added here). Throws std::runtime_error unless available().
std::array<std::uint8_t, 8> des(std::span<const std::uint8_t, 7> key, std::span<const std::uint8_t, 8> block);

/// In time that does not depend on where the difference is.
bool equal(ConstBytes left, ConstBytes right);

}  // namespace openras::ppp::weak
