// What rasmand's launcher, which is root still, does for the store of credentials: the manager may not open a file to
// write it. It reads and writes whole sealed files under names that it makes from a number, and gives the machine's
// key; what is in the files it neither knows nor looks at. The requests come over a socket of their own from the
// manager, whom a peer may have taken over, so each is checked here.
//
//     STATE_DIR/machine.key               made at first use, unless the service was given a credential openras.key
//     STATE_DIR/credentials/UID.sealed    one for each user that has stored something, and everyone.sealed
//     STATE_DIR/credentials/*.damaged-N   what could not be opened, kept aside when its place was needed
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/ras_error.h"
#include "base/unique_fd.h"

namespace openras::manager {

enum class VaultOperation : std::uint8_t {
    Key = 1,       ///< the machine's key
    Read = 2,      ///< one owner's file
    Write = 3,     ///< replaces it; no bytes: removes it
    SetAside = 4,  ///< puts a damaged one out of the way
    List = 5       ///< the numbers of all owners, four bytes each
};
enum class VaultResult : std::uint8_t {
    Done = 0,     ///< what was asked for follows
    Missing = 1,  ///< there is no such file
    Failed = 2    ///< a text follows
};

/// The number of the owner "everyone", which is no user's.
inline constexpr std::uint32_t everyone_number = 0xffffffff;
inline constexpr std::size_t max_sealed_file = 128 * 1024;
/// A request is operation (1 byte), serial (4), owner (4) and the bytes; a reply is serial (4), result (1) and bytes.
inline constexpr std::size_t max_vault_message = max_sealed_file + 16;

class VaultFiles {
  public:
    /// @param state_dir  made at the first write where it is missing
    /// @param credentials_dir  systemd's $CREDENTIALS_DIRECTORY, "" = none
    VaultFiles(std::string state_dir, std::string credentials_dir)
        : state_dir_(std::move(state_dir)), credentials_dir_(std::move(credentials_dir)) {}

    /// The answer to one request; empty where it is none. Blocks while the disk works.
    ByteVector answer(ConstBytes request) const;
    /// Takes one request from the socket and answers it; false at the manager's end.
    bool serve(int socket) const;

  private:
    [[nodiscard]] Expected<ByteVector> machine_key() const;
    [[nodiscard]] Expected<UniqueFd> directory(bool make) const;

    std::string state_dir_;
    std::string credentials_dir_;
};

}  // namespace openras::manager
