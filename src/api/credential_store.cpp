#include "api/credential_store.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "api/library_config.h"
#include "api/process.h"

namespace openras::api {

namespace {

constexpr DWORD not_supported = ERROR_NOT_SUPPORTED;

/// The manager keeps them, each user's apart from the others', and uses them itself when it dials.
class ManagerStore final : public CredentialStore {
  public:
    DWORD set(const bus::SetCredentialsRequest& request) override {
        return error_of(bus::method::set_credentials, request);
    }
    Expected<bus::CredentialsReply> get(const bus::CredentialsRequest& request) override {
        auto reply = call<bus::CredentialsReply>(bus::method::get_credentials, request);
        if (reply && reply->error != 0) return failure(reply->error);
        return reply;
    }
    DWORD move(const bus::MoveCredentialsRequest& request) override {
        return error_of(bus::method::move_credentials, request);
    }
    DWORD set_eap_data(const bus::SetEapDataRequest& request) override {
        return error_of(bus::method::set_eap_data, request);
    }
    Expected<Secret> get_eap_data(const bus::CredentialsRequest& request) override {
        auto reply = call<bus::EapDataReply>(bus::method::get_eap_data, request);
        if (!reply) return std::unexpected(reply.error());
        if (reply->error != 0) return failure(reply->error);
        return std::move(reply->data);
    }
    Expected<void> fill_in(bus::DialRequest&) override { return {}; }  // the manager does
    [[nodiscard]] bool knows_system_book() const override { return true; }

  private:
    template <typename Reply, typename Request>
    static Expected<Reply> call(const char* method, const Request& request) {
        return Process::instance().call<Request, Reply>(method, request, Process::AfterLoss::GoOn);
    }
    template <typename Request>
    static DWORD error_of(const char* method, const Request& request) {
        auto reply = call<bus::ErrorReply>(method, request);
        return reply ? reply->error : reply.error().code;
    }
};

/// Nothing is stored and nothing is found.
class NoStore final : public CredentialStore {
  public:
    DWORD set(const bus::SetCredentialsRequest& request) override { return request.clear ? 0 : not_supported; }
    Expected<bus::CredentialsReply> get(const bus::CredentialsRequest&) override { return bus::CredentialsReply{}; }
    DWORD move(const bus::MoveCredentialsRequest&) override { return 0; }
    DWORD set_eap_data(const bus::SetEapDataRequest& request) override {
        return request.data.empty() ? 0 : not_supported;
    }
    Expected<Secret> get_eap_data(const bus::CredentialsRequest&) override { return Secret(); }
    Expected<void> fill_in(bus::DialRequest&) override { return {}; }
    [[nodiscard]] bool knows_system_book() const override { return false; }
};

std::string chosen() {
    if (const char* named = secure_getenv("OPENRAS_CREDENTIALS"); named != nullptr && *named != '\0') return named;
    return configured_credentials();
}

}  // namespace

CredentialStore& manager_store() {
    static ManagerStore only;
    return only;
}

CredentialStore& credential_store() {
    static NoStore none;
    const std::string name = chosen();
    if (name.empty() || name == "manager") return manager_store();
    if (name == "secret-service") return secret_service_store();
    if (name != "none")
        std::fprintf(stderr, "librasapi32: there is no store of credentials \"%s\" (manager, secret-service, none)\n",
                     name.c_str());
    return none;
}

}  // namespace openras::api
