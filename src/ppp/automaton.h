// The option negotiation automaton (RFC 1661 section 4): states, events and actions, and the table of section 4.1 that
// says which actions and which next state an event has in a state. Who carries the actions out is control_protocol.h.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace openras::ppp {

/// RFC 1661 section 4.2; the numbers are those of the table.
enum class State : std::uint8_t {
    Initial = 0,
    Starting = 1,
    Closed = 2,
    Stopped = 3,
    Closing = 4,
    Stopping = 5,
    ReqSent = 6,
    AckRcvd = 7,
    AckSent = 8,
    Opened = 9,
};
inline constexpr std::size_t state_count = 10;

/// RFC 1661 section 4.3.
enum class Trigger : std::uint8_t {
    Up,                ///< lower layer is up
    Down,              ///< lower layer is down
    Open,              ///< administrative open
    Close,             ///< administrative close
    TimeoutMore,       ///< TO+: timeout with counter > 0
    TimeoutLast,       ///< TO-: timeout with counter expired
    GoodRequest,       ///< RCR+
    BadRequest,        ///< RCR-
    Ack,               ///< RCA
    NakOrReject,       ///< RCN
    TerminateRequest,  ///< RTR
    TerminateAck,      ///< RTA
    UnknownCode,       ///< RUC
    RejectPermitted,   ///< RXJ+: Code-Reject or Protocol-Reject that can be lived with
    RejectFatal,       ///< RXJ-
    Echo,              ///< RXR: Echo-Request, Echo-Reply or Discard-Request
};
inline constexpr std::size_t trigger_count = 16;

/// RFC 1661 section 4.4.
enum class Action : std::uint8_t {
    None,
    LayerUp,               ///< tlu
    LayerDown,             ///< tld
    LayerStarted,          ///< tls
    LayerFinished,         ///< tlf
    InitRestartCount,      ///< irc
    ZeroRestartCount,      ///< zrc
    SendRequest,           ///< scr
    SendAck,               ///< sca
    SendNakOrReject,       ///< scn
    SendTerminateRequest,  ///< str
    SendTerminateAck,      ///< sta
    SendCodeReject,        ///< scj
    SendEchoReply,         ///< ser
};

/// One cell of the table. No cell has more than three actions; they are carried out in order.
struct Transition {
    std::array<Action, 3> actions{};
    State next = State::Initial;
    bool possible = true;  ///< false where the RFC has "-": the event cannot occur in that state, nothing happens

    [[nodiscard]] constexpr bool has(Action action) const {
        for (const Action mine : actions)
            if (mine == action) return true;
        return false;
    }
    bool operator==(const Transition&) const = default;
};

/// The cell for `trigger` in `state`.
const Transition& transition(State state, Trigger trigger);

/// Whether the restart timer runs in `state` (RFC 1661 section 4.1, below the table).
constexpr bool timer_runs(State state) {
    return state >= State::Closing && state <= State::AckSent;
}

/// Whether a negotiation is going on in `state`.
constexpr bool negotiating(State state) {
    return state >= State::ReqSent && state <= State::AckSent;
}

}  // namespace openras::ppp
