// The phases of a PPP link (RFC 1661 section 3) over its control protocols: which frame goes to whom in which phase,
// and what the end of one of them means for the whole.
#include "ppp/session.h"

#include <algorithm>

#include "ppp/authentication.h"
#include "ppp/chap.h"
#include "ppp/early_frames.h"
#include "ppp/lcp.h"
#include "ppp/liveness.h"
#include "ppp/networks.h"

namespace openras::ppp {

namespace {

enum class Phase : std::uint8_t {
    Dead,         ///< start_lcp() has not come
    Establish,    ///< LCP negotiates
    Established,  ///< LCP is open; authentication may not begin yet
    Authenticate,
    Authenticated,  ///< the network protocols may not begin yet
    Network,
    Terminate,  ///< our Terminate-Request is out
    Ended,      ///< the peer has ended the link; its verdict on our proof may be right behind
    Over,
};

/// A peer that refuses a password may end the link before it says so. So long its words on the password are waited for.
constexpr Duration late_verdict_patience = std::chrono::milliseconds(100);

/// A peer that ends the link this soon after we have refused to encrypt does so for that.
constexpr Duration encryption_patience = std::chrono::seconds(3);

constexpr std::uint16_t protocol_ecp = 0x8053;  // RFC 1968: encryption alone
constexpr std::uint16_t protocol_ccp = 0x80fd;  // RFC 1962: compression, and by option 18 Microsoft's encryption
constexpr std::uint8_t ccp_option_mppe = 18;    // RFC 3078 section 2

constexpr const char* auth_disagreed_text = "LCP: no authentication method that both sides allow";

bool is_ncp(std::uint16_t protocol) {
    return protocol == protocol_ipcp || protocol == protocol_ipv6cp;
}
bool is_authentication(std::uint16_t protocol) {
    return protocol == protocol_pap || protocol == protocol_chap;
}
/// Whether this packet asks us to encrypt.
bool asks_for_encryption(std::uint16_t protocol, ConstBytes bytes) {
    if (protocol != protocol_ecp && protocol != protocol_ccp) return false;
    const auto packet = parse_packet(bytes);
    if (!packet || packet->code != code::configure_request) return false;
    if (protocol == protocol_ecp) return true;
    ByteReader reader(packet->data);
    while (const auto option = next_option(reader))
        if (option->type == ccp_option_mppe) return true;
    return false;
}
/// While it lives, what is sent counts as answers to the peer.
struct Answering {
    explicit Answering(Context& context) : context_(context) { context.answering = true; }
    ~Answering() { context_.answering = false; }
    Answering(const Answering&) = delete;
    Answering& operator=(const Answering&) = delete;
    Context& context_;
};
std::uint16_t protocol_of(AuthMethod method) {
    return method == AuthMethod::Pap ? protocol_pap : protocol_chap;
}

}  // namespace

struct Session::Impl final : LayerObserver, AuthenticationObserver, NetworksOwner {
    Impl(std::shared_ptr<const Config> config, Credentials who, Ipv4Settings ipv4_settings, InterfaceId id,
         RandomSource& random, SessionOutput& output, UserDirectory* users)
        : context{std::move(config), random, output},
          credentials_(std::move(who)),
          users_(users),
          lcp(context, *this),
          networks(context, *this, ipv4_settings, id) {
        limit_peer_mru(default_mru);
    }

