// The messages between library and manager: the one definition that both ends use. docs/bus.md is the contract in
// words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/secret.h"

namespace openras::bus {

inline constexpr const char* object_path = "/org/openras/Manager1";
inline constexpr const char* interface_name = "org.openras.Manager1";
inline constexpr const char* default_socket = "/run/openras/manager.sock";
inline constexpr std::uint32_t protocol_version = 1;

// A Secret goes last: sd-bus moves what a message has so far when the message grows, and does not wipe the old place.
#define OPENRAS_FIELDS(...)           \
    auto fields() {                   \
        return std::tie(__VA_ARGS__); \
    }

struct Empty {
    auto fields() { return std::tuple<>(); }
};

/// What a connection to the manager is for.
enum class ConnectionKind : std::uint32_t {
    Process = 0,  ///< stands for the process; calls of all its threads
    Channel = 1,  ///< belongs to one dialling thread; carries Notify calls
    Call = 2      ///< one long call (Wait, HangUp, Subscribe)
};

struct HelloRequest {
    std::uint32_t version = protocol_version;
    std::uint32_t kind = 0;    ///< ConnectionKind
    std::uint32_t thread = 0;  ///< channel: the kernel's thread id, for the log
    OPENRAS_FIELDS(version, kind, thread)
};
struct HelloReply {
    std::uint32_t error = 0;       ///< 0 or a RAS/Win32 error: 633 when a limit is reached, 711 version unknown
    std::uint32_t connection = 0;  ///< names this connection (DialRequest::channel)
    std::string version;           ///< of the manager's program
    OPENRAS_FIELDS(error, connection, version)
};

/// What the manager needs of a phone-book entry. Addresses are text, "" = none.
struct EntrySettings {
    std::uint32_t type = 0;    ///< RASET_*
    std::string guid;          ///< 32 hex digits in the memory order of a GUID, "" = none
    std::string device_type;   ///< RASDT_*
    std::string device_name;   ///< PPPoE: the Ethernet interface or "WAN Miniport (PPPOE)"
    std::string phone_number;  ///< PPPoE: service name
    std::string user;          ///< stored user name, "" = none
    std::string ac_name;
    std::string interface_name;                ///< wanted name of the network interface, "" = ppp%d
    std::uint32_t auth_restrictions = 0;       ///< AuthRestrictions bits (MS-RRASM 2.2.2.2.58), 0 = any
    std::uint32_t excluded_protocols = 0;      ///< bit 2 (4) IPv4, bit 3 (8) IPv6
    bool default_route_ipv4 = true;            ///< IpPrioritizeRemote
    bool default_route_ipv6 = true;            ///< Ipv6PrioritizeRemote: while the link has a global address
    bool ipv6_route_always = false;            ///< that route also without one
    std::string ip_address;                    ///< IpAssign=2
    std::vector<std::string> dns;              ///< IpNameAssign=2 and the IPv6 ones; empty = the server's
    std::uint32_t mtu = 0;                     ///< bytes, 0 = what the medium carries
    std::uint32_t idle_seconds = 0;            ///< 0 or 0xFFFFFFFF = never
    std::uint32_t echo_interval = 0xFFFFFFFF;  ///< seconds, 0 = off, 0xFFFFFFFF = the manager's default
    std::uint32_t echo_failures = 0;           ///< 0 = the manager's default
    OPENRAS_FIELDS(type, guid, device_type, device_name, phone_number, user, ac_name, interface_name, auth_restrictions,
                   excluded_protocols, default_route_ipv4, default_route_ipv6, ipv6_route_always, ip_address, dns, mtu,
                   idle_seconds, echo_interval, echo_failures)
};

struct DialRequest {
    std::uint32_t resume = 0;   ///< handle of a paused dial, 0 = a new one
    std::uint32_t channel = 0;  ///< HelloReply::connection of the channel that is to be notified; 0 = synchronous
    std::string phonebook;      ///< canonical path
    bool system_book = false;   ///< the manager reads the entry itself; `settings` is not looked at
    std::string entry;
    std::string phone_number;  ///< "" = the entry's
    std::string callback_number;
    std::string user;
    Secret password;
    std::string domain;
    std::uint32_t options = 0;  ///< RDEOPT_*
    std::uint32_t subentry = 0;
    EntrySettings settings;
    OPENRAS_FIELDS(resume, channel, phonebook, system_book, entry, phone_number, callback_number, user, domain, options,
                   subentry, settings, password)
};
struct DialReply {
    std::uint32_t error = 0;  ///< 0, or why no dial was begun (5, 621, 623, 633, 756 ...)
    std::string text;         ///< detail of the error
    std::uint32_t handle = 0;
    bool existing = false;  ///< the entry was connected already: one reference more
    OPENRAS_FIELDS(error, text, handle, existing)
};

struct HandleRequest {
    std::uint32_t handle = 0;
    OPENRAS_FIELDS(handle)
};
struct StartRequest {
    std::uint32_t handle = 0;
    std::uint32_t channel = 0;  ///< as in the Dial call
    OPENRAS_FIELDS(handle, channel)
};
struct HangUpRequest {
    std::uint32_t handle = 0;
    bool deferred = false;  ///< from inside a handler: takes effect when the handler has returned; reply at once
    bool no_wait = false;   ///< reply at once, the hang-up goes on
    OPENRAS_FIELDS(handle, deferred, no_wait)
};
struct ErrorReply {
    std::uint32_t error = 0;
    OPENRAS_FIELDS(error)
};

struct StatusReply {
    std::uint32_t error = 0;       ///< of the call: 0 or 6
    std::uint32_t state = 0;       ///< RASCONNSTATE
    std::uint32_t dial_error = 0;  ///< why the connection failed
    std::string device_type{};     ///< valid from ConnectDevice on
    std::string device_name{};
    std::string phone_number{};
    OPENRAS_FIELDS(error, state, dial_error, device_type, device_name, phone_number)
};

/// RasGetProjectionInfo's material. The inner errors are 731 where a protocol was not part of the negotiation.
struct ProjectionReply {
    std::uint32_t error = 0;  ///< of the call: 0, 6, 730 before Projected
    std::uint32_t ipv4_error = 0;
    std::string ipv4_local, ipv4_peer;
    std::string dns_primary, dns_secondary;
    std::uint32_t ipv6_error = 0;
    std::uint64_t ipv6_local_id = 0, ipv6_peer_id = 0;    ///< interface ids, first byte most significant
    std::uint32_t auth_protocol = 0, auth_data = 0;       ///< RASLCPAP_*, RASLCPAD_*; 0 = none
    std::uint32_t lcp_options = 0, lcp_peer_options = 0;  ///< RASLCPO_*
    std::string reply_message;                            ///< the server's text from authentication
    std::uint32_t mtu = 0;
    std::string ipv4_text, ipv6_text;         ///< why the protocol is not there, "" where it is
    std::vector<std::string> dns_advertised;  ///< name servers of router advertisements
    std::vector<std::string> search;          ///< domains of the same
    OPENRAS_FIELDS(error, ipv4_error, ipv4_local, ipv4_peer, dns_primary, dns_secondary, ipv6_error, ipv6_local_id,
                   ipv6_peer_id, auth_protocol, auth_data, lcp_options, lcp_peer_options, reply_message, mtu, ipv4_text,
                   ipv6_text, dns_advertised, search)
};

struct CauseReply {
    std::uint32_t error = 0;  ///< of the call: 0 or 6
    std::uint32_t state = 0;  ///< state in which it happened
    std::uint32_t dial_error = 0;
    std::uint32_t ended_by = 0;  ///< RASEB_* (rasnotify.h)
    std::string text{};          ///< our detail
    std::string peer_text{};     ///< the peer's own words
    OPENRAS_FIELDS(error, state, dial_error, ended_by, text, peer_text)
};

/// One connection as RasEnumConnections, `rasdial --status` and `rasdial --watch` show it.
struct ConnectionInfo {
    std::uint32_t handle = 0;
    std::string dial_id;
    std::string entry;  ///< "." + phone number where dialled without an entry
    std::string phonebook;
    std::string guid;  ///< 32 hex digits
    bool system_book = false;
    std::uint32_t owner_uid = 0;
    bool owned = false;       ///< by the caller
    std::uint32_t state = 0;  ///< RASCONNSTATE
    std::uint32_t dial_error = 0;
    std::uint32_t ended_by = 0;   ///< RASEB_*
    std::string text, peer_text;  ///< cause of an end
    std::string device_type, device_name, phone_number;
    std::string interface_name;  ///< "ppp0"; "" where there is none (yet)
    std::string ipv4_local, ipv4_peer, dns_primary, dns_secondary;
    std::string ipv6_local, ipv6_peer;  ///< link-local addresses
    std::uint32_t mtu = 0;
    std::uint64_t bytes_sent = 0, bytes_received = 0, packets_sent = 0, packets_received = 0;
    std::uint64_t age_ms = 0;        ///< since the dial began
    std::uint64_t connected_ms = 0;  ///< since Connected, 0 before
    std::uint32_t references = 0;
    bool waiting_for_client = false;  ///< a notification has been unanswered for 5 s: the client does not pump
    std::uint32_t client_pid = 0, client_tid = 0;  ///< who dialled
    std::string remote;                            ///< what the medium says of the other end
    std::string ipv4_text, ipv6_text;              ///< as in ProjectionReply, and what follows
    std::vector<std::string> dns_advertised, search;
    OPENRAS_FIELDS(handle, dial_id, entry, phonebook, guid, system_book, owner_uid, owned, state, dial_error, ended_by,
                   text, peer_text, device_type, device_name, phone_number, interface_name, ipv4_local, ipv4_peer,
                   dns_primary, dns_secondary, ipv6_local, ipv6_peer, mtu, bytes_sent, bytes_received, packets_sent,
                   packets_received, age_ms, connected_ms, references, waiting_for_client, client_pid, client_tid,
                   remote, ipv4_text, ipv6_text, dns_advertised, search)
};
struct EnumRequest {
    bool all = false;  ///< also those that are being dialled by others, have failed or have dropped
    OPENRAS_FIELDS(all)
};
struct EnumReply {
    std::uint32_t error = 0;
    std::vector<ConnectionInfo> connections;
    OPENRAS_FIELDS(error, connections)
};

/// Stored credentials belong to a user and an entry: the caller's own, or with `everyone` those for all users of an
/// entry of the system's book. Items are named by RASCM_* and stored_callback. `guid` is the entry's, as EntrySettings
/// has it: what was stored for an entry of another GUID is not this one's. Of an entry of the system's book the manager
/// reads it itself.
inline constexpr std::uint32_t stored_callback = 0x10000;  ///< the callback number (RasSetEntryDialParams)
/// Stands for the stored password, in both directions.
inline constexpr std::string_view password_placeholder = "****************";

struct SetCredentialsRequest {
    std::string phonebook;  ///< canonical path
    bool system_book = false;
    std::string entry;
    bool everyone = false;    ///< RASCM_DefaultCreds: root and the group only
    std::uint32_t items = 0;  ///< what is set or cleared
    bool clear = false;       ///< the items are forgotten
    std::string user;
    std::string domain;
    std::string callback_number;
    Secret secret;  ///< of RASCM_Password and the RASCM_*PreSharedKey among `items`
    std::string guid{};

