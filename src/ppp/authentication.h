// One side of an authentication protocol, driven by the session: PAP (pap.h) and CHAP (chap.h).
#pragma once

#include <memory>

#include "ppp/context.h"

namespace openras::ppp {

/// Who owns an authentication: the session.
class AuthenticationObserver {
  public:
    virtual ~AuthenticationObserver() = default;
    virtual void authenticated(const std::string& user, const std::string& message, TimePoint now) = 0;
    virtual void authentication_failed(RasError error, bool may_retry, TimePoint now) = 0;
    /// Client: who we are.
    [[nodiscard]] virtual const Credentials& credentials() const = 0;
    /// Server: who the names are; may be null.
    [[nodiscard]] virtual UserDirectory* directory() const = 0;
};

class Authentication {
  public:
    Authentication(Context& context, AuthenticationObserver& observer) : context_(context), observer_(observer) {}
    virtual ~Authentication() = default;
    Authentication(const Authentication&) = delete;
    Authentication& operator=(const Authentication&) = delete;

    [[nodiscard]] virtual std::uint16_t protocol() const = 0;
    virtual void start(TimePoint now) = 0;
    virtual void receive(ConstBytes packet, TimePoint now) = 0;
    /// The restart timer of this protocol is due.
    virtual void timeout(TimePoint now) = 0;
    /// Client: once more, the observer's credentials have changed.
    virtual void retry(TimePoint now) = 0;
    /// Client: the peer has sent a packet of the next phase.
    virtual void peer_went_on() {}
    /// Client: the credentials have been sent, and no verdict has come yet.
    [[nodiscard]] virtual bool proof_is_out() const { return false; }

    void advance(TimePoint now) {
        if (now < deadline_) return;
        deadline_ = never;
        timeout(now);
    }
    [[nodiscard]] TimePoint deadline() const { return deadline_; }

  protected:
    void start_timer(TimePoint now) {
        Duration interval = context_.config->restart_first;
        for (unsigned i = 0; i < attempt_ && interval < context_.config->restart_limit; ++i) interval *= 2;
        if (attempt_ < 32) ++attempt_;
        deadline_ = now + std::min(interval, context_.config->restart_limit);
    }
    void stop_timer() {
        deadline_ = never;
        attempt_ = 0;
    }

    Context& context_;
    AuthenticationObserver& observer_;

  private:
    TimePoint deadline_ = never;
    std::uint8_t attempt_ = 0;
};

/// Server: what the directory and the settings say of a user that has given the right or a wrong proof.
struct ServerVerdict {
    bool good = false;
    RasError error;
    bool may_retry = false;
    std::string message;  ///< for the peer
};
ServerVerdict judge_user(const Config& config, UserDirectory* directory, const std::string& user, bool proof_good);

/// Server: the password of `user`, also where it comes with a domain that the directory does not know.
std::optional<Secret> find_password(UserDirectory* directory, const std::string& user);

std::unique_ptr<Authentication> make_pap_client(Context& context, AuthenticationObserver& observer);
std::unique_ptr<Authentication> make_pap_server(Context& context, AuthenticationObserver& observer);
/// @param method  ChapMd5 or MsChapV2
std::unique_ptr<Authentication> make_chap_client(Context& context, AuthenticationObserver& observer, AuthMethod method);
std::unique_ptr<Authentication> make_chap_server(Context& context, AuthenticationObserver& observer, AuthMethod method);

}  // namespace openras::ppp