    // What the driver asks for.
    void start_lcp(TimePoint now, Duration round_trip);
    void permit(Phase next, TimePoint now);
    void retry(Credentials who, TimePoint now);
    void receive(ConstBytes frame, TimePoint now);
    void medium_down(RasError error, EndedBy by, TimePoint now);
    void terminate(RasError error, EndedBy by, std::string_view why, TimePoint now);
    void finish(RasError error, EndedBy by);
    void advance(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> next_deadline() const;

    // LayerObserver of LCP
    void layer_up(ControlProtocol& protocol, TimePoint now) override;
    void layer_down(ControlProtocol& protocol, TimePoint now) override;
    void layer_finished(ControlProtocol& protocol, Finish why, std::string_view peer_text, TimePoint now) override;
    void protocol_rejected(std::uint16_t protocol, TimePoint now) override;
    void echo_unsupported() override { liveness.stop(); }
    void loop_detected(TimePoint /*now*/) override {
        finish({ERROR_PPP_LOOPBACK_DETECTED, "the line sends back what we send", {}}, EndedBy::Line);
    }

    // NetworksOwner
    void networks_over(RasError error, EndedBy by, TimePoint now) override {
        terminate(std::move(error), by, "no network protocol", now);
    }

    // AuthenticationObserver
    void authenticated(const std::string& user, const std::string& message, TimePoint now) override;
    void authentication_failed(RasError error, bool may_retry, TimePoint now) override;
    [[nodiscard]] const Credentials& credentials() const override { return credentials_; }
    [[nodiscard]] UserDirectory* directory() const override { return users_; }

    void begin_authentication(TimePoint now);
    void begin_network(TimePoint now);
    void receive_authentication(std::uint16_t protocol, ConstBytes packet, TimePoint now);
    void receive_ncp(std::uint16_t protocol, ConstBytes packet, TimePoint now);
    void receive_late_verdict(std::uint16_t protocol, ConstBytes packet, TimePoint now);
    void peer_terminated(std::string_view peer_text, TimePoint now);
    [[nodiscard]] RasError cause_of_peers_end(RasError end, TimePoint now) const;
    [[nodiscard]] bool awaits_verdict() const {
        return phase == Phase::Authenticate && !refused && authentication && authentication->proof_is_out();
    }
    void stop_deadlines() { establish_deadline = authentication_deadline = verdict_deadline = never; }
    void limit_peer_mru(std::uint16_t mru) { context.peer_mru = std::min(mru, context.config->peer_mru_limit); }
    [[nodiscard]] bool over() const { return phase == Phase::Over; }
    void tell(const Event& event) { context.output.event(event); }

    Context context;
    Credentials credentials_;
    UserDirectory* users_;
    Lcp lcp;
    Networks networks;
    Liveness liveness;
    EarlyFrames early;
    std::unique_ptr<Authentication> authentication;
    LcpResult lcp_result;
    Phase phase = Phase::Dead;
    Phase permitted =
        Phase::Establish;  ///< the furthest phase that the driver has begun; it holds after a renegotiation
    bool lcp_told = false;
    bool authenticated_told = false;
    EndedBy end_by = EndedBy::Nobody;
    // A peer can keep a negotiation going for ever without concluding it: each answer sets the restart counter anew.
    TimePoint establish_deadline = never;
    TimePoint authentication_deadline = never;
    TimePoint verdict_deadline = never;
    TimePoint encryption_refused_until{};  ///< an end by the peer before it is for that
    std::unique_ptr<RasError> end_error;   ///< in Terminate and Ended
    std::unique_ptr<RasError> refused;     ///< the last AuthenticationFailed: the cause of what follows
    std::string terminate_text;
};

// Phases.

void Session::Impl::start_lcp(TimePoint now, Duration round_trip) {
    if (phase != Phase::Dead) return;
    context.round_trip = round_trip;
    phase = Phase::Establish;
    establish_deadline = now + context.config->establish_timeout;
    lcp.open(now);
    lcp.up(now);
    for (const auto& frame : early.take([](std::uint16_t protocol) { return protocol == protocol_lcp; }))
        if (!over()) lcp.receive(frame.packet, now);
}

void Session::Impl::permit(Phase next, TimePoint now) {
    permitted = std::max(permitted, next);
    if (phase == Phase::Established && next == Phase::Authenticate) begin_authentication(now);
    if (phase == Phase::Authenticated && next == Phase::Network) begin_network(now);
}

void Session::Impl::begin_authentication(TimePoint now) {
    phase = Phase::Authenticate;
    if (!lcp_result.auth) {
        authenticated({}, {}, now);
        return;
    }
    const AuthMethod method = *lcp_result.auth;
    const bool client = context.config->role == Role::Client;
    if (method == AuthMethod::Pap)
        authentication = client ? make_pap_client(context, *this) : make_pap_server(context, *this);
    else
        authentication = client ? make_chap_client(context, *this, method) : make_chap_server(context, *this, method);
    authentication_deadline = now + context.config->auth_timeout;
    authentication->start(now);
    for (const auto& frame : early.take(is_authentication))
        if (authentication && frame.protocol == authentication->protocol()) authentication->receive(frame.packet, now);
}

void Session::Impl::retry(Credentials who, TimePoint now) {
    if (phase != Phase::Authenticate || !authentication || !refused) return;
    credentials_ = std::move(who);
    refused.reset();
    authentication_deadline = now + context.config->auth_timeout;
    authentication->retry(now);
}

void Session::Impl::begin_network(TimePoint now) {
    phase = Phase::Network;
    networks.begin(now);
    for (const auto& frame : early.take(is_ncp)) {
        if (phase != Phase::Network) return;
        receive_ncp(frame.protocol, frame.packet, now);
    }
}

// Frames.

void Session::Impl::receive(ConstBytes frame, TimePoint now) {
    if (over()) return;
    if (frame.size() >= 2 && frame[0] == 0xff && frame[1] == 0x03) frame = frame.subspan(2);
    ByteReader reader(frame);
    std::optional<std::uint16_t> protocol;
    const bool compressed = !frame.empty() && (frame[0] & 1) != 0;  // RFC 1661 section 2: the first octet is even
    if (compressed && lcp.opened() && lcp.local_pfc())
        protocol = *reader.u8();
    else if (!compressed)
        protocol = reader.u16();
    if (!protocol) return;
    context.now = now;
    const Answering answering(context);
    if (phase == Phase::Dead) {
        if (*protocol == protocol_lcp) early.keep(*protocol, reader.rest());
        return;
    }
    liveness.heard(now);
    if (*protocol == protocol_lcp) return lcp.receive(reader.rest(), now);
    if (phase == Phase::Terminate) return;
    if (phase == Phase::Ended) return receive_late_verdict(*protocol, reader.rest(), now);
    const bool known = is_authentication(*protocol) || is_ncp(*protocol);
    if (!lcp.opened()) {
        // What overtakes the Configure-Ack that opens LCP here; the peer is open already.
        if (known) early.keep(*protocol, reader.rest());
        return;
    }
    if (is_authentication(*protocol)) return receive_authentication(*protocol, reader.rest(), now);
    if (is_ncp(*protocol)) return receive_ncp(*protocol, reader.rest(), now);
    // Packets of a network protocol that is wanted but not up are dropped (RFC 1661 section 3.5).
    if (*protocol == protocol_ipv4 && networks.configured(Network::Ipv4)) return;
    if (*protocol == protocol_ipv6 && networks.configured(Network::Ipv6)) return;
    if (asks_for_encryption(*protocol, reader.rest())) encryption_refused_until = now + encryption_patience;
    lcp.send_protocol_reject(*protocol, reader.rest());
}

void Session::Impl::receive_late_verdict(std::uint16_t protocol, ConstBytes packet, TimePoint now) {
    if (!authentication || protocol != authentication->protocol()) return;
    if (packet.empty() || packet.front() == chap::code_challenge) return;  // a question, which is not answered any more
    authentication->receive(packet, now);
}

void Session::Impl::receive_authentication(std::uint16_t protocol, ConstBytes packet, TimePoint now) {
    if (!lcp_result.auth || protocol_of(*lcp_result.auth) != protocol)
        lcp.send_protocol_reject(protocol, packet);
    else if (authentication)
        authentication->receive(packet, now);
    else
        early.keep(protocol, packet);
}

void Session::Impl::receive_ncp(std::uint16_t protocol, ConstBytes packet, TimePoint now) {
    if (!networks.takes(protocol)) {
        if (!packet.empty() && packet.front() == code::terminate_ack) return;  // of one that we have closed
        lcp.send_protocol_reject(protocol, packet);
    } else if (phase == Phase::Network) {
        networks.receive(protocol, packet, now);
    } else {
        early.keep(protocol, packet);
    }
    if (phase == Phase::Authenticate && authentication) authentication->peer_went_on();
}

void Session::Impl::protocol_rejected(std::uint16_t protocol, TimePoint now) {
    if (protocol == protocol_lcp) return lcp.reject_protocol(now);
    networks.rejected(protocol, now);
    if (phase == Phase::Authenticate && authentication && protocol == authentication->protocol()) {
        const bool client = context.config->role == Role::Client;
        terminate({client ? std::uint32_t{ERROR_AUTHENTICATION_FAILURE} : std::uint32_t{ERROR_PEER_REFUSED_AUTH},
                   "the peer rejects the authentication protocol that it agreed to",
                   {}},
                  EndedBy::Peer, "authentication protocol rejected", now);
    }
}

// Layers.

void Session::Impl::layer_up(ControlProtocol& /*protocol*/, TimePoint now) {
    if (phase == Phase::Terminate || over()) return;
    lcp_result = lcp.result();
    limit_peer_mru(lcp_result.peer_mru);
    phase = Phase::Established;
    establish_deadline = never;
    liveness.start(context.config->echo_interval, context.config->echo_failures, now);
    if (!lcp_told) tell(event::LcpUp{lcp_result});
    lcp_told = true;
    if (permitted >= Phase::Authenticate) begin_authentication(now);
}

void Session::Impl::layer_down(ControlProtocol& /*protocol*/, TimePoint now) {
    if (phase == Phase::Terminate || over()) return;  // who called may be one of those that would be reset
    if (lcp.state() == State::Stopping) return;       // for good: layer_finished() follows
    phase = Phase::Establish;
    liveness.stop();
    authentication.reset();
    stop_deadlines();
    establish_deadline = now + context.config->establish_timeout;
    early.clear();
    limit_peer_mru(default_mru);
    networks.down(now);
}

void Session::Impl::layer_finished(ControlProtocol& /*protocol*/, Finish why, std::string_view peer_text,
                                   TimePoint now) {
    if (over()) return;
    if (phase == Phase::Terminate) {
        if (end_error && end_error->peer_text.empty()) end_error->peer_text = peer_text;
        finish(*end_error, end_by);
        return;
    }
    if (phase == Phase::Ended) return;  // its deadline is near
    switch (why) {
        case Finish::Closed: finish({ERROR_PPP_LCP_TERMINATED, "LCP: closed", {}}, EndedBy::Peer); return;
        case Finish::NoAnswer:
            if (lcp.heard())
                finish({ERROR_PPP_TIMEOUT, "LCP: the peer stopped answering", {}}, EndedBy::Line);
            else
                finish({ERROR_PPP_NO_RESPONSE, "LCP: the peer never answered", {}}, EndedBy::Line);
            return;
        case Finish::NotConverging:
            if (lcp.authentication_disagreed())
                finish({ERROR_PEER_REFUSED_AUTH, auth_disagreed_text, {}}, EndedBy::Manager);
            else
                finish({ERROR_PPP_NOT_CONVERGING, "LCP: no agreement on the options", {}}, EndedBy::Manager);
            return;
        case Finish::CodeRejected:
        case Finish::ProtocolRejected:
            finish({ERROR_PPP_CP_REJECTED, "LCP: the peer does not run it", {}}, EndedBy::Peer);
            return;
        case Finish::Refused: finish(lcp.refusal(), EndedBy::Peer); return;
        case Finish::PeerTerminated: return peer_terminated(peer_text, now);
    }
}

void Session::Impl::peer_terminated(std::string_view peer_text, TimePoint now) {
    RasError error = lcp_told ? RasError{ERROR_REMOTE_DISCONNECTION, "LCP: Terminate-Request", std::string(peer_text)}
                              : RasError{ERROR_PPP_LCP_TERMINATED, "LCP: ended by the peer before it was open",
                                         std::string(peer_text)};
    error = cause_of_peers_end(std::move(error), now);
    if (!awaits_verdict()) return finish(std::move(error), EndedBy::Peer);
    // Its Failure or Nak may have been overtaken: it has the peer's words, and perhaps another code.
    phase = Phase::Ended;
    end_error = std::make_unique<RasError>(std::move(error));
    end_by = EndedBy::Peer;
    liveness.stop();
    stop_deadlines();
    verdict_deadline = now + late_verdict_patience;
}

/// What the peer's end of the link means after what went before it, whether it ended PPP or the medium, and with or
/// without a word.
RasError Session::Impl::cause_of_peers_end(RasError end, TimePoint now) const {
    if (refused) {
        RasError error = *refused;
        if (error.peer_text.empty()) error.peer_text = std::move(end.peer_text);
        return error;
    }
    // Some (l2tpns) say nothing else to a proof that they do not like.
    if (awaits_verdict())
        return {ERROR_AUTHENTICATION_FAILURE, "in place of an answer to user name and password: " + end.text,
                std::move(end.peer_text)};
    if (phase == Phase::Establish && lcp.authentication_disagreed())
        return {ERROR_PEER_REFUSED_AUTH, auth_disagreed_text, std::move(end.peer_text)};
    if (now < encryption_refused_until)
        return {ERROR_NO_LOCAL_ENCRYPTION,
                context.config->role == Role::Client ? "the server insists on encryption"
                                                     : "the client insists on encryption",
                std::move(end.peer_text)};
    return end;
}

// Authentication.

void Session::Impl::authenticated(const std::string& user, const std::string& message, TimePoint now) {
    if (phase == Phase::Ended)  // so the end was no refusal
        return finish({ERROR_REMOTE_DISCONNECTION, "LCP: Terminate-Request", end_error->peer_text}, end_by);
    refused.reset();
    if (phase != Phase::Authenticate) return;  // a later CHAP challenge was answered well
    phase = Phase::Authenticated;
    authentication_deadline = never;
    if (!authenticated_told) tell(event::Authenticated{user, message});
    authenticated_told = true;
    if (permitted >= Phase::Network) begin_network(now);
}

void Session::Impl::authentication_failed(RasError error, bool may_retry, TimePoint now) {
    if (phase == Phase::Terminate || over()) return;
    if (phase == Phase::Ended) {
        if (error.peer_text.empty()) error.peer_text = end_error->peer_text;
        return finish(std::move(error), end_by);
    }
    refused = std::make_unique<RasError>(error);
    const bool client = context.config->role == Role::Client;
    if (client) authentication_deadline = never;  // how long the user takes for another attempt is the driver's affair
    tell(event::AuthenticationFailed{std::move(error), may_retry});
    if (!client && !may_retry) terminate(*refused, EndedBy::Manager, "Authentication failed", now);
}

// Ends.

void Session::Impl::terminate(RasError error, EndedBy by, std::string_view why, TimePoint now) {
    if (over() || phase == Phase::Terminate) return;
    if (phase == Phase::Dead || phase == Phase::Ended) return finish(std::move(error), by);
    phase = Phase::Terminate;
    end_error = std::make_unique<RasError>(std::move(error));
    end_by = by;
    terminate_text = why;
    liveness.stop();
    stop_deadlines();
    networks.stop();
    lcp.close(terminate_text, now);
    if (!over() && !timer_runs(lcp.state())) finish(*end_error, by);
}

void Session::Impl::medium_down(RasError error, EndedBy by, TimePoint now) {
    if (phase == Phase::Terminate || phase == Phase::Ended) return finish(*end_error, end_by);
    if (refused || error.code == ERROR_REMOTE_DISCONNECTION) {
        error = cause_of_peers_end(std::move(error), now);
        by = EndedBy::Peer;
    }
    finish(std::move(error), by);
}

void Session::Impl::finish(RasError error, EndedBy by) {
    if (over()) return;
    phase = Phase::Over;
    networks.stop();
    early.clear();
    tell(event::Down{std::move(error), by});
}

// Time.

void Session::Impl::advance(TimePoint now) {
    if (over() || phase == Phase::Dead) return;
    lcp.advance(now);
    if (over()) return;
    if (phase == Phase::Ended) {
        if (now >= verdict_deadline) finish(*end_error, end_by);
        return;
    }
    if (now >= establish_deadline)
        terminate({ERROR_PPP_TIMEOUT, "LCP: the peer does not conclude the negotiation", {}}, EndedBy::Line,
                  "LCP timed out", now);
    if (authentication) authentication->advance(now);
    if (now >= authentication_deadline) {
        authentication_deadline = never;
        terminate({ERROR_PPP_TIMEOUT, "the peer stopped answering during authentication", {}}, EndedBy::Line,
                  "authentication timed out", now);
    }
    if (phase == Phase::Network) networks.advance(now);
    if (over() || phase == Phase::Terminate) return;
    switch (liveness.advance(now)) {
        case Liveness::Verdict::Fine: break;
        case Liveness::Verdict::SendEcho: lcp.send_echo_request(); break;
        case Liveness::Verdict::Dead: {
            const RasError error{ERROR_DISCONNECTION, "the peer answers no LCP echo", {}};
            terminate(error, EndedBy::EchoLoss, "no answer to echo", now);
            finish(error, EndedBy::EchoLoss);
        }
    }
}

std::optional<TimePoint> Session::Impl::next_deadline() const {
    if (over() || phase == Phase::Dead) return std::nullopt;
    if (phase == Phase::Ended) return std::min(verdict_deadline, lcp.deadline());
    TimePoint next = std::min(
        {lcp.deadline(), establish_deadline, authentication_deadline, networks.deadline(), liveness.deadline()});
    if (authentication && phase != Phase::Terminate) next = std::min(next, authentication->deadline());
    if (next == never) return std::nullopt;
    return next;
}

// The public face.

Session::Session(std::shared_ptr<const Config> config, Credentials credentials, Ipv4Settings ipv4,
                 InterfaceId interface_id, RandomSource& random, SessionOutput& output, UserDirectory* directory)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(credentials), ipv4, interface_id, random, output,
                                   directory)) {}
