// Where credentials are stored: one vault for each user, and one for everyone's. Behind this interface are the sealed
// files of a service (sealed_store.h) and, for tests, memory.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "manager/credential_vault.h"
#include "manager/vault_files.h"

namespace openras::manager {

/// A uid, or everyone_number.
using VaultOwner = std::uint32_t;

inline constexpr std::uint32_t error_write_fault = 29;     ///< ERROR_WRITE_FAULT: the store cannot be read or written
inline constexpr std::uint32_t error_not_supported = 50;   ///< ERROR_NOT_SUPPORTED: there is no store
inline constexpr std::uint32_t error_file_corrupt = 1392;  ///< ERROR_FILE_CORRUPT: it cannot be opened with this key

class CredentialStore {
  public:
    using Edit = std::function<Expected<void>(CredentialVault&)>;

    virtual ~CredentialStore() = default;
    // Called on the bus thread; `done` runs there too, at once or later. Calls are carried out in order.

    /// An owner who has stored nothing has an empty vault. 29, 1392
    virtual void read(VaultOwner owner, std::function<void(Expected<CredentialVault>)> done) = 0;
    /// What `edit` leaves is stored, unless it fails or changes nothing; it runs on any thread. A vault that cannot be
    /// opened is kept aside then and a new one begun. 29, or the edit's error; 1392 where it cannot be opened and
    /// nothing is to be stored
    virtual void change(VaultOwner owner, Edit edit, std::function<void(Expected<void>)> done) = 0;
    /// All who have stored something.
    virtual void owners(std::function<void(std::vector<VaultOwner>)> done) = 0;
};

/// For tests.
class MemoryCredentialStore final : public CredentialStore {
  public:
    void read(VaultOwner owner, std::function<void(Expected<CredentialVault>)> done) override { done(vaults_[owner]); }
    void change(VaultOwner owner, Edit edit, std::function<void(Expected<void>)> done) override {
        CredentialVault changed = vaults_[owner];
        auto result = edit(changed);
        if (result) vaults_[owner] = std::move(changed);
        done(std::move(result));
    }
    void owners(std::function<void(std::vector<VaultOwner>)> done) override {
        std::vector<VaultOwner> all;
        all.reserve(vaults_.size());
        for (const auto& [owner, vault] : vaults_) all.push_back(owner);
        done(std::move(all));
    }

  private:
    std::map<VaultOwner, CredentialVault> vaults_;
};

}  // namespace openras::manager
