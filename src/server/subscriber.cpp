#include "server/subscriber.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/strings.h"

namespace openras::server {

namespace {

/// A client asks for its router advertisement when its interface is up. One that has not asked by then is sent one.
constexpr auto solicitation_time = std::chrono::seconds(1);

std::string text_of(const ppp::Ipv4Address& address) {
    return fmt::format("{}.{}.{}.{}", address[0], address[1], address[2], address[3]);
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
    give_back_interface();
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

ppp::Ipv4Address Subscriber::client_address() const {
    return {static_cast<std::uint8_t>(address_ >> 24), static_cast<std::uint8_t>(address_ >> 16),
            static_cast<std::uint8_t>(address_ >> 8), static_cast<std::uint8_t>(address_)};
}

std::string Subscriber::describe() const {
    return fmt::format("{} state={} user={} ipv4={} subnet={} interface={} {}", number_,
                       silent_ ? "silent"
                       : up_   ? "up"
                               : "opening",
                       user_.empty() ? "-" : user_, address_ == 0 ? "-" : text_of(client_address()), subnet_,
                       tun_.name.empty() ? "-" : tun_.name, link_->describe());
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
        case Step::Up:
            if (shared_.tuns != nullptr)
                ask_for_interface();
            else
                become_up(now);
            return;
    }
}

void Subscriber::begin_network(TimePoint now) {
    ppp::Ipv4Settings ipv4;
    ipv4.local = shared_.settings.local;
    if (address_ == 0) address_ = shared_.addresses.take().value_or(0);
    if (address_ == 0) spdlog::warn("session {}: the pool has no address left", number_);
    ipv4.peer = client_address();
    const auto& dns = shared_.settings.dns;
    if (!dns.empty()) ipv4.dns_primary = dns[0];
    if (dns.size() > 1) ipv4.dns_secondary = dns[1];
    if (shared_.settings.ipv6_prefix && subnet_ == 0) subnet_ = shared_.subnets.take().value_or(0);
    session_.set_ipv4(ipv4);
    session_.start_network(now);
}

void Subscriber::become_up(TimePoint now) {
    const bool ipv4 = session_.network_up(ppp::Network::Ipv4);
    const bool ipv6 = session_.network_up(ppp::Network::Ipv6);
    up_ = true;
    ++shared_.totals.up;
    spdlog::info("session {}: up, user \"{}\", address {}{}", number_, user_, ipv4 ? text_of(client_address()) : "none",
                 ipv6 ? ", IPv6" : "");
    if (ipv6 && subnet_ != 0) advertise_at_ = now + solicitation_time;
    const auto early = std::exchange(early_, {});
    const std::vector<ConstBytes> views(early.begin(), early.end());
    if (!views.empty()) data(views, now);
}

void Subscriber::finish(const RasError& error) {
    if (over_) return;
    over_ = true;
    ++shared_.totals.ended;
    spdlog::info("session {}: over, {} {}{}{}", number_, error.code, error.text, error.peer_text.empty() ? "" : ": ",
                 error.peer_text);
    give_back_interface();
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
    follow_networks();
    TimePoint next = session_.next_deadline().value_or(TimePoint::max());
    next = std::min({next, waiting_until_, advertise_at_});
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
        void operator()(const ppp::event::Ipv6Up&) {
            spdlog::debug("session {}: IPv6", self.number_);
            if (self.up_ && self.subnet_ != 0) self.advertise_at_ = now + solicitation_time;
        }
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
    if (now >= advertise_at_) advertise();
    if (!over_) session_.advance(now);
    settle(now);
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
