// CHAP as the one who is asked (RFC 1994; RFC 2759 for MS-CHAPv2). The server may ask again at any time of the link's
// life; each challenge is answered. Repeating is the authenticator's affair (RFC 1994 section 4.1: it sends its
// Challenge again when no Response comes). A Response whose Success was lost is sent again when the peer goes on to the
// network protocols, for which section 4.2 makes it ready. Only the Response to an MS-CHAPv2 Failure with R=1 is sent
// again until it is answered: no Challenge precedes it that could be repeated.
#include "base/strings.h"
#include "ppp/authentication.h"
#include "ppp/chap.h"
#include "ppp/mschapv2.h"
#include "ppp/weak_crypto.h"

namespace openras::ppp {

namespace {

/// RFC 2759 section 6: the error codes that the API knows by the same numbers.
std::uint32_t ras_error_of(std::uint32_t error) {
    switch (error) {
        case ERROR_RESTRICTED_LOGON_HOURS:
        case ERROR_ACCT_DISABLED:
        case ERROR_PASSWD_EXPIRED:
        case ERROR_NO_DIALIN_PERMISSION:
        case ERROR_CHANGING_PASSWORD: return error;
        default: return ERROR_AUTHENTICATION_FAILURE;
    }
}

class ChapClient final : public Authentication {
  public:
    ChapClient(Context& context, AuthenticationObserver& observer, AuthMethod method)
        : Authentication(context, observer), microsoft_(method == AuthMethod::MsChapV2) {}

    [[nodiscard]] std::uint16_t protocol() const override { return protocol_chap; }
    void start(TimePoint /*now*/) override {}  // the server speaks first
    void timeout(TimePoint now) override {
        send();
        start_timer(now);
    }
    [[nodiscard]] bool proof_is_out() const override { return exchange_ != nullptr; }
    void peer_went_on() override { send(); }

    void retry(TimePoint now) override {
        if (!retry_challenge_) return;
        exchange_ = std::make_unique<Exchange>();
        exchange_->challenge.assign(retry_challenge_->begin(), retry_challenge_->end());
        retry_challenge_.reset();
        ++id_;  // RFC 2759 section 6: the identifier of the failed Response, incremented
        if (respond(now)) start_timer(now);
    }

    void receive(ConstBytes bytes, TimePoint now) override {
        const auto packet = parse_packet(bytes);
        if (!packet) return;
        if (packet->code == chap::code_challenge) return challenged(*packet, now);
        if (!exchange_ || packet->id != id_) return;
        if (packet->code == chap::code_success) succeeded(*packet, now);
        if (packet->code == chap::code_failure) failed(*packet, now);
    }

  private:
    /// Lives from the Challenge to its Success or Failure.
    struct Exchange {
        ByteVector challenge;
        ByteVector response;
        mschapv2::Response microsoft;
    };

    void challenged(const ControlPacket& packet, TimePoint now) {
        const auto value = chap::parse_value(packet.data);
        if (!value || (microsoft_ && value->value.size() != 16)) return;
        if (exchange_ && packet.id == id_ && std::ranges::equal(exchange_->challenge, value->value)) {
            send();  // the same question again
            return;
        }
        exchange_ = std::make_unique<Exchange>();
        exchange_->challenge.assign(value->value.begin(), value->value.end());
        retry_challenge_.reset();
        id_ = packet.id;
        static_cast<void>(respond(now));
    }

    /// False where it is impossible; that has been reported then.
    bool respond(TimePoint now) {
        const Credentials& who = observer_.credentials();
        stop_timer();
        if (!microsoft_) {
            const auto digest = chap::md5_response(id_, who.password.reveal(), exchange_->challenge);
            exchange_->response.assign(digest.begin(), digest.end());
        } else {
            context_.random.fill(exchange_->microsoft.peer_challenge);
            std::optional<mschapv2::NtResponse> proof;
            if (weak::available())
                proof = mschapv2::nt_response(challenge16(), exchange_->microsoft.peer_challenge, who.user,
                                              who.password.reveal());
            if (!proof) {
                fail({ERROR_AUTH_INTERNAL,
                      weak::available() ? "the password is not valid UTF-8" : "OpenSSL's legacy provider is missing",
                      {}},
                     now);
                return false;
            }
            exchange_->microsoft.response = *proof;
            exchange_->response = mschapv2::make_response(exchange_->microsoft);
        }
        send();
        return true;
    }

    void send() {
        if (!exchange_) return;
        context_.send(protocol_chap, chap::code_response, id_,
                      chap::make_value(exchange_->response, observer_.credentials().user));
    }

    void succeeded(const ControlPacket& packet, TimePoint now) {
        const Credentials& who = observer_.credentials();
        std::string message = printable(packet.data, 250);
        if (microsoft_) {
            const auto success = mschapv2::parse_success(packet.data);
            const auto expected =
                mschapv2::authenticator_response(who.password.reveal(), exchange_->microsoft.response,
                                                 exchange_->microsoft.peer_challenge, challenge16(), who.user);
            if (!expected || !weak::equal(as_bytes(*expected), as_bytes(success.authenticator_response))) {
                fail({ERROR_UNABLE_TO_AUTHENTICATE_SERVER, "the server does not know the password", success.message},
                     now);
                return;
            }
            message = success.message;
        }
        end_exchange();
        observer_.authenticated(who.user, message, now);
    }

    void failed(const ControlPacket& packet, TimePoint now) {
        if (!microsoft_) {
            fail({ERROR_AUTHENTICATION_FAILURE, "refused by CHAP", printable(packet.data, 250)}, now);
            return;
        }
        const auto failure = mschapv2::parse_failure(packet.data);
        const bool may_retry = failure.may_retry;
        if (may_retry) {
            retry_challenge_ = failure.challenge;
            if (!retry_challenge_) retry_challenge_ = challenge16();  // no new one given: the old one is still good
        }
        end_exchange();
        observer_.authentication_failed({ras_error_of(failure.error), "refused by MS-CHAPv2", failure.message},
                                        may_retry, now);
    }

    void fail(const RasError& error, TimePoint now) {
        end_exchange();
        observer_.authentication_failed(error, false, now);
    }
    void end_exchange() {
        exchange_.reset();
        stop_timer();
    }
    [[nodiscard]] mschapv2::Challenge challenge16() const {
        return ByteReader(exchange_->challenge).array<16>().value_or(mschapv2::Challenge{});
    }

    std::unique_ptr<Exchange> exchange_;
    std::optional<mschapv2::Challenge> retry_challenge_;
    std::uint8_t id_ = 0;
    bool microsoft_;
};

}  // namespace

std::unique_ptr<Authentication> make_chap_client(Context& context, AuthenticationObserver& observer,
                                                 AuthMethod method) {
    return std::make_unique<ChapClient>(context, observer, method);
}

}  // namespace openras::ppp