    OPENRAS_FIELDS(phonebook, system_book, entry, everyone, items, clear, user, domain, callback_number, guid, secret)
};

struct CredentialsRequest {
    std::string phonebook;
    bool system_book = false;
    std::string entry;
    bool everyone = false;
    std::string guid{};

    OPENRAS_FIELDS(phonebook, system_book, entry, everyone, guid)
};

/// What is stored; never a secret itself.
struct CredentialsReply {
    std::uint32_t error = 0;
    std::uint32_t items = 0;  ///< RASCM_* and stored_callback: these are stored
    std::string user;
    std::string domain;
    std::string callback_number;

    OPENRAS_FIELDS(error, items, user, domain, callback_number)
};

/// An entry was renamed: its credentials and EAP data go with it, and replace what the new name had. Or (`new_entry`
/// empty) it was deleted or made anew: what was stored under its name is forgotten.
struct MoveCredentialsRequest {
    std::string phonebook;
    bool system_book = false;
    std::string entry;
    std::string new_entry;

    OPENRAS_FIELDS(phonebook, system_book, entry, new_entry)
};

/// RasSetEapUserData; empty `data` forgets it. The data goes as hexadecimal digits.
struct SetEapDataRequest {
    std::string phonebook;
    bool system_book = false;
    std::string entry;
    Secret data;
    std::string guid{};

