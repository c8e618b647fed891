#include "manager/line.h"

#include "ppp/data_frame.h"

namespace openras::manager {

namespace asio = boost::asio;

namespace {

constexpr std::size_t max_unread_events = 64;

}  // namespace

Line::Line(const asio::any_io_executor& executor, RandomSource& random)
    : random_(random), events_(executor), timer_(executor) {}

Line::~Line() {
    if (endpoint_) endpoint_->stop();
    if (link_) link_->set_receiver(nullptr);
}

void Line::start(std::unique_ptr<media::Link> link, std::shared_ptr<const ppp::Config> config,
                 ppp::Credentials credentials, const ppp::Ipv4Settings& ipv4) {
    link_ = std::move(link);
    ppp::InterfaceId id{};
    random_.fill(id);
    id[0] &= static_cast<std::uint8_t>(~0x02);  // RFC 5072 section 4.1: not globally unique
    session_ = std::make_unique<ppp::Session>(std::move(config), std::move(credentials), ipv4, id, random_, *this);
    link_->set_receiver(this);
    session_->start_lcp(Clock::now(), link_->round_trip());
    arm_timer();
}

void Line::start_authentication() {
    session_->start_authentication(Clock::now());
    arm_timer();
}

void Line::retry_authentication(ppp::Credentials credentials) {
    session_->retry_authentication(std::move(credentials), Clock::now());
    arm_timer();
}

void Line::start_network() {
    session_->start_network(Clock::now());
    arm_timer();
}

void Line::open_dataplane(std::unique_ptr<dataplane::Endpoint> endpoint, std::uint16_t mtu, bool ipv4, bool ipv6) {
    endpoint_ = std::move(endpoint);
    change_dataplane(mtu, ipv4, ipv6);
}

void Line::change_dataplane(std::uint16_t mtu, bool ipv4, bool ipv6) {
    if (!down_) endpoint_->start(*link_, mtu, ipv4, ipv6);
}

asio::awaitable<void> Line::close(const RasError& error, ppp::EndedBy by, std::string reason) {
    if (endpoint_) endpoint_->stop();
    if (session_ && !down_) {
        session_->close(error, by, reason, Clock::now());
        arm_timer();
        while (!down_) (void)co_await events_.next();
    }
    timer_.cancel();
    if (link_) {
        link_->set_receiver(nullptr);
        link_->hang_up();
    }
}

void Line::transmit(ConstBytes frame) {
    const Packet packet{frame, {}};
    link_->send({&packet, 1});
}

void Line::event(const ppp::Event& event) {
    const bool last = std::holds_alternative<ppp::event::Down>(event);
    if (last) down_ = true;
    // While a handler sleeps a peer may renegotiate for ever: no honest dial has this many events unread.
    if (last || events_.size() < max_unread_events) events_.push(event);
}

void Line::frames(FrameBatch batch) {
    const TimePoint now = Clock::now();
    std::size_t first = 0;
    bool heard = false;
    const auto deliver = [&](FrameBatch data) {
        if (data.empty() || !endpoint_ || down_) return;
        endpoint_->deliver(data);
        for (const ConstBytes frame : data) look_at(frame);
        heard = true;
    };
    while (first < batch.size()) {
        std::size_t last = first;
        while (last < batch.size() && ppp::is_data(batch[last])) ++last;
        deliver(batch.subspan(first, last - first));
        if (last < batch.size()) {
            ByteVector room;
            const auto data = ppp::plain_data(batch[last], session_->lcp().local_pfc, room);
            if (data)
                deliver({&*data, 1});
            else
                session_->receive(batch[last], now);
        }
        first = last + 1;
    }
    if (heard) session_->peer_heard(now);
    arm_timer();
}

/// The kernel takes addresses out of an advertisement; the name servers are left to us.
void Line::look_at(ConstBytes frame) {
    if (!dataplane::looks_like_router_advertisement(frame) || !session_->network_up(ppp::Network::Ipv6)) return;
    const auto advertisement = dataplane::parse_router_advertisement(frame.subspan(2));
    if (advertisement && hear_advertisement_) hear_advertisement_(*advertisement);
}

void Line::link_down(const RasError& error) {
    const bool peer = error.code == ERROR_REMOTE_DISCONNECTION;  // with or without words
    session_->medium_down(error, peer ? ppp::EndedBy::Peer : ppp::EndedBy::Line, Clock::now());
    arm_timer();
}

void Line::arm_timer() {
    const auto deadline = session_->next_deadline();
    if (deadline == armed_for_) return;
    // A later deadline (an echo put off because the peer was heard) needs no new timer: the early wake-up re-arms.
    if (deadline && armed_for_ && *deadline > *armed_for_) return;
    armed_for_ = deadline;
    if (!deadline) {
        timer_.cancel();
        return;
    }
    timer_.expires_at(*deadline);
    timer_.async_wait([this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
        if (error || alive.expired()) return;
        armed_for_.reset();
        session_->advance(Clock::now());
        arm_timer();
    });
}

}  // namespace openras::manager
