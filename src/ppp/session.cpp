// The phases of a PPP link (RFC 1661 section 3) over its control protocols: which frame goes to whom in which phase,
// and what the end of one of them means for the whole.
#include "ppp/session.h"

#include <algorithm>

#include "ppp/authentication.h"
#include "ppp/early_frames.h"
#include "ppp/ipcp.h"
#include "ppp/ipv6cp.h"
#include "ppp/lcp.h"
#include "ppp/liveness.h"

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
    Over,
};

enum class NetworkState : std::uint8_t { Off, Pending, Up, Failed };

/// With one network protocol up, another one whose peer has asked for nothing is given up after this time.
constexpr Duration silent_network_patience = std::chrono::seconds(3);

bool is_ncp(std::uint16_t protocol) {
    return protocol == protocol_ipcp || protocol == protocol_ipv6cp;
}
bool is_authentication(std::uint16_t protocol) {
    return protocol == protocol_pap || protocol == protocol_chap;
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

struct Session::Impl final : LayerObserver, AuthenticationObserver {
    Impl(std::shared_ptr<const Config> config, Credentials who, Ipv4Settings ipv4_settings, InterfaceId id,
         RandomSource& random, SessionOutput& output, UserDirectory* users)
        : context{std::move(config), random, output},
          credentials_(std::move(who)),
          users_(users),
          lcp(context, *this),
          ipcp(context, *this),
          ipv6cp(context, *this) {
        ipcp.set(ipv4_settings);
        ipv6cp.set(id);
        network[0] = context.config->ipv4 ? NetworkState::Pending : NetworkState::Off;
        network[1] = context.config->ipv6 ? NetworkState::Pending : NetworkState::Off;
        limit_peer_mru(default_mru);
    }

    // What the driver asks for.
    void start_lcp(TimePoint now);
    void permit(Phase next, TimePoint now);
    void retry(Credentials who, TimePoint now);
    void receive(ConstBytes frame, TimePoint now);
    void medium_down(RasError error, EndedBy by);
    void terminate(RasError error, EndedBy by, std::string_view why, TimePoint now);
    void finish(RasError error, EndedBy by);
    void advance(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> next_deadline() const;

    // LayerObserver
    void layer_up(ControlProtocol& protocol, TimePoint now) override;
    void layer_down(ControlProtocol& protocol, TimePoint now) override;
    void layer_finished(ControlProtocol& protocol, Finish why, std::string_view peer_text, TimePoint now) override;
    void protocol_rejected(std::uint16_t protocol, TimePoint now) override;
    void echo_unsupported() override { liveness.stop(); }
    void loop_detected(TimePoint /*now*/) override {
        finish({ERROR_PPP_LOOPBACK_DETECTED, "the line sends back what we send", {}}, EndedBy::Line);
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
    void lcp_finished(Finish why, std::string_view peer_text, TimePoint now);
    void network_came_up(Network which, TimePoint now);
    void fail_network(Network which, RasError error, TimePoint now);
    void check_networks(TimePoint now);
    void give_up_silent_networks(TimePoint now);
    void give_up_late_networks(TimePoint now);
    void network_lost(Network which, TimePoint now);
    void stop_deadlines() {
        establish_deadline = authentication_deadline = network_deadline = silent_network_deadline = never;
    }
    void limit_peer_mru(std::uint16_t mru) { context.peer_mru = std::min(mru, context.config->peer_mru_limit); }
    [[nodiscard]] bool over() const { return phase == Phase::Over; }
    [[nodiscard]] NetworkState& network_of(Network which) { return network[static_cast<std::size_t>(which)]; }
    [[nodiscard]] ControlProtocol& ncp(Network which) {
        if (which == Network::Ipv4) return ipcp;
        return ipv6cp;
    }
    void tell(const Event& event) { context.output.event(event); }

    static constexpr std::array<Network, 2> networks{Network::Ipv4, Network::Ipv6};

    Context context;
    Credentials credentials_;
    UserDirectory* users_;
    Lcp lcp;
    Ipcp ipcp;
    Ipv6cp ipv6cp;
    Liveness liveness;
    EarlyFrames early;
    std::unique_ptr<Authentication> authentication;
    LcpResult lcp_result;
    Ipv4Result ipv4_told;
    Ipv6Result ipv6_told;
    Phase phase = Phase::Dead;
    Phase permitted =
        Phase::Establish;  ///< the furthest phase that the driver has begun; it holds after a renegotiation
    std::array<NetworkState, 2> network{};
    std::array<bool, 2> network_told{};
    bool lcp_told = false;
    bool authenticated_told = false;
    bool done_told = false;
    EndedBy end_by = EndedBy::Nobody;
    // A peer can keep a negotiation going for ever without concluding it: each answer sets the restart counter anew.
    TimePoint establish_deadline = never;
    TimePoint authentication_deadline = never;
    TimePoint network_deadline = never;
    TimePoint silent_network_deadline = never;
    std::unique_ptr<RasError> end_error;      ///< while terminating
    std::unique_ptr<RasError> refused;        ///< the last AuthenticationFailed: the cause of what follows
    std::unique_ptr<RasError> network_error;  ///< of the network protocol that failed first, once up: last
    std::string terminate_text;
};

// Phases.

void Session::Impl::start_lcp(TimePoint now) {
    if (phase != Phase::Dead) return;
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
    if (network[0] == NetworkState::Off && network[1] == NetworkState::Off) {
        terminate({ERROR_PPP_NO_PROTOCOLS_CONFIGURED, "no network protocol is configured", {}}, EndedBy::Manager,
                  "no network protocol", now);
        return;
    }
    network_deadline = now + context.config->network_timeout;
    for (const Network which : networks) {
        if (network_of(which) != NetworkState::Pending) continue;
        if (ncp(which).state() == State::Initial) ncp(which).open(now);
        ncp(which).up(now);
    }
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
    const bool known = is_authentication(*protocol) || is_ncp(*protocol);
    if (!lcp.opened()) {
        // What overtakes the Configure-Ack that opens LCP here; the peer is open already.
        if (known) early.keep(*protocol, reader.rest());
        return;
    }
    if (is_authentication(*protocol)) return receive_authentication(*protocol, reader.rest(), now);
    if (is_ncp(*protocol)) return receive_ncp(*protocol, reader.rest(), now);
    // Packets of a network protocol that is wanted but not up are dropped (RFC 1661 section 3.5).
    if (*protocol == protocol_ipv4 && network[0] != NetworkState::Off) return;
    if (*protocol == protocol_ipv6 && network[1] != NetworkState::Off) return;
    lcp.send_protocol_reject(*protocol, reader.rest());
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
    const Network which = protocol == protocol_ipcp ? Network::Ipv4 : Network::Ipv6;
    const NetworkState state = network_of(which);
    if (state == NetworkState::Off || state == NetworkState::Failed)
        lcp.send_protocol_reject(protocol, packet);
    else if (phase == Phase::Network)
        ncp(which).receive(packet, now);
    else
        early.keep(protocol, packet);
    if (phase == Phase::Authenticate && authentication) authentication->peer_went_on();
}

void Session::Impl::protocol_rejected(std::uint16_t protocol, TimePoint now) {
    if (protocol == protocol_lcp) return lcp.reject_protocol(now);
    if (protocol == protocol_ipcp && network[0] == NetworkState::Pending) ipcp.reject_protocol(now);
    if (protocol == protocol_ipv6cp && network[1] == NetworkState::Pending) ipv6cp.reject_protocol(now);
    if (phase == Phase::Authenticate && authentication && protocol == authentication->protocol()) {
        const bool client = context.config->role == Role::Client;
        terminate({client ? std::uint32_t{ERROR_AUTHENTICATION_FAILURE} : std::uint32_t{ERROR_PEER_REFUSED_AUTH},
                   "the peer rejects the authentication protocol that it agreed to",
                   {}},
                  EndedBy::Peer, "authentication protocol rejected", now);
    }
}

// Layers.

void Session::Impl::layer_up(ControlProtocol& protocol, TimePoint now) {
    if (phase == Phase::Terminate || over()) return;
    if (&protocol != &lcp) {
        network_came_up(&protocol == &ipcp ? Network::Ipv4 : Network::Ipv6, now);
        return;
    }
    lcp_result = lcp.result();
    limit_peer_mru(lcp_result.peer_mru);
    phase = Phase::Established;
    establish_deadline = never;
    liveness.start(context.config->echo_interval, context.config->echo_failures, now);
    if (!lcp_told) tell(event::LcpUp{lcp_result});
    lcp_told = true;
    if (permitted >= Phase::Authenticate) begin_authentication(now);
}

void Session::Impl::layer_down(ControlProtocol& protocol, TimePoint now) {
    if (&protocol != &lcp) return network_lost(&protocol == &ipcp ? Network::Ipv4 : Network::Ipv6, now);
    if (phase == Phase::Terminate || over()) return;  // who called may be one of those that would be reset
    phase = Phase::Establish;
    liveness.stop();
    authentication.reset();
    stop_deadlines();
    establish_deadline = now + context.config->establish_timeout;
    early.clear();
    limit_peer_mru(default_mru);
    for (const Network which : networks) {
        if (network_of(which) == NetworkState::Failed) continue;
        ncp(which).down(now);
        network_lost(which, now);
    }
}

void Session::Impl::layer_finished(ControlProtocol& protocol, Finish why, std::string_view peer_text, TimePoint now) {
    if (over()) return;
    if (&protocol == &lcp) return lcp_finished(why, peer_text, now);
    if (phase == Phase::Terminate) return;
    const Network which = &protocol == &ipcp ? Network::Ipv4 : Network::Ipv6;
    const std::string name = which == Network::Ipv4 ? "IPCP" : "IPv6CP";
    switch (why) {
        case Finish::Closed: return;
        case Finish::NoAnswer:
            return fail_network(which, {ERROR_PPP_TIMEOUT, name + ": the peer does not answer", {}}, now);
        case Finish::NotConverging:
            if (&protocol == &ipcp && ipcp.peer_unusable())
                return fail_network(
                    which,
                    {ERROR_PPP_REQUIRED_ADDRESS_REJECTED, name + ": the server insists on an unusable address", {}},
                    now);
            return fail_network(which, {ERROR_PPP_NOT_CONVERGING, name + ": no agreement on the options", {}}, now);
        case Finish::CodeRejected:
        case Finish::ProtocolRejected:
            return fail_network(which, {ERROR_PPP_CP_REJECTED, name + ": the peer does not run it", {}}, now);
        case Finish::PeerTerminated:
            return fail_network(which, {ERROR_PPP_NCP_TERMINATED, name + ": ended by the peer", std::string(peer_text)},
                                now);
        case Finish::Refused: return fail_network(which, protocol.refusal(), now);
    }
}

void Session::Impl::lcp_finished(Finish why, std::string_view peer_text, TimePoint now) {
    if (phase == Phase::Terminate) {
        if (end_error && end_error->peer_text.empty()) end_error->peer_text = peer_text;
        finish(*end_error, end_by);
        return;
    }
    const RasError disagreed{ERROR_PEER_REFUSED_AUTH, "LCP: no authentication method that both sides allow",
                             std::string(peer_text)};
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
                finish(disagreed, EndedBy::Manager);
            else
                finish({ERROR_PPP_NOT_CONVERGING, "LCP: no agreement on the options", {}}, EndedBy::Manager);
            return;
        case Finish::CodeRejected:
        case Finish::ProtocolRejected:
            finish({ERROR_PPP_CP_REJECTED, "LCP: the peer does not run it", {}}, EndedBy::Peer);
            return;
        case Finish::Refused: finish(lcp.refusal(), EndedBy::Peer); return;
        case Finish::PeerTerminated: break;
    }
    if (refused) {
        RasError error = *refused;
        if (error.peer_text.empty()) error.peer_text = peer_text;
        finish(std::move(error), EndedBy::Peer);
    } else if (!lcp_told && lcp.authentication_disagreed()) {
        finish(disagreed, EndedBy::Peer);
    } else if (!lcp_told) {
        finish({ERROR_PPP_LCP_TERMINATED, "LCP: ended by the peer before it was open", std::string(peer_text)},
               EndedBy::Peer);
    } else {
        finish({ERROR_REMOTE_DISCONNECTION, "LCP: Terminate-Request", std::string(peer_text)}, EndedBy::Peer);
    }
    static_cast<void>(now);
}

// Authentication.

void Session::Impl::authenticated(const std::string& user, const std::string& message, TimePoint now) {
    if (phase != Phase::Authenticate) return;  // a later CHAP challenge was answered well
    phase = Phase::Authenticated;
    authentication_deadline = never;
    refused.reset();
    if (!authenticated_told) tell(event::Authenticated{user, message});
    authenticated_told = true;
    if (permitted >= Phase::Network) begin_network(now);
}

void Session::Impl::authentication_failed(RasError error, bool may_retry, TimePoint now) {
    if (phase == Phase::Terminate || over()) return;
    refused = std::make_unique<RasError>(error);
    const bool client = context.config->role == Role::Client;
    if (client) authentication_deadline = never;  // how long the user takes for another attempt is the driver's affair
    tell(event::AuthenticationFailed{std::move(error), may_retry});
    if (!client && !may_retry) terminate(*refused, EndedBy::Manager, "Authentication failed", now);
}

// Networks.

void Session::Impl::network_came_up(Network which, TimePoint now) {
    if (phase != Phase::Network || network_of(which) == NetworkState::Failed) return;
    auto& told = network_told[static_cast<std::size_t>(which)];
    switch (which) {
        case Network::Ipv4: {
            const Ipv4Result result = ipcp.result();
            if (context.config->role == Role::Client && !Ipcp::usable(result.local))
                return fail_network(which, ipcp.refusal(), now);
            network_of(which) = NetworkState::Up;
            if (!told || ipv4_told != result) tell(event::Ipv4Up{result});
            ipv4_told = result;
            break;
        }
        case Network::Ipv6: {
            const Ipv6Result result = ipv6cp.result();
            network_of(which) = NetworkState::Up;
            if (!told || ipv6_told != result) tell(event::Ipv6Up{result});
            ipv6_told = result;
            break;
        }
    }
    told = true;
    if (silent_network_deadline == never) silent_network_deadline = now + silent_network_patience;
    check_networks(now);
}

void Session::Impl::network_lost(Network which, TimePoint now) {
    if (network_of(which) != NetworkState::Up) return;
    network_of(which) = NetworkState::Pending;
    if (phase == Phase::Network) network_deadline = now + context.config->network_timeout;
}

void Session::Impl::fail_network(Network which, RasError error, TimePoint now) {
    if (network_of(which) == NetworkState::Failed || network_of(which) == NetworkState::Off) return;
    network_of(which) = NetworkState::Failed;
    if (!network_error || done_told) network_error = std::make_unique<RasError>(error);
    tell(event::NetworkFailed{which, std::move(error)});
    check_networks(now);
}

void Session::Impl::check_networks(TimePoint now) {
    if (phase != Phase::Network) return;
    bool pending = false;
    bool up = false;
    for (const NetworkState state : network) {
        pending = pending || state == NetworkState::Pending;
        up = up || state == NetworkState::Up;
    }
    if (pending) return;
    network_deadline = never;
    if (up) {
        silent_network_deadline = never;
        if (!done_told) tell(event::NetworkDone{});
        done_told = true;
        return;
    }
    // One protocol wanted: its own error says more than "none could be agreed".
    RasError error = *network_error;
    const bool single = network[0] == NetworkState::Off || network[1] == NetworkState::Off;
    if (!single && !done_told)
        error = {ERROR_PPP_NO_PROTOCOLS_CONFIGURED, "no network protocol: " + error.text, error.peer_text};
    terminate(std::move(error), EndedBy::Peer, "no network protocol", now);
}

void Session::Impl::give_up_silent_networks(TimePoint now) {
    if (now < silent_network_deadline) return;
    silent_network_deadline = never;
    for (const Network which : networks)
        if (network_of(which) == NetworkState::Pending && !ncp(which).heard() &&
            (ncp(which).state() == State::ReqSent || ncp(which).state() == State::AckRcvd))
            fail_network(which, {ERROR_PPP_TIMEOUT, "the peer does not take part", {}}, now);
}

void Session::Impl::give_up_late_networks(TimePoint now) {
    if (now < network_deadline) return;
    network_deadline = never;
    for (const Network which : networks)
        if (network_of(which) == NetworkState::Pending)
            fail_network(which, {ERROR_PPP_TIMEOUT, "the peer does not conclude the negotiation", {}}, now);
}

// Ends.

void Session::Impl::terminate(RasError error, EndedBy by, std::string_view why, TimePoint now) {
    if (over() || phase == Phase::Terminate) return;
    if (phase == Phase::Dead) return finish(std::move(error), by);
    phase = Phase::Terminate;
    end_error = std::make_unique<RasError>(std::move(error));
    end_by = by;
    terminate_text = why;
    liveness.stop();
    stop_deadlines();
    lcp.close(terminate_text, now);
    if (!over() && !timer_runs(lcp.state())) finish(*end_error, by);
}

void Session::Impl::medium_down(RasError error, EndedBy by) {
    // A concentrator that refuses a user may hang up without a Terminate-Request: the refusal is the cause. Another
    // (l2tpns) hangs up in place of the refusal, once it has judged the proof.
    if (phase == Phase::Authenticate && (by == EndedBy::Peer || by == EndedBy::Line)) {
        const bool proof_is_out = authentication && authentication->proof_is_out();
        if (refused) {
            error = *refused;
        } else if (proof_is_out && error.code == ERROR_REMOTE_DISCONNECTION) {
            error.code = ERROR_AUTHENTICATION_FAILURE;
            error.text = "in place of an answer to user name and password: " + error.text;
            by = EndedBy::Peer;
        }
    }
    finish(std::move(error), by);
}

void Session::Impl::finish(RasError error, EndedBy by) {
    if (over()) return;
    phase = Phase::Over;
    early.clear();
    tell(event::Down{std::move(error), by});
}

// Time.

void Session::Impl::advance(TimePoint now) {
    if (over() || phase == Phase::Dead) return;
    lcp.advance(now);
    if (over()) return;
    if (now >= establish_deadline)
        terminate({ERROR_PPP_TIMEOUT, "LCP: the peer does not conclude the negotiation", {}}, EndedBy::Line,
                  "LCP timed out", now);
    if (authentication) authentication->advance(now);
    if (now >= authentication_deadline) {
        authentication_deadline = never;
        terminate({ERROR_PPP_TIMEOUT, "the peer stopped answering during authentication", {}}, EndedBy::Line,
                  "authentication timed out", now);
    }
    if (phase == Phase::Network) {
        for (const Network which : networks)
            if (network_of(which) == NetworkState::Pending || network_of(which) == NetworkState::Up)
                ncp(which).advance(now);
        give_up_silent_networks(now);
        give_up_late_networks(now);
    }
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
    TimePoint next = std::min({lcp.deadline(), establish_deadline, authentication_deadline, network_deadline,
                               silent_network_deadline, liveness.deadline()});
    if (authentication && phase != Phase::Terminate) next = std::min(next, authentication->deadline());
    if (phase == Phase::Network) {
        if (network[0] != NetworkState::Failed) next = std::min(next, ipcp.deadline());
        if (network[1] != NetworkState::Failed) next = std::min(next, ipv6cp.deadline());
    }
    if (next == never) return std::nullopt;
    return next;
}

// The public face.

Session::Session(std::shared_ptr<const Config> config, Credentials credentials, Ipv4Settings ipv4,
                 InterfaceId interface_id, RandomSource& random, SessionOutput& output, UserDirectory* directory)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(credentials), ipv4, interface_id, random, output,
                                   directory)) {}
Session::~Session() = default;

void Session::start_lcp(TimePoint now) {
    impl_->start_lcp(now);
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
    impl_->ipcp.set(ipv4);
}
void Session::receive(ConstBytes frame, TimePoint now) {
    impl_->receive(frame, now);
}
void Session::medium_down(const RasError& error, EndedBy by, TimePoint /*now*/) {
    impl_->medium_down(error, by);
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
    return impl_->phase == Phase::Network && impl_->network_of(network) == NetworkState::Up;
}
const LcpResult& Session::lcp() const {
    return impl_->lcp_result;
}
void Session::peer_heard(TimePoint now) {
    impl_->liveness.heard(now);
}

}  // namespace openras::ppp
