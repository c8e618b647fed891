// RASENTRY and RASSUBENTRY, of every age and in both faces, from and to the properties of a phone-book entry. Which
// member is which property stands once, for both directions. Source: RASENTRY structure (ras.h).
#pragma once

#include <ras.h>

#include <cstring>
#include <string>
#include <vector>

#include "api/arguments.h"
#include "base/strings.h"
#include "phonebook/properties.h"

namespace openras::api {

/// Shows `visitor` each member of a RASENTRY with its property. `link` is the entry's first link.
template <typename Entry, typename Visitor>
void visit_members(Entry& raw, phonebook::EntryProperties& properties, phonebook::LinkProperties& link,
                   Visitor& visitor) {
    auto& p = properties;
    visitor.number(raw.dwfOptions, p.options);
    visitor.number(raw.dwCountryID, p.country_id);
    visitor.number(raw.dwCountryCode, p.country_code);
    visitor.text(raw.szAreaCode, p.area_code);
    visitor.text(raw.szLocalPhoneNumber, link.phone_number);
    visitor.address(raw.ipaddr, p.ip_address);
    visitor.address(raw.ipaddrDns, p.ip_dns);
    visitor.address(raw.ipaddrDnsAlt, p.ip_dns_alternate);
    visitor.address(raw.ipaddrWins, p.ip_wins);
    visitor.address(raw.ipaddrWinsAlt, p.ip_wins_alternate);
    visitor.number(raw.dwFrameSize, p.frame_size);
    visitor.number(raw.dwfNetProtocols, p.net_protocols);
    visitor.number(raw.dwFramingProtocol, p.framing_protocol);
    visitor.text(raw.szScript, p.script);
    visitor.text(raw.szAutodialDll, p.autodial_dll);
    visitor.text(raw.szAutodialFunc, p.autodial_function);
    visitor.text(raw.szDeviceType, link.device_type);
    visitor.text(raw.szDeviceName, link.device_name);
    visitor.text(raw.szX25PadType, p.x25_pad_type);
    visitor.text(raw.szX25Address, p.x25_address);
    visitor.text(raw.szX25Facilities, p.x25_facilities);
    visitor.text(raw.szX25UserData, p.x25_user_data);
    visitor.number(raw.dwChannels, p.channels);
    visitor.number(raw.dwDialMode, p.dial_mode);
    visitor.number(raw.dwDialExtraPercent, p.dial_extra_percent);
    visitor.number(raw.dwDialExtraSampleSeconds, p.dial_extra_sample_seconds);
    visitor.number(raw.dwHangUpExtraPercent, p.hangup_extra_percent);
    visitor.number(raw.dwHangUpExtraSampleSeconds, p.hangup_extra_sample_seconds);
    visitor.number(raw.dwIdleDisconnectSeconds, p.idle_disconnect_seconds);
    visitor.number(raw.dwType, p.type);
    visitor.number(raw.dwEncryptionType, p.encryption_type);
    visitor.number(raw.dwCustomAuthKey, p.custom_auth_key);
    visitor.text(raw.szCustomDialDll, p.custom_dial_dll);
    visitor.number(raw.dwVpnStrategy, p.vpn_strategy);
    visitor.number(raw.dwfOptions2, p.options2);
    visitor.text(raw.szDnsSuffix, p.dns_suffix);
    visitor.number(raw.dwTcpWindowSize, p.tcp_window_size);
    visitor.text(raw.szPrerequisitePbk, p.prerequisite_book);
    visitor.text(raw.szPrerequisiteEntry, p.prerequisite_entry);
    visitor.number(raw.dwRedialCount, p.redial_count);
    visitor.number(raw.dwRedialPause, p.redial_pause);
    visitor.address(raw.ipv6addrDns, p.ipv6_dns);
    visitor.address(raw.ipv6addrDnsAlt, p.ipv6_dns_alternate);
    visitor.number(raw.dwIPv4InterfaceMetric, p.ipv4_interface_metric);
    visitor.number(raw.dwIPv6InterfaceMetric, p.ipv6_interface_metric);
    visitor.address(raw.ipv6addr, p.ipv6_address);
    visitor.number(raw.dwIPv6PrefixLength, p.ipv6_prefix_length);
    visitor.number(raw.dwNetworkOutageTime, p.network_outage_time);
    visitor.text(raw.szIDi, p.idi);
    visitor.text(raw.szIDr, p.idr);
    visitor.number(raw.fIsImsConfig, p.is_ims_config);
    visitor.number(raw.IdiType, p.idi_type);
    visitor.number(raw.IdrType, p.idr_type);
    visitor.number(raw.fDisableIKEv2Fragmentation, p.disable_ikev2_fragmentation);
}

/// The members that a subentry has of its own.
template <typename SubEntry, typename Visitor>
void visit_link(SubEntry& raw, phonebook::LinkProperties& link, Visitor& visitor) {
    visitor.text(raw.szDeviceType, link.device_type);
    visitor.text(raw.szDeviceName, link.device_name);
    visitor.text(raw.szLocalPhoneNumber, link.phone_number);
}

/// Whether it needs neither device name nor number: any interface and any service will do.
inline bool is_pppoe(const phonebook::LinkProperties& link) {
    return equals_ignoring_case(link.device_type, RASDT_PPPoE);
}
inline bool is_same_device(const phonebook::LinkProperties& one, const phonebook::LinkProperties& other) {
    return one.device_type == other.device_type && one.device_name == other.device_name;
}
/// Whether a link says which device it wants, or may leave that open.
inline bool names_device(const phonebook::LinkProperties& link, bool of_broadband) {
    return !link.device_type.empty() && (!link.device_name.empty() || of_broadband || is_pppoe(link));
}

/// From properties into a structure. What does not fit a field is cut off.
template <typename Traits>
struct IntoStructure {
    template <typename Number, typename Property>
    void number(Number& raw, const Property& property) {
        raw = static_cast<Number>(property);
    }
    template <std::size_t N>
    void text(typename Traits::Char (&raw)[N], const std::string& property) {
        put_text<Traits>(raw, property);
    }
    template <typename Address, typename Property>
    void address(Address& raw, const Property& property) {
        static_assert(sizeof raw == sizeof property);
        std::memcpy(&raw, property.data(), sizeof raw);
    }
};

/// From a structure into properties. A member that the structure's age does not have changes nothing, and neither does
/// a text that is what IntoStructure has cut off.
template <typename Traits>
struct FromStructure {
    const void* begin;   ///< of the structure
    std::uint32_t size;  ///< dwSize
    bool valid = true;   ///< every text was text

