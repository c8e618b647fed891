// One PPP session without I/O (RFC 1661): frames and time points go in; frames, events and a next deadline come out.
// The same object plays the client's and the server's part. It owns the automata of LCP, IPCP and IPv6CP and the
// authentication protocol, and it never moves from one phase to the next by itself: whoever drives it (the manager's
// dial, the server, a test) calls the next phase's function, and until then what the peer sends early is kept within a
// bound, so that a dial can be suspended at each of its states while the layers already up go on answering.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/ras_error.h"
#include "base/secret.h"
#include "base/time.h"

namespace openras::ppp {

enum class Role : std::uint8_t { Client, Server };

enum class AuthMethod : std::uint8_t { Pap, ChapMd5, MsChapV2 };

using Ipv4Address = std::array<std::uint8_t, 4>;  ///< in display (network) order; all zero = none
using InterfaceId = std::array<std::uint8_t, 8>;  ///< RFC 5072; all zero = none

/// Settings that many sessions share (an entry's or a server's). Nothing secret in here.
struct Config {
    Role role = Role::Client;
    std::uint16_t mru = 1492;  ///< bytes; what we ask for (Configure-Request) and can take
    std::uint16_t peer_mru_limit =
        1492;  ///< bytes; we never send more, whatever the peer would take (the medium's limit)
    bool ask_magic_number = true;
    bool offer_compression = false;  ///< ask for PFC and ACFC; both are accepted from a peer where `allow_compression`
    bool allow_compression = false;  ///< off for PPPoE (RFC 2516 section 7)
    /// Client: the methods we are willing to answer. Server: the methods we ask for, best first; empty = no
    /// authentication.
    std::vector<AuthMethod> auth_methods{AuthMethod::MsChapV2, AuthMethod::ChapMd5, AuthMethod::Pap};
    bool ipv4 = true;
    bool ipv6 = true;
    bool ask_dns = true;                                      ///< client: RFC 1877 primary and secondary DNS
    Duration echo_interval = std::chrono::seconds(10);        ///< 0 = no LCP echo
    unsigned echo_failures = 3;                               ///< this many unanswered in a row end the link
    Duration restart_first = std::chrono::milliseconds(250);  ///< restart timer: doubles from here
    Duration restart_limit = std::chrono::seconds(3);         ///< ... up to here
    unsigned max_configure = 10;                              ///< RFC 1661 4.6, Max-Configure
    unsigned max_terminate = 2;
    unsigned max_failure = 5;
    Duration establish_timeout = std::chrono::seconds(30);  ///< LCP, from its beginning until it is open
    Duration auth_timeout = std::chrono::seconds(20);       ///< the whole authentication phase
    Duration network_timeout = std::chrono::seconds(30);    ///< each negotiation of the network protocols
    Duration reopen_timeout = std::chrono::seconds(60);     ///< the link stays as long without a network protocol
    std::string server_name = "openras";                    ///< server: the name in a CHAP challenge
    std::string refusal_message;                            ///< server: text of a refusal, "" = a default
};

/// The client's identity, or what the server found for a name.
struct Credentials {
    std::string user;  ///< UTF-8, as sent on the wire ("DOMAIN\\user" where there is a domain)
    Secret password;
};

/// Server: why a user is turned away.
struct Refusal {
    std::uint32_t error = ERROR_AUTHENTICATION_FAILURE;  ///< 691, or what MS-CHAPv2 can tell: 646 to 649
    bool may_retry = false;                              ///< MS-CHAPv2 (R=1) and PAP: another attempt on the same link
    std::string message;                                 ///< for the user; "" = Config::refusal_message
};

/// Server: answers who a name is. Called in the authentication phase; std::nullopt = unknown.
class UserDirectory {
  public:
    virtual ~UserDirectory() = default;
    virtual std::optional<Secret> password_of(const std::string& user) = 0;
    /// A word on a user whose proof was good or bad. std::nullopt: a good one is let in, a bad one gets 691.
    virtual std::optional<Refusal> refusal_of(const std::string& /*user*/, bool /*proof_good*/) { return std::nullopt; }
};

/// What IPCP works with. Client: `local` asked for (zero = any), the rest is result. Server: all given.
struct Ipv4Settings {
    Ipv4Address local{};
    Ipv4Address peer{};         ///< server: the address for the client
    Ipv4Address dns_primary{};  ///< server: handed out, zero = none
    Ipv4Address dns_secondary{};
};

struct LcpResult {
    std::uint16_t local_mru = 1500;  ///< bytes that the peer may send us
    std::uint16_t peer_mru = 1500;   ///< bytes that we may send: the peer's MRU within the medium's limit
    std::optional<AuthMethod> auth;  ///< the method that the server demanded
    bool local_pfc = false, local_acfc = false, peer_pfc = false, peer_acfc = false;
    std::uint32_t local_magic = 0, peer_magic = 0;
    bool operator==(const LcpResult&) const = default;
};

struct Ipv4Result {
    Ipv4Address local{}, peer{}, dns_primary{}, dns_secondary{};
    bool operator==(const Ipv4Result&) const = default;
};

struct Ipv6Result {
    InterfaceId local{}, peer{};
    bool operator==(const Ipv6Result&) const = default;
};

enum class Network : std::uint8_t { Ipv4, Ipv6 };

/// Who ended a link (the API's RASDISCONNECTCAUSE).
enum class EndedBy : std::uint8_t { Nobody, User, Peer, Line, EchoLoss, Manager, TimeLimit };

// LcpUp, Authenticated and NetworkDone come once in a session's life, also when the peer negotiates anew: the session
// then goes through the phases that its driver has begun by itself. Ipv4Up and Ipv6Up come again with other results.
namespace event {
struct LcpUp {
    LcpResult lcp;
};
/// Authentication is over and good (both sides). `message` is the peer's text; server: `user` is who it is.
struct Authenticated {
    std::string user;
    std::string message;
};
/// Authentication failed. `error.code`: 691 and, by MS-CHAPv2's error codes (RFC 2759 section 6), 646, 647, 648, 649,
/// 691, 709. `may_retry`: the server allows another attempt (R=1): retry_authentication() continues.
struct AuthenticationFailed {
    RasError error;
    bool may_retry;
};
struct Ipv4Up {
    Ipv4Result ipv4;
};
struct Ipv6Up {
    Ipv6Result ipv6;
};
/// One network protocol failed, was refused or closed (each fails alone): code 733, 736, 718 ... One that the peer has
/// closed or not begun may come up later, at any time of the link's life.
struct NetworkFailed {
    Network network;
    RasError error;
};
/// Each network protocol that was asked for is either up or has failed, and at least one is up. If none is, Down
/// follows instead.
struct NetworkDone {};
/// The link is over; nothing more will come out. `error.peer_text` has a Terminate-Request's words.
struct Down {
    RasError error;
    EndedBy by;
};
}  // namespace event

using Event = std::variant<event::LcpUp, event::Authenticated, event::AuthenticationFailed, event::Ipv4Up,
                           event::Ipv6Up, event::NetworkFailed, event::NetworkDone, event::Down>;

/// Takes what a session puts out. Called from inside the session's functions: must not call back into the session
/// (post instead).
class SessionOutput {
  public:
    virtual ~SessionOutput() = default;
    /// One PPP frame: the two-byte protocol field (never compressed), then the payload; no address, control or FCS.
    /// Valid for the call only.
    virtual void transmit(ConstBytes frame) = 0;
    virtual void event(const Event& event) = 0;
};

/// PPP protocol numbers that the data plane carries itself.
inline constexpr std::uint16_t protocol_ipv4 = 0x0021;
inline constexpr std::uint16_t protocol_ipv6 = 0x0057;

class Session {
  public:
    /// @param config   shared and unchanging while the session lives
    /// @param directory  server only, may be null otherwise; outlives the session
    Session(std::shared_ptr<const Config> config, Credentials credentials, Ipv4Settings ipv4, InterfaceId interface_id,
            RandomSource& random, SessionOutput& output, UserDirectory* directory = nullptr);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// The medium is up: LCP begins (Open and Up). Frames received before are answered from here on.
    /// @param round_trip  how long the peer takes to answer, as far as the medium knows (control_protocol.h: what for)
    void start_lcp(TimePoint now, Duration round_trip = Duration::zero());
    /// After LcpUp: the authentication phase begins. With no method demanded, Authenticated comes at once.
    void start_authentication(TimePoint now);
    /// After AuthenticationFailed with may_retry: again, with other credentials.
    void retry_authentication(Credentials credentials, TimePoint now);
    /// After Authenticated: the NCPs begin. Server: `ipv4` may be set before (the user's address).
    void start_network(TimePoint now);
    void set_ipv4(const Ipv4Settings& ipv4);

