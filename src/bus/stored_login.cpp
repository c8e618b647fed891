#include "bus/stored_login.h"

namespace openras::bus {

namespace {

constexpr std::string_view stored_domain = "*";

bool names_domain(const DialRequest& request) {
    return !request.domain.empty() && request.domain != stored_domain;
}

bool wants_login(const DialRequest& request) {
    return needs_stored(request) || (request.user.empty() && request.password.empty());
}

/// Whether the request's user and domain, as far as it names them, are the stored ones.
bool same_login(const DialRequest& request, const StoredLogin& stored) {
    const std::string user = stored.user.value_or("");
    return (request.user.empty() || request.user == (user.empty() ? request.settings.user : user)) &&
           (!names_domain(request) || request.domain == stored.domain.value_or(""));
}

void take(DialRequest& request, const StoredLogin& stored) {
    if (request.user.empty()) request.user = stored.user.value_or("");
    if (!names_domain(request)) request.domain = stored.domain.value_or("");
    request.password = stored.password.value_or(Secret());
}

}  // namespace

bool needs_stored(const DialRequest& request) {
    return request.password.reveal() == password_placeholder;
}

bool wants_stored(const DialRequest& request) {
    return wants_login(request) || request.domain == stored_domain;
}

Expected<void> complete(DialRequest& request, std::span<const StoredLogin> stored) {
    const bool needed = needs_stored(request);
    for (const StoredLogin& login : stored) {
        if (!wants_login(request) || !same_login(request, login)) continue;
        const bool enough = login.password || (!needed && login.user);
        if (!enough) continue;
        take(request, login);
        return {};
    }
    if (needed) {
        request.password.clear();
        return failure(ERROR_AUTHENTICATION_FAILURE, "no password is stored for this user of the entry");
    }
    for (const StoredLogin& login : stored)
        if (request.domain == stored_domain && login.domain) request.domain = *login.domain;
    return {};
}

}  // namespace openras::bus
