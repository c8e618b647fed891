// CHAP as the one who asks (RFC 1994; RFC 2759 for MS-CHAPv2). The challenge is sent again until it is answered; a
// Response that comes again after the verdict gets the same verdict again, because that may have been lost.
#include <algorithm>

#include "ppp/authentication.h"
#include "ppp/chap.h"
#include "ppp/mschapv2.h"
#include "ppp/weak_crypto.h"

namespace openras::ppp {

namespace {

class ChapServer final : public Authentication {
  public:
    ChapServer(Context& context, AuthenticationObserver& observer, AuthMethod method)
        : Authentication(context, observer), microsoft_(method == AuthMethod::MsChapV2) {}

    [[nodiscard]] std::uint16_t protocol() const override { return protocol_chap; }

    void start(TimePoint now) override {
        context_.random.fill(challenge_);
        std::array<std::uint8_t, 1> first_id{};
        context_.random.fill(first_id);
        id_ = first_id[0];
        waiting_ = true;
        send(now);
    }
    void retry(TimePoint /*now*/) override {}
    void timeout(TimePoint now) override {
        if (waiting_ && !retrying_) send(now);
    }

    void receive(ConstBytes bytes, TimePoint now) override {
        const auto packet = parse_packet(bytes);
        if (!packet || packet->code != chap::code_response) return;
        const auto value = chap::parse_value(packet->data);
        if (!value) return;
        if (!waiting_) {
            if (packet->id == id_) context_.send(protocol_chap, verdict_code_, id_, as_bytes(verdict_text_));
            return;
        }
        if (retrying_ && packet->id == id_ && std::ranges::equal(last_response_, value->value)) {
            context_.send(protocol_chap, verdict_code_, id_, as_bytes(verdict_text_));  // our Failure was lost
            return;
        }
        if (packet->id != id_) {
            // After a Failure with R=1 the client's new Response has the next identifier (some repeat the old one).
            if (!retrying_ || packet->id != static_cast<std::uint8_t>(id_ + 1)) return;
            id_ = packet->id;
        }
        judge(*value, now);
    }

  private:
    void send(TimePoint now) {
        context_.send(protocol_chap, chap::code_challenge, id_,
                      chap::make_value(challenge_, context_.config->server_name));
        start_timer(now);
    }

    void judge(const chap::Value& value, TimePoint now) {
        const std::string user(as_text(value.name).substr(0, 256));
        const auto password = find_password(observer_.directory(), user);
        std::string authenticator_response;
        const bool proof = password && prove(value.value, user, *password, authenticator_response);
        const ServerVerdict verdict = judge_user(*context_.config, observer_.directory(), user, proof);
        const bool may_retry = verdict.may_retry && microsoft_;
        stop_timer();
        if (verdict.good) {
            verdict_code_ = chap::code_success;
            verdict_text_ = microsoft_ ? authenticator_response + " M=" + verdict.message : verdict.message;
        } else {
            verdict_code_ = chap::code_failure;
            if (may_retry) context_.random.fill(challenge_);
            verdict_text_ = microsoft_
                                ? mschapv2::make_failure(verdict.error.code, may_retry, challenge_, verdict.message)
                                : verdict.message;
        }
        waiting_ = may_retry;
        retrying_ = may_retry;
        last_response_.clear();
        if (may_retry) last_response_.assign(value.value.begin(), value.value.end());
        context_.send(protocol_chap, verdict_code_, id_, as_bytes(verdict_text_));
        if (verdict.good)
            observer_.authenticated(user, {}, now);
        else
            observer_.authentication_failed(verdict.error, may_retry, now);
    }

    bool prove(ConstBytes value, const std::string& user, const Secret& password, std::string& response_text) const {
        if (!microsoft_) return weak::equal(value, chap::md5_response(id_, password.reveal(), challenge_));
        const auto response = mschapv2::parse_response(value);
        if (!response || !weak::available()) return false;
        const auto expected = mschapv2::nt_response(challenge_, response->peer_challenge, user, password.reveal());
        if (!expected || !weak::equal(*expected, response->response)) return false;
        response_text = mschapv2::authenticator_response(password.reveal(), response->response,
                                                         response->peer_challenge, challenge_, user)
                            .value_or("");
        return true;
    }

    mschapv2::Challenge challenge_{};
    std::string verdict_text_;
    ByteVector last_response_;  ///< while a retry is awaited
    std::uint8_t verdict_code_ = 0;
    std::uint8_t id_ = 0;
    bool waiting_ = false;
    bool retrying_ = false;  ///< a Failure with R=1 is out
    bool microsoft_;
};

}  // namespace

std::unique_ptr<Authentication> make_chap_server(Context& context, AuthenticationObserver& observer,
                                                 AuthMethod method) {
    return std::make_unique<ChapServer>(context, observer, method);
}

}  // namespace openras::ppp