Session::~Session() = default;

void Session::start_lcp(TimePoint now, Duration round_trip) {
    impl_->start_lcp(now, round_trip);
}
void Session::start_authentication(TimePoint now) {
    impl_->permit(Phase::Authenticate, now);
}
void Session::retry_authentication(Credentials credentials, TimePoint now) {
    impl_->retry(std::move(credentials), now);
}
void Session::start_network(TimePoint now) {
    impl_->permit(Phase::Network, now);
}
void Session::set_ipv4(const Ipv4Settings& ipv4) {
    impl_->networks.set_ipv4(ipv4);
}
void Session::receive(ConstBytes frame, TimePoint now) {
    impl_->receive(frame, now);
}
void Session::medium_down(const RasError& error, EndedBy by, TimePoint now) {
    impl_->medium_down(error, by, now);
}
void Session::close(const RasError& error, EndedBy by, std::string_view reason, TimePoint now) {
    impl_->terminate(error, by, reason, now);
}
void Session::advance(TimePoint now) {
    impl_->advance(now);
}
std::optional<TimePoint> Session::next_deadline() const {
    return impl_->next_deadline();
}
bool Session::network_up(Network network) const {
    return impl_->networks.up(network);
}
const LcpResult& Session::lcp() const {
    return impl_->lcp_result;
}
void Session::peer_heard(TimePoint now) {
    impl_->liveness.heard(now);
}

}  // namespace openras::ppp