    template <typename Member>
    bool has(const Member& raw) const {
        const auto offset = reinterpret_cast<const char*>(&raw) - static_cast<const char*>(begin);
        return has_member(size, static_cast<std::size_t>(offset), sizeof raw);
    }
    template <typename Number, typename Property>
    void number(const Number& raw, Property& property) {
        if (has(raw)) property = static_cast<Property>(raw);
    }
    template <std::size_t N>
    void text(const typename Traits::Char (&raw)[N], std::string& property) {
        if (!has(raw)) return;
        typename Traits::Char shown[N];
        put_text<Traits>(shown, property);
        using View = std::span<const typename Traits::Char>;
        if (text_in(View(shown)) == text_in(View(raw))) return;
        valid = decode_field<Traits>(raw, property) && valid;
    }
    template <typename Address, typename Property>
    void address(const Address& raw, Property& property) {
        if (has(raw)) std::memcpy(property.data(), &raw, sizeof raw);
    }
};

/// The alternate numbers behind a structure: texts that end in NUL, after the last one another NUL.
template <typename Traits>
std::basic_string<typename Traits::Char> alternates_list(const std::vector<std::string>& alternates) {
    std::basic_string<typename Traits::Char> list;
    if (alternates.empty()) return list;
    for (const auto& one : alternates) (list += Traits::encode(one)) += typename Traits::Char{};
    return list += typename Traits::Char{};
}

/// Reads such a list. @param bytes of the structure and what follows it @param offset dwAlternateOffset
/// @return 610 where the list does not lie behind the structure or has no end, 87 where it is not text
template <typename Traits>
Expected<std::vector<std::string>> read_alternates(const void* structure, std::uint32_t size, DWORD bytes,
                                                   DWORD offset) {
    using Char = typename Traits::Char;
    std::vector<std::string> alternates;
    if (offset == 0) return alternates;
    if (offset < size || offset > bytes) return failure(ERROR_BUFFER_INVALID);
    std::basic_string<Char> units((bytes - offset) / sizeof(Char), Char{});
    std::memcpy(units.data(), static_cast<const char*>(structure) + offset, units.size() * sizeof(Char));
    for (std::size_t at = 0;;) {
        const std::size_t end = units.find(Char{}, at);
        if (end == std::basic_string<Char>::npos) return failure(ERROR_BUFFER_INVALID);
        if (end == at) return alternates;
        auto text = Traits::decode(std::basic_string_view<Char>(units).substr(at, end - at));
        if (!text) return failure(ERROR_INVALID_PARAMETER);
        alternates.push_back(std::move(*text));
        at = end + 1;
    }
}

/// Hands one structure with its alternates to the caller by the size protocol.
/// @param fill writes into a structure of the newest age that is all 0
/// @return 0, 87, 603, 632
template <typename Traits, typename Struct, typename Fill>
DWORD give_with_alternates(Struct* to, DWORD* bytes, const std::vector<std::string>& alternates, Fill&& fill) {
    const DWORD room = to == nullptr ? 0 : *bytes;
    std::uint32_t size = sizeof(Struct);
    if (room >= sizeof size) {
        size = size_field(to);
        if (!is_accepted_size<Struct>(size)) return ERROR_INVALID_SIZE;
    }
    const auto list = alternates_list<Traits>(alternates);
    const std::size_t list_bytes = list.size() * sizeof(typename Traits::Char);
    *bytes = static_cast<DWORD>(size + list_bytes);
    if (room < size + list_bytes) return ERROR_BUFFER_TOO_SMALL;
    Struct made;
    std::memset(&made, 0, sizeof made);
    fill(made);
    made.dwSize = size;
    made.dwAlternateOffset = list.empty() ? 0 : size;
    std::memcpy(to, &made, size);
    std::memcpy(reinterpret_cast<char*>(to) + size, list.data(), list_bytes);
    return 0;
}

}  // namespace openras::api
