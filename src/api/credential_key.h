// What credentials are stored under: the book's canonical path and the entry's name as the book spells it.
#pragma once

#include <ras.h>

#include <string>

#include "base/ras_error.h"
#include "bus/messages.h"

namespace openras::api {

struct CredentialKey {
    std::string phonebook;
    bool system_book = false;
    std::string entry;
    std::string guid;  ///< of the entry; "" = none, or the store reads it itself

    template <typename Request>
    void name_in(Request& request) const {
        request.phonebook = phonebook;
        request.system_book = system_book;
        request.entry = entry;
        if constexpr (requires { request.guid; }) request.guid = guid;
    }
    [[nodiscard]] bus::CredentialsRequest question(bool everyone = false) const {
        return {phonebook, system_book, entry, everyone, guid};
    }
};

/// @return 621, 622, 623, 625; of an entry of the system's book nothing is said where the store knows that book itself
Expected<CredentialKey> credential_key(const std::string& phonebook, const std::string& entry);

/// The result of asking for what is stored, where it is nothing: 0, or 623 where the library can see that there is no
/// such entry. (A store that knows the system's book says so only when something is to be stored.)
DWORD nothing_stored(const std::string& phonebook, const CredentialKey& key);

/// An entry was renamed: what is stored goes with it. A store that cannot be reached keeps it; the entry is renamed all
/// the same.
void move_credentials(const CredentialKey& from, const std::string& new_entry);
/// An entry was deleted, or is new: what is, or still was, stored under its name is forgotten. Likewise.
void forget_credentials(const CredentialKey& of);

}  // namespace openras::api
