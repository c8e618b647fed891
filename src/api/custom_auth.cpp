// RasGetCustomAuthData and RasSetCustomAuthData: what an EAP method keeps with the entry itself, for all who dial it.
// Source: those functions (ras.h).
#include <ras.h>

#include "api/blob.h"
#include "api/guard.h"
#include "api/lookup.h"
#include "api/text.h"

namespace openras::api {

namespace {

template <typename Traits>
DWORD get_data(const typename Traits::Char* phonebook, const typename Traits::Char* entry, BYTE* to, DWORD* bytes) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (bytes == nullptr || !book || !name || name->empty()) return E_INVALIDARG;
    auto found = locate(*book, *name);
    if (!found) return found.error().code;
    auto properties = found->contents->properties(found->entry);
    return properties ? give_blob(properties->auth_data, to, bytes) : properties.error().code;
}

template <typename Traits>
DWORD set_data(const typename Traits::Char* phonebook, const typename Traits::Char* entry, const BYTE* from,
               DWORD bytes) {
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (from == nullptr || bytes == 0 || bytes > max_blob_bytes || !book || !name || name->empty()) return E_INVALIDARG;
    auto edited = edit_entry(*book, *name, [&](phonebook::Book& contents, const std::string& found) -> Expected<void> {
        auto properties = contents.properties(found);
        if (!properties) return std::unexpected(properties.error());
        properties->auth_data.assign(from, from + bytes);
        return contents.set_properties(found, *properties);
    });
    return edited ? 0 : edited.error().code;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetCustomAuthDataA(LPCSTR pszPhonebook, LPCSTR pszEntry, BYTE* pbCustomAuthData,
                            DWORD* pdwSizeofCustomAuthData) {
    return guarded([&] { return get_data<Ansi>(pszPhonebook, pszEntry, pbCustomAuthData, pdwSizeofCustomAuthData); });
}
DWORD RasGetCustomAuthDataW(LPCWSTR pszPhonebook, LPCWSTR pszEntry, BYTE* pbCustomAuthData,
                            DWORD* pdwSizeofCustomAuthData) {
    return guarded([&] { return get_data<Wide>(pszPhonebook, pszEntry, pbCustomAuthData, pdwSizeofCustomAuthData); });
}
DWORD RasSetCustomAuthDataA(LPCSTR pszPhonebook, LPCSTR pszEntry, BYTE* pbCustomAuthData,
                            DWORD dwSizeofCustomAuthData) {
    return guarded([&] { return set_data<Ansi>(pszPhonebook, pszEntry, pbCustomAuthData, dwSizeofCustomAuthData); });
}
DWORD RasSetCustomAuthDataW(LPCWSTR pszPhonebook, LPCWSTR pszEntry, BYTE* pbCustomAuthData,
                            DWORD dwSizeofCustomAuthData) {
    return guarded([&] { return set_data<Wide>(pszPhonebook, pszEntry, pbCustomAuthData, dwSizeofCustomAuthData); });
}
