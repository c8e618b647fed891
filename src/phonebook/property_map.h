// Which key carries which property of an entry: the one table, for reading, writing and for the tests that go through
// it. A Map is a reader, a writer or a list; it gets each row once, in no order that matters. Source: RASENTRY
// structure (ras.h) for the properties, [MS-RRASM] 2.2.2.2 for the keys; where neither says how they belong together,
// public phone books.
#pragma once

#include <rasconst.h>

#include "phonebook/entry.h"
#include "phonebook/properties.h"
#include "phonebook/values.h"

namespace openras::phonebook {

/// A bit of EntryProperties::options or options2.
struct OptionBit {
    std::uint32_t EntryProperties::* word = nullptr;
    std::uint32_t bit = 0;
};

inline constexpr OptionBit option(std::uint32_t bit) {
    return {&EntryProperties::options, bit};
}
inline constexpr OptionBit option2(std::uint32_t bit) {
    return {&EntryProperties::options2, bit};
}

/// Bits of dwfOptions and dwfOptions2 that no key of Windows carries: they are kept in keys of ours.
inline constexpr std::uint32_t own_options = RASEO_RequireEncryptedPw | RASEO_RequireMsEncryptedPw |
                                             RASEO_NetworkLogon | RASEO_SecureLocalFiles | RASEO_Custom |
                                             RASEO_CustomScript | 0x00400000;  // without a name
inline constexpr std::uint32_t own_options2 =
    RASEO2_Internet | RASEO2_UseTypicalSettings | RASEO2_UsePreSharedKeyForIkev2Responder | RASEO2_IsThirdPartyProfile;

/// Numbers that a file spells otherwise than the API.
std::uint32_t encryption_from_file(std::uint32_t value);  ///< ET_*; an unknown number is ET_Require
std::uint32_t encryption_to_file(std::uint32_t value);
std::uint32_t eap_from_file(std::uint32_t value);  ///< -1 is none: 0
std::uint32_t eap_to_file(std::uint32_t value);

/// read_properties() before a file's own contradictions are settled.
Expected<EntryProperties> read_as_written(const Document& document, const Document::Section& section);

/// The bits that settle what AuthRestrictions= says.
inline constexpr std::uint32_t auth_options = RASEO_RequireEncryptedPw | RASEO_RequireMsEncryptedPw | RASEO_RequirePAP |
                                              RASEO_RequireSPAP | RASEO_RequireCHAP | RASEO_RequireMsCHAP |
                                              RASEO_RequireMsCHAP2 | RASEO_RequireW95MSCHAP | RASEO_RequireEAP;
inline constexpr std::uint32_t auth_options2 =
    RASEO2_RequireMachineCertificates | RASEO2_UsePreSharedKeyForIkev2Initiator;

/// Rows, by what they say (`missing` is what the file means by having no such key):
///   number(key, property, missing, largest = any)  the number itself
///   coded(key, property, missing, from, to)  a number that the API spells otherwise
///   text, address, bytes(key, property)
///   flag(key, bit, missing)               the bit says: the value is not 0; written as 1 and 0
///   inverse(key, bit, missing)            the bit says: the value is 0
///   choice(key, bit, with, without)       the bit says: the value is `with`
///   part_of(key, bit, mask, missing)      the bit says: that bit of the value is set
///   kept(key, word, mask)                 those bits of the word, in a key of ours; no key where none is set
///   mirror(key, place, bit)               as inverse, in a key that repeats another: changed with it, never added, not
///   read excluded(key, property, bit)          RASNP_*: such a bit of the value says that the property has it not
/// A row is of the entry's own keys; rows of the first link's main device and number name their place.
template <typename Map>
void map_properties(Map& map) {
    using P = EntryProperties;
    map.number("Type", &P::type, 0);
    map.flag("AutoLogon", option(RASEO_UseLogonCredentials), 0);
    map.inverse("UseRasCredentials", option2(RASEO2_DontUseRasCredentials), 1);
    map.number("BaseProtocol", &P::framing_protocol, RASFP_Ppp);
    map.number("VpnStrategy", &P::vpn_strategy, VS_Default);
    map.excluded("ExcludedProtocols", &P::net_protocols, RASNP_Ip);
    map.excluded("ExcludedProtocols", &P::net_protocols, RASNP_Ipv6);
    map.inverse("LcpExtensions", option(RASEO_DisableLcpExtensions), 1);
    map.coded("DataEncryption", &P::encryption_type, 8, encryption_from_file, encryption_to_file);
    map.flag("SwCompression", option(RASEO_SwCompression), 0);
    map.inverse("NegotiateMultilinkAlways", option2(RASEO2_DontNegotiateMultilink), 0);
    map.number("DialMode", &P::dial_mode, 0);
    map.number("DialPercent", &P::dial_extra_percent, 75);
    map.number("DialSeconds", &P::dial_extra_sample_seconds, 120);
    map.number("HangupPercent", &P::hangup_extra_percent, 10);
    map.number("HangupSeconds", &P::hangup_extra_sample_seconds, 120);
    map.number("RedialAttempts", &P::redial_count, 3);
    map.number("RedialSeconds", &P::redial_pause, 60);
    map.number("IdleDisconnectSeconds", &P::idle_disconnect_seconds, RASIDS_UseGlobalValue);
    map.flag("RedialOnLinkFailure", option2(RASEO2_ReconnectIfDropped), 0);
    map.text("CustomDialDll", &P::autodial_dll);
    map.text("CustomDialFunc", &P::autodial_function);
    map.text("CustomRasDialDll", &P::custom_dial_dll);
    map.flag("ForceSecureCompartment", option2(RASEO2_SecureRoutingCompartment), 0);
    map.flag("DisableIKENameEkuCheck", option2(RASEO2_DisableIKENameEkuCheck), 0);
    map.inverse("ShareMsFilePrint", option2(RASEO2_SecureFileAndPrint), 1);
    map.mirror("ms_server", Place{Part::NetComponents}, option2(RASEO2_SecureFileAndPrint));
    map.inverse("BindMsNetClient", option2(RASEO2_SecureClientForMSNet), 1);
    map.mirror("ms_msclient", Place{Part::NetComponents}, option2(RASEO2_SecureClientForMSNet));
    map.flag("SharedPhoneNumbers", option(RASEO_SharedPhoneNumbers), 0);
    map.flag("SharedPhoneNumbers", option2(RASEO2_SharePhoneNumbers), 0);
    map.flag("GlobalDeviceSettings", option2(RASEO2_UseGlobalDeviceSettings), 0);
    map.text("PrerequisiteEntry", &P::prerequisite_entry);
    map.text("PrerequisitePbk", &P::prerequisite_book);
    map.flag("PreviewUserPw", option(RASEO_PreviewUserPw), 1);
    map.flag("PreviewDomain", option(RASEO_PreviewDomain), 1);
    map.flag("PreviewPhoneNumber", option(RASEO_PreviewPhoneNumber), 0);
    map.flag("ShowDialingProgress", option(RASEO_ShowDialingProgress), 1);
    map.flag("ShowMonitorIconInTaskBar", option(RASEO_ModemLights), 0);
    map.coded("CustomAuthKey", &P::custom_auth_key, 0, eap_from_file, eap_to_file);
    map.bytes("CustomAuthData", &P::auth_data);

    map.part_of("AuthRestrictions", option(RASEO_RequirePAP), auth_pap, 0);
    map.part_of("AuthRestrictions", option(RASEO_RequireSPAP), auth_spap, 0);
    map.part_of("AuthRestrictions", option(RASEO_RequireCHAP), auth_chap_md5, 0);
    map.part_of("AuthRestrictions", option(RASEO_RequireMsCHAP), auth_mschap, 0);
    map.part_of("AuthRestrictions", option(RASEO_RequireEAP), auth_eap, 0);
    map.part_of("AuthRestrictions", option(RASEO_RequireMsCHAP2), auth_mschapv2, 0);
    map.part_of("AuthRestrictions", option(RASEO_RequireW95MSCHAP), auth_w95_mschap, 0);
    map.part_of("AuthRestrictions", option2(RASEO2_RequireMachineCertificates), auth_machine_certificate, 0);
    map.part_of("AuthRestrictions", option2(RASEO2_UsePreSharedKeyForIkev2Initiator), auth_pre_shared_key, 0);

    map.flag("IpPrioritizeRemote", option(RASEO_RemoteDefaultGateway), 1);
    map.number("IpInterfaceMetric", &P::ipv4_interface_metric, 0);
    map.flag("IpHeaderCompression", option(RASEO_IpHeaderCompression), 0);
    map.address("IpAddress", &P::ip_address);
    map.address("IpDnsAddress", &P::ip_dns);
    map.address("IpDns2Address", &P::ip_dns_alternate);
    map.address("IpWinsAddress", &P::ip_wins);
    map.address("IpWins2Address", &P::ip_wins_alternate);
    map.choice("IpAssign", option(RASEO_SpecificIpAddr), 2, 1);
    map.choice("IpNameAssign", option(RASEO_SpecificNameServers), 2, 1);
    map.number("IpFrameSize", &P::frame_size, 0);
    map.part_of("IpDnsFlags", option2(RASEO2_RegisterIpWithDNS), 1, 0);
    map.part_of("IpDnsFlags", option2(RASEO2_UseDNSSuffixForRegistration), 2, 0);
    map.inverse("IpNBTFlags", option2(RASEO2_DisableNbtOverIP), 1);
    map.number("TcpWindowSize", &P::tcp_window_size, 0);
    map.choice("IpSecFlags", option2(RASEO2_UsePreSharedKey), 1, 0);
    map.text("IpDnsSuffix", &P::dns_suffix);
    map.choice("Ipv6Assign", option2(RASEO2_SpecificIPv6Addr), 2, 1);
    map.address("Ipv6Address", &P::ipv6_address);
    map.number("Ipv6PrefixLength", &P::ipv6_prefix_length, 0, 128);
    map.flag("Ipv6PrioritizeRemote", option2(RASEO2_IPv6RemoteDefaultGateway), 1);
    map.number("Ipv6InterfaceMetric", &P::ipv6_interface_metric, 0);
    map.choice("Ipv6NameAssign", option2(RASEO2_IPv6SpecificNameServers), 2, 1);
    map.address("Ipv6DnsAddress", &P::ipv6_dns);
    map.address("Ipv6Dns2Address", &P::ipv6_dns_alternate);
    map.flag("DisableClassBasedDefaultRoute", option2(RASEO2_DisableClassBasedStaticRoute), 0);
    map.flag("DisableMobility", option2(RASEO2_DisableMobility), 0);
    map.number("NetworkOutageTime", &P::network_outage_time, 0);
    map.text("IDI", &P::idi);
    map.text("IDR", &P::idr);
    map.number("ImsConfig", &P::is_ims_config, 0);
    map.number("IdiType", &P::idi_type, 0);
    map.number("IdrType", &P::idr_type, 0);
    map.flag("CacheCredentials", option2(RASEO2_CacheCredentials), 0);
    map.number("Disable_IKEv2_Fragmentation", &P::disable_ikev2_fragmentation, 0);
    map.flag("PlumbIKEv2TSAsRoutes", option2(RASEO2_PlumbIKEv2TSAsRoutes), 0);
    map.flag("AutoTiggerCapable", option2(RASEO2_AutoTriggerCapable), 0);  // the files' own spelling
    map.flag("AuthTypeOTP", option2(RASEO2_AuthTypeIsOtp), 0);
    map.flag("AlwaysOnCapable", option2(RASEO2_IsAlwaysOn), 0);
    map.flag("PrivateNetwork", option2(RASEO2_IsPrivateNetwork), 0);
    map.kept("OpenRasOptions", &P::options, own_options);
    map.kept("OpenRasOptions2", &P::options2, own_options2);

    map.of_first_device();  // the rows behind this are of its DEVICE= block
    map.number("ChannelAggregation", &P::channels, 0);
    map.flag("PromoteAlternates", option(RASEO_PromoteAlternates), 0);
    map.of_first_number();  // and these of its first PhoneNumber= block
    map.text("AreaCode", &P::area_code);
    map.number("CountryCode", &P::country_code, 0);
    map.number("CountryID", &P::country_id, 0);
    map.flag("UseDialingRules", option(RASEO_UseCountryAndAreaCodes), 0);
}

}  // namespace openras::phonebook
