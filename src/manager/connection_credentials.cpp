// Dial, until its user and password are known: what the caller left out comes from the store of credentials.
#include "manager/connection_table.h"
#include "manager/entry_lookup.h"
#include "manager/stored_login.h"

namespace openras::manager {

namespace {

bus::DialReply refusal(const RasError& error) {
    bus::DialReply reply;
    reply.error = error.code;
    reply.text = error.text;
    return reply;
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
    return request.resume != 0 ? resume(client, std::move(request)) : make(client, std::move(request));
}

bool ConnectionTable::looks_into_store(const bus::DialRequest& request) const {
    if (request.resume != 0) return needs_stored(request);
    return needs_stored(request) || (store_ != nullptr && !request.entry.empty() && wants_stored(request));
}

/// Everyone's credentials go where the entry says alone: who gives another number could otherwise have them sent to a
/// server of the own choice.
bool ConnectionTable::is_as_it_stands(const bus::DialRequest& request) {
    return request.phone_number.empty() || request.phone_number == request.settings.phone_number;
}

std::optional<ConnectionTable::StoredName> ConnectionTable::stored_name(const BusClient& client,
                                                                        const bus::DialRequest& request) {
    if (request.resume == 0) return StoredName{{request.phonebook, request.entry}, request.system_book};
    const Connection* connection = visible(client, request.resume);
    if (connection == nullptr) return std::nullopt;
    // Everyone's are not looked for: the dial may have been to another number.
    return StoredName{{connection->key.phonebook, connection->key.entry}, false};
}

void ConnectionTable::dial(BusClient& client, bus::DialRequest request, Responder answer) {
    if (const auto entry = read_system_entry(request); !entry) return answer.send(refusal(entry.error()));
    if (!looks_into_store(request)) return answer.send(begin(client, std::move(request)));
    const auto name = stored_name(client, request);
    if (!name) return answer.send(refusal({ERROR_INVALID_HANDLE, {}, {}}));
    if (store_ == nullptr) return answer.send(refusal(complete(request, nullptr, nullptr).error()));
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
        const auto record = [&](const Expected<CredentialVault>& vault) {
            return vault ? vault->find(pending->name.entry) : nullptr;
        };
        const StoredCredentials* const own = record(pending->own);
        const bool broken = needs_stored(pending->request) && own == nullptr && !pending->own;
        if (broken) return pending->answer.send(refusal(pending->own.error()));
        if (const auto done = complete(pending->request, own, record(everyone)); !done)
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
