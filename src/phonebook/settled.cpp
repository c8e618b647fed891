// settled(): what is left of a RASENTRY's contradictions once it stands in a phone book.
#include <algorithm>

#include "phonebook/device_types.h"
#include "phonebook/entry_reader.h"
#include "phonebook/property_map.h"

namespace openras::phonebook {
namespace {

constexpr std::uint32_t clear_text = RASEO_RequirePAP;
constexpr std::uint32_t without_microsoft = RASEO_RequirePAP | RASEO_RequireSPAP | RASEO_RequireCHAP;
constexpr std::uint32_t classes = RASEO_RequireEncryptedPw | RASEO_RequireMsEncryptedPw;

void settle_authentication(EntryProperties& wanted) {
    const bool microsoft = (wanted.options & RASEO_RequireMsEncryptedPw) != 0;
    if ((wanted.options & classes) == 0) return;
    wanted.options &= ~(microsoft ? without_microsoft : clear_text);
    if ((wanted.options & auth_options & ~classes) != 0 || (wanted.options2 & auth_options2) != 0) return;
    // MS-CHAP v1 and SPAP are gone since Windows Vista.
    wanted.options |= RASEO_RequireMsCHAP2 | (microsoft ? 0 : RASEO_RequireCHAP);
}

bool is_strict(std::uint32_t encryption_type) {
    return encryption_type == ET_Require || encryption_type == ET_RequireMax;
}

void settle_encryption(EntryProperties& wanted, const EntryProperties& before) {
    if (wanted.encryption_type > ET_Optional) wanted.encryption_type = before.encryption_type;
    const bool bit = (wanted.options & RASEO_RequireDataEncryption) != 0;
    if (bit == is_strict(wanted.encryption_type)) return;
    const bool bit_changed = ((wanted.options ^ before.options) & RASEO_RequireDataEncryption) != 0;
    const bool type_changed = wanted.encryption_type != before.encryption_type;
    if (type_changed && !bit_changed) {
        wanted.options ^= RASEO_RequireDataEncryption;
    } else if (bit_changed && !type_changed && !bit) {
        wanted.encryption_type = ET_Optional;
    } else {
        wanted.options |= RASEO_RequireDataEncryption;
        if (!is_strict(wanted.encryption_type)) wanted.encryption_type = ET_Require;
    }
}

void settle_shared_numbers(EntryProperties& wanted, const EntryProperties& before) {
    const bool first = (wanted.options & RASEO_SharedPhoneNumbers) != 0;
    const bool second = (wanted.options2 & RASEO2_SharePhoneNumbers) != 0;
    if (first == second) return;
    const bool shared = (before.options & RASEO_SharedPhoneNumbers) == 0;
    wanted.options &= ~RASEO_SharedPhoneNumbers;
    wanted.options2 &= ~RASEO2_SharePhoneNumbers;
    if (!shared) return;
    wanted.options |= RASEO_SharedPhoneNumbers;
    wanted.options2 |= RASEO2_SharePhoneNumbers;
}

void settle_metric(EntryProperties& wanted, std::uint32_t EntryProperties::* metric, std::uint32_t bit) {
    if (wanted.*metric != 0 && (wanted.options2 & bit) != 0) return;
    wanted.*metric = 0;
    wanted.options2 &= ~bit;
}

void trim(std::string& text) {
    const auto last = text.find_last_not_of(" \t");
    text.erase(last == std::string::npos ? 0 : last + 1);
    text.erase(0, text.find_first_not_of(" \t"));
}

/// A Map of property_map.h that trims the texts.
class Trimmer {
  public:
    explicit Trimmer(EntryProperties& properties) : properties_(properties) {}
    void text(std::string_view, std::string EntryProperties::* property) { trim(properties_.*property); }

    void of_first_device() {}
    void of_first_number() {}
    void number(auto&&...) {}
    void coded(auto&&...) {}
    void address(auto&&...) {}
    void bytes(auto&&...) {}
    void flag(auto&&...) {}
    void inverse(auto&&...) {}
    void choice(auto&&...) {}
    void part_of(auto&&...) {}
    void excluded(auto&&...) {}
    void kept(auto&&...) {}
    void mirror(auto&&...) {}

  private:
    EntryProperties& properties_;
};

void settle_texts(EntryProperties& wanted) {
    Trimmer trimmer(wanted);
    map_properties(trimmer);
    for (auto* text :
         {&wanted.script, &wanted.x25_pad_type, &wanted.x25_address, &wanted.x25_facilities, &wanted.x25_user_data}) {
        trim(*text);
    }
    for (auto& link : wanted.links) {
        for (auto* text : {&link.device_type, &link.device_name, &link.phone_number}) trim(*text);
        link.device_type = device_type_from_file(link.device_type);
        for (auto& number : link.alternates) trim(number);
        std::erase_if(link.alternates, [](const std::string& number) { return number.empty(); });
    }
}

}  // namespace

EntryProperties settled(EntryProperties wanted, const EntryProperties& before) {
    wanted.guid = before.guid;
    settle_authentication(wanted);
    settle_encryption(wanted, before);
    settle_shared_numbers(wanted, before);
    settle_metric(wanted, &EntryProperties::ipv4_interface_metric, RASEO2_IPv4ExplicitMetric);
    settle_metric(wanted, &EntryProperties::ipv6_interface_metric, RASEO2_IPv6ExplicitMetric);
    settle_texts(wanted);
    wanted.net_protocols &= RASNP_Ip | RASNP_Ipv6;
    if (wanted.framing_protocol == 0) wanted.framing_protocol = RASFP_Ppp;
    if (wanted.type == 0 && !wanted.links.empty()) wanted.type = type_of_device(wanted.links.front().device_type);
    wanted.ipv6_prefix_length = std::min<std::uint32_t>(wanted.ipv6_prefix_length, 128);
    wanted.custom_auth_key = eap_from_file(wanted.custom_auth_key);
    return wanted;
}

}  // namespace openras::phonebook
