#include "ppp/control_protocol.h"

#include <algorithm>

#include "base/strings.h"

namespace openras::ppp {

namespace {

/// A request of ours younger than this has probably not been lost when the peer's first one arrives; and so long after
/// our acknowledgement of the peer's, ours is sent once more.
constexpr Duration resend_after = std::chrono::milliseconds(20);
/// The request that was acknowledged is taken for a retransmission this long after our answer: a peer that has not
/// heard it sends again after 3 s (RFC 1661 section 4.6, Restart Timer). Later it is one that has started over.
constexpr Duration retransmission_window = std::chrono::seconds(4);
constexpr std::size_t text_limit = 250;

/// FNV-1a, to recognise a repeated request without keeping it.
std::uint64_t hash_of(const ControlPacket& packet) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const std::uint8_t byte : packet.whole) hash = (hash ^ byte) * 0x100000001b3ULL;
    return hash;
}

}  // namespace

void ControlProtocol::up(TimePoint now) {
    happen(Trigger::Up, now);
}
void ControlProtocol::down(TimePoint now) {
    happen(Trigger::Down, now);
}
void ControlProtocol::open(TimePoint now) {
    happen(Trigger::Open, now);
}

void ControlProtocol::close(std::string_view reason, TimePoint now) {
    reason_ = reason.substr(0, text_limit);
    happen(Trigger::Close, now);
}

void ControlProtocol::wait(TimePoint now) {
    if (negotiating(state_)) happen(Trigger::TimeoutLast, now);
}

void ControlProtocol::reject_protocol(TimePoint now) {
    happen(Trigger::RejectFatal, now);
    observer_.layer_finished(*this, Finish::ProtocolRejected, {}, now);
}

void ControlProtocol::advance(TimePoint now) {
    if (now >= resend_at_) resend(now);
    if (now < deadline_) return;
    deadline_ = never;
    happen(restart_counter_ > 0 ? Trigger::TimeoutMore : Trigger::TimeoutLast, now);
}

void ControlProtocol::receive(ConstBytes bytes, TimePoint now) {
    if (state_ == State::Initial || state_ == State::Starting) return;
    const auto packet = parse_packet(bytes);
    if (!packet) return;
    switch (packet->code) {
        case code::configure_request: configure_request(*packet, now); return;
        case code::configure_ack:
        case code::configure_nak:
        case code::configure_reject: configure_answer(*packet, now); return;
        case code::terminate_request: {
            const std::string text = printable(packet->data, text_limit);
            happen(Trigger::TerminateRequest, now, &*packet);
            // Before it has asked for anything, this is the end of somebody's earlier session on the same line.
            if (heard_) observer_.layer_finished(*this, Finish::PeerTerminated, text, now);
            return;
        }
        case code::terminate_ack: happen(Trigger::TerminateAck, now, &*packet); return;
        case code::code_reject: code_reject(*packet, now); return;
        default:
            if (!extra(*packet, now)) happen(Trigger::UnknownCode, now, &*packet);
    }
}

bool ControlProtocol::retransmitted(const ControlPacket& packet, TimePoint now) const {
    return state_ == State::Opened && now - acked_time_ < retransmission_window && hash_of(packet) == acked_hash_ &&
           acks_repeated_ < context_.config->max_configure;
}

void ControlProtocol::reset_counters() {
    naks_sent_ = rejects_sent_ = naks_received_ = 0;
}

void ControlProtocol::configure_request(const ControlPacket& packet, TimePoint now) {
    if (retransmitted(packet, now)) {
        acked_time_ = now;
        ++acks_repeated_;
        context_.send(protocol_, code::configure_ack, packet.id, packet.data);
        return;
    }
    if (!negotiating(state_) && state_ != State::Opened && state_ != State::Stopped) {
        happen(Trigger::GoodRequest, now, &packet);  // Closed: Terminate-Ack; Closing, Stopping: nothing
        return;
    }
    if (!negotiating(state_)) reset_counters();  // what was refused in the last negotiation is past
    ByteVector answer;
    const unsigned max_failure = context_.config->max_failure;
    const auto verdict = judge(packet.data, naks_sent_ < max_failure, answer);
    if (!verdict) return;
    if (*verdict == Verdict::Reject && rejects_sent_ >= max_failure) return give_up(Finish::NotConverging, now);
    const bool first = !heard_;
    heard_ = true;
    if (first && state_ == State::ReqSent && !answered_ && now - request_time_ >= resend_after) send_request(true, now);
    answer_ = &answer;
    answer_is_reject_ = *verdict == Verdict::Reject;
    if (*verdict == Verdict::Ack) {
        acked_hash_ = hash_of(packet);
        acked_time_ = now;
        acks_repeated_ = 0;
    }
    happen(*verdict == Verdict::Ack ? Trigger::GoodRequest : Trigger::BadRequest, now, &packet);
    if (*verdict == Verdict::Ack) plan_resending(now);
    if (*verdict == Verdict::Nak) ++naks_sent_;
    if (*verdict == Verdict::Reject) ++rejects_sent_;
    answer_ = nullptr;
}

void ControlProtocol::configure_answer(const ControlPacket& packet, TimePoint now) {
    if (!timer_runs(state_) && state_ != State::Opened) {
        happen(Trigger::Ack, now, &packet);  // Closed, Stopped: Terminate-Ack
        return;
    }
    if (!requested_ || answered_ || packet.id != request_id_) return;
    if (packet.code == code::configure_ack) {
        ByteVector asked;
        ask(asked);
        if (!std::ranges::equal(asked, packet.data)) return;
        answered_ = reached_ = true;
        happen(Trigger::Ack, now, &packet);
        return;
    }
    const bool good = packet.code == code::configure_nak ? naked(packet.data) : rejected(packet.data);
    if (!good) return;
    answered_ = reached_ = true;
    if (impossible()) return give_up(Finish::Refused, now);
    // RFC 1661 leaves endless Naks to the implementation; twice Max-Failure is more than any convergence needs.
    if (++naks_received_ > 2 * context_.config->max_failure) return give_up(Finish::NotConverging, now);
    happen(Trigger::NakOrReject, now, &packet);
}