    OPENRAS_FIELDS(phonebook, system_book, entry, guid, data)
};

struct EapDataReply {
    std::uint32_t error = 0;
    Secret data;  ///< hexadecimal digits of the caller's own, empty where there is none

    OPENRAS_FIELDS(error, data)
};

struct LinkRequest {
    std::uint32_t handle = 0;
    std::uint32_t subentry = 0;  ///< from 1; statistics: 0 = the whole connection

    OPENRAS_FIELDS(handle, subentry)
};

struct LinkReply {
    std::uint32_t error = 0;  ///< 0, 6, 618 the link is not up, 259 there is no such link
    std::uint32_t handle = 0;

    OPENRAS_FIELDS(error, handle)
};

/// Counted since the connection came up, or since this process last cleared them. RAS_STATS has no more than 32 bits.
struct StatisticsReply {
    std::uint32_t error = 0;  ///< 0, 6, 668 the link is not up
    std::uint64_t bytes_sent = 0, bytes_received = 0;
    std::uint64_t frames_sent = 0, frames_received = 0;
    std::uint64_t crc_errors = 0, timeout_errors = 0, alignment_errors = 0, hardware_overruns = 0, framing_errors = 0,
                  buffer_overruns = 0;
    std::uint32_t compression_in = 0, compression_out = 0;  ///< percent saved
    std::uint64_t bits_per_second = 0;
    std::uint64_t connected_ms = 0;  ///< never cleared

