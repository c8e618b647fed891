// RasGetEapUserIdentity: asks an EAP method who the user is. No EAP method of this system asks: the identity is the
// entry's user name, and RasDial takes it as it takes others. So an entry without EAP and one with it have the same
// answer, ERROR_INVALID_FUNCTION_FOR_ENTRY, on which callers go on and dial. Source: RasGetEapUserIdentity (ras.h).
#include <ras.h>

#include <cstdlib>

#include "api/guard.h"
#include "api/lookup.h"
#include "api/text.h"

namespace openras::api {

namespace {

template <typename Traits>
DWORD get_identity(const typename Traits::Char* phonebook, const typename Traits::Char* entry,
                   typename Traits::EapUserIdentity** identity) {
    if (identity == nullptr) return E_INVALIDARG;
    *identity = nullptr;
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (!book || !name || name->empty()) return E_INVALIDARG;
    auto found = locate(*book, *name);
    return found ? static_cast<DWORD>(ERROR_INVALID_FUNCTION_FOR_ENTRY) : found.error().code;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetEapUserIdentityA(LPCSTR pszPhonebook, LPCSTR pszEntry, DWORD, HWND,
                             LPRASEAPUSERIDENTITYA* ppRasEapUserIdentity) {
    return guarded([&] { return get_identity<Ansi>(pszPhonebook, pszEntry, ppRasEapUserIdentity); });
}
DWORD RasGetEapUserIdentityW(LPCWSTR pszPhonebook, LPCWSTR pszEntry, DWORD, HWND,
                             LPRASEAPUSERIDENTITYW* ppRasEapUserIdentity) {
    return guarded([&] { return get_identity<Wide>(pszPhonebook, pszEntry, ppRasEapUserIdentity); });
}

VOID RasFreeEapUserIdentityA(LPRASEAPUSERIDENTITYA pRasEapUserIdentity) {
    std::free(pRasEapUserIdentity);
}
VOID RasFreeEapUserIdentityW(LPRASEAPUSERIDENTITYW pRasEapUserIdentity) {
    std::free(pRasEapUserIdentity);
}