    /// One PPP frame from the peer: protocol field (one or two bytes), then the payload; a leading FF 03 is tolerated.
    /// Any bytes whatever are safe. A protocol that was not negotiated is not parsed (Protocol-Reject).
    void receive(ConstBytes frame, TimePoint now);
    /// The medium has gone: Down follows at once. 629 is the peer's doing (PADT), and `Down` says what for where that
    /// is known: a refusal, say.
    void medium_down(const RasError& error, EndedBy by, TimePoint now);
    /// Ends the link in order: Terminate-Request with `reason` as its text; Down follows when the peer has answered or
    /// after max_terminate tries (at most restart_limit in all, well under a second with the defaults).
    void close(const RasError& error, EndedBy by, std::string_view reason, TimePoint now);

    /// Runs the timers due at `now`.
    void advance(TimePoint now);
    /// When advance() wants to be called next; std::nullopt = never.
    [[nodiscard]] std::optional<TimePoint> next_deadline() const;

    /// True once that network protocol is up: only then the data plane passes its packets.
    [[nodiscard]] bool network_up(Network network) const;
    [[nodiscard]] const LcpResult& lcp() const;
    /// Note that packets arrived (data plane): an idle link's echo is not needed while the peer is heard.
    void peer_heard(TimePoint now);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace openras::ppp
