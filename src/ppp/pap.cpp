// Both sides of PAP (RFC 1334 section 2).
#include "ppp/pap.h"

#include "base/strings.h"
#include "ppp/authentication.h"
#include "ppp/weak_crypto.h"

namespace openras::ppp {

namespace pap {

std::optional<Request> parse_request(ConstBytes data) {
    ByteReader reader(data);
    const auto id_length = reader.u8();
    if (!id_length) return std::nullopt;
    const auto id = reader.bytes(*id_length);
    if (!id) return std::nullopt;
    const auto password_length = reader.u8();
    if (!password_length) return std::nullopt;
    const auto password = reader.bytes(*password_length);
    if (!password) return std::nullopt;
    return Request{std::string(as_text(*id)), Secret(as_text(*password))};
}

ByteVector make_request(std::string_view peer_id, std::string_view password) {
    peer_id = peer_id.substr(0, 255);
    password = password.substr(0, 255);
    ByteVector out;
    out.reserve(2 + peer_id.size() + password.size());
    ByteWriter(out)
        .u8(static_cast<std::uint8_t>(peer_id.size()))
        .text(peer_id)
        .u8(static_cast<std::uint8_t>(password.size()))
        .text(password);
    return out;
}

std::string parse_message(ConstBytes data) {
    ByteReader reader(data);
    const auto length = reader.u8();
    if (!length) return {};
    const auto text = reader.bytes(*length);
    return text ? printable(*text, 255) : std::string();
}

ByteVector make_message(std::string_view message) {
    message = message.substr(0, 255);
    ByteVector out;
    ByteWriter(out).u8(static_cast<std::uint8_t>(message.size())).text(message);
    return out;
}

}  // namespace pap

namespace {

class PapClient final : public Authentication {
  public:
    using Authentication::Authentication;
    [[nodiscard]] std::uint16_t protocol() const override { return protocol_pap; }
    void start(TimePoint now) override {
        ++id_;
        waiting_ = true;
        send(now);
    }
    void retry(TimePoint now) override { start(now); }
    [[nodiscard]] bool proof_is_out() const override { return waiting_; }
    void timeout(TimePoint now) override {
        if (waiting_) send(now);
    }
    void receive(ConstBytes bytes, TimePoint now) override {
        const auto packet = parse_packet(bytes);
        if (!packet || !waiting_ || packet->id != id_) return;
        if (packet->code != pap::authenticate_ack && packet->code != pap::authenticate_nak) return;
        waiting_ = false;
        stop_timer();
        const std::string message = pap::parse_message(packet->data);
        if (packet->code == pap::authenticate_ack)
            observer_.authenticated(observer_.credentials().user, message, now);
        else
            observer_.authentication_failed({ERROR_AUTHENTICATION_FAILURE, "refused by PAP", message}, false, now);
    }

  private:
    void send(TimePoint now) {
        const Credentials& who = observer_.credentials();
        ByteVector data = pap::make_request(who.user, who.password.reveal());
        context_.send(protocol_pap, pap::authenticate_request, id_, data);
        wipe(data.data(), data.size());
        start_timer(now);
    }

    std::uint8_t id_ = 0;
    bool waiting_ = false;
};

class PapServer final : public Authentication {
  public:
    using Authentication::Authentication;
    [[nodiscard]] std::uint16_t protocol() const override { return protocol_pap; }
    void start(TimePoint /*now*/) override {}  // the client speaks first
    void retry(TimePoint /*now*/) override {}
    void timeout(TimePoint /*now*/) override {}
    void receive(ConstBytes bytes, TimePoint now) override {
        const auto packet = parse_packet(bytes);
        if (!packet || packet->code != pap::authenticate_request) return;
        const auto request = pap::parse_request(packet->data);
        if (!request) return;
        if (decided_) {  // our answer was lost: the same one again, whatever it asks now (RFC 1334 section 2.2.2)
            reply(packet->id, good_, good_ ? "Welcome" : "Access denied");
            return;
        }
        const auto password = find_password(observer_.directory(), request->peer_id);
        const bool proof = password && weak::equal(as_bytes(password->reveal()), as_bytes(request->password.reveal()));
        const ServerVerdict verdict = judge_user(*context_.config, observer_.directory(), request->peer_id, proof);
        good_ = verdict.good;
        decided_ = verdict.good || !verdict.may_retry;
        reply(packet->id, verdict.good, verdict.message);
        if (verdict.good)
            observer_.authenticated(request->peer_id, {}, now);
        else
            observer_.authentication_failed(verdict.error, verdict.may_retry, now);
    }

  private:
    void reply(std::uint8_t id, bool good, std::string_view message) {
        context_.send(protocol_pap, good ? pap::authenticate_ack : pap::authenticate_nak, id,
                      pap::make_message(message));
    }

    bool decided_ = false;
    bool good_ = false;
};

}  // namespace

std::unique_ptr<Authentication> make_pap_client(Context& context, AuthenticationObserver& observer) {
    return std::make_unique<PapClient>(context, observer);
}
std::unique_ptr<Authentication> make_pap_server(Context& context, AuthenticationObserver& observer) {
    return std::make_unique<PapServer>(context, observer);
}

}  // namespace openras::ppp
