// The calls by which clients store credentials, and ask what is stored. Who calls comes from the kernel; a user reaches
// no vault but the own one, and no reply has a password in it.
#pragma once

#include "manager/bus_client.h"
#include "manager/config.h"
#include "manager/credential_store.h"

namespace openras::manager {

class CredentialCalls {
  public:
    /// @param store  null: there is none (`credentials = "none"`)
    CredentialCalls(const Config& config, CredentialStore* store) : config_(config), store_(store) {}

    /// Takes the call if it is one of these.
    /// @return false where it is another one; `answer` is untouched then
    bool take(const BusClient& client, sd_bus_message* message, Responder& answer);

  private:
    void set(const ClientProcess& process, bus::SetCredentialsRequest request, Responder answer);
    void get(const ClientProcess& process, const bus::CredentialsRequest& request, Responder answer);
    void move(const ClientProcess& process, const bus::MoveCredentialsRequest& request, Responder answer);
    void set_eap_data(const ClientProcess& process, bus::SetEapDataRequest request, Responder answer);
    void get_eap_data(const ClientProcess& process, const bus::CredentialsRequest& request, Responder answer);

    [[nodiscard]] EntryName name_of(bool system_book, const std::string& phonebook, const std::string& entry) const;
    /// The entry's GUID: as the system's book has it (621, 622, 623, 625), or as the call says of a user's own, which
    /// are theirs to look after.
    template <typename Request>
    [[nodiscard]] Expected<std::string> guid_of(const Request& request) const;
    /// Whose vault: the caller's, or everyone's where the caller may touch it. 5
    [[nodiscard]] static Expected<VaultOwner> owner_of(const ClientProcess& process, bool everyone, bool system_book);

    const Config& config_;
    CredentialStore* store_;
};

}  // namespace openras::manager
