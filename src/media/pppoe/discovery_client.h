// The client's side of PPPoE discovery (RFC 2516 section 5), without I/O: packets and time points go in; frames, a
// result and a next deadline come out.
//
//   PADI (broadcast) -> PADO, the first whose services and AC-Name suit -> PADR (to that server) -> PADS
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/ras_error.h"
#include "base/time.h"
#include "media/pppoe/discovery_codec.h"
#include "media/pppoe/session_codec.h"

namespace openras::pppoe {

struct DiscoveryTiming {
    Duration first_timeout = std::chrono::milliseconds(500);  ///< doubles with each retransmission
    Duration total = std::chrono::seconds(10);                ///< the whole of discovery
    unsigned request_tries = 3;                               ///< PADRs to one server before another is looked for
    bool operator==(const DiscoveryTiming&) const = default;
};

/// Frames of one discovery, whatever servers say and however long it may take; with these 10 s it needs 20 at most.
inline constexpr unsigned most_discovery_frames = 256;

/// Each member has a value of its own, so that one can be named alone: {.service_name = "isp"}.
struct DiscoveryOptions {
    std::string service_name{};          ///< UTF-8; "" = any
    std::string ac_name{};               ///< UTF-8; "" = any
    std::uint16_t interface_mtu = 1500;  ///< bytes; with more than 1500, RFC 4638 is asked for
    std::uint16_t max_payload = 1500;    ///< most that is asked for by RFC 4638
    DiscoveryTiming timing{};
};

/// What discovery found.
struct SessionInfo {
    SessionKey key;
    std::uint16_t mtu = default_max_payload;  ///< bytes of PPP payload each way
    std::string ac_name{};                    ///< printable
    std::string service_name{};               ///< printable; as asked for
    Duration round_trip{};                    ///< client: from its (first) PADR to the PADS
    bool operator==(const SessionInfo&) const = default;
};

/// Random, so that a host that does not see our frames cannot answer them (and can be told apart among dials).
using HostUniq = std::array<std::uint8_t, 16>;

/// Called from inside the client's functions: must not call back into it, nor destroy it.
class DiscoveryClientOutput {
  public:
    virtual ~DiscoveryClientOutput() = default;
    /// A whole Ethernet frame, valid for the call only.
    virtual void transmit(ConstBytes frame) = 0;
    virtual void established(const SessionInfo& session) = 0;
    /// 815: no (suitable) server answered in time, or the service is unknown; 651: a server reported an error, its
    /// words in peer_text.
    virtual void failed(const RasError& error) = 0;
};

class DiscoveryClient {
  public:
    DiscoveryClient(DiscoveryOptions options, const MacAddress& own, RandomSource& random,
                    DiscoveryClientOutput& output);

    void start(TimePoint now);
    void receive(const DiscoveryPacket& packet, TimePoint now);
    void advance(TimePoint now);
    /// std::nullopt = finished.
    [[nodiscard]] std::optional<TimePoint> next_deadline() const;

    [[nodiscard]] const HostUniq& host_uniq() const { return host_uniq_; }
    /// The server to which a PADR is on its way: it may open a session yet, which must then be ended.
    [[nodiscard]] std::optional<MacAddress> requested_server() const;
    /// After failed(): a server has refused, with or without words; not: none has answered.
    [[nodiscard]] bool refused() const { return refused_; }

  private:
    enum class State : std::uint8_t { Idle, Offers, Session, Done };

    /// What of a PADO is needed for a PADR.
    struct Offer {
        MacAddress server{};
        std::string ac_name{};
        std::optional<Tag> cookie;
        std::optional<Tag> relay;
    };

    void transmit(const DiscoveryPacket& packet);
    void send_initiation(TimePoint now, bool any_service);
    void send_request(TimePoint now);
    void take_offer(const DiscoveryPacket& packet, TimePoint now);
    void take_session(const DiscoveryPacket& packet, TimePoint now);
    void request_from(Offer offer, TimePoint now);
    void look_for_another_server(TimePoint now);
    void note(std::string remark);
    void fail(const RasError& error);
    void fail_refused(const RasError& error);
    [[nodiscard]] RasError time_out() const;
    [[nodiscard]] RasError refusal(const ErrorTag& error, const std::string& who) const;
    [[nodiscard]] std::uint16_t wanted_payload() const;

    DiscoveryOptions options_;
    MacAddress own_;
    DiscoveryClientOutput& output_;
    HostUniq host_uniq_{};
    State state_ = State::Idle;
    bool refused_ = false;
    unsigned tries_ = 0;
    unsigned sent_ = 0;  ///< frames in all
    Duration timeout_{};
    TimePoint retry_at_;
    TimePoint give_up_at_;
    TimePoint requested_at_;               ///< the first PADR to this server
    Offer offer_;                          ///< the server chosen
    std::optional<Offer> reserve_;         ///< answered a PADI, but was silent to a PADR before
    std::optional<MacAddress> silent_;     ///< that server
    std::optional<RasError> offer_error_;  ///< an error that came instead of an offer
    std::vector<std::string> remarks_;     ///< servers heard that do not suit, for the error's text
};

}  // namespace openras::pppoe
