// The service's store: sealed files that the launcher reads and writes (vault_files.h), opened and sealed here. A
// thread of its own waits for the disk, so that the bus does not.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "base/random.h"
#include "base/unique_fd.h"
#include "manager/credential_store.h"
#include "manager/event_loop.h"

namespace openras::manager {

class SealedCredentialStore final : public CredentialStore {
  public:
    /// @param files  SOCK_SEQPACKET to VaultFiles::serve()
    SealedCredentialStore(EventLoop& loop, UniqueFd files, RandomSource& random);
    ~SealedCredentialStore() override;
    SealedCredentialStore(const SealedCredentialStore&) = delete;
    SealedCredentialStore& operator=(const SealedCredentialStore&) = delete;

    void read(VaultOwner owner, std::function<void(Expected<CredentialVault>)> done) override;
    void change(VaultOwner owner, Edit edit, std::function<void(Expected<void>)> done) override;
    void owners(std::function<void(std::vector<VaultOwner>)> done) override;

  private:
    void push(std::function<void()> job);
    void work();

    // The thread's.
    Expected<std::optional<ByteVector>> ask(VaultOperation operation, VaultOwner owner, ConstBytes bytes = {});
    Expected<void> need_key();
    Expected<CredentialVault> load(VaultOwner owner);
    Expected<void> change_now(VaultOwner owner, const Edit& edit);
    Expected<void> store(VaultOwner owner, const CredentialVault& vault);

    EventLoop& loop_;
    UniqueFd files_;
    RandomSource& random_;
    Secret key_;
    std::uint32_t serial_ = 0;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;  ///< under mutex_
    bool stopping_ = false;                   ///< under mutex_
    std::thread thread_;                      ///< made at the first use
};

}  // namespace openras::manager
