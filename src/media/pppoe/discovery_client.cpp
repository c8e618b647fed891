#include "media/pppoe/discovery_client.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <raserror.h>

#include <algorithm>

#include "base/strings.h"

namespace openras::pppoe {

namespace {

constexpr std::size_t max_remarks = 4;
/// After this many PADIs for one service a PADI for any is sent, too: it tells a missing service from a missing server.
constexpr unsigned tries_before_asking_for_any = 3;

bool same(const Tag& tag, std::string_view text) {
    return as_text(tag.value) == text;
}

bool offers_service(const DiscoveryPacket& packet, std::string_view wanted) {
    if (wanted.empty()) return true;
    return std::ranges::any_of(packet.tags,
                               [&](const Tag& tag) { return tag.type == TagType::ServiceName && same(tag, wanted); });
}

std::string services_of(const DiscoveryPacket& packet) {
    std::vector<std::string> names;
    for (const Tag& tag : packet.tags)
        if (tag.type == TagType::ServiceName && names.size() < 8)
            names.push_back(fmt::format("\"{}\"", printable(tag.value, 64)));
    return fmt::format("{}", fmt::join(names, ", "));
}

std::optional<Tag> copy_of(const Tag* tag) {
    return tag ? std::optional(*tag) : std::nullopt;
}

std::string describe(const MacAddress& server, const std::string& ac_name) {
    return fmt::format("AC \"{}\" ({})", ac_name, to_text(server));
}

}  // namespace

DiscoveryClient::DiscoveryClient(DiscoveryOptions options, const MacAddress& own, RandomSource& random,
                                 DiscoveryClientOutput& output)
    : options_(std::move(options)), own_(own), output_(output) {
    random.fill(host_uniq_);
}

std::optional<TimePoint> DiscoveryClient::next_deadline() const {
    if (state_ != State::Offers && state_ != State::Session) return std::nullopt;
    return std::min(retry_at_, give_up_at_);
}

std::optional<MacAddress> DiscoveryClient::requested_server() const {
    return state_ == State::Session ? std::optional(offer_.server) : std::nullopt;
}

std::uint16_t DiscoveryClient::wanted_payload() const {
    if (options_.interface_mtu <= 1500) return 0;
    const auto possible = static_cast<std::uint16_t>(options_.interface_mtu - session_overhead);
    return std::min(possible, options_.max_payload);
}

void DiscoveryClient::start(TimePoint now) {
    if (state_ != State::Idle) return;
    give_up_at_ = now + options_.timing.total;
    look_for_another_server(now);
}

void DiscoveryClient::look_for_another_server(TimePoint now) {
    state_ = State::Offers;
    tries_ = 0;
    timeout_ = options_.timing.first_timeout;
    send_initiation(now, false);
}

void DiscoveryClient::transmit(const DiscoveryPacket& packet) {
    if (sent_ == most_discovery_frames) return;  // advance() ends it
    ++sent_;
    output_.transmit(encode(packet));
}

void DiscoveryClient::send_initiation(TimePoint now, bool any_service) {
    DiscoveryPacket padi{broadcast_mac, own_, Code::Padi, 0, {}};
    padi.add(TagType::ServiceName, any_service ? ConstBytes{} : as_bytes(options_.service_name));
    padi.add(TagType::HostUniq, host_uniq_);
    if (wanted_payload() > default_max_payload) padi.add_u16(TagType::PppMaxPayload, wanted_payload());
    transmit(padi);
    if (any_service) return;
    ++tries_;
    retry_at_ = now + timeout_;
    timeout_ *= 2;
    if (tries_ > tries_before_asking_for_any && !options_.service_name.empty()) send_initiation(now, true);
}

void DiscoveryClient::send_request(TimePoint now) {
    DiscoveryPacket padr{offer_.server, own_, Code::Padr, 0, {}};
    padr.add(TagType::ServiceName, as_bytes(options_.service_name));
    padr.add(TagType::HostUniq, host_uniq_);
    padr.echo(offer_.cookie ? &*offer_.cookie : nullptr);
    padr.echo(offer_.relay ? &*offer_.relay : nullptr);
    if (wanted_payload() > default_max_payload) padr.add_u16(TagType::PppMaxPayload, wanted_payload());
    transmit(padr);
    ++tries_;
    retry_at_ = now + timeout_;
    timeout_ *= 2;
}

void DiscoveryClient::request_from(Offer offer, TimePoint now) {
    offer_ = std::move(offer);
    reserve_.reset();
    state_ = State::Session;
    requested_at_ = now;
    tries_ = 0;
    timeout_ = options_.timing.first_timeout;
    send_request(now);
}

void DiscoveryClient::receive(const DiscoveryPacket& packet, TimePoint now) {
    if (!is_for(packet, own_)) return;
    const Tag* uniq = packet.find(TagType::HostUniq);
    if (!uniq || !std::ranges::equal(uniq->value, host_uniq_)) return;
    switch (packet.code) {
        case Code::Pado:
            if (state_ == State::Offers && packet.session_id == 0) take_offer(packet, now);
            return;
        case Code::Pads:
            if (state_ == State::Session && packet.source == offer_.server) take_session(packet, now);
            return;
        case Code::Padt:
            // Some servers refuse a PADR in this way.
            if (state_ == State::Session && packet.source == offer_.server) {
                const auto error = error_of(packet);
                fail_refused(refusal(error.value_or(ErrorTag{TagType::GenericError, {}}),
                                     describe(offer_.server, offer_.ac_name)));
            }
            return;
        case Code::Padi:
        case Code::Padr: return;  // not for a client
    }
}

void DiscoveryClient::take_offer(const DiscoveryPacket& packet, TimePoint now) {
    const Tag* name = packet.find(TagType::AcName);
    const std::string ac_name = name ? printable(name->value, 64) : "";
    const std::string who = describe(packet.source, ac_name);
    if (const auto error = error_of(packet)) {
        offer_error_ = refusal(*error, who);
        return;
    }
    if (!options_.ac_name.empty() && (!name || !same(*name, options_.ac_name))) return note(who);
    if (!offers_service(packet, options_.service_name))
        return note(fmt::format("{} offering {}", who, services_of(packet)));

    Offer offer{packet.source, ac_name, copy_of(packet.find(TagType::AcCookie)),
                copy_of(packet.find(TagType::RelaySessionId))};
    if (silent_ == packet.source)
        reserve_ = std::move(offer);  // taken if nobody else answers
    else
        request_from(std::move(offer), now);
}

void DiscoveryClient::take_session(const DiscoveryPacket& packet, TimePoint now) {
    if (const auto error = error_of(packet))
        return fail_refused(refusal(*error, describe(offer_.server, offer_.ac_name)));
    if (packet.session_id == 0 || packet.session_id == 0xffff)  // 0xffff is reserved (RFC 2516 section 4)
        return fail_refused(
            {ERROR_FROM_DEVICE, fmt::format("{} gave no session number", describe(offer_.server, offer_.ac_name)), {}});

    SessionInfo session{{packet.session_id, offer_.server},
                        default_max_payload,
                        offer_.ac_name,
                        options_.service_name,
                        now - requested_at_};
    if (wanted_payload() > default_max_payload && max_payload_of(packet) == wanted_payload())
        session.mtu = wanted_payload();
    else if (options_.interface_mtu < 1500)
        session.mtu = static_cast<std::uint16_t>(std::max(options_.interface_mtu, session_overhead) - session_overhead);
    state_ = State::Done;
    output_.established(session);
}

void DiscoveryClient::advance(TimePoint now) {
    if (state_ != State::Offers && state_ != State::Session) return;
    if (now >= give_up_at_) return fail(time_out());
    if (now < retry_at_) return;
    if (sent_ == most_discovery_frames) return fail(time_out());
    if (state_ == State::Session) {
        if (tries_ < options_.timing.request_tries) return send_request(now);
        note(fmt::format("{}, silent to our request", describe(offer_.server, offer_.ac_name)));
        silent_ = offer_.server;
        return look_for_another_server(now);
    }
    if (reserve_) return request_from(*reserve_, now);
    if (offer_error_) return fail_refused(*offer_error_);
    send_initiation(now, false);
}

void DiscoveryClient::note(std::string remark) {
    if (remarks_.size() < max_remarks && std::ranges::find(remarks_, remark) == remarks_.end())
        remarks_.push_back(std::move(remark));
}

void DiscoveryClient::fail(const RasError& error) {
    state_ = State::Done;
    // It may be a member, and the client may be gone when the next call returns.
    const RasError kept = error;  // NOLINT(performance-unnecessary-copy-initialization)
    output_.failed(kept);
}

void DiscoveryClient::fail_refused(const RasError& error) {
    refused_ = true;
    fail(error);
}

RasError DiscoveryClient::time_out() const {
    if (state_ == State::Session)
        return {
            ERROR_BROADBAND_TIMEOUT,
            fmt::format("{} offered a session but did not answer our request", describe(offer_.server, offer_.ac_name)),
            {}};
    std::string wanted = "no PPPoE server answered";
    if (!options_.service_name.empty() && !options_.ac_name.empty())
        wanted =
            fmt::format("no PPPoE server \"{}\" answered for service \"{}\"", options_.ac_name, options_.service_name);
    else if (!options_.service_name.empty() && remarks_.empty())
        wanted = fmt::format("no PPPoE server answered, neither for service \"{}\" nor for any", options_.service_name);
    else if (!options_.service_name.empty())
        wanted = fmt::format("no PPPoE server has the service \"{}\"", options_.service_name);
    else if (!options_.ac_name.empty())
        wanted = fmt::format("no PPPoE server \"{}\" answered", options_.ac_name);
    if (!remarks_.empty()) wanted += fmt::format("; heard: {}", fmt::join(remarks_, "; "));
    return {ERROR_BROADBAND_TIMEOUT, std::move(wanted), {}};
}

RasError DiscoveryClient::refusal(const ErrorTag& error, const std::string& who) const {
    if (error.type == TagType::ServiceNameError)
        return {ERROR_BROADBAND_TIMEOUT, fmt::format("{} refuses the service \"{}\"", who, options_.service_name),
                error.text};
    if (error.type == TagType::AcSystemError)
        return {ERROR_FROM_DEVICE, fmt::format("{} reports an error of its own", who), error.text};
    return {ERROR_FROM_DEVICE, fmt::format("{} refuses the session", who), error.text};
}

}  // namespace openras::pppoe
