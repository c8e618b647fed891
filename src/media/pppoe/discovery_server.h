// The access concentrator's side of PPPoE discovery (RFC 2516 section 5), without I/O: packets and time points go in;
// frames and events come out. Nothing is kept for a PADI; a PADR costs memory only with a valid AC-Cookie and within
// the limits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/ras_error.h"
#include "base/time.h"
#include "media/pppoe/ac_cookie.h"
#include "media/pppoe/discovery_client.h"
#include "media/pppoe/discovery_codec.h"
#include "media/pppoe/session_codec.h"

namespace openras::pppoe {

struct ServerOptions {
    std::string ac_name = "openras";
    std::vector<std::string> services{};  ///< offered by name; empty = any name is served. The empty name always is.
    std::uint16_t interface_mtu = 1500;   ///< bytes
    std::uint16_t max_payload = 1500;     ///< most that is granted by RFC 4638
    std::size_t max_sessions = 32000;     ///< at most 65534
    std::size_t max_sessions_per_client = 32000;  ///< for one MAC address
    unsigned packets_per_second = 20000;          ///< PADI and PADR beyond it are dropped unread
};

/// PADS for the repetitions of one PADR.
inline constexpr unsigned most_repeated_answers = 10;
/// Refusals (PADS with an error tag) to all clients together.
inline constexpr unsigned most_refusals_per_second = 100;

/// So many packets a second, and as many at once.
class PacketRate {
  public:
    explicit PacketRate(unsigned per_second) : limit_(per_second), tokens_(per_second) {}
    /// False where it is exceeded.
    bool take(TimePoint now);

  private:
    double limit_;
    double tokens_;
    TimePoint at_{};
};

/// Called from inside the server's functions: must not destroy it. Calling release() is allowed.
class DiscoveryServerOutput {
  public:
    virtual ~DiscoveryServerOutput() = default;
    /// A whole Ethernet frame, valid for the call only.
    virtual void transmit(ConstBytes frame) = 0;
    /// The PADS has been transmitted. `session.service_name` is what the client asked for.
    virtual void opened(const SessionInfo& session) = 0;
    /// The client has ended the session (PADT, or a new dial in its place); it is released already.
    virtual void closed(const SessionKey& session, const RasError& error) = 0;
    /// Whether anything has arrived in an open session.
    [[nodiscard]] virtual bool heard(const SessionKey& session) const = 0;
};

class DiscoveryServer {
  public:
    DiscoveryServer(ServerOptions options, const MacAddress& own, RandomSource& random, DiscoveryServerOutput& output);

    void receive(const DiscoveryPacket& packet, TimePoint now);
    /// The session is over on our side. @return false if it was not open
    bool release(const SessionKey& session);
    /// Ends the session on our side and tells the client (PADT) with `reason` in it.
    void close(const SessionKey& session, std::string_view reason);

    [[nodiscard]] std::size_t session_count() const { return sessions_.size(); }
    /// PADI and PADR dropped by the rate limit.
    [[nodiscard]] std::uint64_t rate_limited() const { return rate_limited_; }

  private:
    struct Session {
        MacAddress client{};
        AcCookie::Value cookie{};  ///< of the request that opened it
        TimePoint opened{};
        std::string requester;  ///< who asked with which Host-Uniq; empty where that cannot be told
        unsigned answered_again = 0;
    };

    void answer_initiation(const DiscoveryPacket& padi, TimePoint now);
    void answer_request(const DiscoveryPacket& padr, TimePoint now);
    void end(const DiscoveryPacket& padt);
    void refuse(const DiscoveryPacket& padr, TagType error, std::string_view text, TimePoint now);
    void grant(const DiscoveryPacket& padr, const SessionInfo& session);
    /// The requester has a session already: answers the repetition of the request that opened it, or ends it.
    /// @return false: the request is a dial of its own
    bool answer_repetition(const DiscoveryPacket& padr, SessionInfo session, const std::string& requester,
                           TimePoint now);
    [[nodiscard]] bool within_rate(TimePoint now);
    [[nodiscard]] bool serves(ConstBytes service) const;
    [[nodiscard]] std::uint16_t granted_payload(const DiscoveryPacket& packet) const;
    [[nodiscard]] std::uint16_t plain_payload() const;
    [[nodiscard]] std::uint16_t free_session_id();

    ServerOptions options_;
    MacAddress own_;
    DiscoveryServerOutput& output_;
    AcCookie cookie_;
    std::unordered_map<std::uint16_t, Session> sessions_;         ///< by number
    std::unordered_map<std::uint64_t, std::size_t> sessions_of_;  ///< how many, by the client's address
    std::unordered_map<std::string_view, std::uint16_t>
        session_of_;  ///< by requester; the keys are views into sessions_
    PacketRate rate_;
    PacketRate refusals_{most_refusals_per_second};
    std::uint64_t rate_limited_ = 0;
    std::uint16_t last_session_id_;
};

}  // namespace openras::pppoe
