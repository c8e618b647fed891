// One control protocol (LCP or an NCP): carries out the actions of the automaton, keeps the restart timer, and turns
// packets into the automaton's events. What it negotiates is its option table, in the derived class.
//
// Beyond RFC 1661, for speed and for slow links:
// - Our Configure-Request is sent again at once when the peer's first one arrives and ours may have been lost because
//   the peer was not there yet. It goes out before our answer, so the peer cannot be Opened when it arrives.
// - A server may have nobody listening for PPP yet when our first request comes (accel-ppp opens its socket some
//   milliseconds after the PADS), while its own request comes too soon to tell. So the client's LCP sends its request
//   once more shortly after it has acknowledged the server's, if no answer has come by then. A server that has answered
//   is Opened by our acknowledgement, and a second request would make it start over: hence not before an answer could
//   have come, by the medium's round trip.
// - The restart timer begins short and doubles. A retransmission keeps its identifier, an answer counts once.
// - A retransmission of the Configure-Request that was acknowledged a moment ago is acknowledged again without leaving
//   Opened; every other request is a renegotiation.
// - A peer that repeats what we refuse gets Max-Failure Naks and as many Rejects, and then the end (RFC 1661 has no
//   bound for Rejects); and it may begin anew only so often (allowance.h).
#pragma once

#include <algorithm>
#include <string_view>

#include "ppp/automaton.h"
#include "ppp/context.h"
#include "ppp/options.h"

namespace openras::ppp {

class ControlProtocol;

/// Why a control protocol has finished.
enum class Finish : std::uint8_t {
    Closed,            ///< our own close() is through
    NoAnswer,          ///< Max-Configure requests, none of them answered
    NotConverging,     ///< more Naks and Rejects than can be of use
    CodeRejected,      ///< the peer rejected a code without which nothing goes
    ProtocolRejected,  ///< the peer rejected the protocol
    PeerTerminated,    ///< Terminate-Request
    Refused,           ///< an option that we need was refused; refusal() says which
};

/// Who owns control protocols: the session.
class LayerObserver {
  public:
    virtual ~LayerObserver() = default;
    virtual void layer_up(ControlProtocol& protocol, TimePoint now) = 0;
    virtual void layer_down(ControlProtocol& protocol, TimePoint now) = 0;
    /// @param peer_text  printable words of the peer's Terminate-Request
    virtual void layer_finished(ControlProtocol& protocol, Finish why, std::string_view peer_text, TimePoint now) = 0;
    // LCP's alone.
    virtual void protocol_rejected(std::uint16_t /*protocol*/, TimePoint /*now*/) {}
    virtual void echo_unsupported() {}
    virtual void loop_detected(TimePoint /*now*/) {}
};

class ControlProtocol {
  public:
    ControlProtocol(std::uint16_t protocol, Context& context, LayerObserver& observer)
        : context_(context), observer_(observer), protocol_(protocol) {}
    virtual ~ControlProtocol() = default;
    ControlProtocol(const ControlProtocol&) = delete;
    ControlProtocol& operator=(const ControlProtocol&) = delete;

    void up(TimePoint now);
    void down(TimePoint now);
    void open(TimePoint now);
    /// @param reason  text of the Terminate-Request; the view stays valid until this object goes
    void close(std::string_view reason, TimePoint now);
    /// Asks for nothing any more: what comes next is the peer's to begin (Stopped).
    void wait(TimePoint now);
    /// The peer's LCP says that it does not know this protocol.
    void reject_protocol(TimePoint now);
    /// One packet: code, identifier, length, data.
    void receive(ConstBytes packet, TimePoint now);
    void advance(TimePoint now);

    [[nodiscard]] TimePoint deadline() const { return std::min(deadline_, resend_at_); }
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] std::uint16_t protocol() const { return protocol_; }
    [[nodiscard]] bool opened() const { return state_ == State::Opened; }
    /// Whether the peer has ever sent a Configure-Request.
    [[nodiscard]] bool heard() const { return heard_; }
    [[nodiscard]] std::uint8_t next_id() { return ++last_id_; }
    /// The error of Finish::Refused.
    [[nodiscard]] virtual RasError refusal() const { return {}; }

