#include "manager/sealing.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace openras::manager {

namespace {

constexpr std::string_view magic = "ORSC";
constexpr std::uint8_t version = 1;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t head_size = 4 + 1;

/// 32 bytes that are wiped when they go.
struct OwnerKey {
    std::array<std::uint8_t, 32> bytes{};
    OwnerKey() = default;
    OwnerKey(const OwnerKey&) = delete;
    OwnerKey& operator=(const OwnerKey&) = delete;
    ~OwnerKey() { wipe(bytes.data(), bytes.size()); }
};

void derive(OwnerKey& key, const Secret& machine_key, std::uint32_t owner) {
    ByteVector info;
    ByteWriter(info).text("OpenRAS stored credentials").u8(version).u32(owner);
    std::string digest = "SHA256";
    const std::string_view secret = machine_key.reveal();
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, const_cast<char*>(secret.data()), secret.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()), OSSL_PARAM_construct_end()};
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free);
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr,
                                                                            EVP_KDF_CTX_free);
    if (!context || EVP_KDF_derive(context.get(), key.bytes.data(), key.bytes.size(), parameters.data()) != 1)
        throw std::runtime_error("HKDF failed");
}

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

ByteVector authenticated(std::uint32_t owner) {
    ByteVector bytes;
    ByteWriter(bytes).text(magic).u8(version).u32(owner);
    return bytes;
}

}  // namespace

ByteVector seal(const Secret& machine_key, std::uint32_t owner, const Secret& plain, RandomSource& random) {
    OwnerKey key;
    derive(key, machine_key, owner);
    const std::string_view text = plain.reveal();
    std::array<std::uint8_t, nonce_size> nonce{};
    random.fill(nonce);
    ByteVector out;
    ByteWriter(out).text(magic).u8(version).bytes(nonce).zeros(text.size() + tag_size);
    std::uint8_t* const body = out.data() + head_size + nonce_size;
    const ByteVector extra = authenticated(owner);
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    int count = 0;
    const bool good =
        cipher && EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), nonce.data()) == 1 &&
        EVP_EncryptUpdate(cipher.get(), nullptr, &count, extra.data(), static_cast<int>(extra.size())) == 1 &&
        EVP_EncryptUpdate(cipher.get(), body, &count, as_bytes(text).data(), static_cast<int>(text.size())) == 1 &&
        EVP_EncryptFinal_ex(cipher.get(), body + count, &count) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, body + text.size()) == 1;
    if (!good) throw std::runtime_error("AES-256-GCM failed");
    return out;
}

std::optional<Secret> unseal(const Secret& machine_key, std::uint32_t owner, ConstBytes sealed) {
    if (sealed.size() < seal_overhead || as_text(sealed.first(magic.size())) != magic ||
        sealed[magic.size()] != version)
        return std::nullopt;
    OwnerKey key;
    derive(key, machine_key, owner);
    const ConstBytes nonce = sealed.subspan(head_size, nonce_size);
    const ConstBytes body = sealed.subspan(head_size + nonce_size, sealed.size() - seal_overhead);
    ByteVector tag(sealed.end() - tag_size, sealed.end());
    ByteVector plain(body.size() + 1);  // never empty, for OpenSSL takes no null
    const ByteVector extra = authenticated(owner);
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    int count = 0;
    const bool good =
        cipher && EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), nonce.data()) == 1 &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &count, extra.data(), static_cast<int>(extra.size())) == 1 &&
        EVP_DecryptUpdate(cipher.get(), plain.data(), &count, body.data(), static_cast<int>(body.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(cipher.get(), plain.data() + body.size(), &count) == 1;
    std::optional<Secret> opened;
    if (good) opened.emplace(as_text(ConstBytes(plain).first(body.size())));
    wipe(plain.data(), plain.size());
    return opened;
}

}  // namespace openras::manager
