// What a rasserver was told to do, and how it is told: command line (settings.cpp) and, for faults, the control socket.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ras_error.h"
#include "base/time.h"
#include "ppp/session.h"

namespace openras::server {

/// The steps of a session at which a fault or a delay can be asked for.
enum class Step : std::uint8_t { Discovery, Lcp, Auth, Ncp, Up };
inline constexpr std::size_t step_count = 5;

/// Misbehaviour on request, so that clients can be tested.
struct Faults {
    std::optional<Step> silence;  ///< from this step on nothing is sent
    std::optional<Step> drop;     ///< at this step the session ends by a PADT, without a word of PPP
    bool no_pado = false;
    bool no_pads = false;
    bool no_ra = false;                      ///< no router advertisement
    std::optional<std::uint16_t> error_tag;  ///< a PADR is answered with this error (RFC 2516 appendix A)
    std::string error_text = "refused on request";
    std::optional<ppp::Refusal> refusal;  ///< every user gets it, whatever the password
};

/// One fault in words: "none", "silence:STEP", "drop:STEP", "no-pado", "no-pads", "no-ra", "service-name-error[:TEXT]",
/// "ac-system-error[:TEXT]", "generic-error[:TEXT]", "refuse:CODE[:TEXT]".
Expected<void> set_fault(Faults& faults, std::string_view words);

/// "100ms", "2s", "500us"; a bare number is milliseconds.
Expected<Duration> parse_duration(std::string_view text);

struct Ipv4Pool {
    std::uint32_t network = 0;  ///< host order
    unsigned prefix_length = 32;
};
Expected<Ipv4Pool> parse_pool(std::string_view text);
Expected<ppp::Ipv4Address> parse_ipv4(std::string_view text);
Expected<std::array<std::uint8_t, 16>> parse_ipv6(std::string_view text);
/// A prefix of at most 48 bits: its first 48 bits.
Expected<std::array<std::uint8_t, 6>> parse_ipv6_prefix(std::string_view text);
/// "pap,chap-md5,mschapv2" or "none", best first.
Expected<std::vector<ppp::AuthMethod>> parse_auth(std::string_view text);

struct Settings {
    std::vector<std::string> interfaces;
    std::string ac_name = "openras";
    std::vector<std::string> services;
    std::vector<std::string> users;  ///< "NAME:PASSWORD"
    std::string users_file;
    Ipv4Pool pool{0x0a400000, 16};  ///< 10.64.0.0/16
    ppp::Ipv4Address local{10, 64, 0, 1};
    std::vector<ppp::Ipv4Address> dns;
    std::optional<std::array<std::uint8_t, 6>> ipv6_prefix;
    std::vector<std::array<std::uint8_t, 16>> dns6;  ///< of router advertisements, at most 4
    std::vector<std::string> search;                 ///< likewise
    Duration prefix_lifetime = std::chrono::hours(24);
    std::vector<ppp::AuthMethod> auth{ppp::AuthMethod::MsChapV2, ppp::AuthMethod::ChapMd5, ppp::AuthMethod::Pap};
    std::string refusal_message;
    unsigned retries = 0;  ///< wrong proofs that may be repeated on the same link (MS-CHAPv2, PAP)
    std::uint16_t max_payload = 1500;
    Duration echo_interval = std::chrono::seconds(10);
    Duration reopen_timeout = std::chrono::seconds(60);  ///< a link stays as long without a network protocol
    std::size_t max_sessions = 32000;
    std::size_t max_per_mac = 32000;
    unsigned packets_per_second = 20000;
    bool tun = false;
    std::string tun_name = "rassrv%d";
    Faults faults;
    std::array<Duration, step_count> delay{};  ///< before each step (Discovery: before the PADO)
    std::string control;
    std::string run_as;
    std::string log_level = "info";
};

/// The command line. On an error (or --help) the text has been printed.
/// @return the settings, or the exit status
std::expected<Settings, int> parse_command_line(int argc, char** argv);

}  // namespace openras::server