  protected:
    // The option table's four doors (options.h).
    virtual void ask(ByteVector& options) const = 0;
    virtual std::optional<Verdict> judge(ConstBytes options, bool nak_allowed, ByteVector& answer) = 0;
    virtual bool naked(ConstBytes options) = 0;
    virtual bool rejected(ConstBytes options) = 0;
    /// Our values go back to what we want at the beginning of a negotiation.
    virtual void reset() = 0;
    /// True: an option that we need has been refused for good.
    [[nodiscard]] virtual bool impossible() const { return false; }
    /// A code above Code-Reject. False = unknown code.
    virtual bool extra(const ControlPacket& /*packet*/, TimePoint /*now*/) { return false; }
    /// The peer does not know one of our codes that we can do without.
    virtual void code_rejected(std::uint8_t /*code*/) {}

    void happen(Trigger trigger, TimePoint now, const ControlPacket* packet = nullptr);

    Context& context_;
    LayerObserver& observer_;

  private:
    void configure_request(const ControlPacket& packet, TimePoint now);
    void configure_answer(const ControlPacket& packet, TimePoint now);
    void code_reject(const ControlPacket& packet, TimePoint now);
    void act(Action action, const Transition& cell, Trigger trigger, TimePoint now, const ControlPacket* packet);
    void send_request(bool again, TimePoint now);
    void start_timer(TimePoint now);
    void plan_resending(TimePoint now);
    void resend(TimePoint now);
    void give_up(Finish why, TimePoint now);
    void reset_counters();
    [[nodiscard]] bool retransmitted(const ControlPacket& packet, TimePoint now) const;

    std::uint16_t protocol_;
    State state_ = State::Initial;
    std::uint8_t last_id_ = 0;
    std::uint8_t request_id_ = 0;
    std::uint8_t naks_sent_ = 0;
    std::uint8_t rejects_sent_ = 0;
    std::uint8_t acks_repeated_ = 0;  ///< of the request that acked_hash_ stands for
    std::uint8_t naks_received_ = 0;
    std::uint8_t attempt_ = 0;  ///< sendings since the restart counter was set: the timer doubles with it
    bool terminating_ = false;  ///< the restart counter counts Terminate-Requests
    bool answered_ = false;     ///< our request has had its answer; another one is a duplicate
    bool heard_ = false;
    bool reached_ = false;    ///< a request of ours has been answered, or sent twice
    bool requested_ = false;  ///< a Configure-Request of ours is out
    unsigned restart_counter_ = 0;
    TimePoint deadline_ = never;
    TimePoint resend_at_ = never;  ///< our first request once more
    TimePoint request_time_{};
    TimePoint acked_time_{};        ///< of our last Configure-Ack
    std::uint64_t acked_hash_ = 0;  ///< of the peer's last request that we acknowledged
    Allowance renegotiations_{most_renegotiations};
    std::string_view reason_;
    ByteVector* answer_ = nullptr;  ///< options of the Nak or Reject being sent, during a call only
    bool answer_is_reject_ = false;
};

/// Connects a derived class's option table with the engine.
template <typename Derived>
class OptionProtocol : public ControlProtocol {
  public:
    /// For a derived class that wants options the peer did not mention (RFC 1661 section 5.3): appends them to a Nak.
    void demand_missing(ByteWriter& /*naks*/) {}

  protected:
    void ask(ByteVector& options) const override {
        ask_options(static_cast<const Derived&>(*this), Derived::table(), options);
    }
    std::optional<Verdict> judge(ConstBytes options, bool nak_allowed, ByteVector& answer) override {
        auto& self = static_cast<Derived&>(*this);
        self.forget_peer();
        return judge_options(self, Derived::table(), options, nak_allowed, answer);
    }
    bool naked(ConstBytes options) override {
        return apply_nak(static_cast<Derived&>(*this), Derived::table(), options);
    }
    bool rejected(ConstBytes options) override {
        return apply_reject(static_cast<Derived&>(*this), Derived::table(), options);
    }

  private:
    friend Derived;
    OptionProtocol(std::uint16_t protocol, Context& context, LayerObserver& observer)
        : ControlProtocol(protocol, context, observer) {}
};

}  // namespace openras::ppp
