#include "manager/credential_vault.h"

#include <ras.h>

#include <algorithm>
#include <array>

#include "base/strings.h"

namespace openras::manager {

namespace {

constexpr std::uint32_t all_items = RASCM_UserName | RASCM_Password | RASCM_Domain | RASCM_PreSharedKey |
                                    RASCM_ServerPreSharedKey | RASCM_DDMPreSharedKey | bus::stored_callback;
constexpr std::size_t max_path = 4096;
constexpr std::size_t max_text = 1024;
constexpr std::size_t max_eap_digits = 32 * 1024;
constexpr std::size_t guid_digits = 32;
constexpr std::string_view hexadecimal_digits = "0123456789abcdefABCDEF";
/// In the place of the number of records in a file without GUIDs, which has fewer.
constexpr std::uint16_t with_guids = 0xffff;

struct SecretItem {
    std::uint32_t item;
    Secret StoredCredentials::* member;
};
constexpr std::array secret_items{SecretItem{RASCM_Password, &StoredCredentials::password},
                                  SecretItem{RASCM_PreSharedKey, &StoredCredentials::pre_shared_key},
                                  SecretItem{RASCM_ServerPreSharedKey, &StoredCredentials::server_pre_shared_key},
                                  SecretItem{RASCM_DDMPreSharedKey, &StoredCredentials::ddm_pre_shared_key}};

struct TextItem {
    std::uint32_t item;
    std::string StoredCredentials::* member;
    std::string bus::SetCredentialsRequest::* source;
};
constexpr std::array text_items{
    TextItem{RASCM_UserName, &StoredCredentials::user, &bus::SetCredentialsRequest::user},
    TextItem{RASCM_Domain, &StoredCredentials::domain, &bus::SetCredentialsRequest::domain},
    TextItem{bus::stored_callback, &StoredCredentials::callback_number, &bus::SetCredentialsRequest::callback_number}};

bool is_good(const EntryName& name) {
    return !name.phonebook.empty() && name.phonebook.size() <= max_path && !name.entry.empty() &&
           name.entry.size() <= max_text;
}

bool is_guid(std::string_view guid) {
    return guid.empty() ||
           (guid.size() == guid_digits && guid.find_first_not_of(hexadecimal_digits) == std::string_view::npos);
}

/// An entry without a GUID may be any.
bool may_be_same(std::string_view guid, std::string_view other) {
    return guid.empty() || other.empty() || equals_ignoring_case(guid, other);
}

/// Calls `visit` with each text of a record, in the order in which they are kept.
template <typename Record, typename Visit>
void each_text(Record& record, Visit&& visit, bool guids = true) {
    if (guids) visit(record.guid);
    visit(record.user);
    visit(record.domain);
    visit(record.callback_number);
    visit(record.password);
    visit(record.pre_shared_key);
    visit(record.server_pre_shared_key);
    visit(record.ddm_pre_shared_key);
    visit(record.eap_data);
}

std::string_view text_of(const std::string& text) {
    return text;
}
std::string_view text_of(const Secret& secret) {
    return secret.reveal();
}

std::size_t size_of(const EntryName& name, const StoredCredentials& record) {
    std::size_t size = 2 + name.phonebook.size() + 2 + name.entry.size() + 4;
    each_text(record, [&](const auto& text) { size += 2 + text_of(text).size(); });
    return size;
}

void write_text(ByteWriter& out, std::string_view text) {
    out.u16(static_cast<std::uint16_t>(text.size())).text(text);
}

std::optional<std::string_view> read_text(ByteReader& in) {
    const auto size = in.u16();
    if (!size) return std::nullopt;
    const auto bytes = in.bytes(*size);
    if (!bytes) return std::nullopt;
    return as_text(*bytes);
}

}  // namespace

CredentialVault::Records::const_iterator CredentialVault::position(const EntryName& name) const {
    if (const auto exact = records_.find(name); exact != records_.end()) return exact;
    return std::ranges::find_if(records_, [&](const auto& record) {
        return record.first.phonebook == name.phonebook && equals_ignoring_case(record.first.entry, name.entry);
    });
}

const StoredCredentials* CredentialVault::find(const EntryName& name, std::string_view guid) const {
    const auto found = position(name);
    return found == records_.end() || !may_be_same(found->second.guid, guid) ? nullptr : &found->second;
}

StoredCredentials CredentialVault::record_of(const EntryName& name, const std::string& guid) const {
    const StoredCredentials* old = find(name, guid);
    StoredCredentials record = old == nullptr ? StoredCredentials{} : *old;
    if (!guid.empty()) record.guid = guid;
    return record;
}

Expected<void> CredentialVault::put(const EntryName& name, StoredCredentials record) {
    const auto old = position(name);
    const EntryName key = old == records_.end() ? name : old->first;
    std::size_t others = 0;
    for (const auto& [other, stored] : records_)
        if (other != key) others += size_of(other, stored);
    if (record.items == 0 && record.eap_data.empty()) {
        records_.erase(key);
        return {};
    }
    if ((old == records_.end() && records_.size() >= limits_.records) || others + size_of(key, record) > limits_.bytes)
        return failure(ERROR_NOT_ENOUGH_MEMORY, "the store of this user is full");
    records_[key] = std::move(record);
    return {};
}

Expected<void> CredentialVault::set(const EntryName& name, const bus::SetCredentialsRequest& request,
                                    const std::string& guid) {
    if (!is_good(name) || !is_guid(guid) || (request.items & ~all_items) != 0)
        return failure(ERROR_INVALID_PARAMETER, "no entry, or items that there are not");
    StoredCredentials record = record_of(name, guid);
    for (const TextItem& text : text_items) {
        if ((request.items & text.item) == 0) continue;
        if ((request.*text.source).size() > max_text) return failure(ERROR_INVALID_PARAMETER, "a text is too long");
        record.*text.member = request.clear ? std::string() : request.*text.source;
    }
    std::uint32_t changed = request.items;
    for (const SecretItem& secret : secret_items) {
        if ((request.items & secret.item) == 0) continue;
        if (request.clear) {
            (record.*secret.member).clear();
        } else if (request.secret.reveal() == password_placeholder) {
            changed &= ~secret.item;
        } else {
            if (request.secret.reveal().size() > max_text)
                return failure(ERROR_INVALID_PARAMETER, "a secret is too long");
            record.*secret.member = request.secret;
        }
    }
    record.items = request.clear ? record.items & ~changed : record.items | changed;
    return put(name, std::move(record));
}

Expected<void> CredentialVault::set_eap_data(const EntryName& name, const Secret& data, const std::string& guid) {
    const std::string_view text = data.reveal();
    if (!is_good(name) || !is_guid(guid) || text.size() > max_eap_digits || text.size() % 2 != 0 ||
        text.find_first_not_of(hexadecimal_digits) != std::string_view::npos)
        return failure(ERROR_INVALID_PARAMETER, "no entry, or no hexadecimal digits");
    StoredCredentials record = record_of(name, guid);
    record.eap_data = data;
    return put(name, std::move(record));
}

void CredentialVault::move(const EntryName& name, const std::string& new_entry) {
    Records::node_type record;
    if (const auto found = position(name); found != records_.end()) record = records_.extract(found);
    if (new_entry.empty()) return;
    const EntryName target{name.phonebook, new_entry};
    for (auto old = position(target); old != records_.end(); old = position(target)) records_.erase(old);
    if (record.empty()) return;
    record.key() = target;
    records_.insert(std::move(record));
}

void CredentialVault::keep_only(const EntryName& name, std::string_view guid) {
    const auto found = position(name);
    if (found == records_.end()) return;
    if (guid.empty() || !equals_ignoring_case(found->second.guid, guid)) records_.erase(found);
}

Secret CredentialVault::serialize() const {
    std::size_t size = 2 + 2;
    for (const auto& [name, record] : records_) size += size_of(name, record);
    ByteVector bytes;
    bytes.reserve(size);  // it never grows: no copy of a secret is left behind
    ByteWriter out(bytes);
    out.u16(with_guids).u16(static_cast<std::uint16_t>(records_.size()));
    for (const auto& [name, record] : records_) {
        write_text(out, name.phonebook);
        write_text(out, name.entry);
        out.u32(record.items);
        each_text(record, [&](const auto& text) { write_text(out, text_of(text)); });
    }
    Secret whole(as_text(bytes));
    wipe(bytes.data(), bytes.size());
    return whole;
}

std::optional<CredentialVault> CredentialVault::parse(ConstBytes bytes) {
    ByteReader in(bytes);
    CredentialVault vault;
    auto count = in.u16();
    const bool guids = count == with_guids;
    if (guids) count = in.u16();
    if (!count) return std::nullopt;
    for (unsigned i = 0; i < *count; ++i) {
        const auto phonebook = read_text(in);
        const auto entry = read_text(in);
        const auto items = in.u32();
        if (!phonebook || !entry || !items) return std::nullopt;
        StoredCredentials record;
        record.items = *items;
        bool whole = true;
        const auto read = [&](auto& text) {
            const auto found = read_text(in);
            whole = whole && found.has_value();
            if (whole) text = std::remove_cvref_t<decltype(text)>(*found);
        };
        each_text(record, read, guids);
        if (!whole) return std::nullopt;
        vault.records_.insert_or_assign(EntryName{std::string(*phonebook), std::string(*entry)}, std::move(record));
    }
    if (!in.empty()) return std::nullopt;
    return vault;
}

}  // namespace openras::manager
