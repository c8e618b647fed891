#include "ppp/lcp.h"

#include <algorithm>

#include "base/strings.h"

namespace openras::ppp {

namespace {

// RFC 1661 section 6.
constexpr std::uint8_t option_mru = 1;
constexpr std::uint8_t option_auth = 3;
constexpr std::uint8_t option_magic = 5;
constexpr std::uint8_t option_pfc = 7;
constexpr std::uint8_t option_acfc = 8;

constexpr std::uint16_t smallest_mru = 128;
constexpr std::uint8_t most_idle_mru_naks = 2;
constexpr std::uint8_t loop_limit = 5;  ///< sights of our own magic number in a row that prove a loop

constexpr std::uint8_t chap_md5 = 5;       // RFC 1994 section 3
constexpr std::uint8_t chap_ms_v2 = 0x81;  // RFC 2759 section 2

void put_auth(ByteWriter& out, AuthMethod method) {
    switch (method) {
        case AuthMethod::Pap: out.u16(protocol_pap); return;
        case AuthMethod::ChapMd5: out.u16(protocol_chap).u8(chap_md5); return;
        case AuthMethod::MsChapV2: out.u16(protocol_chap).u8(chap_ms_v2); return;
    }
}

/// std::nullopt for a method that we do not know.
std::optional<AuthMethod> parse_auth(ConstBytes value) {
    ByteReader reader(value);
    const auto protocol = reader.u16();
    if (!protocol) return std::nullopt;
    if (*protocol == protocol_pap && reader.empty()) return AuthMethod::Pap;
    const auto algorithm = reader.u8();
    if (*protocol != protocol_chap || !algorithm || !reader.empty()) return std::nullopt;
    if (*algorithm == chap_md5) return AuthMethod::ChapMd5;
    if (*algorithm == chap_ms_v2) return AuthMethod::MsChapV2;
    return std::nullopt;
}

}  // namespace

std::span<const Option<Lcp>> Lcp::table() {
    static constexpr Option<Lcp> options[] = {
        {option_mru, 2, 2, &Lcp::ask_mru, &Lcp::judge_mru, &Lcp::mru_naked, &Lcp::mru_rejected},
        {option_auth, 2, 253, &Lcp::ask_auth, &Lcp::judge_auth, &Lcp::auth_naked, &Lcp::auth_rejected},
        {option_magic, 4, 4, &Lcp::ask_magic, &Lcp::judge_magic, &Lcp::magic_naked, &Lcp::magic_rejected},
        {option_pfc, 0, 0, &Lcp::ask_pfc, &Lcp::judge_pfc, &Lcp::pfc_naked, &Lcp::pfc_rejected},
        {option_acfc, 0, 0, &Lcp::ask_acfc, &Lcp::judge_acfc, &Lcp::acfc_naked, &Lcp::acfc_rejected},
        // Everything else is Configure-Rejected: ACCM, quality protocol, callback, MRRU, endpoint discriminator ...
    };
    return options;
}

Lcp::Lcp(Context& context, LayerObserver& observer) : OptionProtocol(protocol_lcp, context, observer) {}

void Lcp::reset() {
    const Config& config = *context_.config;
    mru_ = config.mru == default_mru ? 0 : config.mru;
    auth_index_ = 0;
    auth_refused_ = false;
    magic_ = config.ask_magic_number ? new_magic() : 0;
    pfc_ = acfc_ = config.offer_compression;
    loops_ = idle_mru_naks_ = 0;
}

void Lcp::forget_peer() {
    peer_mru_ = default_mru;
    peer_pfc_ = peer_acfc_ = false;
    peer_auth_.reset();
    peer_magic_ = 0;
    auth_disagreed_ = false;
}

LcpResult Lcp::result() const {
    const Config& config = *context_.config;
    LcpResult result;
    result.local_mru = mru_ == 0 ? default_mru : mru_;
    result.peer_mru = std::min(peer_mru_, config.peer_mru_limit);
    if (config.role == Role::Client)
        result.auth = peer_auth_;
    else if (auth_index_ < config.auth_methods.size())
        result.auth = config.auth_methods[auth_index_];
    result.local_pfc = pfc_;
    result.local_acfc = acfc_;
    result.peer_pfc = peer_pfc_;
    result.peer_acfc = peer_acfc_;
    result.local_magic = magic_;
    result.peer_magic = peer_magic_;
    return result;
}

// Maximum-Receive-Unit, RFC 1661 section 6.1.

bool Lcp::ask_mru(ByteWriter& value) const {
    if (mru_ == 0) return false;
    value.u16(mru_);
    return true;
}

Verdict Lcp::judge_mru(ConstBytes value, ByteWriter& better) {
    peer_mru_ = *ByteReader(value).u16();
    if (peer_mru_ >= smallest_mru) return Verdict::Ack;
    better.u16(smallest_mru);
    return Verdict::Nak;
}

void Lcp::mru_naked(ConstBytes value) {
    const std::uint16_t wanted = *ByteReader(value).u16();
    // The peer would send less than we can take: fine. More than we can take, or less than is allowed, tells us
    // nothing; a peer that stays with it goes by its own numbers, so nothing is won by asking.
    const bool given_up = idle_mru_naks_ >= most_idle_mru_naks;
    if (wanted >= smallest_mru && wanted < context_.config->mru && wanted != mru_ && !given_up)
        mru_ = wanted;
    else if (given_up || ++idle_mru_naks_ >= most_idle_mru_naks)
        mru_ = 0;
}

void Lcp::mru_rejected() {
    mru_ = 0;
}

// Authentication-Protocol, RFC 1661 section 6.2.

bool Lcp::ask_auth(ByteWriter& value) const {
    const Config& config = *context_.config;
    if (config.role != Role::Server || auth_index_ >= config.auth_methods.size()) return false;
    put_auth(value, config.auth_methods[auth_index_]);
    return true;
}

Verdict Lcp::judge_auth(ConstBytes value, ByteWriter& better) {
    const Config& config = *context_.config;
    auth_disagreed_ = true;
    // A client that wants us, the server, to say who we are is refused; so is all authentication where none is allowed.
    if (config.role == Role::Server || config.auth_methods.empty()) return Verdict::Reject;
    const auto method = parse_auth(value);
    if (method && std::ranges::find(config.auth_methods, *method) != config.auth_methods.end()) {
        peer_auth_ = method;
        auth_disagreed_ = false;
        return Verdict::Ack;
    }
    put_auth(better, config.auth_methods.front());
    return Verdict::Nak;
}

void Lcp::auth_naked(ConstBytes value) {
    const auto& methods = context_.config->auth_methods;
    // Without a method of ours there was nothing to refuse: the peer would like to be asked, which we pass over.
    if (context_.config->role != Role::Server || methods.empty()) return;
    const auto wanted = parse_auth(value);
    const auto found = wanted ? std::ranges::find(methods, *wanted) : methods.end();
    if (found != methods.end())
        auth_index_ = static_cast<std::uint8_t>(found - methods.begin());
    else
        ++auth_index_;  // none that we know: our next one
    if (auth_index_ >= methods.size()) auth_refused_ = true;
}

void Lcp::auth_rejected() {
    auth_refused_ = context_.config->role == Role::Server && !context_.config->auth_methods.empty();
}

bool Lcp::looped() const {
    return loops_ >= loop_limit;
}

bool Lcp::impossible() const {
    return auth_refused_ || looped();
}

RasError Lcp::refusal() const {
    if (looped()) return {ERROR_PPP_LOOPBACK_DETECTED, "the line sends back what we send", {}};
    return {ERROR_PEER_REFUSED_AUTH, "the peer takes none of our authentication methods", {}};
}

// Magic-Number, RFC 1661 section 6.4.

std::uint32_t Lcp::new_magic() {
    std::uint32_t magic = 0;
    while (magic == 0) magic = context_.random.u32();
    return magic;
}

bool Lcp::ask_magic(ByteWriter& value) const {
    if (magic_ == 0) return false;
    value.u32(magic_);
    return true;
}

Verdict Lcp::judge_magic(ConstBytes value, ByteWriter& better) {
    peer_magic_ = *ByteReader(value).u32();
    if (peer_magic_ != 0 && peer_magic_ != magic_) {
        loops_ = 0;
        return Verdict::Ack;
    }
    if (peer_magic_ != 0 && !looped()) ++loops_;
    better.u32(new_magic());
    return Verdict::Nak;
}

void Lcp::magic_naked(ConstBytes /*value*/) {
    magic_ = new_magic();
}
void Lcp::magic_rejected() {
    magic_ = 0;
}

void Lcp::own_magic_seen(TimePoint now) {
    ++loops_;
    if (looped()) observer_.loop_detected(now);
}

// Protocol- and Address-and-Control-Field-Compression, RFC 1661 sections 6.5 and 6.6.

bool Lcp::ask_pfc(ByteWriter& /*value*/) const {
    return pfc_;
}
bool Lcp::ask_acfc(ByteWriter& /*value*/) const {
    return acfc_;
}

Verdict Lcp::judge_pfc(ConstBytes /*value*/, ByteWriter& /*better*/) {
    peer_pfc_ = context_.config->allow_compression;
    return peer_pfc_ ? Verdict::Ack : Verdict::Reject;
}

Verdict Lcp::judge_acfc(ConstBytes /*value*/, ByteWriter& /*better*/) {
    peer_acfc_ = context_.config->allow_compression;
    return peer_acfc_ ? Verdict::Ack : Verdict::Reject;
}

// A Nak of an option without a value (RFC 1661 section 5.3 knows none) can only mean "not this one".
void Lcp::pfc_naked(ConstBytes /*value*/) {
    pfc_ = false;
}
void Lcp::acfc_naked(ConstBytes /*value*/) {
    acfc_ = false;
}
void Lcp::pfc_rejected() {
    pfc_ = false;
}
void Lcp::acfc_rejected() {
    acfc_ = false;
}

// The codes that are LCP's alone.

bool Lcp::extra(const ControlPacket& packet, TimePoint now) {
    ByteReader reader(packet.data);
    switch (packet.code) {
        case code::protocol_reject: {
            const auto rejected_protocol = reader.u16();
            if (rejected_protocol && opened()) observer_.protocol_rejected(*rejected_protocol, now);
            return true;
        }
        case code::echo_request: {
            const auto magic = reader.u32();
            if (!magic || !opened()) return true;
            // Zero and unknown numbers are taken (SoftEther sends zero); our own means that we hear ourselves.
            if (*magic != 0 && *magic == magic_) {
                own_magic_seen(now);
                return true;
            }
            happen(Trigger::Echo, now, &packet);
            ByteVector data;
            ByteWriter(data).u32(magic_).bytes(reader.rest().first(
                std::min<std::size_t>(reader.remaining(), context_.peer_mru > 8 ? context_.peer_mru - 8u : 0u)));
            context_.send(protocol_lcp, code::echo_reply, packet.id, data);
            return true;
        }
        case code::echo_reply:
        case code::discard_request:
        case code::identification:
        case code::time_remaining: return true;  // that something came is what counts; the session has noted it
        default: return false;
    }
}

void Lcp::code_rejected(std::uint8_t code) {
    if (code == code::echo_request) observer_.echo_unsupported();
}

void Lcp::send_echo_request() {
    ByteVector data;
    ByteWriter(data).u32(magic_);
    context_.send(protocol_lcp, code::echo_request, next_id(), data);
}

void Lcp::send_protocol_reject(std::uint16_t protocol, ConstBytes information) {
    if (!context_.may_reject()) return;
    const std::size_t room = context_.peer_mru > 8 ? context_.peer_mru - 8u : 0u;
    ByteVector data;
    ByteWriter(data).u16(protocol).bytes(information.first(std::min(information.size(), room)));
    context_.send(protocol_lcp, code::protocol_reject, next_id(), data);
}

}  // namespace openras::ppp
