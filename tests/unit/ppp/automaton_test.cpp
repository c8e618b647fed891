// Each cell of RFC 1661 section 4.1, written down state by state (the RFC's columns), as "actions/next state".
#include "ppp/automaton.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace openras::ppp {
namespace {

constexpr const char* impossible = "-";

struct Column {
    State state;
    std::map<Trigger, std::string> cells;
};

using enum Trigger;

const Column columns[] = {
    {State::Initial,
     {{Up, "/2"},
      {Down, "-"},
      {Open, "tls/1"},
      {Close, "/0"},
      {TimeoutMore, "-"},
      {TimeoutLast, "-"},
      {GoodRequest, "-"},
      {BadRequest, "-"},
      {Ack, "-"},
      {NakOrReject, "-"},
      {TerminateRequest, "-"},
      {TerminateAck, "-"},
      {UnknownCode, "-"},
      {RejectPermitted, "-"},
      {RejectFatal, "-"},
      {Echo, "-"}}},
    {State::Starting,
     {{Up, "irc,scr/6"},
      {Down, "-"},
      {Open, "/1"},
      {Close, "tlf/0"},
      {TimeoutMore, "-"},
      {TimeoutLast, "-"},
      {GoodRequest, "-"},
      {BadRequest, "-"},
      {Ack, "-"},
      {NakOrReject, "-"},
      {TerminateRequest, "-"},
      {TerminateAck, "-"},
      {UnknownCode, "-"},
      {RejectPermitted, "-"},
      {RejectFatal, "-"},
      {Echo, "-"}}},
    {State::Closed,
     {{Up, "-"},
      {Down, "/0"},
      {Open, "irc,scr/6"},
      {Close, "/2"},
      {TimeoutMore, "-"},
      {TimeoutLast, "-"},
      {GoodRequest, "sta/2"},
      {BadRequest, "sta/2"},
      {Ack, "sta/2"},
      {NakOrReject, "sta/2"},
      {TerminateRequest, "sta/2"},
      {TerminateAck, "/2"},
      {UnknownCode, "scj/2"},
      {RejectPermitted, "/2"},
      {RejectFatal, "tlf/2"},
      {Echo, "/2"}}},
    {State::Stopped,
     {{Up, "-"},
      {Down, "tls/1"},
      {Open, "/3"},
      {Close, "/2"},
      {TimeoutMore, "-"},
      {TimeoutLast, "-"},
      {GoodRequest, "irc,scr,sca/8"},
      {BadRequest, "irc,scr,scn/6"},
      {Ack, "sta/3"},
      {NakOrReject, "sta/3"},
      {TerminateRequest, "sta/3"},
      {TerminateAck, "/3"},
      {UnknownCode, "scj/3"},
      {RejectPermitted, "/3"},
      {RejectFatal, "tlf/3"},
      {Echo, "/3"}}},
    {State::Closing,
     {{Up, "-"},
      {Down, "/0"},
      {Open, "/5"},
      {Close, "/4"},
      {TimeoutMore, "str/4"},
      {TimeoutLast, "tlf/2"},
      {GoodRequest, "/4"},
      {BadRequest, "/4"},
      {Ack, "/4"},
      {NakOrReject, "/4"},
      {TerminateRequest, "sta/4"},
      {TerminateAck, "tlf/2"},
      {UnknownCode, "scj/4"},
      {RejectPermitted, "/4"},
      {RejectFatal, "tlf/2"},
      {Echo, "/4"}}},
    {State::Stopping,
     {{Up, "-"},
      {Down, "/1"},
      {Open, "/5"},
      {Close, "/4"},
      {TimeoutMore, "str/5"},
      {TimeoutLast, "tlf/3"},
      {GoodRequest, "/5"},
      {BadRequest, "/5"},
      {Ack, "/5"},
      {NakOrReject, "/5"},
      {TerminateRequest, "sta/5"},
      {TerminateAck, "tlf/3"},
      {UnknownCode, "scj/5"},
      {RejectPermitted, "/5"},
      {RejectFatal, "tlf/3"},
      {Echo, "/5"}}},
    {State::ReqSent,
     {{Up, "-"},
      {Down, "/1"},
      {Open, "/6"},
      {Close, "irc,str/4"},
      {TimeoutMore, "scr/6"},
      {TimeoutLast, "tlf/3"},
      {GoodRequest, "sca/8"},
      {BadRequest, "scn/6"},
      {Ack, "irc/7"},
      {NakOrReject, "irc,scr/6"},
      {TerminateRequest, "sta/6"},
      {TerminateAck, "/6"},
      {UnknownCode, "scj/6"},
      {RejectPermitted, "/6"},
      {RejectFatal, "tlf/3"},
      {Echo, "/6"}}},
    {State::AckRcvd,
     {{Up, "-"},
      {Down, "/1"},
      {Open, "/7"},
      {Close, "irc,str/4"},
      {TimeoutMore, "scr/6"},
      {TimeoutLast, "tlf/3"},
      {GoodRequest, "sca,tlu/9"},
      {BadRequest, "scn/7"},
      {Ack, "scr/6"},
      {NakOrReject, "scr/6"},
      {TerminateRequest, "sta/6"},
      {TerminateAck, "/6"},
      {UnknownCode, "scj/7"},
      {RejectPermitted, "/6"},
      {RejectFatal, "tlf/3"},
      {Echo, "/7"}}},
    {State::AckSent,
     {{Up, "-"},
      {Down, "/1"},
      {Open, "/8"},
      {Close, "irc,str/4"},
      {TimeoutMore, "scr/8"},
      {TimeoutLast, "tlf/3"},
      {GoodRequest, "sca/8"},
      {BadRequest, "scn/6"},
      {Ack, "irc,tlu/9"},
      {NakOrReject, "irc,scr/8"},
      {TerminateRequest, "sta/6"},
      {TerminateAck, "/8"},
      {UnknownCode, "scj/8"},
      {RejectPermitted, "/8"},
      {RejectFatal, "tlf/3"},
      {Echo, "/8"}}},
    {State::Opened,
     {{Up, "-"},
      {Down, "tld/1"},
      {Open, "/9"},
      {Close, "tld,irc,str/4"},
      {TimeoutMore, "-"},
      {TimeoutLast, "-"},
      {GoodRequest, "tld,scr,sca/8"},
      {BadRequest, "tld,scr,scn/6"},
      {Ack, "tld,scr/6"},
      {NakOrReject, "tld,scr/6"},
      {TerminateRequest, "tld,zrc,sta/5"},
      {TerminateAck, "tld,scr/6"},
      {UnknownCode, "scj/9"},
      {RejectPermitted, "/9"},
      {RejectFatal, "tld,irc,str/5"},
      {Echo, "ser/9"}}},
};

std::string name(Action action) {
    switch (action) {
        case Action::None: return "";
        case Action::LayerUp: return "tlu";
        case Action::LayerDown: return "tld";
        case Action::LayerStarted: return "tls";
        case Action::LayerFinished: return "tlf";
        case Action::InitRestartCount: return "irc";
        case Action::ZeroRestartCount: return "zrc";
        case Action::SendRequest: return "scr";
        case Action::SendAck: return "sca";
        case Action::SendNakOrReject: return "scn";
        case Action::SendTerminateRequest: return "str";
        case Action::SendTerminateAck: return "sta";
        case Action::SendCodeReject: return "scj";
        case Action::SendEchoReply: return "ser";
    }
    return "?";
}

std::string text(const Transition& cell) {
    if (!cell.possible) return impossible;
    std::string out;
    for (const Action action : cell.actions)
        if (action != Action::None) out += (out.empty() ? "" : ",") + name(action);
    return out + "/" + std::to_string(static_cast<int>(cell.next));
}

TEST(Automaton, EachCellIsThatOfRfc1661) {
    ASSERT_EQ(std::size(columns), state_count);
    for (const Column& column : columns) {
        ASSERT_EQ(column.cells.size(), trigger_count);
        for (const auto& [trigger, expected] : column.cells)
            EXPECT_EQ(text(transition(column.state, trigger)), expected)
                << "state " << static_cast<int>(column.state) << ", event " << static_cast<int>(trigger);
    }
}

TEST(Automaton, RestartTimerRunsInTheFiveStatesOfTheRfc) {
    for (int state = 0; state < 10; ++state)
        EXPECT_EQ(timer_runs(static_cast<State>(state)), state >= 4 && state <= 8) << state;
}

}  // namespace
}  // namespace openras::ppp
