#include "manager/stored_login.h"

#include <ras.h>

namespace openras::manager {

namespace {

bool names_domain(const bus::DialRequest& request) {
    return !request.domain.empty() && request.domain != "*";  // "*" is the stored one
}

/// Whether the request's user and domain, as far as it names them, are those of the record.
bool same_login(const bus::DialRequest& request, const StoredCredentials& stored) {
    const std::string& user = stored.user.empty() ? request.settings.user : stored.user;
    return (request.user.empty() || request.user == user) &&
           (!names_domain(request) || request.domain == stored.domain);
}

void take(bus::DialRequest& request, const StoredCredentials& stored) {
    if (request.user.empty()) request.user = stored.user;
    if (!names_domain(request)) request.domain = stored.domain;
    request.password = stored.password;
}

}  // namespace

bool needs_stored(const bus::DialRequest& request) {
    return request.password.reveal() == password_placeholder;
}

bool wants_stored(const bus::DialRequest& request) {
    return needs_stored(request) || (request.user.empty() && request.password.empty());
}

Expected<void> complete(bus::DialRequest& request, const StoredCredentials* own, const StoredCredentials* everyone) {
    const bool needed = needs_stored(request);
    for (const StoredCredentials* stored : {own, everyone}) {
        if (stored == nullptr || !same_login(request, *stored)) continue;
        const bool enough = stored->has(RASCM_Password) || (!needed && stored->has(RASCM_UserName));
        if (!enough) continue;
        take(request, *stored);
        return {};
    }
    if (!needed) return {};
    request.password.clear();
    return failure(ERROR_AUTHENTICATION_FAILURE, "no password is stored for this user of the entry");
}

}  // namespace openras::manager
