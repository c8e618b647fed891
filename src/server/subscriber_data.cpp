// The packets of a session: answered by us, or passed through its interface.
#include <algorithm>
#include <utility>

#include "ppp/data_frame.h"
#include "server/subscriber.h"

namespace openras::server {

namespace {

/// Frames kept until the session is up.
constexpr std::size_t most_early = 16;

}  // namespace

Responder Subscriber::responder() const {
    Responder responder;
    responder.local4 = shared_.settings.local;
    responder.link_local6 = link_local(own_id);
    responder.mtu = link_->mtu();
    responder.advertise = !shared_.faults.no_ra;
    responder.dns6 = shared_.settings.dns6;
    responder.search = shared_.settings.search;
    responder.prefix_lifetime = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(shared_.settings.prefix_lifetime).count());
    if (subnet_ != 0) {
        std::array<std::uint8_t, 8> prefix{};
        std::ranges::copy(*shared_.settings.ipv6_prefix, prefix.begin());
        prefix[6] = static_cast<std::uint8_t>(subnet_ >> 8);
        prefix[7] = static_cast<std::uint8_t>(subnet_);
        responder.prefix6 = prefix;
    }
    return responder;
}

// The interface.

TunPlan Subscriber::plan() const {
    TunPlan plan{shared_.settings.tun_name, link_->mtu(), {}, {}, responder().prefix6};
    if (session_.network_up(ppp::Network::Ipv4)) plan.ipv4 = TunPlan::Ipv4{shared_.settings.local, client_address()};
    if (session_.network_up(ppp::Network::Ipv6)) plan.ipv6_id = own_id;
    return plan;
}

void Subscriber::ask_for_interface() {
    waiting_for_interface_ = std::make_shared<char>();
    shared_.tuns->make(plan(), [this, alive = std::weak_ptr(waiting_for_interface_)](Expected<SessionTun> tun) {
        if (alive.expired()) return;
        waiting_for_interface_.reset();
        if (!tun) return finish(tun.error());
        take_interface(std::move(*tun), Clock::now());
    });
}

void Subscriber::take_interface(SessionTun tun, TimePoint now) {
    tun_ = std::move(tun);
    endpoint_ = dataplane::make_tun_endpoint(shared_.executor, std::move(tun_.fd), true);
    passed_ = {};
    follow_networks();
    become_up(now);
    settle(now);
}

void Subscriber::follow_networks() {
    const std::array<bool, 2> up{session_.network_up(ppp::Network::Ipv4), session_.network_up(ppp::Network::Ipv6)};
    if (!endpoint_ || up == passed_) return;
    // One that has come since the interface was made has no addresses there yet.
    if (up_ && ((up[0] && !passed_[0]) || (up[1] && !passed_[1]))) shared_.tuns->add_addresses(tun_.index, plan());
    passed_ = up;
    endpoint_->start(*link_, std::min(link_->mtu(), session_.lcp().peer_mru), up[0], up[1]);
}

dataplane::DirectionCounters Subscriber::sent_by_interface() const {
    return endpoint_ ? endpoint_->counters().sent : dataplane::DirectionCounters{};
}

void Subscriber::give_back_interface() {
    waiting_for_interface_.reset();
    if (!endpoint_) return;
    endpoint_->stop();
    shared_.totals.packets_out += sent_by_interface().packets;
    shared_.totals.bytes_out += sent_by_interface().bytes;
    endpoint_.reset();
    tun_ = {};
}

// Frames.

void Subscriber::frames(FrameBatch batch) {
    const TimePoint now = Clock::now();
    std::size_t at = 0;
    while (at < batch.size() && !over_) {
        std::size_t end = at;
        while (end < batch.size() && ppp::is_data(batch[end])) ++end;
        if (end > at) data(batch.subspan(at, end - at), now);
        if (end < batch.size() && !over_) {
            ByteVector room;
            const auto plain = ppp::plain_data(batch[end], session_.lcp().local_pfc, room);
            if (plain)
                data({&*plain, 1}, now);
            else
                session_.receive(batch[end], now);
            settle(now);
        }
        at = end + 1;
    }
}

void Subscriber::data(FrameBatch batch, TimePoint now) {
    session_.peer_heard(now);
    if (silent_) return;
    if (!up_) return keep_early(batch);
    for (const ConstBytes frame : batch) {
        ++shared_.totals.packets_in;
        shared_.totals.bytes_in += frame.size() - 2;
    }
    if (!endpoint_) {
        for (const ConstBytes frame : batch) answer(frame);
        return;
    }
    const auto is_ours = [this](ConstBytes frame) {
        return subnet_ != 0 && frame[1] == ppp::protocol_ipv6 && is_router_solicitation(frame.subspan(2));
    };
    if (std::ranges::none_of(batch, is_ours)) return endpoint_->deliver(batch);
    // Each solicitation has one answer, ours: whatever advertises on the interface itself does not see it.
    std::vector<ConstBytes> rest;
    for (const ConstBytes frame : batch)
        if (is_ours(frame))
            answer(frame);
        else
            rest.push_back(frame);
    endpoint_->deliver(rest);
}

/// A client is up a moment before us, and must not lose its first words.
void Subscriber::keep_early(FrameBatch batch) {
    for (const ConstBytes frame : batch) {
        const bool six = frame[1] == ppp::protocol_ipv6;
        if (early_.size() < most_early && session_.network_up(six ? ppp::Network::Ipv6 : ppp::Network::Ipv4))
            early_.emplace_back(frame.begin(), frame.end());
    }
}

void Subscriber::answer(ConstBytes frame) {
    const ConstBytes packet = frame.subspan(2);
    const bool six = frame[1] == ppp::protocol_ipv6;
    if (!session_.network_up(six ? ppp::Network::Ipv6 : ppp::Network::Ipv4)) return;
    const auto reply = six ? responder().answer6(packet) : responder().answer4(packet);
    if (six && is_router_solicitation(packet)) advertise_at_ = TimePoint::max();
    if (reply) send(six ? ppp::protocol_ipv6 : ppp::protocol_ipv4, *reply);
}

void Subscriber::send(std::uint16_t protocol, ConstBytes packet) {
    if (packet.empty() || silent_) return;
    ++shared_.totals.packets_out;
    shared_.totals.bytes_out += packet.size();
    const std::array<std::uint8_t, 2> field{static_cast<std::uint8_t>(protocol >> 8),
                                            static_cast<std::uint8_t>(protocol)};
    const Packet whole{field, packet};
    link_->send({&whole, 1});
}

void Subscriber::advertise() {
    advertise_at_ = TimePoint::max();
    if (session_.network_up(ppp::Network::Ipv6)) send(ppp::protocol_ipv6, responder().router_advertisement());
}

}  // namespace openras::server
