// RasGetEapUserData and RasSetEapUserData: what an EAP method keeps for one user of an entry. Source: those functions
// (ras.h).
#include <ras.h>

#include <charconv>

#include "api/blob.h"
#include "api/credential_key.h"
#include "api/credential_store.h"
#include "api/guard.h"
#include "api/text.h"

namespace openras::api {

namespace {

/// The bytes of hexadecimal digits; empty where they are none.
ByteVector from_hex(std::string_view digits) {
    ByteVector bytes(digits.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char* pair = digits.data() + 2 * i;
        if (std::from_chars(pair, pair + 2, bytes[i], 16).ptr != pair + 2) return {};
    }
    return bytes;
}

template <typename Traits>
DWORD get_data(HANDLE token, const typename Traits::Char* phonebook, const typename Traits::Char* entry, BYTE* to,
               DWORD* bytes) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (token != nullptr || bytes == nullptr || !book || !name || name->empty()) return E_INVALIDARG;
    auto key = credential_key(*book, *name);
    if (!key) return key.error().code;
    auto stored = credential_store().get_eap_data(key->question());
    if (!stored) return stored.error().code;
    if (stored->empty())
        if (const DWORD error = nothing_stored(*book, *key)) return error;
    ByteVector data = from_hex(stored->reveal());
    const DWORD error = give_blob(data, to, bytes);
    wipe(data.data(), data.size());
    return error;
}

template <typename Traits>
DWORD set_data(HANDLE token, const typename Traits::Char* phonebook, const typename Traits::Char* entry,
               const BYTE* from, DWORD bytes) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (token != nullptr || from == nullptr || bytes == 0 || bytes > max_blob_bytes || !book || !name || name->empty())
        return E_INVALIDARG;
    auto key = credential_key(*book, *name);
    if (!key) return key.error().code;
    bus::SetEapDataRequest request;
    key->name_in(request);
    std::string digits = to_hex({from, bytes});
    request.data = Secret(digits);
    wipe(digits.data(), digits.size());
    return credential_store().set_eap_data(request);
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetEapUserDataA(HANDLE hToken, LPCSTR pszPhonebook, LPCSTR pszEntry, BYTE* pbEapData,
                         DWORD* pdwSizeofEapData) {
    return guarded([&] { return get_data<Ansi>(hToken, pszPhonebook, pszEntry, pbEapData, pdwSizeofEapData); });
}
DWORD RasGetEapUserDataW(HANDLE hToken, LPCWSTR pszPhonebook, LPCWSTR pszEntry, BYTE* pbEapData,
                         DWORD* pdwSizeofEapData) {
    return guarded([&] { return get_data<Wide>(hToken, pszPhonebook, pszEntry, pbEapData, pdwSizeofEapData); });
}
DWORD RasSetEapUserDataA(HANDLE hToken, LPCSTR pszPhonebook, LPCSTR pszEntry, BYTE* pbEapData, DWORD dwSizeofEapData) {
    return guarded([&] { return set_data<Ansi>(hToken, pszPhonebook, pszEntry, pbEapData, dwSizeofEapData); });
}
DWORD RasSetEapUserDataW(HANDLE hToken, LPCWSTR pszPhonebook, LPCWSTR pszEntry, BYTE* pbEapData,
                         DWORD dwSizeofEapData) {
    return guarded([&] { return set_data<Wide>(hToken, pszPhonebook, pszEntry, pbEapData, dwSizeofEapData); });
}