void ControlProtocol::code_reject(const ControlPacket& packet, TimePoint now) {
    ByteReader reader(packet.data);
    const auto rejected_code = reader.u8();
    if (!rejected_code) return;
    if (*rejected_code > code::code_reject) {
        code_rejected(*rejected_code);
        happen(Trigger::RejectPermitted, now, &packet);
        return;
    }
    happen(Trigger::RejectFatal, now, &packet);
    observer_.layer_finished(*this, Finish::CodeRejected, {}, now);
}

void ControlProtocol::give_up(Finish why, TimePoint now) {
    happen(Trigger::Close, now);
    observer_.layer_finished(*this, why, {}, now);
}

void ControlProtocol::happen(Trigger trigger, TimePoint now, const ControlPacket* packet) {
    const Transition& cell = transition(state_, trigger);
    if (!cell.possible) return;
    if (negotiating(cell.next) && !negotiating(state_)) {  // a negotiation begins (again)
        if (packet != nullptr && !renegotiations_.take(now)) return give_up(Finish::NotConverging, now);
        reset();
        reset_counters();
        requested_ = false;
    }
    // The state is entered before the actions, so that what they tell others already holds.
    state_ = cell.next;
    if (!timer_runs(state_)) deadline_ = never;
    for (const Action action : cell.actions) act(action, cell, trigger, now, packet);
}

void ControlProtocol::act(Action action, const Transition& cell, Trigger trigger, TimePoint now,
                          const ControlPacket* packet) {
    switch (action) {
        case Action::None:
        case Action::LayerStarted: return;
        case Action::LayerUp: observer_.layer_up(*this, now); return;
        case Action::LayerDown: observer_.layer_down(*this, now); return;
        case Action::LayerFinished:
            if (trigger == Trigger::RejectFatal) return;  // its finder reports the cause
            observer_.layer_finished(
                *this,
                cell.next == State::Stopped && trigger == Trigger::TimeoutLast && requested_ && !terminating_
                    ? Finish::NoAnswer
                    : Finish::Closed,
                {}, now);
            return;
        case Action::InitRestartCount:
            terminating_ = cell.has(Action::SendTerminateRequest);
            restart_counter_ = terminating_ ? context_.config->max_terminate : context_.config->max_configure;
            attempt_ = 0;
            return;
        case Action::ZeroRestartCount:
            terminating_ = true;
            restart_counter_ = 0;
            attempt_ = 0;
            start_timer(now);
            return;
        case Action::SendRequest: send_request(trigger == Trigger::TimeoutMore, now); return;
        case Action::SendAck: context_.send(protocol_, code::configure_ack, packet->id, packet->data); return;
        case Action::SendNakOrReject:
            context_.send(protocol_, answer_is_reject_ ? code::configure_reject : code::configure_nak, packet->id,
                          *answer_);
            return;
        case Action::SendTerminateRequest:
            if (restart_counter_ > 0) --restart_counter_;
            context_.send(protocol_, code::terminate_request, next_id(), as_bytes(reason_));
            start_timer(now);
            return;
        case Action::SendTerminateAck: context_.send(protocol_, code::terminate_ack, packet->id, {}); return;
        case Action::SendCodeReject: {
            if (!context_.may_reject()) return;
            const std::size_t room = context_.peer_mru > 8 ? context_.peer_mru - 8u : 0u;
            context_.send(protocol_, code::code_reject, next_id(),
                          packet->whole.first(std::min(packet->whole.size(), room)));
            return;
        }
        case Action::SendEchoReply: return;  // LCP's alone: Lcp::extra sends it
    }
}

void ControlProtocol::send_request(bool again, TimePoint now) {
    if (restart_counter_ > 0) --restart_counter_;
    if (!again || !requested_) request_id_ = next_id();
    if (again) reached_ = true;
    resend_at_ = never;
    requested_ = true;
    answered_ = false;
    request_time_ = now;
    ByteVector options;
    ask(options);
    context_.send(protocol_, code::configure_request, request_id_, options);
    start_timer(now);
}

void ControlProtocol::plan_resending(TimePoint now) {
    if (protocol_ != protocol_lcp || context_.config->role != Role::Client || reached_ || state_ != State::AckSent)
        return;
    resend_at_ = std::max(now + resend_after, request_time_ + 2 * context_.round_trip);
}

void ControlProtocol::resend(TimePoint now) {
    resend_at_ = never;
    if (reached_ || state_ != State::AckSent) return;
    // The restart timer goes on as it is.
    const TimePoint deadline = deadline_;
    const std::uint8_t attempt = attempt_;
    send_request(true, now);
    deadline_ = deadline;
    attempt_ = attempt;
}

void ControlProtocol::start_timer(TimePoint now) {
    const Config& config = *context_.config;
    // All tries of a termination together stay within the limit.
    const Duration limit = terminating_ && config.max_terminate > 0
                               ? config.restart_limit / static_cast<int>(config.max_terminate)
                               : config.restart_limit;
    Duration interval = config.restart_first;
    for (unsigned i = 0; i < attempt_ && interval < limit; ++i) interval *= 2;
    if (attempt_ < 32) ++attempt_;
    deadline_ = now + std::min(interval, limit);
}

}  // namespace openras::ppp
