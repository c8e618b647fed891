// Requests as a taken-over manager could send them to the launcher, which is root still: whatever they are, no file but
// those of the store is there afterwards. The same bytes are also taken as what a user's sealed file holds.
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "manager/credential_vault.h"
#include "manager/vault_files.h"

using namespace openras;
using namespace openras::manager;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// In memory where the system has such a place: every write is synchronised.
struct Folder {
    Folder() {
        spdlog::set_level(spdlog::level::off);
        path = (std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/openras-vault-fuzz-XXXXXX");
        require(::mkdtemp(path.data()) != nullptr);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string path;
};

bool is_ours(const std::string& name) {
    return name.ends_with(".sealed") || name.find(".sealed.damaged-") != std::string::npos;
}

void check_requests(ByteReader in) {
    const Folder folder;
    const std::string state = folder.path + "/state";
    const VaultFiles files(state, "");
    while (const auto length = in.u8()) {
        const auto request = in.bytes(std::min<std::size_t>(*length, in.remaining()));
        const ByteVector reply = files.answer(*request);
        require(reply.size() <= max_vault_message);
        require(reply.empty() == (request->size() < 9));
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder.path)) require(entry.path() == state);
    if (!std::filesystem::exists(state)) return;
    for (const auto& entry : std::filesystem::directory_iterator(state))
        require(entry.path().filename() == "machine.key" || entry.path().filename() == "credentials");
    for (const auto& entry : std::filesystem::directory_iterator(state + "/credentials"))
        require(is_ours(entry.path().filename().string()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ConstBytes bytes(data, size);
    if (const auto vault = CredentialVault::parse(bytes)) {
        const Secret written = vault->serialize();
        const auto again = CredentialVault::parse(as_bytes(written.reveal()));
        require(again.has_value() && again->serialize().reveal() == written.reveal());
    }
    check_requests(ByteReader(bytes));
    return 0;
}