    OPENRAS_FIELDS(error, bytes_sent, bytes_received, frames_sent, frames_received, crc_errors, timeout_errors,
                   alignment_errors, hardware_overruns, framing_errors, buffer_overruns, compression_in,
                   compression_out, bits_per_second, connected_ms)
};

/// Manager to client, on the channel; the reply says that the handler has returned.
struct Notification {
    std::uint32_t handle = 0;
    std::uint32_t subentry = 1;
    std::uint32_t state = 0;
    std::uint32_t error = 0;
    std::uint32_t extended_error = 0;
    std::uint64_t sent_us = 0;  ///< CLOCK_MONOTONIC microseconds when the manager sent it
    OPENRAS_FIELDS(handle, subentry, state, error, extended_error, sent_us)
};
struct NotificationReply {
    bool keep = true;  ///< false: RasDialFunc2 returned 0, no more notifications for this dial
    OPENRAS_FIELDS(keep)
};

/// Manager to client, a signal on the process connection: one of its dials waits for a thread that does not pump.
struct NotPumping {
    std::uint32_t handle = 0;
    std::uint32_t thread = 0;
    std::string entry;
    OPENRAS_FIELDS(handle, thread, entry)
};

/// Signal to subscribers: `connection` as it is now; `gone` when the handle has become invalid.
struct StateChanged {
    bool gone = false;
    ConnectionInfo connection;
    OPENRAS_FIELDS(gone, connection)
};

namespace method {
inline constexpr const char* hello = "Hello";  ///< HelloRequest -> HelloReply; first on each connection
inline constexpr const char* dial = "Dial";    ///< DialRequest -> DialReply; sends no packet yet
inline constexpr const char* start = "Start";  ///< StartRequest -> ErrorReply; asynchronous dial goes
inline constexpr const char* wait = "Wait";    ///< HandleRequest -> ErrorReply; synchronous dial goes, reply at its end
inline constexpr const char* hang_up = "HangUp";                    ///< HangUpRequest -> ErrorReply, when gone
inline constexpr const char* get_status = "GetStatus";              ///< HandleRequest -> StatusReply
inline constexpr const char* get_projection = "GetProjection";      ///< HandleRequest -> ProjectionReply
inline constexpr const char* get_cause = "GetCause";                ///< HandleRequest -> CauseReply
inline constexpr const char* enum_connections = "EnumConnections";  ///< EnumRequest -> EnumReply
inline constexpr const char* subscribe =
    "Subscribe";  ///< Empty -> EnumReply (all there is now), then StateChanged signals
inline constexpr const char* set_credentials = "SetCredentials";    ///< SetCredentialsRequest -> ErrorReply
inline constexpr const char* get_credentials = "GetCredentials";    ///< CredentialsRequest -> CredentialsReply
inline constexpr const char* move_credentials = "MoveCredentials";  ///< MoveCredentialsRequest -> ErrorReply
inline constexpr const char* set_eap_data = "SetEapData";           ///< SetEapDataRequest -> ErrorReply
inline constexpr const char* get_eap_data = "GetEapData";           ///< CredentialsRequest -> EapDataReply
inline constexpr const char* get_link = "GetLink";                  ///< LinkRequest -> LinkReply
inline constexpr const char* get_statistics = "GetStatistics";      ///< LinkRequest -> StatisticsReply
inline constexpr const char* clear_statistics = "ClearStatistics";  ///< LinkRequest -> ErrorReply
inline constexpr const char* notify = "Notify";  ///< manager to channel: Notification -> NotificationReply
}  // namespace method

namespace signal {
inline constexpr const char* not_pumping = "NotPumping";
inline constexpr const char* state_changed = "StateChanged";
}  // namespace signal

}  // namespace openras::bus
