#include "server/subscriber.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/strings.h"
#include "server/session_tun.h"

namespace openras::server {

namespace {

/// Our interface identifier on every link: fe80::1.
constexpr ppp::InterfaceId own_id{0, 0, 0, 0, 0, 0, 0, 1};

ppp::Ipv4Address to_address(std::uint32_t number) {
    return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
            static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

std::string text_of(const ppp::Ipv4Address& address) {
    return fmt::format("{}.{}.{}.{}", address[0], address[1], address[2], address[3]);
}

bool is_data(ConstBytes frame) {
    return frame.size() > 2 && frame[0] == 0x00 && (frame[1] == ppp::protocol_ipv4 || frame[1] == ppp::protocol_ipv6);
}

}  // namespace

Subscriber::Subscriber(Shared& shared, std::shared_ptr<const ppp::Config> config, std::unique_ptr<media::Link> link,
                       std::uint32_t number)
    : shared_(shared),
      link_(std::move(link)),
      number_(number),
      retries_(static_cast<std::uint16_t>(std::min(shared.settings.retries, 0xffffU))),
      session_(std::move(config), {}, {}, own_id, shared.random, *this, this) {}

Subscriber::~Subscriber() {
    shared_.deadlines.forget(*this);
    if (endpoint_) endpoint_->stop();
    link_->set_receiver(nullptr);
    end_link();
    if (address_ != 0) shared_.addresses.give_back(address_);
    if (subnet_ != 0) shared_.subnets.give_back(subnet_);
}

void Subscriber::start(TimePoint now) {
    spdlog::info("session {}: {} opens", number_, link_->describe());
    link_->set_receiver(this);
    enter(Step::Lcp, now);
    settle(now);
}

void Subscriber::terminate(std::string_view text, TimePoint now) {
    session_.close({ERROR_DISCONNECTION, "ended by command", {}}, ppp::EndedBy::Manager, text, now);
    settle(now);
}

void Subscriber::shut_down(std::string_view text, TimePoint now) {
    session_.close({ERROR_DISCONNECTION, "the server ends", {}}, ppp::EndedBy::Manager, text, now);
    finish({ERROR_DISCONNECTION, "the server ends", {}});
}

void Subscriber::drop() {
    finish({ERROR_DISCONNECTION, "dropped by command", {}});
}

std::string Subscriber::describe() const {
    return fmt::format("{} state={} user={} ipv4={} subnet={} interface={} {}", number_,
                       silent_ ? "silent"
                       : up_   ? "up"
                               : "opening",
                       user_.empty() ? "-" : user_, address_ == 0 ? "-" : text_of(to_address(address_)), subnet_,
                       interface_.empty() ? "-" : interface_, link_->describe());
}

// Steps.

void Subscriber::enter(Step step, TimePoint now) {
    if (shared_.faults.drop == step) return finish({ERROR_DISCONNECTION, "dropped on request", {}});
    if (shared_.faults.silence == step) {
        spdlog::info("session {}: falls silent on request", number_);
        silent_ = true;
    }
    const Duration delay = shared_.settings.delay[static_cast<std::size_t>(step)];
    if (delay <= Duration::zero()) return begin(step, now);
    waiting_for_ = step;
    waiting_until_ = now + delay;
}

void Subscriber::begin(Step step, TimePoint now) {
    switch (step) {
        case Step::Discovery: return;
        case Step::Lcp: session_.start_lcp(now); return;
        case Step::Auth: session_.start_authentication(now); return;
        case Step::Ncp: begin_network(now); return;
        case Step::Up: become_up(); return;
    }
}

void Subscriber::begin_network(TimePoint now) {
    ppp::Ipv4Settings ipv4;
    ipv4.local = shared_.settings.local;
    if (address_ == 0) address_ = shared_.addresses.take().value_or(0);
    if (address_ == 0) spdlog::warn("session {}: the pool has no address left", number_);
    ipv4.peer = to_address(address_);
    const auto& dns = shared_.settings.dns;
    if (!dns.empty()) ipv4.dns_primary = dns[0];
    if (dns.size() > 1) ipv4.dns_secondary = dns[1];
    if (shared_.settings.ipv6_prefix && subnet_ == 0) subnet_ = shared_.subnets.take().value_or(0);
    session_.set_ipv4(ipv4);
    session_.start_network(now);
}

Responder Subscriber::responder() const {
    Responder responder;
    responder.local4 = shared_.settings.local;
    responder.link_local6 = link_local(own_id);
    responder.mtu = link_->mtu();
    if (subnet_ != 0) {
        std::array<std::uint8_t, 8> prefix{};
        std::ranges::copy(*shared_.settings.ipv6_prefix, prefix.begin());
        prefix[6] = static_cast<std::uint8_t>(subnet_ >> 8);
        prefix[7] = static_cast<std::uint8_t>(subnet_);
        responder.prefix6 = prefix;
    }
    return responder;
}

void Subscriber::become_up() {
    const bool ipv4 = session_.network_up(ppp::Network::Ipv4);
    const bool ipv6 = session_.network_up(ppp::Network::Ipv6);
    up_ = true;
    ++shared_.totals.up;
    spdlog::info("session {}: up, user \"{}\", address {}{}", number_, user_,
                 ipv4 ? text_of(to_address(address_)) : "none", ipv6 ? ", IPv6" : "");
    if (shared_.netlink != nullptr) {
        std::optional<ppp::Ipv4Result> addresses;
        if (ipv4) addresses = ppp::Ipv4Result{shared_.settings.local, to_address(address_), {}, {}};
        auto tun = open_session_tun(*shared_.netlink, shared_.settings.tun_name, link_->mtu(), addresses,
                                    ipv6 ? std::optional(own_id) : std::nullopt, responder().prefix6);
        if (!tun) return finish(tun.error());
        interface_ = tun->name;
        endpoint_ = dataplane::make_tun_endpoint(shared_.executor, std::move(tun->fd), true);
        endpoint_->start(*link_, std::min(link_->mtu(), session_.lcp().peer_mru), ipv4, ipv6);
    }
    if (ipv6 && subnet_ != 0) send(ppp::protocol_ipv6, responder().router_advertisement());
}

void Subscriber::finish(const RasError& error) {
    if (over_) return;
    over_ = true;
    ++shared_.totals.ended;
    spdlog::info("session {}: over, {} {}{}{}", number_, error.code, error.text, error.peer_text.empty() ? "" : ": ",
                 error.peer_text);
    if (endpoint_) endpoint_->stop();
    end_link();
    shared_.deadlines.forget(*this);
    shared_.over(*this);
}

/// A session that was told to be silent goes without a PADT, too: its client shall find out by itself.
void Subscriber::end_link() {
    if (silent_)
        link_->abandon();
    else
        link_->hang_up();
}

// The session.

void Subscriber::settle(TimePoint now) {
    if (settling_) return;
    settling_ = true;
    while (!events_.empty()) {
        const auto events =
            std::exchange(events_, {});  // frees the space: most sessions have no event most of the time
        for (const auto& event : events)
            if (!over_) handle(event, now);
    }
    settling_ = false;
    if (over_) return;
    TimePoint next = session_.next_deadline().value_or(TimePoint::max());
    next = std::min(next, waiting_until_);
    if (next != TimePoint::max()) shared_.deadlines.want(*this, next);
}

void Subscriber::handle(const ppp::Event& event, TimePoint now) {
    struct Handler {
        Subscriber& self;
        TimePoint now;
        void operator()(const ppp::event::LcpUp&) { self.enter(Step::Auth, now); }
        void operator()(const ppp::event::Authenticated& good) {
            self.user_ = printable(as_bytes(good.user));  // "DOMAIN\\user" has a domain of the peer's choice
            spdlog::info("session {}: user \"{}\" authenticated", self.number_, self.user_);
            self.enter(Step::Ncp, now);
        }
        void operator()(const ppp::event::AuthenticationFailed& bad) {
            ++self.shared_.totals.refused;
            spdlog::info("session {}: {} {}", self.number_, bad.error.code, bad.error.text);
        }
        void operator()(const ppp::event::Ipv4Up& up) {
            spdlog::debug("session {}: IPv4 {}", self.number_, text_of(up.ipv4.peer));
        }
        void operator()(const ppp::event::Ipv6Up&) { spdlog::debug("session {}: IPv6", self.number_); }
        void operator()(const ppp::event::NetworkFailed& failed) {
            spdlog::debug("session {}: {} {}", self.number_, failed.error.code, failed.error.text);
        }
        void operator()(const ppp::event::NetworkDone&) { self.enter(Step::Up, now); }
        void operator()(const ppp::event::Down& down) { self.finish(down.error); }
    };
    std::visit(Handler{*this, now}, event);
}

std::optional<ppp::Refusal> Subscriber::refusal_of(const std::string& /*user*/, bool proof_good) {
    if (shared_.faults.refusal) {
        auto refusal = *shared_.faults.refusal;
        refusal.may_retry = retries_ > 0;
        if (retries_ > 0) --retries_;
        return refusal;
    }
    if (proof_good || retries_ == 0) return std::nullopt;
    --retries_;
    return ppp::Refusal{ERROR_AUTHENTICATION_FAILURE, true, {}};
}

void Subscriber::due(TimePoint now) {
    if (over_) return;
    if (now >= waiting_until_) {
        waiting_until_ = TimePoint::max();
        begin(waiting_for_, now);
    }
    if (!over_) session_.advance(now);
    settle(now);
}

// Frames.

void Subscriber::frames(FrameBatch batch) {
    const TimePoint now = Clock::now();
    std::size_t at = 0;
    while (at < batch.size() && !over_) {
        std::size_t end = at;
        while (end < batch.size() && is_data(batch[end])) ++end;
        if (end > at) data(batch.subspan(at, end - at), now);
        if (end < batch.size() && !over_) {
            session_.receive(batch[end], now);
            settle(now);
        }
        at = end + 1;
    }
}

void Subscriber::data(FrameBatch batch, TimePoint now) {
    session_.peer_heard(now);
    if (!up_ || silent_) return;
    for (const ConstBytes frame : batch) {
        ++shared_.totals.packets_in;
        shared_.totals.bytes_in += frame.size() - 2;
    }
    if (!endpoint_) {
        for (const ConstBytes frame : batch) answer(frame);
        return;
    }
    for (const ConstBytes frame : batch)
        if (frame[1] == ppp::protocol_ipv6 && is_router_solicitation(frame.subspan(2))) answer(frame);
    endpoint_->deliver(batch);
}

void Subscriber::answer(ConstBytes frame) {
    const ConstBytes packet = frame.subspan(2);
    const bool six = frame[1] == ppp::protocol_ipv6;
    if (!session_.network_up(six ? ppp::Network::Ipv6 : ppp::Network::Ipv4)) return;
    const auto reply = six ? responder().answer6(packet) : responder().answer4(packet);
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

void Subscriber::transmit(ConstBytes frame) {
    if (silent_) return;
    const Packet packet{frame, {}};
    link_->send({&packet, 1});
}

void Subscriber::link_down(const RasError& error) {
    session_.medium_down(error, ppp::EndedBy::Peer, Clock::now());
    settle(Clock::now());
}

}  // namespace openras::server
