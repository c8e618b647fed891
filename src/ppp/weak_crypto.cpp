#include "ppp/weak_crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/provider.h>

#include <memory>
#include <stdexcept>

#include "base/secret.h"

namespace openras::ppp::weak {

namespace {

/// The legacy provider in a library context of its own, so that the process's default context does not learn MD4.
struct Legacy {
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    OSSL_PROVIDER* provider = OSSL_PROVIDER_load(context, "legacy");
    EVP_MD* md4 = provider == nullptr ? nullptr : EVP_MD_fetch(context, "MD4", nullptr);
    EVP_CIPHER* des = provider == nullptr ? nullptr : EVP_CIPHER_fetch(context, "DES-ECB", nullptr);

    Legacy() = default;
    Legacy(const Legacy&) = delete;
    Legacy& operator=(const Legacy&) = delete;
    ~Legacy() {
        EVP_CIPHER_free(des);
        EVP_MD_free(md4);
        if (provider != nullptr) OSSL_PROVIDER_unload(provider);
        OSSL_LIB_CTX_free(context);
    }
    [[nodiscard]] bool complete() const { return md4 != nullptr && des != nullptr; }
};

const Legacy& legacy() {
    static const Legacy instance;
    return instance;
}

template <std::size_t Size>
std::array<std::uint8_t, Size> digest(const EVP_MD* algorithm, std::initializer_list<ConstBytes> parts) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::array<std::uint8_t, Size> out{};
    bool good = context && EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1;
    for (const ConstBytes part : parts) good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    unsigned size = 0;
    if (!good || EVP_DigestFinal_ex(context.get(), out.data(), &size) != 1 || size != Size)
        throw std::runtime_error("a digest of OpenSSL failed");
    return out;
}

}  // namespace

bool available() {
    return legacy().complete();
}

std::array<std::uint8_t, 16> md5(std::initializer_list<ConstBytes> parts) {
    return digest<16>(EVP_md5(), parts);
}
std::array<std::uint8_t, 20> sha1(std::initializer_list<ConstBytes> parts) {
    return digest<20>(EVP_sha1(), parts);
}

std::array<std::uint8_t, 16> md4(ConstBytes data) {
    if (!available()) throw std::runtime_error("OpenSSL's legacy provider is missing");
    return digest<16>(legacy().md4, {data});
}

std::array<std::uint8_t, 8> des(std::span<const std::uint8_t, 7> key, std::span<const std::uint8_t, 8> block) {
    if (!available()) throw std::runtime_error("OpenSSL's legacy provider is missing");
    // 56 key bits spread over eight octets, the lowest bit of each left for parity (which DES ignores).
    std::uint64_t bits = 0;
    for (const std::uint8_t byte : key) bits = bits << 8 | byte;
    std::array<std::uint8_t, 8> spread{};
    for (std::size_t i = 0; i < spread.size(); ++i)
        spread[i] = static_cast<std::uint8_t>((bits >> (49 - 7 * i) & 0x7f) << 1);
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  &EVP_CIPHER_CTX_free);
    std::array<std::uint8_t, 8> out{};
    int size = 0;
    const bool good = context &&
                      EVP_EncryptInit_ex2(context.get(), legacy().des, spread.data(), nullptr, nullptr) == 1 &&
                      EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
                      EVP_EncryptUpdate(context.get(), out.data(), &size, block.data(), 8) == 1 && size == 8;
    wipe(spread.data(), spread.size());
    if (!good) throw std::runtime_error("DES of OpenSSL failed");
    return out;
}

bool equal(ConstBytes left, ConstBytes right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace openras::ppp::weak
