// Everything that RASENTRY and RASSUBENTRY say of an entry, as a value: what RasGetEntryProperties gives and
// RasSetEntryProperties takes, without the API's layouts. Which key carries which property stands once, in
// property_map.h. Entry (entry.h) is the other view: what dialling needs.
// Source: RASENTRY and RASSUBENTRY structures (ras.h); [MS-RRASM] 2.2.2.2 for the keys.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "phonebook/entry_editor.h"

namespace openras::phonebook {

using Ipv4 = std::array<std::uint8_t, 4>;   ///< in the order of the wire: that of RASIPADDR's a, b, c, d
using Ipv6 = std::array<std::uint8_t, 16>;  ///< that of IN6_ADDR
using Guid = std::array<std::uint8_t, 16>;  ///< in the memory order of GUID

/// RASSUBENTRY: a link. All texts are UTF-8 and without limits here; the API's limits are the API's.
struct LinkProperties {
    std::string device_type;  ///< RASDT_*: "vpn", "PPPoE", "modem" ...
    std::string device_name;
    std::string phone_number;             ///< number; VPN: host; PPPoE: service name
    std::vector<std::string> alternates;  ///< further numbers; none of them empty
    bool operator==(const LinkProperties&) const = default;
};

struct EntryProperties {
    std::uint32_t options = 0;   ///< RASEO_*
    std::uint32_t options2 = 0;  ///< RASEO2_*
    std::uint32_t country_id = 0;
    std::uint32_t country_code = 0;
    std::string area_code;
    /// The first is RASENTRY's own device and number. Empty only in what default_properties() gives.
    std::vector<LinkProperties> links;

    Ipv4 ip_address{};
    Ipv4 ip_dns{};
    Ipv4 ip_dns_alternate{};
    Ipv4 ip_wins{};
    Ipv4 ip_wins_alternate{};
    Ipv6 ipv6_address{};
    Ipv6 ipv6_dns{};
    Ipv6 ipv6_dns_alternate{};
    std::uint32_t ipv6_prefix_length = 0;     ///< 0 to 128
    std::uint32_t ipv4_interface_metric = 0;  ///< not 0 only with RASEO2_IPv4ExplicitMetric
    std::uint32_t ipv6_interface_metric = 0;  ///< not 0 only with RASEO2_IPv6ExplicitMetric
    std::string dns_suffix;
    std::uint32_t tcp_window_size = 0;
    std::uint32_t frame_size = 0;

    std::uint32_t net_protocols = 0;      ///< RASNP_Ip, RASNP_Ipv6; the two old ones are not kept (Windows Vista on)
    std::uint32_t framing_protocol = 0;   ///< RASFP_*
    std::uint32_t type = 0;               ///< RASET_*
    std::uint32_t encryption_type = 0;    ///< ET_*
    std::uint32_t vpn_strategy = 0;       ///< VS_*
    std::uint32_t custom_auth_key = 0;    ///< EAP type, 0 = none
    std::vector<std::uint8_t> auth_data;  ///< RasGetCustomAuthData

    std::string script;  ///< file, or "[section]"
    std::string autodial_dll;
    std::string autodial_function;
    std::string custom_dial_dll;
    std::string x25_pad_type;
    std::string x25_address;
    std::string x25_facilities;
    std::string x25_user_data;
    std::uint32_t channels = 0;

    std::uint32_t dial_mode = 0;  ///< RASEDM_*, 0 = the first link that can be had
    std::uint32_t dial_extra_percent = 0;
    std::uint32_t dial_extra_sample_seconds = 0;
    std::uint32_t hangup_extra_percent = 0;
    std::uint32_t hangup_extra_sample_seconds = 0;
    std::uint32_t idle_disconnect_seconds = 0;  ///< RASIDS_* or seconds
    std::uint32_t redial_count = 0;
    std::uint32_t redial_pause = 0;  ///< seconds

    std::string prerequisite_book;
    std::string prerequisite_entry;
    Guid guid{};  ///< read only: write_properties() never changes it

    std::uint32_t network_outage_time = 0;  ///< seconds
    std::string idi;
    std::string idr;
    std::uint32_t idi_type = 0;  ///< IKEV2_ID_PAYLOAD_TYPE
    std::uint32_t idr_type = 0;
    bool is_ims_config = false;
    bool disable_ikev2_fragmentation = false;

    bool operator==(const EntryProperties&) const = default;
};

/// 625 where a value cannot be what its key says, or the entry has no MEDIA= block.
Expected<EntryProperties> read_properties(const Document& document, const Document::Section& section);

/// Changes the keys whose meaning differs between the entry and `wanted`, and no other line. What is written is
/// settled(wanted, what the entry says now). `wanted.links` is the whole list: further links of the entry are removed.
/// 87 where a text cannot stand in a phone book (EntryEditor::set), or wanted.links is empty.
Expected<void> write_properties(EntryEditor& entry, const EntryProperties& wanted);

/// What an entry says once `wanted` has been written over `before`: RASENTRY can contradict itself, a phone book
/// cannot.
/// - RASEO_RequireDataEncryption and encryption_type: the one that changed counts; both, or neither: the stricter.
/// - RASEO_SharedPhoneNumbers and RASEO2_SharePhoneNumbers are one: the one that changed counts.
/// - RASEO_RequireMsEncryptedPw excludes PAP, SPAP and CHAP; RASEO_RequireEncryptedPw excludes PAP. Where no
///   RASEO_Require* for a protocol is left, they stand for those that remain.
/// - A metric counts only with its RASEO2_IPv*ExplicitMetric, and that only with a metric that is not 0.
/// - net_protocols has RASNP_Ip and RASNP_Ipv6 alone; framing_protocol 0 is RASFP_Ppp; ipv6_prefix_length is at most
/// 128.
/// - Empty alternates are left out, and so are blanks around texts. guid is the entry's.
EntryProperties settled(EntryProperties wanted, const EntryProperties& before);

/// What RasGetEntryProperties gives for the name "": what Windows 10 puts into a new entry, RASET_Phone, no link.
EntryProperties default_properties();

/// What is new about an entry: chance and time are the caller's.
struct NewEntry {
    Guid guid{};
    std::uint32_t dial_params_uid = 0;
    std::uint64_t file_time = 0;  ///< FILETIME: 100 ns since 1601; 0 = none
};

/// Gives an entry an identity of its own, as a copy needs it.
Expected<void> write_identity(EntryEditor& entry, const NewEntry& made);

/// The text of a new entry as Windows 10 writes it: all keys, in order, CRLF, Encoding=1, a blank line at the end.
/// 123 and 87 as EntryEditor. @param properties  links[0] with device type and name
Expected<std::string> new_entry_text(std::string_view name, const EntryProperties& properties, const NewEntry& made);

}  // namespace openras::phonebook
