// The stored credentials of one owner, a value: what clients may set and ask, the limits, and the bytes in which it is
// kept (sealed, sealing.h). Source of the items: RasSetCredentials, RASCREDENTIALS (ras.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ras_error.h"
#include "base/secret.h"
#include "bus/messages.h"

namespace openras::manager {

using bus::password_placeholder;

struct VaultLimits {
    std::size_t records = 1000;      ///< entries of one owner
    std::size_t bytes = 120 * 1024;  ///< of all of them
};

/// Names an entry as the phone book does: exactly, else without regard to the case of ASCII letters.
struct EntryName {
    std::string phonebook;
    std::string entry;
    auto operator<=>(const EntryName&) const = default;
};

struct StoredCredentials {
    std::uint32_t items = 0;  ///< RASCM_* and bus::stored_callback: these are stored
    std::string guid;         ///< of the entry that they were stored for; "" = it had none
    std::string user;
    std::string domain;
    std::string callback_number;
    Secret password;
    Secret pre_shared_key;
    Secret server_pre_shared_key;
    Secret ddm_pre_shared_key;
    Secret eap_data;  ///< hexadecimal digits

    [[nodiscard]] bool has(std::uint32_t item) const { return (items & item) != 0; }
    bool operator==(const StoredCredentials&) const = default;
};

class CredentialVault {
  public:
    explicit CredentialVault(VaultLimits limits = {}) : limits_(limits) {}

    /// @param guid  the entry's; what was stored for an entry of another one is not found
    [[nodiscard]] const StoredCredentials* find(const EntryName& name, std::string_view guid) const;
    /// Sets or clears the request's items; of the secrets the placeholder changes nothing. What was stored for an entry
    /// of another GUID is forgotten. 8 beyond the limits, 87
    Expected<void> set(const EntryName& name, const bus::SetCredentialsRequest& request, const std::string& guid);
    /// Likewise. 8, 87
    Expected<void> set_eap_data(const EntryName& name, const Secret& data, const std::string& guid);
    /// The entry has another name from now on, and nothing of what that name had; or ("") it is gone.
    void move(const EntryName& name, const std::string& new_entry);
    /// Forgets what was not stored for the entry of this GUID.
    void keep_only(const EntryName& name, std::string_view guid);
    [[nodiscard]] bool empty() const { return records_.empty(); }
    [[nodiscard]] std::size_t size() const { return records_.size(); }

    [[nodiscard]] Secret serialize() const;
    /// std::nullopt where the bytes are none of serialize()'s
    static std::optional<CredentialVault> parse(ConstBytes bytes);

    bool operator==(const CredentialVault& other) const { return records_ == other.records_; }

  private:
    using Records = std::map<EntryName, StoredCredentials>;
    [[nodiscard]] Records::const_iterator position(const EntryName& name) const;
    /// What a change of the entry's record begins with.
    [[nodiscard]] StoredCredentials record_of(const EntryName& name, const std::string& guid) const;
    Expected<void> put(const EntryName& name, StoredCredentials record);

    Records records_;
    VaultLimits limits_;
};

}  // namespace openras::manager
