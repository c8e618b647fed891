#include "ppp/ipcp.h"

#include <string>

namespace openras::ppp {

namespace {
constexpr std::uint8_t option_address = 3;          // RFC 1332 section 3.3
constexpr std::uint8_t option_primary_dns = 129;    // RFC 1877 section 1.1
constexpr std::uint8_t option_secondary_dns = 131;  // RFC 1877 section 1.3
constexpr Ipv4Address none{};
/// Naks that bring us nothing new: after as many there is no point in asking again.
constexpr std::uint8_t most_idle_naks = 2;

std::string text_of(const Ipv4Address& address) {
    std::string text;
    for (const std::uint8_t byte : address) text += (text.empty() ? "" : ".") + std::to_string(byte);
    return text;
}

Ipv4Address address_of(ConstBytes value) {
    return *ByteReader(value).array<4>();
}
}  // namespace

std::span<const Option<Ipcp>> Ipcp::table() {
    static constexpr Option<Ipcp> options[] = {
        {option_address, 4, 4, &Ipcp::ask_address, &Ipcp::judge_address, &Ipcp::address_naked, &Ipcp::address_rejected},
        {option_primary_dns, 4, 4, &Ipcp::ask_dns<0>, &Ipcp::judge_dns<0>, &Ipcp::dns_naked<0>, &Ipcp::dns_rejected<0>},
        {option_secondary_dns, 4, 4, &Ipcp::ask_dns<1>, &Ipcp::judge_dns<1>, &Ipcp::dns_naked<1>,
         &Ipcp::dns_rejected<1>},
    };
    return options;
}

void Ipcp::reset() {
    local_ = settings_.local;
    ask_local_ = context_.config->role == Role::Client || local_ != none;
    ask_dns_[0] = ask_dns_[1] = context_.config->role == Role::Client && context_.config->ask_dns;
    dns_[0] = dns_[1] = none;
    refused_ = false;
    idle_address_naks_ = idle_dns_naks_[0] = idle_dns_naks_[1] = 0;
}

Ipv4Result Ipcp::result() const {
    if (context_.config->role == Role::Server)
        return {settings_.local, peer_, settings_.dns_primary, settings_.dns_secondary};
    const auto server = [this](int which) { return ask_dns_[which] && usable(dns_[which]) ? dns_[which] : none; };
    return {local_, peer_, server(0), server(1)};
}

RasError Ipcp::refusal() const {
    if (local_ != none && !usable(local_))
        return {ERROR_PPP_REQUIRED_ADDRESS_REJECTED, "IPCP: the unusable address " + text_of(local_), {}};
    if (settings_.local != none)
        return {ERROR_PPP_REQUIRED_ADDRESS_REJECTED, "the server refuses the address that was asked for", {}};
    return {ERROR_PPP_NO_ADDRESS_ASSIGNED, "the server assigns no address", {}};
}

bool Ipcp::ask_address(ByteWriter& value) const {
    if (ask_local_) value.bytes(local_);
    return ask_local_;
}

Verdict Ipcp::judge_address(ConstBytes value, ByteWriter& better) {
    peer_ = address_of(value);
    peer_named_ = true;
    if (context_.config->role == Role::Client) {
        if (usable(peer_)) return Verdict::Ack;
        peer_unusable_ = peer_ != none;
        peer_ = none;
        return Verdict::Reject;
    }
    if (settings_.peer == none) return Verdict::Reject;
    if (peer_ == settings_.peer) return Verdict::Ack;
    better.bytes(settings_.peer);
    return Verdict::Nak;
}

void Ipcp::demand_missing(ByteWriter& naks) {
    // A client that names no address is told the one that it must use. After Max-Failure Naks it comes up without.
    if (context_.config->role == Role::Server && settings_.peer != none && !peer_named_)
        put_option(naks, option_address, settings_.peer);
}

void Ipcp::address_naked(ConstBytes value) {
    if (context_.config->role == Role::Server) {  // our address is not the client's to choose
        if (++idle_address_naks_ >= most_idle_naks) ask_local_ = false;
        return;
    }
    if (settings_.local != none && address_of(value) != settings_.local) refused_ = true;
    // A server that answers 0.0.0.0 with 0.0.0.0 has none to give.
    if (local_ == none && address_of(value) == none && ++idle_address_naks_ >= most_idle_naks) refused_ = true;
    local_ = address_of(value);
    if (local_ != none && !usable(local_)) refused_ = true;
}

void Ipcp::address_rejected() {
    if (context_.config->role == Role::Client) refused_ = true;
    ask_local_ = false;
}

template <int Which>
bool Ipcp::ask_dns(ByteWriter& value) const {
    if (ask_dns_[Which]) value.bytes(dns_[Which]);
    return ask_dns_[Which];
}

template <int Which>
Verdict Ipcp::judge_dns(ConstBytes value, ByteWriter& better) {
    if (context_.config->role == Role::Client || our_dns(Which) == none) return Verdict::Reject;
    if (address_of(value) == our_dns(Which)) return Verdict::Ack;
    better.bytes(our_dns(Which));
    return Verdict::Nak;
}

template <int Which>
void Ipcp::dns_naked(ConstBytes value) {
    // A server that answers with what we have asked for (0.0.0.0, mostly) has none.
    if (dns_[Which] == address_of(value) && ++idle_dns_naks_[Which] >= most_idle_naks) ask_dns_[Which] = false;
    dns_[Which] = address_of(value);
}

template <int Which>
void Ipcp::dns_rejected() {
    ask_dns_[Which] = false;
}

}  // namespace openras::ppp
