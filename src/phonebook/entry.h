// A phone-book entry with its values typed: what dialling needs, and what the API shows of an entry. Keys that are not
// here stay in the Document. Defaults are those of a key that is missing.
// Source: [MS-RRASM] 2.2.2.2 (sections with each key); the keys OpenRas* are ours: docs/phonebook.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace openras::phonebook {

/// AuthRestrictions (2.2.2.2.58): the ways of authentication that are allowed.
inline constexpr std::uint32_t auth_pap = 8;
inline constexpr std::uint32_t auth_spap = 16;
inline constexpr std::uint32_t auth_chap_md5 = 32;
inline constexpr std::uint32_t auth_mschap = 64;
inline constexpr std::uint32_t auth_eap = 128;
inline constexpr std::uint32_t auth_mschapv2 = 512;
inline constexpr std::uint32_t auth_w95_mschap = 1024;
inline constexpr std::uint32_t auth_machine_certificate = 2048;  ///< IKEv2
inline constexpr std::uint32_t auth_pre_shared_key = 4096;       ///< IKEv2

/// ExcludedProtocols (2.2.2.2.12): the network protocols that are not negotiated.
inline constexpr std::uint32_t excluded_ipv4 = 4;
inline constexpr std::uint32_t excluded_ipv6 = 8;

/// A PhoneNumber block. The number is UTF-8: E.164, a host (VPN) or a service name (PPPoE).
struct PhoneNumber {
    std::string number;
    std::string area_code;
    std::uint32_t country_code = 0;
    std::uint32_t country_id = 0;
    bool use_dialing_rules = false;
    bool operator==(const PhoneNumber&) const = default;
};

/// A MEDIA block and the DEVICE block in it.
struct Link {
    std::string media;        ///< "rastapi", "serial" ...
    std::string port;         ///< "PPPoE5-0"
    std::string device;       ///< Device=: PPPoE: the Ethernet interface, or "WAN Miniport (PPPOE)"
    std::string device_type;  ///< DEVICE=: RASDT_*, as written
    std::vector<PhoneNumber> phone_numbers;
    bool operator==(const Link&) const = default;
};

struct Entry {
    std::string name;        ///< UTF-8, as the book spells it
    std::uint32_t line = 0;  ///< of its [name] in the file, counted from 1
    std::uint32_t type = 0;  ///< RASET_*; taken from the device's type where Type= is missing
    std::uint32_t pb_version = 0;
    std::array<std::uint8_t, 16> guid{};  ///< in the memory order of a GUID; zeros where there is none
    std::uint32_t dial_params_uid = 0;

    std::vector<Link> links;  ///< never empty
    // The first link's, for callers that dial one.
    std::string device;
    std::string device_type;
    std::string port;
    std::vector<std::string> phone_numbers;  ///< the first is the number, the others are alternates

    std::uint32_t auth_restrictions = 0;   ///< auth_*; 0 = any
    std::uint32_t excluded_protocols = 0;  ///< excluded_*
    std::uint32_t custom_auth_key = 0;     ///< EAP type, 0 = none
    std::uint32_t data_encryption = 8;     ///< 0 none, 8 optional, 256 required, 512 strongest required
    std::uint32_t vpn_strategy = 0;        ///< VS_*
    bool lcp_extensions = true;
    bool software_compression = false;
    bool ip_header_compression = false;

    bool ip_prioritize_remote = true;         ///< the IPv4 default route goes through the connection
    bool ipv6_prioritize_remote = true;       ///< the IPv6 one
    std::uint32_t ip_interface_metric = 0;    ///< 0 = automatic
    std::uint32_t ipv6_interface_metric = 0;  ///< 0 = automatic
    std::uint32_t ip_assign = 1;              ///< 1 = the server assigns, 2 = ip_address
    std::string ip_address;                   ///< "" = none; as are all addresses here
    std::uint32_t ip_name_assign = 1;         ///< 1 = the server's, 2 = dns1 and dns2
    std::string dns1;
    std::string dns2;
    std::uint32_t ipv6_assign = 1;
    std::string ipv6_address;
    std::uint32_t ipv6_prefix_length = 0;
    std::uint32_t ipv6_name_assign = 1;
    std::string ipv6_dns1;
    std::string ipv6_dns2;
    std::string dns_suffix;

    std::uint32_t idle_disconnect_seconds = 0;  ///< 0 = default, 0xFFFFFFFF = never
    std::uint32_t redial_attempts = 3;
    std::uint32_t redial_seconds = 60;
    bool redial_on_link_failure = false;

    bool preview_user_pw = true;  ///< ask for name and password before dialling
    bool preview_domain = true;
    bool preview_phone_number = false;
    bool show_dialing_progress = true;
    bool auto_logon = false;         ///< dial with the login's credentials
    std::string custom_dial_dll;     ///< CustomRasDialDll: such an entry cannot be dialled here
    std::string prerequisite_entry;  ///< to be dialled first
    std::string prerequisite_book;

    // Ours.
    std::string user;                            ///< OpenRasUser
    std::string ac_name;                         ///< OpenRasAcName: the PPPoE access concentrator, "" = any
    std::uint32_t mtu = 0;                       ///< OpenRasMtu: bytes, 0 = what the medium carries
    std::string interface_name;                  ///< OpenRasInterfaceName, "" = ppp%d
    bool ipv6_route_always = false;              ///< OpenRasIpv6RouteAlways: no global address is needed for it
    std::optional<std::uint32_t> echo_interval;  ///< OpenRasEchoInterval: s, 0 = no echo; absent = the manager's
    std::optional<std::uint32_t> echo_failures;  ///< OpenRasEchoFailures; absent = the manager's

    bool operator==(const Entry&) const = default;
};

}  // namespace openras::phonebook
