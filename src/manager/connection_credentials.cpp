// Dial, until its user and password are known: what the caller left out comes from the store of credentials.
#include "bus/stored_login.h"
#include "manager/connection_table.h"
#include "manager/entry_lookup.h"

namespace openras::manager {

namespace {

bus::DialReply refusal(const RasError& error) {
    bus::DialReply reply;
    reply.error = error.code;
    reply.text = error.text;
    return reply;
}

bus::StoredLogin login_of(const StoredCredentials& stored) {
    bus::StoredLogin login;
    if (stored.has(RASCM_UserName)) login.user = stored.user;
    if (stored.has(RASCM_Domain)) login.domain = stored.domain;
    if (stored.has(RASCM_Password)) login.password = stored.password;
    return login;
}

}  // namespace

Expected<void> ConnectionTable::read_system_entry(bus::DialRequest& request) const {
    if (!request.system_book || request.resume != 0) return {};
    request.phonebook = config_.system_phonebook;
    auto settings = system_entry(config_.system_phonebook, request.entry);
    if (!settings) return std::unexpected(settings.error());
    request.settings = std::move(*settings);
    return {};
}

bus::DialReply ConnectionTable::begin(BusClient& client, bus::DialRequest request) {
    return request.resume != 0 ? resume(client, request) : make(client, std::move(request));
}

bool ConnectionTable::looks_into_store(const bus::DialRequest& request) const {
    if (bus::needs_stored(request)) return true;
    if (store_ == nullptr || !bus::wants_stored(request)) return false;
    // Who goes on without user and password means none.
    return request.resume != 0 ? !request.user.empty() || !request.password.empty() : !request.entry.empty();
}

/// Everyone's credentials go where the entry says alone: who gives another number could otherwise have them sent to a
/// server of the own choice.
bool ConnectionTable::is_as_it_stands(const bus::DialRequest& request) {
    return request.phone_number.empty() || request.phone_number == request.settings.phone_number;
}

std::optional<ConnectionTable::StoredName> ConnectionTable::stored_name(const BusClient& client,
                                                                        const bus::DialRequest& request) {
    if (request.resume == 0)
        return StoredName{{request.phonebook, request.entry}, request.settings.guid, request.system_book};
    const Connection* connection = visible(client, request.resume);
    if (connection == nullptr) return std::nullopt;
    // Everyone's are not looked for: the dial may have been to another number.
    return StoredName{{connection->key.phonebook, connection->key.entry}, connection->guid, false};
}

void ConnectionTable::dial(BusClient& client, bus::DialRequest request, Responder answer) {
    if (const auto entry = read_system_entry(request); !entry) return answer.send(refusal(entry.error()));
    if (!looks_into_store(request)) return answer.send(begin(client, std::move(request)));
    const auto name = stored_name(client, request);
    if (!name) return answer.send(refusal({ERROR_INVALID_HANDLE, {}, {}}));
    if (store_ == nullptr) return answer.send(refusal(bus::complete(request, {}).error()));
    struct Pending {
        bus::DialRequest request;
        Responder answer;
        std::uint32_t client;
        StoredName name;
        Expected<CredentialVault> own{};
    };
    auto pending = std::make_shared<Pending>(Pending{std::move(request), std::move(answer), client.id, *name});
    const auto go = [this, pending](const Expected<CredentialVault>& everyone) {
        BusClient* caller = server_->find(pending->client);
        if (caller == nullptr) return;
        if (bus::needs_stored(pending->request) && !pending->own)
            return pending->answer.send(refusal(pending->own.error()));
        std::vector<bus::StoredLogin> logins;
        for (const Expected<CredentialVault>* vault : {&std::as_const(pending->own), &everyone}) {
            const auto& [entry, guid, system_book] = pending->name;
            const StoredCredentials* stored = *vault ? (*vault)->find(entry, guid) : nullptr;
            if (stored != nullptr) logins.push_back(login_of(*stored));
        }
        if (const auto done = bus::complete(pending->request, logins); !done)
            return pending->answer.send(refusal(done.error()));
        pending->own = CredentialVault();
        pending->answer.send(begin(*caller, std::move(pending->request)));
    };
    store_->read(client.process().uid, [this, pending, go](Expected<CredentialVault> own) {
        pending->own = std::move(own);
        if (pending->name.system_book && is_as_it_stands(pending->request))
            store_->read(everyone_number, go);
        else
            go(CredentialVault());
    });
}

}  // namespace openras::manager
