#include "manager/credential_calls.h"

#include <memory>

#include "manager/entry_lookup.h"

namespace openras::manager {

namespace {

/// Answers a call when the store has carried it out; the client may have gone by then.
std::function<void(Expected<void>)> answering(Responder answer) {
    return [shared = std::make_shared<Responder>(std::move(answer))](const Expected<void>& result) {
        shared->send(bus::ErrorReply{result ? 0U : result.error().code});
    };
}

}  // namespace

EntryName CredentialCalls::name_of(bool system_book, const std::string& phonebook, const std::string& entry) const {
    return {system_book ? config_.system_phonebook : phonebook, entry};
}

template <typename Request>
Expected<std::string> CredentialCalls::guid_of(const Request& request) const {
    if (!request.system_book) return request.guid;
    auto found = system_entry(config_.system_phonebook, request.entry);
    if (!found) return std::unexpected(found.error());
    return std::move(found->guid);
}

Expected<VaultOwner> CredentialCalls::owner_of(const ClientProcess& process, bool everyone, bool system_book) {
    if (!everyone) return process.uid;
    if (!system_book || !process.privileged)
        return failure(ERROR_ACCESS_DENIED,
                       "everyone's credentials are for entries of the system's book, and are set "
                       "by root and the group");
    return everyone_number;
}

void CredentialCalls::set(const ClientProcess& process, bus::SetCredentialsRequest request, Responder answer) {
    if (store_ == nullptr) return answer.send(bus::ErrorReply{error_not_supported});
    const auto owner = owner_of(process, request.everyone, request.system_book);
    if (!owner) return answer.send(bus::ErrorReply{owner.error().code});
    auto guid = guid_of(request);
    if (!guid) return answer.send(bus::ErrorReply{guid.error().code});
    EntryName name = name_of(request.system_book, request.phonebook, request.entry);
    store_->change(
        *owner,
        [name = std::move(name), request = std::move(request), guid = std::move(*guid)](CredentialVault& vault) {
            return vault.set(name, request, guid);
        },
        answering(std::move(answer)));
}

void CredentialCalls::get(const ClientProcess& process, const bus::CredentialsRequest& request, Responder answer) {
    bus::CredentialsReply nothing;
    if (store_ == nullptr) return answer.send(nothing);
    const auto owner = owner_of(process, request.everyone, request.system_book);
    const auto guid = owner ? guid_of(request) : std::unexpected(owner.error());
    if (!guid) {
        nothing.error = guid.error().code;
        return answer.send(nothing);
    }
    auto shared = std::make_shared<Responder>(std::move(answer));
    store_->read(*owner, [shared, name = name_of(request.system_book, request.phonebook, request.entry),
                          guid = *guid](const Expected<CredentialVault>& vault) {
        bus::CredentialsReply reply;
        const StoredCredentials* stored = vault ? vault->find(name, guid) : nullptr;
        if (!vault) reply.error = vault.error().code;
        if (stored != nullptr) {
            reply.items = stored->items;
            reply.user = stored->user;
            reply.domain = stored->domain;
            reply.callback_number = stored->callback_number;
        }
        shared->send(reply);
    });
}

void CredentialCalls::move(const ClientProcess& process, const bus::MoveCredentialsRequest& request, Responder answer) {
    if (store_ == nullptr) return answer.send(bus::ErrorReply{0});
    const EntryName name = name_of(request.system_book, request.phonebook, request.entry);
    const CredentialStore::Edit edit = [name, to = request.new_entry](CredentialVault& vault) -> Expected<void> {
        vault.move(name, to);
        return {};
    };
    const bool everybodys = request.system_book && process.privileged;
    const auto there =
        everybodys ? system_entry(config_.system_phonebook, request.entry) : Expected<bus::EntrySettings>();
    const bool made_anew = everybodys && there && request.new_entry.empty();
    if (!everybodys || (there && !made_anew)) return store_->change(process.uid, edit, answering(std::move(answer)));
    // The system's entry is another one from now on, or none: what any user has stored for it must not be sent to
    // whatever has its old name next, or already. Of an entry that is there others keep what they stored for that one.
    const CredentialStore::Edit others = [name, guid = there ? there->guid : ""](CredentialVault& vault) {
        vault.keep_only(name, guid);
        return Expected<void>();
    };
    struct Round {
        Responder answer;
        std::size_t left;
        std::uint32_t error = 0;
    };
    auto round = std::make_shared<Round>(Round{std::move(answer), 0});
    store_->owners([this, edit, others, own = process.uid, made_anew, round](const std::vector<VaultOwner>& owners) {
        round->left = owners.size();
        if (owners.empty()) round->answer.send(bus::ErrorReply{0});
        for (const VaultOwner owner : owners)
            store_->change(owner, made_anew && owner != own ? others : edit, [round](const Expected<void>& result) {
                if (!result) round->error = result.error().code;
                if (--round->left == 0) round->answer.send(bus::ErrorReply{round->error});
            });
    });
}

void CredentialCalls::set_eap_data(const ClientProcess& process, bus::SetEapDataRequest request, Responder answer) {
    if (store_ == nullptr) return answer.send(bus::ErrorReply{error_not_supported});
    auto guid = guid_of(request);
    if (!guid) return answer.send(bus::ErrorReply{guid.error().code});
    EntryName name = name_of(request.system_book, request.phonebook, request.entry);
    store_->change(
        process.uid,
        [name = std::move(name), data = std::move(request.data), guid = std::move(*guid)](CredentialVault& vault) {
            return vault.set_eap_data(name, data, guid);
        },
        answering(std::move(answer)));
}

void CredentialCalls::get_eap_data(const ClientProcess& process, const bus::CredentialsRequest& request,
                                   Responder answer) {
    if (store_ == nullptr) return answer.send(bus::EapDataReply{});
    const auto guid = guid_of(request);
    if (!guid) return answer.send(bus::EapDataReply{guid.error().code, {}});
    auto shared = std::make_shared<Responder>(std::move(answer));
    store_->read(process.uid, [shared, name = name_of(request.system_book, request.phonebook, request.entry),
                               guid = *guid](const Expected<CredentialVault>& vault) {
        bus::EapDataReply reply;
        const StoredCredentials* stored = vault ? vault->find(name, guid) : nullptr;
        if (!vault) reply.error = vault.error().code;
        if (stored != nullptr) reply.data = stored->eap_data;
        shared->send(reply);
    });
}

bool CredentialCalls::take(const BusClient& client, sd_bus_message* message, Responder& answer) {
    const std::string_view member = sd_bus_message_get_member(message);
    const ClientProcess& process = client.process();
    // A malformed body is answered by the Responder's end.
    const auto read = [&](auto body, auto method) {
        Responder own(std::move(answer));
        if (bus::read_body(message, body) >= 0) (this->*method)(process, std::move(body), std::move(own));
        return true;
    };
    if (member == bus::method::set_credentials) return read(bus::SetCredentialsRequest{}, &CredentialCalls::set);
    if (member == bus::method::get_credentials) return read(bus::CredentialsRequest{}, &CredentialCalls::get);
    if (member == bus::method::move_credentials) return read(bus::MoveCredentialsRequest{}, &CredentialCalls::move);
    if (member == bus::method::set_eap_data) return read(bus::SetEapDataRequest{}, &CredentialCalls::set_eap_data);
    if (member == bus::method::get_eap_data) return read(bus::CredentialsRequest{}, &CredentialCalls::get_eap_data);
    return false;
}

}  // namespace openras::manager
