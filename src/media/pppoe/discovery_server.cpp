#include "media/pppoe/discovery_server.h"

#include <fmt/format.h>
#include <raserror.h>

#include <algorithm>

#include "base/strings.h"

namespace openras::pppoe {

namespace {

constexpr auto repetition_time = std::chrono::seconds(10);  // in which a PADR that is sent again may arrive
constexpr std::size_t max_host_uniq = 64;       // longer ones are echoed, but their repetition is not recognised
constexpr std::size_t max_relay_id = 12;        // RFC 2516 appendix A
constexpr std::size_t session_numbers = 65534;  // neither 0 nor 0xffff

std::uint64_t packed(const MacAddress& mac) {
    return SessionKey{0, mac}.packed();
}

/// Who sends a PADR; empty where that cannot be told. Hosts behind a relay agent share its address.
std::string requester_of(const DiscoveryPacket& padr) {
    const Tag* uniq = padr.find(TagType::HostUniq);
    if (!uniq || uniq->value.empty() || uniq->value.size() > max_host_uniq) return {};
    const Tag* relay = padr.find(TagType::RelaySessionId);
    if (relay && relay->value.size() > max_relay_id) return {};
    std::string requester(as_text(padr.source));
    requester += static_cast<char>(relay ? relay->value.size() : 0);
    if (relay) requester += as_text(relay->value);
    return requester += as_text(uniq->value);
}

}  // namespace

DiscoveryServer::DiscoveryServer(ServerOptions options, const MacAddress& own, RandomSource& random,
                                 DiscoveryServerOutput& output)
    : options_(std::move(options)),
      own_(own),
      output_(output),
      cookie_(random),
      rate_(options_.packets_per_second),
      last_session_id_(static_cast<std::uint16_t>(random.u32())) {
    options_.max_sessions = std::min(options_.max_sessions, session_numbers);
}

void DiscoveryServer::receive(const DiscoveryPacket& packet, TimePoint now) {
    if (!is_for(packet, own_)) return;
    switch (packet.code) {
        case Code::Padi:
            if (packet.session_id == 0 && within_rate(now)) answer_initiation(packet, now);
            return;
        case Code::Padr:
            if (packet.session_id == 0 && within_rate(now)) answer_request(packet, now);
            return;
        case Code::Padt: end(packet); return;
        case Code::Pado:
        case Code::Pads: return;  // not for a server
    }
}

bool PacketRate::take(TimePoint now) {
    if (at_ != TimePoint{})
        tokens_ = std::min(limit_, tokens_ + limit_ * std::chrono::duration<double>(now - at_).count());
    at_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

bool DiscoveryServer::within_rate(TimePoint now) {
    if (rate_.take(now)) return true;
    ++rate_limited_;
    return false;
}

bool DiscoveryServer::serves(ConstBytes service) const {
    if (service.empty() || options_.services.empty()) return true;
    return std::ranges::find(options_.services, as_text(service)) != options_.services.end();
}

std::uint16_t DiscoveryServer::plain_payload() const {
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(
        default_max_payload, std::max(options_.interface_mtu, session_overhead) - session_overhead));
}

/// RFC 4638 section 3: what was asked for, echoed, or no tag at all. 0 = no tag.
std::uint16_t DiscoveryServer::granted_payload(const DiscoveryPacket& packet) const {
    const auto asked = max_payload_of(packet).value_or(0);
    if (asked <= default_max_payload || asked > options_.max_payload ||
        asked + session_overhead > options_.interface_mtu)
        return 0;
    return asked;
}

void DiscoveryServer::answer_initiation(const DiscoveryPacket& padi, TimePoint now) {
    const Tag* service = padi.find(TagType::ServiceName);
    if (!service || !serves(service->value)) return;  // RFC 2516 section 5.2: then no answer
    DiscoveryPacket pado{padi.source, own_, Code::Pado, 0, {}};
    pado.add(TagType::AcName, as_bytes(options_.ac_name));
    pado.echo(service);
    for (const std::string& name : options_.services)
        if (name != as_text(service->value)) pado.add(TagType::ServiceName, as_bytes(name));
    pado.add(TagType::AcCookie, cookie_.make(padi.source, now));
    pado.echo(padi.find(TagType::HostUniq)).echo(padi.find(TagType::RelaySessionId));
    if (const auto payload = granted_payload(padi)) pado.add_u16(TagType::PppMaxPayload, payload);
    output_.transmit(encode(pado));
}

bool DiscoveryServer::answer_repetition(const DiscoveryPacket& padr, SessionInfo session, const std::string& requester,
                                        TimePoint now) {
    const auto found = session_of_.find(requester);
    if (found == session_of_.end()) return false;
    session.key.session_id = found->second;
    Session& before = sessions_.at(found->second);
    if (std::ranges::equal(padr.find(TagType::AcCookie)->value, before.cookie) &&
        now < before.opened + repetition_time) {
        // Who has spoken in the session has our PADS: then this one has been overtaken on its way.
        if (!output_.heard(session.key) && before.answered_again < most_repeated_answers) {
            ++before.answered_again;
            grant(padr, session);
        }
        return true;
    }
    // A client that has forgotten its session (it was killed, or lost its power) and dials anew must not meet what is
    // left of it.
    close(session.key, "replaced by your new request");
    output_.closed(session.key, {ERROR_REMOTE_DISCONNECTION, "the client has dialled anew", {}});
    return false;
}

void DiscoveryServer::answer_request(const DiscoveryPacket& padr, TimePoint now) {
    const Tag* cookie = padr.find(TagType::AcCookie);
    if (!cookie || !cookie_.check(cookie->value, padr.source, now)) return;  // never saw our offer: no word to it

    const Tag* service = padr.find(TagType::ServiceName);
    if (!service || !serves(service->value)) return refuse(padr, TagType::ServiceNameError, "no such service", now);

    SessionInfo session{{0, padr.source}, plain_payload(), options_.ac_name, printable(service->value, 256)};
    if (const auto payload = granted_payload(padr)) session.mtu = payload;
    std::string requester = requester_of(padr);
    if (answer_repetition(padr, session, requester, now)) return;

    if (sessions_.size() >= options_.max_sessions)
        return refuse(padr, TagType::AcSystemError, "no more sessions here", now);
    std::size_t& of_client = sessions_of_[packed(padr.source)];
    if (of_client >= options_.max_sessions_per_client)
        return refuse(padr, TagType::AcSystemError, "too many sessions from your address", now);

    session.key.session_id = free_session_id();
    Session& opened = sessions_[session.key.session_id];
    opened = {padr.source, {}, now, std::move(requester), 0};
    std::ranges::copy(cookie->value, opened.cookie.begin());
    if (!opened.requester.empty()) session_of_[opened.requester] = session.key.session_id;
    ++of_client;
    grant(padr, session);
    output_.opened(session);
}

std::uint16_t DiscoveryServer::free_session_id() {
    // Round and round, so that a number is given anew as late as possible: a client that has not noticed the end of its
    // session must not meet another's. One is free: the caller checked.
    do ++last_session_id_;
    while (last_session_id_ == 0 || last_session_id_ == 0xffff || sessions_.contains(last_session_id_));
    return last_session_id_;
}

void DiscoveryServer::grant(const DiscoveryPacket& padr, const SessionInfo& session) {
    DiscoveryPacket pads{padr.source, own_, Code::Pads, session.key.session_id, {}};
    pads.echo(padr.find(TagType::ServiceName));
    pads.add(TagType::AcName, as_bytes(options_.ac_name));
    pads.echo(padr.find(TagType::HostUniq)).echo(padr.find(TagType::RelaySessionId));
    if (session.mtu > default_max_payload) pads.add_u16(TagType::PppMaxPayload, session.mtu);
    output_.transmit(encode(pads));
}

void DiscoveryServer::refuse(const DiscoveryPacket& padr, TagType error, std::string_view text, TimePoint now) {
    if (!refusals_.take(now)) return;  // a client that does not hear it sends again, or gives up
    DiscoveryPacket pads{padr.source, own_, Code::Pads, 0, {}};
    pads.echo(padr.find(TagType::ServiceName));
    pads.echo(padr.find(TagType::HostUniq)).echo(padr.find(TagType::RelaySessionId));
    pads.add(error, as_bytes(text));
    output_.transmit(encode(pads));
}

void DiscoveryServer::end(const DiscoveryPacket& padt) {
    const SessionKey key{padt.session_id, padt.source};
    if (!release(key)) return;
    const auto error = error_of(padt);
    output_.closed(key, {ERROR_REMOTE_DISCONNECTION, "the client has ended the session (PADT)",
                         error ? error->text : std::string{}});
}

bool DiscoveryServer::release(const SessionKey& session) {
    const auto found = sessions_.find(session.session_id);
    if (found == sessions_.end() || found->second.client != session.peer) return false;
    session_of_.erase(found->second.requester);
    sessions_.erase(found);
    const auto count = sessions_of_.find(packed(session.peer));
    if (count != sessions_of_.end() && --count->second == 0) sessions_of_.erase(count);
    return true;
}

void DiscoveryServer::close(const SessionKey& session, std::string_view reason) {
    if (!release(session)) return;
    DiscoveryPacket padt{session.peer, own_, Code::Padt, session.session_id, {}};
    if (!reason.empty()) padt.add(TagType::GenericError, as_bytes(reason));
    output_.transmit(encode(padt));
}

}  // namespace openras::pppoe
