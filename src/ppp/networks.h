// The network protocols of one session (RFC 1661 section 3.5): IPCP and IPv6CP with what their beginnings and ends
// mean. Each comes up or fails alone. One that the peer has closed, or has not begun, waits in Stopped and may be
// opened by the peer at any time of the link's life (RFC 1661 section 4.1: Stopped, RCR+); one whose negotiation has
// failed is over. The last one's end does not end the link at once (section 3.7): the peer has Config::reopen_timeout
// to return.
#pragma once

#include "ppp/ipcp.h"
#include "ppp/ipv6cp.h"

namespace openras::ppp {

/// Who owns them: the session.
class NetworksOwner {
  public:
    virtual ~NetworksOwner() = default;
    /// None is up, and none can be waited for any more.
    virtual void networks_over(RasError error, EndedBy by, TimePoint now) = 0;
};

class Networks final : LayerObserver {
  public:
    Networks(Context& context, NetworksOwner& owner, const Ipv4Settings& ipv4, const InterfaceId& id);

    void set_ipv4(const Ipv4Settings& settings) { ipcp_.set(settings); }
    /// The phase begins (again, after LCP has been renegotiated).
    void begin(TimePoint now);
    /// The phase is over: LCP is negotiated anew.
    void down(TimePoint now);
    /// The phase is over: the link ends.
    void stop() { running_ = false; }
    /// Whether packets of the control protocol `protocol` are wanted, now or once the phase has begun.
    [[nodiscard]] bool takes(std::uint16_t protocol) const;
    void receive(std::uint16_t protocol, ConstBytes packet, TimePoint now);
    /// The peer's LCP says that it does not run this protocol: a control protocol, or what it has brought up.
    void rejected(std::uint16_t protocol, TimePoint now);
    void advance(TimePoint now);
    [[nodiscard]] TimePoint deadline() const;

    [[nodiscard]] bool up(Network which) const { return running_ && at(which).state == State::Up; }
    /// Whether it was to be had at all.
    [[nodiscard]] bool configured(Network which) const { return at(which).state != State::Off; }

  private:
    enum class State : std::uint8_t {
        Off,      ///< not configured
        Pending,  ///< negotiates
        Up,
        Waiting,  ///< told as failed; the peer may open it
        Failed,   ///< for good
    };
    struct Each {
        State state = State::Off;
        bool told = false;           ///< the driver knows the result
        TimePoint deadline = never;  ///< of the negotiation: a peer could keep it going without concluding it
    };

    void layer_up(ControlProtocol& protocol, TimePoint now) override;
    void layer_down(ControlProtocol& protocol, TimePoint now) override;
    void layer_finished(ControlProtocol& protocol, Finish why, std::string_view peer_text, TimePoint now) override;

    void pend(Network which, TimePoint now);
    void came_up(Network which, TimePoint now);
    void fail(Network which, State how, RasError error, TimePoint now);
    void check(TimePoint now);
    void give_up_silent(TimePoint now);
    [[nodiscard]] bool any(State state) const { return each_[0].state == state || each_[1].state == state; }
    [[nodiscard]] bool may_return() const;
    [[nodiscard]] TimePoint return_deadline() const;
    [[nodiscard]] Each& at(Network which) { return each_[static_cast<std::size_t>(which)]; }
    [[nodiscard]] const Each& at(Network which) const { return each_[static_cast<std::size_t>(which)]; }
    [[nodiscard]] ControlProtocol& ncp(Network which);
    [[nodiscard]] const ControlProtocol& ncp(Network which) const;
    void tell(const Event& event) { context_.output.event(event); }

    Context& context_;
    NetworksOwner& owner_;
    Ipcp ipcp_;
    Ipv6cp ipv6cp_;
    std::array<Each, 2> each_{};
    Ipv4Result ipv4_told_;
    Ipv6Result ipv6_told_;
    bool running_ = false;
    bool done_told_ = false;
    TimePoint silent_deadline_ = never;
    TimePoint lost_since_ = never;     ///< when the last one went down
    std::unique_ptr<RasError> error_;  ///< of the one that failed first; once up: last
};

}  // namespace openras::ppp
