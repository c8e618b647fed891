#include "api/credential_key.h"

#include "api/credential_store.h"
#include "api/lookup.h"
#include "bus/entry_settings.h"

namespace openras::api {

Expected<CredentialKey> credential_key(const std::string& phonebook, const std::string& entry) {
    if (entry.empty()) return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, "no entry is named");
    if (!credential_store().knows_system_book()) {
        auto found = locate(phonebook, entry);
        if (!found) return std::unexpected(found.error());
        const auto entry_there = found->contents->entry(found->entry);
        return CredentialKey{found->book.path, found->book.system, found->entry,
                             entry_there ? bus::settings_from(*entry_there).guid : ""};
    }
    auto target = find_entry(phonebook, entry);
    if (!target) return std::unexpected(target.error());
    return CredentialKey{target->phonebook, target->system_book, target->entry, target->settings.guid};
}

DWORD nothing_stored(const std::string& phonebook, const CredentialKey& key) {
    if (!key.system_book) return 0;
    auto found = locate(phonebook, key.entry);
    const bool unknown = !found && found.error().code == ERROR_CANNOT_FIND_PHONEBOOK_ENTRY;
    return unknown ? static_cast<DWORD>(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY) : 0;
}

void move_credentials(const CredentialKey& from, const std::string& new_entry) {
    bus::MoveCredentialsRequest request;
    from.name_in(request);
    request.new_entry = new_entry;
    credential_store().move(request);
}

void forget_credentials(const CredentialKey& of) {
    move_credentials(of, "");
}

}  // namespace openras::api
