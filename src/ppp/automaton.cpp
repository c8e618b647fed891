#include "ppp/automaton.h"

namespace openras::ppp {

namespace {

// The names of RFC 1661, so that the table below can be read beside the RFC's.
constexpr Action tlu = Action::LayerUp;
constexpr Action tld = Action::LayerDown;
constexpr Action tls = Action::LayerStarted;
constexpr Action tlf = Action::LayerFinished;
constexpr Action irc = Action::InitRestartCount;
constexpr Action zrc = Action::ZeroRestartCount;
constexpr Action scr = Action::SendRequest;
constexpr Action sca = Action::SendAck;
constexpr Action scn = Action::SendNakOrReject;
constexpr Action str = Action::SendTerminateRequest;
constexpr Action sta = Action::SendTerminateAck;
constexpr Action scj = Action::SendCodeReject;
constexpr Action ser = Action::SendEchoReply;

/// Cell "actions/next".
template <typename... Actions>
constexpr Transition to(int next, Actions... actions) {
    return Transition{{actions...}, static_cast<State>(next), true};
}
/// Cell "-".
constexpr Transition no() {
    return Transition{{}, State::Initial, false};
}

using Row = std::array<Transition, state_count>;

// clang-format off
constexpr std::array<Row, trigger_count> table{{
//           0 Initial   1 Starting        2 Closed          3 Stopped              4 Closing      5 Stopping
//           6 Req-Sent        7 Ack-Rcvd        8 Ack-Sent        9 Opened
/* Up   */ {{to(2),      to(6, irc, scr),  no(),             no(),                  no(),          no(),
             no(),             no(),             no(),             no()}},
/* Down */ {{no(),       no(),             to(0),            to(1, tls),            to(0),         to(1),
             to(1),            to(1),            to(1),            to(1, tld)}},
/* Open */ {{to(1, tls), to(1),            to(6, irc, scr),  to(3),                 to(5),         to(5),
             to(6),            to(7),            to(8),            to(9)}},
/* Close*/ {{to(0),      to(0, tlf),       to(2),            to(2),                 to(4),         to(4),
             to(4, irc, str),  to(4, irc, str),  to(4, irc, str),  to(4, tld, irc, str)}},
/* TO+  */ {{no(),       no(),             no(),             no(),                  to(4, str),    to(5, str),
             to(6, scr),       to(6, scr),       to(8, scr),       no()}},
/* TO-  */ {{no(),       no(),             no(),             no(),                  to(2, tlf),    to(3, tlf),
             to(3, tlf),       to(3, tlf),       to(3, tlf),       no()}},
/* RCR+ */ {{no(),       no(),             to(2, sta),       to(8, irc, scr, sca),  to(4),         to(5),
             to(8, sca),       to(9, sca, tlu),  to(8, sca),       to(8, tld, scr, sca)}},
/* RCR- */ {{no(),       no(),             to(2, sta),       to(6, irc, scr, scn),  to(4),         to(5),
             to(6, scn),       to(7, scn),       to(6, scn),       to(6, tld, scr, scn)}},
/* RCA  */ {{no(),       no(),             to(2, sta),       to(3, sta),            to(4),         to(5),
             to(7, irc),       to(6, scr),       to(9, irc, tlu),  to(6, tld, scr)}},
/* RCN  */ {{no(),       no(),             to(2, sta),       to(3, sta),            to(4),         to(5),
             to(6, irc, scr),  to(6, scr),       to(8, irc, scr),  to(6, tld, scr)}},
/* RTR  */ {{no(),       no(),             to(2, sta),       to(3, sta),            to(4, sta),    to(5, sta),
             to(6, sta),       to(6, sta),       to(6, sta),       to(5, tld, zrc, sta)}},
/* RTA  */ {{no(),       no(),             to(2),            to(3),                 to(2, tlf),    to(3, tlf),
             to(6),            to(6),            to(8),            to(6, tld, scr)}},
/* RUC  */ {{no(),       no(),             to(2, scj),       to(3, scj),            to(4, scj),    to(5, scj),
             to(6, scj),       to(7, scj),       to(8, scj),       to(9, scj)}},
/* RXJ+ */ {{no(),       no(),             to(2),            to(3),                 to(4),         to(5),
             to(6),            to(6),            to(8),            to(9)}},
/* RXJ- */ {{no(),       no(),             to(2, tlf),       to(3, tlf),            to(2, tlf),    to(3, tlf),
             to(3, tlf),       to(3, tlf),       to(3, tlf),       to(5, tld, irc, str)}},
/* RXR  */ {{no(),       no(),             to(2),            to(3),                 to(4),         to(5),
             to(6),            to(7),            to(8),            to(9, ser)}},
}};
// clang-format on

}  // namespace

const Transition& transition(State state, Trigger trigger) {
    return table[static_cast<std::size_t>(trigger)][static_cast<std::size_t>(state)];
}

}  // namespace openras::ppp
