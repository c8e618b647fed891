// RasGetCredentials, RasSetCredentials, RasGetEntryDialParams, RasSetEntryDialParams: what is stored for an entry. The
// password itself never comes back: sixteen asterisks stand for it. Source: those functions (ras.h).
#include <ras.h>

#include "api/accepted_sizes.h"
#include "api/arguments.h"
#include "api/credential_key.h"
#include "api/credential_store.h"
#include "api/guard.h"

namespace openras::api {

namespace {

constexpr DWORD keys = RASCM_PreSharedKey | RASCM_ServerPreSharedKey | RASCM_DDMPreSharedKey;
constexpr DWORD known_items = RASCM_UserName | RASCM_Password | RASCM_Domain | RASCM_DefaultCreds | keys;

/// Whether a mask can be: something known, and one secret at most, for szPassword has room for one.
bool is_mask(DWORD mask) {
    const DWORD secrets = mask & (RASCM_Password | keys);
    return (mask & ~known_items) == 0 && (mask & ~static_cast<DWORD>(RASCM_DefaultCreds)) != 0 &&
           (secrets & (secrets - 1)) == 0;
}

template <typename Traits>
DWORD get_credentials(const typename Traits::Char* phonebook, const typename Traits::Char* entry,
                      typename Traits::Credentials* to) {
    using Credentials = typename Traits::Credentials;
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (to == nullptr || !book || !name || name->empty()) return ERROR_INVALID_PARAMETER;
    if (!is_accepted_size<Credentials>(size_field(to))) return ERROR_INVALID_SIZE;
    Credentials made;
    std::memset(&made, 0, sizeof made);
    made.dwSize = to->dwSize;
    const DWORD wanted = to->dwMask;
    if (!is_mask(wanted)) return ERROR_INVALID_PARAMETER;
    const bool everyone = (wanted & RASCM_DefaultCreds) != 0;
    auto key = credential_key(*book, *name);
    if (!key) return key.error().code;
    if (everyone && !key->system_book) return ERROR_ACCESS_DENIED;
    auto stored = credential_store().get(key->question(everyone));
    if (!stored) return stored.error().code;
    if (stored->items == 0)
        if (const DWORD error = nothing_stored(*book, *key)) return error;
    made.dwMask = wanted & stored->items;
    if ((made.dwMask & RASCM_UserName) != 0) put_text<Traits>(made.szUserName, stored->user);
    if ((made.dwMask & RASCM_Domain) != 0) put_text<Traits>(made.szDomain, stored->domain);
    if ((made.dwMask & (RASCM_Password | keys)) != 0) put_text<Traits>(made.szPassword, stored_password);
    if (everyone && made.dwMask != 0) made.dwMask |= RASCM_DefaultCreds;
    std::memcpy(to, &made, sizeof made);
    return 0;
}

template <typename Traits>
DWORD set_credentials(const typename Traits::Char* phonebook, const typename Traits::Char* entry,
                      const typename Traits::Credentials* from, bool clear) {
    using Credentials = typename Traits::Credentials;
    const auto book = argument<Traits>(phonebook);
    const auto name = argument<Traits>(entry);
    if (from == nullptr || !book || !name || name->empty()) return ERROR_INVALID_PARAMETER;
    if (!is_accepted_size<Credentials>(size_field(from))) return ERROR_INVALID_SIZE;
    const ArgumentCopy<Credentials> copy(from);
    if (!is_mask(copy->dwMask)) return ERROR_INVALID_PARAMETER;
    bus::SetCredentialsRequest request;
    request.everyone = (copy->dwMask & RASCM_DefaultCreds) != 0;
    request.items = copy->dwMask & ~static_cast<DWORD>(RASCM_DefaultCreds);
    request.clear = clear;
    const auto wants = [&](DWORD items) { return !clear && (request.items & items) != 0; };
    if ((wants(RASCM_UserName) && !decode_field<Traits>(copy->szUserName, request.user)) ||
        (wants(RASCM_Domain) && !decode_field<Traits>(copy->szDomain, request.domain)) ||
        (wants(RASCM_Password | keys) && !decode_field<Traits>(copy->szPassword, request.secret)))
        return ERROR_INVALID_PARAMETER;
    auto key = credential_key(*book, *name);
    if (!key) return key.error().code;
    if (request.everyone && !key->system_book) return ERROR_ACCESS_DENIED;
    if (request.secret.reveal() == stored_password) {  // as it is
        request.items &= ~static_cast<DWORD>(RASCM_Password | keys);
        request.secret.clear();
    }
    if (request.items == 0) return nothing_stored(*book, *key);
    key->name_in(request);
    return credential_store().set(request);
}

template <typename Traits>
DWORD get_dial_params(const typename Traits::Char* phonebook, typename Traits::DialParams* params, BOOL* has_password) {
    using Params = typename Traits::DialParams;
    if (params == nullptr || has_password == nullptr) return ERROR_BUFFER_INVALID;
    const std::uint32_t size = size_field(params);
    if (!is_accepted_size<Params>(size)) return ERROR_INVALID_SIZE;
    const auto book = argument<Traits>(phonebook);
    std::string name;
    Params made;
    std::memset(&made, 0, sizeof made);
    std::memcpy(&made, params, size);
    if (!book || !decode_field<Traits>(made.szEntryName, name)) return ERROR_INVALID_PARAMETER;
    auto key = credential_key(*book, name);
    if (!key) return key.error().code;
    auto stored = credential_store().get(key->question());
    if (!stored) return stored.error().code;
    if (stored->items == 0)
        if (const DWORD error = nothing_stored(*book, *key)) return error;
    put_text<Traits>(made.szPhoneNumber, "");
    put_text<Traits>(made.szCallbackNumber, stored->callback_number);
    put_text<Traits>(made.szUserName, stored->user);
    put_text<Traits>(made.szDomain, stored->domain);
    const bool password = (stored->items & RASCM_Password) != 0;
    put_text<Traits>(made.szPassword, password ? stored_password : "");
    std::memcpy(params, &made, size);
    *has_password = password ? 1 : 0;
    return 0;
}

template <typename Traits>
DWORD set_dial_params(const typename Traits::Char* phonebook, const typename Traits::DialParams* params,
                      bool remove_password) {
    using Params = typename Traits::DialParams;
    if (params == nullptr) return ERROR_BUFFER_INVALID;
    if (!is_accepted_size<Params>(size_field(params))) return ERROR_INVALID_SIZE;
    const auto book = argument<Traits>(phonebook);
    const ArgumentCopy<Params> copy(params);
    std::string name;
    bus::SetCredentialsRequest request;
    if (!book || !decode_field<Traits>(copy->szEntryName, name) ||
        !decode_field<Traits>(copy->szUserName, request.user) ||
        !decode_field<Traits>(copy->szDomain, request.domain) ||
        !decode_field<Traits>(copy->szCallbackNumber, request.callback_number) ||
        !decode_field<Traits>(copy->szPassword, request.secret))
        return ERROR_INVALID_PARAMETER;
    auto key = credential_key(*book, name);
    if (!key) return key.error().code;
    // What is empty stays as it is, and without a user name so does the password. A user name with an empty password
    // means that there is none to store.
    const bool as_it_is = request.user.empty() || request.secret.reveal() == stored_password;
    const bool forget = remove_password || (!as_it_is && request.secret.empty());
    if (!request.user.empty()) request.items |= RASCM_UserName;
    if (!request.domain.empty()) request.items |= RASCM_Domain;
    if (!request.callback_number.empty()) request.items |= bus::stored_callback;
    if (!as_it_is && !forget) request.items |= RASCM_Password;
    if ((request.items & RASCM_Password) == 0) request.secret.clear();
    key->name_in(request);
    if (request.items == 0 && !forget) return nothing_stored(*book, *key);
    if (request.items != 0)
        if (const DWORD error = credential_store().set(request)) return error;
    if (!forget) return 0;
    bus::SetCredentialsRequest removal;
    key->name_in(removal);
    removal.items = RASCM_Password;
    removal.clear = true;
    return credential_store().set(removal);
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetCredentialsA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, LPRASCREDENTIALSA lpCredentials) {
    return guarded([&] { return get_credentials<Ansi>(lpszPhonebook, lpszEntry, lpCredentials); });
}
DWORD RasGetCredentialsW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, LPRASCREDENTIALSW lpCredentials) {
    return guarded([&] { return get_credentials<Wide>(lpszPhonebook, lpszEntry, lpCredentials); });
}

DWORD RasSetCredentialsA(LPCSTR lpszPhonebook, LPCSTR lpszEntry, LPRASCREDENTIALSA lpCredentials,
                         BOOL fClearCredentials) {
    return guarded(
        [&] { return set_credentials<Ansi>(lpszPhonebook, lpszEntry, lpCredentials, fClearCredentials != 0); });
}
DWORD RasSetCredentialsW(LPCWSTR lpszPhonebook, LPCWSTR lpszEntry, LPRASCREDENTIALSW lpCredentials,
                         BOOL fClearCredentials) {
    return guarded(
        [&] { return set_credentials<Wide>(lpszPhonebook, lpszEntry, lpCredentials, fClearCredentials != 0); });
}

DWORD RasGetEntryDialParamsA(LPCSTR lpszPhonebook, LPRASDIALPARAMSA lprasdialparams, LPBOOL lpfPassword) {
    return guarded([&] { return get_dial_params<Ansi>(lpszPhonebook, lprasdialparams, lpfPassword); });
}
DWORD RasGetEntryDialParamsW(LPCWSTR lpszPhonebook, LPRASDIALPARAMSW lprasdialparams, LPBOOL lpfPassword) {
    return guarded([&] { return get_dial_params<Wide>(lpszPhonebook, lprasdialparams, lpfPassword); });
}

DWORD RasSetEntryDialParamsA(LPCSTR lpszPhonebook, LPRASDIALPARAMSA lprasdialparams, BOOL fRemovePassword) {
    return guarded([&] { return set_dial_params<Ansi>(lpszPhonebook, lprasdialparams, fRemovePassword != 0); });
}
DWORD RasSetEntryDialParamsW(LPCWSTR lpszPhonebook, LPRASDIALPARAMSW lprasdialparams, BOOL fRemovePassword) {
    return guarded([&] { return set_dial_params<Wide>(lpszPhonebook, lprasdialparams, fRemovePassword != 0); });
}
