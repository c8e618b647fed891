// The desktop's Secret Service (gnome-keyring, KWallet, KeePassXC) as the store of credentials, through libsecret. Each
// thing stored is an item of its own, found by the attributes book, entry and item; one of them is the GUID of the
// entry that the others were stored for. The library is loaded at the first use; it brings a thread of GLib's with it.
// What is for everyone stays with the manager: a keyring is one user's. Source: the Secret Service API; libsecret's
// "simple" functions.
#include <dlfcn.h>
#include <libsecret/secret.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/credential_store.h"
#include "api/lookup.h"
#include "bus/entry_settings.h"
#include "bus/stored_login.h"

namespace openras::api {

namespace {

/// The functions that are used; the library stays loaded.
struct Libsecret {
    void* library = dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
    template <typename Function>
    Function* get(const char* name) const {
        return library == nullptr ? nullptr : reinterpret_cast<Function*>(dlsym(library, name));
    }
#define OPENRAS_SECRET(name) decltype(::name)* name = get<decltype(::name)>(#name)
    OPENRAS_SECRET(secret_password_store_sync);
    OPENRAS_SECRET(secret_password_lookup_nonpageable_sync);
    OPENRAS_SECRET(secret_password_clear_sync);
    OPENRAS_SECRET(secret_password_free);
    OPENRAS_SECRET(g_error_free);
#undef OPENRAS_SECRET
    pid_t process = getpid();  ///< GLib's thread does not follow into a forked child
    [[nodiscard]] bool usable() const { return g_error_free != nullptr && process == getpid(); }
};

const Libsecret& libsecret() {
    static const auto* const only = new Libsecret;
    return *only;
}

const SecretSchema schema = {"org.openras.Credentials",
                             SECRET_SCHEMA_NONE,
                             {{"book", SECRET_SCHEMA_ATTRIBUTE_STRING},
                              {"entry", SECRET_SCHEMA_ATTRIBUTE_STRING},
                              {"item", SECRET_SCHEMA_ATTRIBUTE_STRING},
                              {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
                             0,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr};

struct Item {
    std::uint32_t bit;  ///< RASCM_* or stored_callback
    const char* name;
};
constexpr std::array items = {Item{RASCM_UserName, "user name"},
                              Item{RASCM_Password, "password"},
                              Item{RASCM_Domain, "domain"},
                              Item{RASCM_PreSharedKey, "pre-shared key"},
                              Item{RASCM_ServerPreSharedKey, "server pre-shared key"},
                              Item{RASCM_DDMPreSharedKey, "demand-dial pre-shared key"},
                              Item{bus::stored_callback, "callback number"}};
constexpr const char* eap_item = "EAP data";
constexpr const char* guid_item = "GUID";

struct Key {
    std::string book;
    std::string entry;
};

class GlibError {
  public:
    ~GlibError() {
        if (error_ != nullptr) libsecret().g_error_free(error_);
    }
    GlibError() = default;
    GlibError(const GlibError&) = delete;
    GlibError& operator=(const GlibError&) = delete;
    GError** out() { return &error_; }
    [[nodiscard]] bool failed() const { return error_ != nullptr; }
    /// No keyring, or it is locked and nobody unlocks it.
    [[nodiscard]] std::unexpected<RasError> as_failure() const {
        return failure(ERROR_ACCESS_DENIED, std::string("Secret Service: ") + error_->message);
    }

  private:
    GError* error_ = nullptr;
};

std::unexpected<RasError> unusable() {
    return failure(ERROR_ACCESS_DENIED, "libsecret-1.so.0 cannot be loaded, or this is a forked child");
}

Expected<void> store(const Key& key, const char* item, const Secret& text) {
    if (!libsecret().usable()) return unusable();
    const std::string label = "OpenRAS " + key.entry + ": " + item;
    const std::unique_ptr<char[], void (*)(char*)> copy(new char[text.reveal().size() + 1], [](char* bytes) {
        wipe(bytes, std::char_traits<char>::length(bytes));
        delete[] bytes;
    });
    copy[text.reveal().copy(copy.get(), text.reveal().size())] = '\0';
    GlibError error;
    libsecret().secret_password_store_sync(&schema, SECRET_COLLECTION_DEFAULT, label.c_str(), copy.get(), nullptr,
                                           error.out(), "book", key.book.c_str(), "entry", key.entry.c_str(), "item",
                                           item, nullptr);
    if (error.failed()) return error.as_failure();
    return {};
}

/// std::nullopt where it is not stored.
Expected<std::optional<Secret>> look_up(const Key& key, const char* item) {
    if (!libsecret().usable()) return unusable();
    GlibError error;
    gchar* const found = libsecret().secret_password_lookup_nonpageable_sync(
        &schema, nullptr, error.out(), "book", key.book.c_str(), "entry", key.entry.c_str(), "item", item, nullptr);
    if (error.failed()) return error.as_failure();
    if (found == nullptr) return std::nullopt;
    Secret secret{std::string_view(found)};
    libsecret().secret_password_free(found);  // wipes
    return secret;
}

Expected<void> forget(const Key& key, const char* item) {
    if (!libsecret().usable()) return unusable();
    GlibError error;
    libsecret().secret_password_clear_sync(&schema, nullptr, error.out(), "book", key.book.c_str(), "entry",
                                           key.entry.c_str(), "item", item, nullptr);
    if (error.failed()) return error.as_failure();
    return {};
}

/// All but the GUID.
std::vector<const char*> kept_names() {
    std::vector<const char*> names{eap_item};
    for (const Item& item : items) names.push_back(item.name);
    return names;
}

/// Whether what is stored was stored for another entry, which had the name before.
Expected<bool> is_anothers(const Key& key, const std::string& guid) {
    if (guid.empty()) return false;
    auto stored = look_up(key, guid_item);
    if (!stored) return std::unexpected(stored.error());
    return *stored && (*stored)->reveal() != guid;
}

/// From now on what is stored is this entry's.
Expected<void> claim(const Key& key, const std::string& guid) {
    if (guid.empty()) return {};
    const auto anothers = is_anothers(key, guid);
    if (!anothers) return std::unexpected(anothers.error());
    if (*anothers)
        for (const char* name : kept_names())
            if (auto gone = forget(key, name); !gone) return gone;
    return store(key, guid_item, Secret(guid));
}

/// The GUID alone is worth nothing.
Expected<void> forget_bare_guid(const Key& key) {
    for (const char* name : kept_names()) {
        auto found = look_up(key, name);
        if (!found) return std::unexpected(found.error());
        if (*found) return {};
    }
    return forget(key, guid_item);
}

DWORD code_of(const Expected<void>& result) {
    return result ? 0 : result.error().code;
}

class SecretServiceStore final : public CredentialStore {
  public:
    DWORD set(const bus::SetCredentialsRequest& request) override {
        if (request.everyone) return manager_store().set(request);
        const Key key{request.phonebook, request.entry};
        if (!request.clear)
            if (auto claimed = claim(key, request.guid); !claimed) return claimed.error().code;
        for (const Item& item : items) {
            if ((request.items & item.bit) == 0) continue;
            const DWORD error =
                code_of(request.clear ? forget(key, item.name) : store(key, item.name, text_of(request, item.bit)));
            if (error != 0) return error;
        }
        return request.clear ? code_of(forget_bare_guid(key)) : 0;
    }

    Expected<bus::CredentialsReply> get(const bus::CredentialsRequest& request) override {
        if (request.everyone) return manager_store().get(request);
        const Key key{request.phonebook, request.entry};
        bus::CredentialsReply reply;
        const auto anothers = is_anothers(key, request.guid);
        if (!anothers) return std::unexpected(anothers.error());
        if (*anothers) return reply;
        for (const Item& item : items) {
            auto found = look_up(key, item.name);
            if (!found) return std::unexpected(found.error());
            if (!*found) continue;
            reply.items |= item.bit;
            if (item.bit == RASCM_UserName) reply.user = (*found)->reveal();
            if (item.bit == RASCM_Domain) reply.domain = (*found)->reveal();
            if (item.bit == bus::stored_callback) reply.callback_number = (*found)->reveal();
        }
        return reply;
    }

    DWORD move(const bus::MoveCredentialsRequest& request) override {
        const Key from{request.phonebook, request.entry};
        const Key to{request.phonebook, request.new_entry};
        auto names = kept_names();
        names.push_back(guid_item);
        for (const char* item : names) {
            auto found = look_up(from, item);
            if (!found) return found.error().code;
            if (!to.entry.empty()) {
                const auto put = *found ? store(to, item, **found) : forget(to, item);
                if (!put) return put.error().code;
            }
            if (*found)
                if (auto gone = forget(from, item); !gone) return gone.error().code;
        }
        return manager_store().move(request);  // what is for everyone
    }

    DWORD set_eap_data(const bus::SetEapDataRequest& request) override {
        const Key key{request.phonebook, request.entry};
        if (auto claimed = claim(key, request.guid); !claimed) return claimed.error().code;
        return code_of(request.data.empty() ? forget(key, eap_item) : store(key, eap_item, request.data));
    }

    Expected<Secret> get_eap_data(const bus::CredentialsRequest& request) override {
        const Key key{request.phonebook, request.entry};
        const auto anothers = is_anothers(key, request.guid);
        if (!anothers) return std::unexpected(anothers.error());
        if (*anothers) return Secret();
        auto found = look_up(key, eap_item);
        if (!found) return std::unexpected(found.error());
        return found->value_or(Secret());
    }

    Expected<void> fill_in(bus::DialRequest& request) override {
        if (!bus::wants_stored(request)) return {};
        const bool needed = bus::needs_stored(request);
        bus::DialRequest completed = request;
        const Key key = key_of(completed);
        auto login = login_of(key, completed.settings.guid);
        if (!login && !needed) return {};  // without a keyring the dial goes on with what the entry has
        if (!login) return std::unexpected(login.error());
        const auto done = bus::complete(completed, std::span(&*login, 1));
        // What is for everyone, the manager may have.
        if (!done) return needed && request.system_book ? Expected<void>() : done;
        request.user = std::move(completed.user);
        request.domain = std::move(completed.domain);
        request.password = std::move(completed.password);
        return {};
    }

    [[nodiscard]] bool knows_system_book() const override { return false; }

  private:
    static Secret text_of(const bus::SetCredentialsRequest& request, std::uint32_t bit) {
        if (bit == RASCM_UserName) return Secret(request.user);
        if (bit == RASCM_Domain) return Secret(request.domain);
        if (bit == bus::stored_callback) return Secret(request.callback_number);
        return request.secret;
    }
    /// What a dial's credentials are stored under. The settings of the system's book, where it can be read, are put
    /// into the request: user and GUID are compared with what is stored.
    static Key key_of(bus::DialRequest& request) {
        if (request.system_book)
            if (const auto found = locate(request.phonebook, request.entry)) {
                request.entry = found->entry;
                if (const auto entry = found->contents->entry(found->entry))
                    request.settings = bus::settings_from(*entry);
            }
        return {request.phonebook, request.entry};
    }
    static Expected<bus::StoredLogin> login_of(const Key& key, const std::string& guid) {
        bus::StoredLogin login;
        const auto anothers = is_anothers(key, guid);
        if (!anothers) return std::unexpected(anothers.error());
        if (*anothers) return login;
        auto user = look_up(key, "user name");
        auto domain = look_up(key, "domain");
        auto password = look_up(key, "password");
        for (const auto* found : {&user, &domain, &password})
            if (!*found) return std::unexpected(found->error());
        if (*user) login.user = (*user)->reveal();
        if (*domain) login.domain = (*domain)->reveal();
        login.password = std::move(*password);
        return login;
    }
};

}  // namespace

CredentialStore& secret_service_store() {
    static SecretServiceStore only;
    return only;
}

}  // namespace openras::api
