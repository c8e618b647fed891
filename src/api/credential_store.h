// Where the user names and passwords of entries are kept. They are never in the phone book. Three stores answer the
// same questions: the manager's own (the default), the desktop's Secret Service, none. The caller chooses by the
// environment OPENRAS_CREDENTIALS = manager | secret-service | none, or `credentials = "..."` in the user's or the
// system's library.toml. No function gives a stored password out: a dial uses it, nobody sees it.
#pragma once

#include <ras.h>

#include <string_view>

#include "base/ras_error.h"
#include "base/secret.h"
#include "bus/messages.h"

namespace openras::api {

/// Stands for the stored password, in both directions: sixteen asterisks.
inline constexpr std::string_view stored_password = bus::password_placeholder;

class CredentialStore {
  public:
    virtual ~CredentialStore() = default;

    /// 0; 5 no right, or the store cannot be reached; 50 it takes none; 623 (where it knows the entries); 711; what
    /// the manager says besides.
    virtual DWORD set(const bus::SetCredentialsRequest& request) = 0;
    /// What is stored, without any secret. Errors as set().
    virtual Expected<bus::CredentialsReply> get(const bus::CredentialsRequest& request) = 0;
    /// After an entry was renamed or deleted.
    virtual DWORD move(const bus::MoveCredentialsRequest& request) = 0;
    virtual DWORD set_eap_data(const bus::SetEapDataRequest& request) = 0;
    /// Hexadecimal digits, empty where there is none.
    virtual Expected<Secret> get_eap_data(const bus::CredentialsRequest& request) = 0;
    /// Puts what is stored into a dial that says nothing of its own: no user and no password, or stored_password. A
    /// user name that was given gets the stored password only if it is the stored user's. 691: there is none for
    /// stored_password; 5: the store cannot be reached.
    virtual Expected<void> fill_in(bus::DialRequest& request) = 0;
    /// Whether the store itself knows which entries the system's book has; else the library has to read it.
    [[nodiscard]] virtual bool knows_system_book() const = 0;
};

/// The one that the caller has chosen.
CredentialStore& credential_store();

CredentialStore& manager_store();
CredentialStore& secret_service_store();

}  // namespace openras::api
