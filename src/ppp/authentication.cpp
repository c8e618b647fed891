#include "ppp/authentication.h"

#include "base/strings.h"

namespace openras::ppp {

ServerVerdict judge_user(const Config& config, UserDirectory* directory, const std::string& user, bool proof_good) {
    ServerVerdict verdict;
    std::optional<Refusal> refusal;
    if (directory != nullptr) refusal = directory->refusal_of(user, proof_good);
    if (!refusal && proof_good) {
        verdict.good = true;
        verdict.message = "Welcome";
        return verdict;
    }
    if (!refusal) refusal = Refusal{ERROR_AUTHENTICATION_FAILURE, false, {}};
    verdict.message = !refusal->message.empty()         ? refusal->message
                      : !config.refusal_message.empty() ? config.refusal_message
                                                        : "Access denied";
    verdict.may_retry = refusal->may_retry;
    verdict.error = {refusal->error, "user \"" + printable(as_bytes(user)) + "\" refused: " + verdict.message, {}};
    return verdict;
}

std::optional<Secret> find_password(UserDirectory* directory, const std::string& user) {
    if (directory == nullptr) return std::nullopt;
    if (auto password = directory->password_of(user)) return password;
    const std::size_t slash = user.rfind('\\');
    if (slash == std::string::npos) return std::nullopt;
    return directory->password_of(user.substr(slash + 1));
}

}  // namespace openras::ppp
