#include "ppp/networks.h"

#include <algorithm>
#include <string>

namespace openras::ppp {

namespace {

/// With one network protocol up, another one whose peer has asked for nothing is waited for no longer than this.
constexpr Duration silent_patience = std::chrono::seconds(3);

constexpr std::array<Network, 2> networks{Network::Ipv4, Network::Ipv6};

Network network_of(std::uint16_t protocol) {
    return protocol == protocol_ipcp ? Network::Ipv4 : Network::Ipv6;
}

}  // namespace

Networks::Networks(Context& context, NetworksOwner& owner, const Ipv4Settings& ipv4, const InterfaceId& id)
    : context_(context), owner_(owner), ipcp_(context, *this), ipv6cp_(context, *this) {
    ipcp_.set(ipv4);
    ipv6cp_.set(id);
    at(Network::Ipv4).state = context_.config->ipv4 ? State::Pending : State::Off;
    at(Network::Ipv6).state = context_.config->ipv6 ? State::Pending : State::Off;
}

ControlProtocol& Networks::ncp(Network which) {
    if (which == Network::Ipv4) return ipcp_;
    return ipv6cp_;
}
const ControlProtocol& Networks::ncp(Network which) const {
    if (which == Network::Ipv4) return ipcp_;
    return ipv6cp_;
}

// What the session says.

void Networks::begin(TimePoint now) {
    running_ = true;
    for (const Network which : networks) {
        if (at(which).state != State::Pending && at(which).state != State::Waiting) continue;
        pend(which, now);
        if (ncp(which).state() == ppp::State::Initial) ncp(which).open(now);
        ncp(which).up(now);
    }
    check(now);
}

void Networks::down(TimePoint now) {
    running_ = false;
    silent_deadline_ = never;
    for (const Network which : networks) {
        Each& each = at(which);
        if (each.state == State::Failed) continue;
        ncp(which).down(now);
        each.deadline = never;
        if (each.state == State::Up) each.state = State::Pending;
    }
}

bool Networks::takes(std::uint16_t protocol) const {
    const State state = at(network_of(protocol)).state;
    return state != State::Off && state != State::Failed;
}

void Networks::receive(std::uint16_t protocol, ConstBytes packet, TimePoint now) {
    const Network which = network_of(protocol);
    ncp(which).receive(packet, now);
    if (running_ && at(which).state == State::Waiting && negotiating(ncp(which).state())) pend(which, now);
}

void Networks::rejected(std::uint16_t protocol, TimePoint now) {
    for (const Network which : networks) {
        const State state = at(which).state;
        const bool control = protocol == ncp(which).protocol();
        const bool data = protocol == (which == Network::Ipv4 ? protocol_ipv4 : protocol_ipv6);
        // RFC 1661 section 5.7: it is sent no more. The rejection of a packet counts only where one can have been sent.
        if (state == State::Up ? control || data : control && (state == State::Pending || state == State::Waiting))
            ncp(which).reject_protocol(now);
    }
}

void Networks::advance(TimePoint now) {
    for (const Network which : networks) {
        if (!running_) return;
        if (at(which).state != State::Failed) ncp(which).advance(now);
    }
    give_up_silent(now);
    for (const Network which : networks) {
        if (!running_ || now < at(which).deadline) continue;
        // One that the peer has never spoken of may come later; one that it does not conclude is not waited for again.
        fail(which, ncp(which).heard() ? State::Failed : State::Waiting,
             {ERROR_PPP_TIMEOUT, "the peer does not conclude the negotiation", {}}, now);
    }
    if (running_ && now >= return_deadline()) check(now);
}

TimePoint Networks::deadline() const {
    if (!running_) return never;
    TimePoint next = std::min(silent_deadline_, return_deadline());
    for (const Network which : networks)
        if (at(which).state != State::Failed) next = std::min({next, at(which).deadline, ncp(which).deadline()});
    return next;
}

// What the control protocols say.

void Networks::layer_up(ControlProtocol& protocol, TimePoint now) {
    if (running_) came_up(network_of(protocol.protocol()), now);
}

void Networks::layer_down(ControlProtocol& protocol, TimePoint now) {
    const Network which = network_of(protocol.protocol());
    if (running_ && at(which).state == State::Up) pend(which, now);
}

void Networks::layer_finished(ControlProtocol& protocol, Finish why, std::string_view peer_text, TimePoint now) {
    if (!running_) return;
    const Network which = network_of(protocol.protocol());
    const std::string name = which == Network::Ipv4 ? "IPCP" : "IPv6CP";
    switch (why) {
        case Finish::Closed: return;
        case Finish::NoAnswer:
            fail(which, State::Waiting, {ERROR_PPP_TIMEOUT, name + ": the peer does not answer", {}}, now);
            return;
        case Finish::NotConverging:
            if (which == Network::Ipv4 && ipcp_.peer_unusable())
                fail(which, State::Failed,
                     {ERROR_PPP_REQUIRED_ADDRESS_REJECTED, name + ": the server insists on an unusable address", {}},
                     now);
            else
                fail(which, State::Failed, {ERROR_PPP_NOT_CONVERGING, name + ": no agreement on the options", {}}, now);
            return;
        case Finish::CodeRejected:
        case Finish::ProtocolRejected:
            fail(which, State::Failed, {ERROR_PPP_CP_REJECTED, name + ": the peer does not run it", {}}, now);
            return;
        case Finish::PeerTerminated:
            fail(which, State::Waiting,
                 {ERROR_PPP_NCP_TERMINATED, name + ": ended by the peer", std::string(peer_text)}, now);
            return;
        case Finish::Refused: fail(which, State::Failed, protocol.refusal(), now); return;
    }
}

// What follows.

void Networks::pend(Network which, TimePoint now) {
    at(which).state = State::Pending;
    at(which).deadline = now + context_.config->network_timeout;
}

void Networks::came_up(Network which, TimePoint now) {
    Each& each = at(which);
    if (each.state == State::Failed) return;
    switch (which) {
        case Network::Ipv4: {
            const Ipv4Result result = ipcp_.result();
            if (context_.config->role == Role::Client && !Ipcp::usable(result.local)) {
                fail(which, State::Failed, ipcp_.refusal(), now);
                return;
            }
            if (!each.told || ipv4_told_ != result) tell(event::Ipv4Up{result});
            ipv4_told_ = result;
            break;
        }
        case Network::Ipv6: {
            const Ipv6Result result = ipv6cp_.result();
            if (!each.told || ipv6_told_ != result) tell(event::Ipv6Up{result});
            ipv6_told_ = result;
            break;
        }
    }
    each = {State::Up, true, never};
    lost_since_ = never;
    if (silent_deadline_ == never) silent_deadline_ = now + silent_patience;
    check(now);
}

void Networks::fail(Network which, State how, RasError error, TimePoint now) {
    Each& each = at(which);
    if (each.state == State::Failed || each.state == State::Off) return;
    const bool news = each.state != State::Waiting;
    each = {how, false, never};
    if (news) {
        if (!error_ || done_told_) error_ = std::make_unique<RasError>(error);
        tell(event::NetworkFailed{which, std::move(error)});
    }
    if (how == State::Waiting)
        ncp(which).wait(now);
    else if (ncp(which).opened())
        ncp(which).close("not usable", now);
    check(now);
}

bool Networks::may_return() const {
    return done_told_ && std::ranges::any_of(networks, [this](Network which) {
               return at(which).state == State::Waiting && ncp(which).heard();
           });
}

TimePoint Networks::return_deadline() const {
    if (lost_since_ == never || any(State::Pending) || any(State::Up)) return never;
    return lost_since_ + context_.config->reopen_timeout;
}

void Networks::check(TimePoint now) {
    if (!running_ || any(State::Pending)) return;
    if (any(State::Up)) {
        silent_deadline_ = never;
        if (!done_told_) tell(event::NetworkDone{});
        done_told_ = true;
        return;
    }
    if (may_return()) {
        if (lost_since_ == never) lost_since_ = now;
        if (now < return_deadline()) return;
    }
    running_ = false;
    if (!error_) {
        owner_.networks_over({ERROR_PPP_NO_PROTOCOLS_CONFIGURED, "no network protocol is configured", {}},
                             EndedBy::Manager, now);
        return;
    }
    // One protocol wanted: its own error says more than "none could be agreed".
    RasError error = *error_;
    if (!any(State::Off) && !done_told_)
        error = {ERROR_PPP_NO_PROTOCOLS_CONFIGURED, "no network protocol: " + error.text, error.peer_text};
    owner_.networks_over(std::move(error), EndedBy::Peer, now);
}

void Networks::give_up_silent(TimePoint now) {
    if (!running_ || now < silent_deadline_) return;
    silent_deadline_ = never;
    for (const Network which : networks)
        if (at(which).state == State::Pending && !ncp(which).heard())
            fail(which, State::Waiting, {ERROR_PPP_TIMEOUT, "the peer does not take part", {}}, now);
}

}  // namespace openras::ppp
