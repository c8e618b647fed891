#include "ppp/ipv6cp.h"

namespace openras::ppp {

namespace {
constexpr std::uint8_t option_interface_id = 1;  // RFC 5072 section 4.1
constexpr InterfaceId none{};
constexpr std::uint8_t universal_bit = 0x02;  // cleared: not derived from an IEEE address
}  // namespace

std::span<const Option<Ipv6cp>> Ipv6cp::table() {
    static constexpr Option<Ipv6cp> options[] = {
        {option_interface_id, 8, 8, &Ipv6cp::ask_id, &Ipv6cp::judge_id, &Ipv6cp::id_naked, &Ipv6cp::id_rejected},
    };
    return options;
}

InterfaceId Ipv6cp::random_id() {
    InterfaceId id{};
    while (id == none || id == local_ || id == peer_) {
        context_.random.fill(id);
        id[0] &= static_cast<std::uint8_t>(~universal_bit);
    }
    return id;
}

void Ipv6cp::reset() {
    local_ = wanted_ == none ? random_id() : wanted_;
    refused_ = false;
}

RasError Ipv6cp::refusal() const {
    return {ERROR_PPP_REQUIRED_ADDRESS_REJECTED, "the peer refuses to negotiate an interface identifier", {}};
}

bool Ipv6cp::ask_id(ByteWriter& value) const {
    value.bytes(local_);
    return true;
}

Verdict Ipv6cp::judge_id(ConstBytes value, ByteWriter& better) {
    peer_ = *ByteReader(value).array<8>();
    if (peer_ != none && peer_ != local_) return Verdict::Ack;
    better.bytes(random_id());
    return Verdict::Nak;
}

void Ipv6cp::id_naked(ConstBytes value) {
    const InterfaceId better = *ByteReader(value).array<8>();
    local_ = better == none || better == peer_ || better == local_ ? random_id() : better;
}

void Ipv6cp::id_rejected() {
    refused_ = true;
}

}  // namespace openras::ppp
